"""The folders of code assets. Each is made once: its name ends with a hash of everything that its content depends on."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from infra.bytecode import compile_folder, interpreter
from infra.environments import ROOT

STAGED: Final = ROOT / "build" / "code"
KEPT: Final = 3
"""Staged versions of an asset that are kept: another synth may still read the one before."""


def made_once(target: Path, make: Callable[[Path], None]) -> Path:
    """Return the folder `target`; if it is missing, `make` fills another one, which then gets its name.

    Two concurrent synths are safe: each makes a temporary folder, and the first rename wins.
    """
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        folder = Path(scratch) / "content"
        make(folder)
        try:
            folder.rename(target)
        except OSError:  # another synth was first: a folder that holds files is not replaced
            if not target.is_dir():
                raise
    return target


def staged(label: str, sources: Iterable[Path], *, base: Path, python: str) -> Path:
    """Copy files and folders to a folder of their own, at their paths below `base`, with byte code.

    The folder's name ends with a hash of the content and of the Python version; it is the asset's hash.
    """
    files = sorted(file for source in sources for file in _files(source))

    def copy(folder: Path) -> None:
        for file in files:
            copied = folder / file.relative_to(base)
            copied.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copied)
        compile_folder(folder, python)

    target = STAGED / f"{label}-{python}-{_fingerprint(files, base, python)}"
    if target.is_dir():
        target.touch()
        return target
    made_once(target, copy)
    _remove_older(label, python)
    return target


def _files(source: Path) -> list[Path]:
    if source.is_file():
        return [source]
    return [
        file
        for file in source.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".pyc"
    ]


def _fingerprint(files: Iterable[Path], base: Path, python: str) -> str:
    found = hashlib.sha256(f"{python} {interpreter(python) is not None}\n".encode())
    for file in files:
        found.update(f"{file.relative_to(base)}\0{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()[:16]


def _remove_older(label: str, python: str) -> None:
    made = sorted(STAGED.glob(f"{label}-{python}-*"), key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in made[KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
