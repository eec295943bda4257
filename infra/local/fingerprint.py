"""A hash of the sources of a deployment: if it has not changed, there is nothing to deploy."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

SOURCES: Final = ("infra", "functions", "layers", "cdk.json", "requirements.lock", "package-lock.json")
"""The files that synth reads; the lock files represent the libraries and the CDK command line."""
_LEFT_OUT: Final = ("__pycache__", "infra/local/", "infra/rollout/")
"""Byte code, and the packages that deploy the app but are not part of it."""


def fingerprint(root: Path, sources: Iterable[str] = SOURCES) -> str:
    """Hash names and contents of all files of the sources. Missing sources are skipped."""
    digest = hashlib.sha256()
    for path in _files(root, sources):
        name = path.relative_to(root).as_posix()
        digest.update(f"{name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files(root: Path, sources: Iterable[str]) -> list[Path]:
    found: list[Path] = []
    for source in sources:
        path = root / source
        found.extend(path.rglob("*") if path.is_dir() else [path])
    return sorted(path for path in found if path.is_file() and not _left_out(path.relative_to(root).as_posix()))


def _left_out(name: str) -> bool:
    return any(part in f"{name}/" for part in _LEFT_OUT) or name.endswith(".pyc")
