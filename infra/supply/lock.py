"""Selects entries of `requirements.lock`, which holds every package with the hashes of its files.

The environment, the layer of the zip functions and the media image install from this one lock, each its own selection:

    python lock.py image.txt < requirements.lock | pip install --require-hashes --no-deps --requirement /dev/stdin

The standard library alone, because the image runs this file before anything is installed.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

_NAME = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*?)==(?P<version>[^\s;\\]+)")


def canonical(name: str) -> str:
    """Normalise the name of a distribution as package indexes do."""
    return re.sub(r"[-_.]+", "-", name).lower()


def entries(lock: str) -> dict[str, str]:
    """Split a lock into its entries by canonical name. An entry is a pin, its marker and its hashes, over several lines."""
    found: dict[str, str] = {}
    for entry in re.split(r"\n(?=[A-Za-z0-9])", lock.strip()):
        match = _NAME.match(entry)
        if match is None:
            raise ValueError(f"not an entry of a lock: {entry.splitlines()[0]!r}")
        found[canonical(match["name"])] = f"{entry.strip()}\n"
    return found


def pins(listed: str) -> dict[str, str]:
    """Read a list of pins, one a line: canonical name -> version. Comments and blank lines are skipped."""
    lines = (line for line in listed.splitlines() if line.strip() and not line.startswith("#"))
    matches = [_NAME.match(line) for line in lines]
    return {canonical(match["name"]): match["version"] for match in matches if match}


def hashes(entry: str) -> tuple[str, ...]:
    """List the SHA-256 digests of an entry."""
    return tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))


def selection(lock: str, wanted: Iterable[str]) -> str:
    """Join the entries of the packages `wanted`, sorted; raises KeyError for a package that the lock does not have."""
    found = entries(lock)
    return "".join(found[canonical(name)] for name in sorted(wanted))


if __name__ == "__main__":
    sys.stdout.write(selection(sys.stdin.read(), pins(Path(sys.argv[1]).read_text(encoding="utf-8"))))
