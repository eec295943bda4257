"""The pinned CDK command line."""

import json
from pathlib import Path

from infra.local.node import cdk_command


def lock(path: Path, version: str) -> None:
    """Write a lock, or what npm left behind, with one package."""
    path.parent.mkdir(parents=True, exist_ok=True)
    packages = {"": {"name": "x"}, "node_modules/aws-cdk": {"version": version}}
    path.write_text(json.dumps({"packages": packages}), encoding="utf-8")


def test_what_is_installed_is_not_installed_again(tmp_path: Path) -> None:
    """The pinned version in place means no npm and no network."""
    lock(tmp_path / "package-lock.json", "2.0.1")
    lock(tmp_path / "node_modules/.package-lock.json", "2.0.1")
    said: list[str] = []
    command = cdk_command(said.append, root=tmp_path)
    assert said == []
    assert command[1] == str(tmp_path / "node_modules/aws-cdk/bin/cdk")
