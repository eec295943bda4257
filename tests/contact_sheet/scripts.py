"""The scripts of the sheet, `docs/contact-sheet/scripts/<name>.txt`: a head of `field: value`, a blank line, the text.

They are the lines of one batch, in the order of names.
"""

from pathlib import Path
from typing import Final

from reelwright.values import Value

FOLDER: Final = Path(__file__).resolve().parents[2] / "docs" / "contact-sheet" / "scripts"


class SheetScript(Value):
    """One script with what a request says beside it."""

    name: str
    title: str
    language: str
    text: str
    line: int | None = None
    """Its line in the batch; None for a film of its own."""


def sheet_scripts(names: tuple[str, ...] = (), folder: Path = FOLDER) -> tuple[SheetScript, ...]:
    """Read the scripts of these names, or all, in the order of names. Raises KeyError for an unknown name."""
    found = {path.stem: _read(path, line) for line, path in enumerate(sorted(folder.glob("*.txt")), start=1)}
    return tuple(found[name] for name in names or found)


def _read(path: Path, line: int) -> SheetScript:
    head, text = path.read_text(encoding="utf-8").split("\n\n", 1)
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return SheetScript(name=path.stem, text=text.strip(), line=line, **fields)
