"""`make base-image`: pins the base of the media image by its digest, read from the registry. Needs the network.

Amazon's registry serves the same images as Docker Hub, without limits by address. The digest is that of the manifest, which
names every layer by its own digest, so a build fails if a registry serves something else under it.
"""

import hashlib
import json
import re
import sys
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from infra.supply.locking import ROOT

DOCKERFILE: Final = ROOT / "layers" / "media" / "Dockerfile"
REGISTRY: Final = "public.ecr.aws"
_LINE: Final = re.compile(
    r"^ARG BASE=(?:\S*/)?(?P<name>[a-z]+):(?P<tag>[\w.-]+)(?:@(?P<digest>sha256:[0-9a-f]{64}))?$", re.MULTILINE
)
_ACCEPTED: Final = "application/vnd.oci.image.index.v1+json, application/vnd.docker.distribution.manifest.list.v2+json"
Get = Callable[[str, Mapping[str, str]], bytes]
"""Reads an address with some headers."""


def base_of(dockerfile: str) -> str:
    """Return the base image that a Dockerfile names, from Amazon's registry, with its digest if it has one.

    Raises ValueError if the line is missing or its digest is none.
    """
    found = _LINE.search(dockerfile)
    if found is None:
        raise ValueError("ARG BASE must be name:tag or name:tag@sha256:<64 digits>")
    pinned = f"@{found['digest']}" if found["digest"] else ""
    return f"{REGISTRY}/docker/library/{found['name']}:{found['tag']}{pinned}"


def pinned(dockerfile: str, get: Get) -> str:
    """Return the Dockerfile with the digest that the registry has for the tag now."""
    image = base_of(dockerfile).partition("@")[0]
    repository, _, tag = image.removeprefix(f"{REGISTRY}/").partition(":")
    token = json.loads(get(f"https://{REGISTRY}/token/?scope=repository:{repository}:pull", {}))["token"]
    headers = {"authorization": f"Bearer {token}", "accept": _ACCEPTED}
    manifest = get(f"https://{REGISTRY}/v2/{repository}/manifests/{tag}", headers)
    if "manifests" not in json.loads(manifest):
        raise ValueError(f"{image} is no list of images")
    digest = hashlib.sha256(manifest).hexdigest()
    return _LINE.sub(f"ARG BASE={image}@sha256:{digest}", dockerfile, count=1)


def get_over_https(url: str, headers: Mapping[str, str]) -> bytes:
    """Read an address of the registry."""
    with urllib.request.urlopen(urllib.request.Request(url, headers=dict(headers)), timeout=30) as answer:  # noqa: S310 - https
        return bytes(answer.read())


def main(get: Get = get_over_https, dockerfile: Path = DOCKERFILE) -> int:
    """Write the digest into the Dockerfile."""
    dockerfile.write_text(pinned(dockerfile.read_text(encoding="utf-8"), get), encoding="utf-8")
    sys.stdout.write(f"{base_of(dockerfile.read_text(encoding='utf-8'))}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
