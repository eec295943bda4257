"""The base of the media image is named exactly, and pinned by the digest of what the registry serves."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from infra.supply.base_image import DOCKERFILE, REGISTRY, base_of, main, pinned

TAGGED = "# Built.\nARG BASE=python:3.12-slim-bookworm\nFROM ${BASE} AS base\n"
MANIFEST = json.dumps({"manifests": [{"digest": "sha256:1"}]}).encode()
DIGEST = hashlib.sha256(MANIFEST).hexdigest()
IMAGE = f"{REGISTRY}/docker/library/python:3.12-slim-bookworm"


def registry(url: str, headers: Mapping[str, str]) -> bytes:
    """Answer as Amazon's registry does."""
    if "/token/" in url:
        return b'{"token": "t"}'
    assert headers["authorization"] == "Bearer t"
    assert url == f"https://{REGISTRY}/v2/docker/library/python/manifests/3.12-slim-bookworm"
    return MANIFEST


def test_our_base_is_a_tag_or_a_whole_digest() -> None:
    """A cut or misspelled digest fails here, not in a build."""
    assert base_of(DOCKERFILE.read_text(encoding="utf-8")).startswith(f"{REGISTRY}/docker/library/python:3.12-slim")


def test_both_builders_use_the_same_base_image() -> None:
    """Docker takes the Dockerfile's line, CodeBuild the same name, tag and digest from Amazon's registry."""
    text = DOCKERFILE.read_text(encoding="utf-8")
    (line,) = (one for one in text.splitlines() if one.startswith("ARG BASE="))
    assert base_of(text).endswith(line.rpartition("/")[2].removeprefix("ARG BASE="))


@pytest.mark.parametrize("base", ["python", "python:3.12@sha256:12", f"python:3.12@sha512:{'a' * 64}", "$OTHER"])
def test_a_base_of_another_form_is_refused(base: str) -> None:
    """So is one without a tag: a reader would not know which Python it is."""
    with pytest.raises(ValueError, match="ARG BASE"):
        base_of(f"ARG BASE={base}\n")


def test_the_digest_is_that_of_the_manifest_of_the_registry(tmp_path: Path) -> None:
    """Computed from what was read, not believed; pinning again follows the tag."""
    file = tmp_path / "Dockerfile"
    file.write_text(TAGGED)
    for _ in range(2):
        assert main(registry, file) == 0
        assert file.read_text() == TAGGED.replace("python:3.12-slim-bookworm", f"{IMAGE}@sha256:{DIGEST}")
    assert base_of(file.read_text()) == f"{IMAGE}@sha256:{DIGEST}"


def test_an_answer_that_is_no_list_of_images_is_not_pinned() -> None:
    """An image of one platform, or an error, would be pinned for all."""
    with pytest.raises(ValueError, match="no list"):
        pinned(TAGGED, lambda url, _: b'{"token": "t"}' if "/token/" in url else b'{"layers": []}')
