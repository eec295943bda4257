"""The layer with the zip functions' libraries, made by pip for Lambda's platform: no Docker, no compiler.

The list pins everything, so the folder is named by the list's own hash, made once, and found again by every later synth.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from infra.environments import ROOT

REQUIREMENTS: Final = Path(__file__).with_name("vendored.txt")
BUILD: Final = ROOT / "build" / "vendored"
PLATFORMS: Final = ("manylinux2014_x86_64", "manylinux_2_28_x86_64")
"""What runs on the Python runtimes of Amazon Linux 2023 (glibc 2.34)."""
UNWANTED: Final = ("bin", "**/__pycache__", "*.dist-info/RECORD", "*.dist-info/direct_url.json", "**/tests")
"""Scripts nobody calls, and what differs from one installation to the next."""


def fingerprint(python: str) -> str:
    """Return the hash of everything that decides what the layer holds."""
    recipe = f"{python} {PLATFORMS} {UNWANTED}\n".encode() + REQUIREMENTS.read_bytes()
    return hashlib.sha256(recipe).hexdigest()


def vendored_folder(python: str) -> Path:
    """Return the layer's folder for a Python version, made on the first call; needs the package index only then.

    Raises CalledProcessError with pip's own words on stderr when a wheel cannot be had. Two synths at once are safe: each
    builds beside the target and the first rename wins.
    """
    target = BUILD / f"{python}-{fingerprint(python)[:16]}"
    if target.is_dir():
        return target
    BUILD.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=BUILD) as scratch:
        layer = Path(scratch) / "layer"
        _install(layer / "python", python)
        _prune(layer / "python")
        if not target.is_dir():
            layer.rename(target)
    return target


def _install(site: Path, python: str) -> None:
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--no-deps", "--no-compile", "--only-binary=:all:", "--python-version", python]
    command += [word for platform in PLATFORMS for word in ("--platform", platform)]
    command += ["--target", str(site), "--requirement", str(REQUIREMENTS)]
    subprocess.run(command, check=True)  # noqa: S603 - every word is ours


def _prune(site: Path) -> None:
    for pattern in UNWANTED:
        for path in sorted(site.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
