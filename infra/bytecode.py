"""Byte code for the code assets of zip functions: without it, every cold start compiles some 800 modules again.

A function's disk is read-only on Lambda, and the emulator's workers write no caches, so byte code is compiled once, here. It
is bound to the sources by nothing but the asset (`unchecked-hash`): a cold start reads no source and compares no times. Only
an interpreter of the function's Python version can write it; without one, the asset holds sources alone.
"""

import os
import shutil
import subprocess
import sys
from functools import lru_cache
from pathlib import Path
from typing import Final

from infra.environments import OWN_PYTHON

_MANAGED: Final = (".pyenv/versions/{}.*/bin/python{}", ".local/share/uv/python/cpython-{}.*/bin/python{}")
"""Where pyenv and uv keep interpreters, below the home folder; pyenv's own commands on the PATH may refuse to run."""


@lru_cache(maxsize=4)
def interpreter(python: str) -> str | None:
    """Find an interpreter of a Python version (`3.12`) on this machine; None if there is none."""
    if python == OWN_PYTHON:
        return sys.executable
    found = shutil.which(f"python{python}")
    managed = (str(path) for pattern in _MANAGED for path in sorted(Path.home().glob(pattern.format(python, python))))
    candidates = (*((found,) if found else ()), *managed)
    return next((candidate for candidate in candidates if _version_of(candidate) == python), None)


def _version_of(candidate: str) -> str:
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
