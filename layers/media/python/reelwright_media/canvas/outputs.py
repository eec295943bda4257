"""Writes files atomically."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written_whole(out: Path) -> Iterator[Path]:
    """Yield a path beside `out` to write to; rename it to `out` on success, delete it if the block raises.

    The name is fixed (`<out>.part`), so the next attempt overwrites the leftover of a killed process.
    """
    part = out.with_name(f"{out.name}.part")
    try:
        yield part
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
