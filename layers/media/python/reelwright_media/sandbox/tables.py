"""The folder with the tables of colour spaces that decoders read, kept between files."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from reelwright_media.material.colours import ColourSpace, write_table

_MOST: Final = 12
"""Tables of 3 MB. Cameras use three or four; a decoder that was taken over may ask for any codes."""


class Tables:
    """Tables in a folder that is removed with this object. `write` writes one into a folder."""

    def __init__(self, *, write: Callable[[ColourSpace, Path], object] = write_table) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="reelwright-tables-")
        self._write = write

    @property
    def folder(self) -> Path:
        """The folder, which decoders may read."""
        return Path(self._folder.name)

    def add(self, space: ColourSpace) -> None:
        """Write the table of a colour space. Over the limit all others are removed first."""
        tables = list(self.folder.iterdir())
        if len(tables) >= _MOST:
            for table in tables:
                table.unlink()
        self._write(space, self.folder)
