"""The layer with the libraries of the zip functions. pip installs wheels for Lambda's platform: no Docker, no compiler.

`vendored.txt` names the packages, `requirements.lock` has their hashes. The folder is named by a hash of both, so it is built
once and reused by later synths.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from infra.bytecode import compile_folder, interpreter
from infra.environments import ROOT
from infra.staging import made_once
from infra.supply.lock import pins, selection

REQUIREMENTS: Final = Path(__file__).with_name("vendored.txt")
LOCK: Final = ROOT / "requirements.lock"
BUILD: Final = ROOT / "build" / "vendored"
PLATFORMS: Final = ("manylinux2014_x86_64", "manylinux_2_28_x86_64")
"""Platforms whose wheels run on Amazon Linux 2023 (glibc 2.34), the base of Lambda's Python runtimes."""
UNWANTED: Final = ("bin", "**/__pycache__", "*.dist-info/RECORD", "*.dist-info/direct_url.json", "**/tests")
"""Removed: unused scripts and tests, and files that differ between installations and would change the layer's hash."""


def fingerprint(python: str) -> str:
    """Hash everything that the content of the layer depends on."""
    has_byte_code = interpreter(python) is not None
    return hashlib.sha256(f"{python} {has_byte_code} {PLATFORMS} {UNWANTED}\n{requirements()}".encode()).hexdigest()


def requirements() -> str:
    """Take the entries of the layer's packages, with their hashes, from the lock."""
    return selection(LOCK.read_text(encoding="utf-8"), pins(REQUIREMENTS.read_text(encoding="utf-8")))


def vendored_folder(python: str) -> Path:
    """Find the layer's folder for a Python version; build it if it is missing, which needs the package index.

    Raises CalledProcessError if pip fails; its message is on stderr.
    """

    def build(layer: Path) -> None:
        _install(layer / "python", python)
        _prune(layer / "python")
        compile_folder(layer / "python", python)

    return made_once(BUILD / f"{python}-{fingerprint(python)[:16]}", build)


def _install(site: Path, python: str) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "--no-deps", "--no-compile", "--only-binary=:all:", "--python-version", python]
    command += [word for platform in PLATFORMS for word in ("--platform", platform)]
    hashed = site.parent.parent / "requirements.txt"
    hashed.write_text(requirements(), encoding="utf-8")
    command += ["--target", str(site), "--requirement", str(hashed)]
    subprocess.run(command, check=True)  # noqa: S603 - a fixed command


def _prune(site: Path) -> None:
    for pattern in UNWANTED:
        for path in sorted(site.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
