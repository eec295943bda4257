"""The bill of materials: every package, npm package and asset has its hash and its licence."""

import json
import tomllib
from pathlib import Path
from typing import Any

from infra.supply.bill import (
    BINARIES,
    MANIFESTS,
    NOT_HERE,
    NOT_STATED,
    asset_components,
    complete,
    file_components,
    licences,
    locked,
    npm_components,
)
from infra.supply.locking import ROOT

LOCK = {"a-package": "a-package==1 \\\n    --hash=sha256:" + "a" * 64 + "\n"}


def test_a_package_has_the_hashes_of_the_lock_and_says_whether_aws_runs_it() -> None:
    """The environment itself does not know from which files it was installed."""
    for shipped, scope in (({"a-package": "1"}, "required"), ({}, "excluded")):
        component: dict[str, Any] = {"name": "A_Package", "type": "library"}
        complete(component, LOCK, shipped)
        assert component["scope"] == scope
        assert component["properties"] == [{"name": "reelwright:lock:sha256", "value": "a" * 64}]


def test_npm_packages_and_assets_are_listed_with_hash_and_licence() -> None:
    """All of package-lock.json, and every file of voices, fonts, icons, the voice model and the browser."""
    listed = npm_components(json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"])
    assert [(one["name"], one["hashes"][0]["alg"]) for one in listed] == [("aws-cdk", "SHA-512")]
    for manifest in MANIFESTS:
        listed += asset_components(tomllib.loads(manifest.read_text(encoding="utf-8")))
    files = [file for one in listed for file in one.get("components", ())]
    assert {"kokoro.onnx", "fonts/Anton-Regular.ttf", "icons/noto.zip", "chromium.br"} <= {one["name"] for one in files}
    assert all(len(one["hashes"][0]["content"]) == 64 for one in files)
    assert NOT_STATED not in licences(listed)


def test_binaries_inside_packages_are_listed_by_hash(tmp_path: Path) -> None:
    """Fonts, native libraries and weights."""
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "one.ttf").write_bytes(b"")
    (listed,) = file_components(tmp_path, {"fonts/*.[ot]tf": "OFL-1.1"})
    assert listed["name"] == "fonts/one.ttf"
    assert listed["hashes"][0]["content"].startswith("e3b0c442")
    assert "| fonts/one.ttf |  | OFL-1.1 | required |" in licences([listed])


def test_the_lock_says_which_packages_are_listed() -> None:
    """A package that an earlier environment left behind is not ours; one for another platform is, without its licence."""
    installed = [
        {"type": "library", "name": "Here", "version": "1"},
        {"type": "library", "name": "left-over", "version": "1"},
    ]
    lock = {"here": "here==1 \\\n", "win-only": "win-only==2 ; sys_platform == 'win32' \\\n"}
    listed = locked(installed, lock)
    assert [(one["name"], one["version"]) for one in listed] == [("Here", "1"), ("win-only", "2")]
    assert f"| win-only | 2 | {NOT_HERE} | required |" in licences(listed)


def test_every_binary_that_is_named_is_there() -> None:
    """A pattern without a file would leave its fonts or weights out of the bill silently."""
    (site,) = (ROOT / ".venv" / "lib").glob("python3*/site-packages")
    assert [pattern for pattern in BINARIES if not pattern.endswith(".dylib") and not any(site.glob(pattern))] == []


def test_a_package_without_a_licence_is_named_as_such() -> None:
    """Nobody has to guess from an empty cell."""
    assert f"| odd | 1 | {NOT_STATED} | required |" in licences([{"type": "library", "name": "odd", "version": "1"}])
