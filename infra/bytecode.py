"""Byte code for the code assets of zip functions: without it, every cold start compiles some 800 modules again.

A function's disk is read-only on Lambda, and the emulator's workers write no caches, so byte code is compiled once, here. It
is bound to the sources by nothing but the asset (`unchecked-hash`): a cold start reads no source and compares no times. Only
an interpreter of the function's Python version can write it; without one, the asset holds sources alone.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from infra.environments import ROOT

STAGED: Final = ROOT / "build" / "code"
KEPT: Final = 3
"""Staged versions of an asset that are kept: another synth may still read the one before."""
_MANAGED: Final = (".pyenv/versions/{}.*/bin/python{}", ".local/share/uv/python/cpython-{}.*/bin/python{}")
"""Where pyenv and uv keep interpreters, below the home folder; pyenv's own commands on the PATH may refuse to run."""


@lru_cache(maxsize=4)
def interpreter(python: str) -> str | None:
    """Find an interpreter of a Python version (`3.12`) on this machine; None if there is none."""
    found = shutil.which(f"python{python}")
    managed = (str(path) for pattern in _MANAGED for path in sorted(Path.home().glob(pattern.format(python, python))))
    candidates = (sys.executable, *((found,) if found else ()), *managed)
    return next((candidate for candidate in candidates if _version_of(candidate) == python), None)


def _version_of(candidate: str) -> str:
    if candidate == sys.executable:
        return f"{sys.version_info.major}.{sys.version_info.minor}"
    code = "import sys; print('%d.%d' % sys.version_info[:2])"
    ended = subprocess.run([candidate, "-I", "-c", code], check=False, capture_output=True, text=True)  # noqa: S603 - fixed
    return ended.stdout.strip()


def compile_folder(folder: Path, python: str) -> bool:
    """Write byte code beside every module below `folder`; return whether there was an interpreter for it.

    A fixed hash seed and one process keep the files equal from run to run. Modules that do not compile are left as sources.
    """
    found = interpreter(python)
    if found is None:
        return False
    command = [found, "-I", "-m", "compileall", "-q", "-q", "-f", "--invalidation-mode", "unchecked-hash"]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    subprocess.run([*command, "-s", str(folder), str(folder)], check=False, env=environment)  # noqa: S603 - fixed
    return True


def staged(label: str, sources: Iterable[Path], *, base: Path, python: str) -> Path:
    """Copy files and folders to a folder of their own, at their paths below `base`, with byte code.

    The folder's name ends with a hash of the content and of the Python version, so it is made once, and it is the asset's
    hash. Two concurrent synths are safe: each stages in a temporary folder, and the first rename wins.
    """
    files = sorted(file for source in sources for file in _files(source))
    target = STAGED / f"{label}-{python}-{_fingerprint(files, base, python)}"
    if target.is_dir():
        target.touch()
        return target
    STAGED.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=STAGED) as scratch:
        folder = Path(scratch) / "code"
        for file in files:
            copy = folder / file.relative_to(base)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
        compile_folder(folder, python)
        try:
            folder.rename(target)
        except OSError:  # another synth was first: a folder that holds files is not replaced
            if not target.is_dir():
                raise
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
