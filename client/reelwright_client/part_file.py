"""A file that is either complete or absent."""

import os
import secrets
from pathlib import Path
from types import TracebackType
from typing import Self


class PartFile:
    """A hidden file beside `target` that `keep` renames to it; leaving the block without `keep` removes it.

    Both are in the same folder (created if missing), so the rename is atomic; an older file of that name stays
    readable until then. Raises OSError if the folder cannot be written.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self._path = target.with_name(f".{target.name}.{secrets.token_hex(6)}.part")

    def __enter__(self) -> Self:
        self.target.parent.mkdir(parents=True, exist_ok=True)
        self._file = self._path.open("xb")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def write(self, chunk: bytes) -> None:
        """Append a chunk."""
        self._file.write(chunk)

    def restart(self) -> None:
        """Discard what was written: the next chunk is the first."""
        self._file.seek(0)
        self._file.truncate()

    def keep(self) -> Path:
        """Flush the bytes to disk, rename the file to its target, and return the target."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._path.replace(self.target)
        return self.target
