"""Without Docker, CodeBuild builds the images that the CDK's repository lacks; the CDK then finds them there."""

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from infra.rollout.errors import RolloutError
from infra.rollout.images import build, image_sources, is_built
from tests.unit.rollout.accounts import ACCOUNT, REGION, GivenClients, refusal

BASE = f"python:3.12@sha256:{'a' * 64}"
TAG = "0123456789abcdef"
REPOSITORY = f"cdk-hnb659fds-container-assets-{ACCOUNT}-{REGION}"


@pytest.fixture
def assembly(tmp_path: Path) -> Path:
    """Write an assembly with one image, as the CDK does."""
    destination = {"repositoryName": "cdk-hnb659fds-container-assets-${AWS::AccountId}-${AWS::Region}", "imageTag": TAG}
    image = {
        "source": {"directory": f"asset.{TAG}", "dockerFile": "layers/media/Dockerfile"},
        "destinations": {"current": destination},
    }
    manifest = {"version": "1", "files": {}, "dockerImages": {TAG: image}}
    (tmp_path / "reelwright.assets.json").write_text(json.dumps(manifest), encoding="utf-8")
    (tmp_path / f"asset.{TAG}" / "layers/media").mkdir(parents=True)
    (tmp_path / f"asset.{TAG}" / "layers/media/Dockerfile").write_text(f"ARG BASE={BASE}\n", encoding="utf-8")
    return tmp_path


def built(status: str) -> dict[str, Any]:
    """Return a build as CodeBuild describes it."""
    return {"id": "b:1", "buildStatus": status, "logs": {"deepLink": "https://console/log"}}


def test_an_image_is_known_by_its_name_in_the_repository(assembly: Path) -> None:
    """Account and region are filled in, as the CDK does when it publishes."""
    (image,) = image_sources(assembly, account=ACCOUNT, region=REGION)
    assert (image.repository, image.tag, image.dockerfile) == (REPOSITORY, TAG, "layers/media/Dockerfile")
    assert is_built(GivenClients({"ecr.DescribeImages": {"imageDetails": []}})("ecr"), image)
    assert not is_built(GivenClients({"ecr.DescribeImages": refusal("ImageNotFoundException")})("ecr"), image)


def test_the_context_is_sent_and_the_build_is_awaited(assembly: Path) -> None:
    """The project gets the sources, the place to push to, and the Dockerfile's base from a registry without limits."""
    (image,) = image_sources(assembly, account=ACCOUNT, region=REGION)
    states = [built("IN_PROGRESS"), built("SUCCEEDED")]
    sent: dict[str, Any] = {}

    def put(params: dict[str, Any]) -> dict[str, Any]:
        body = params["body"]
        sent["zip"] = body if isinstance(body, bytes) else body.read()
        sent["url"] = params["url_path"]
        return {}

    def start(params: dict[str, Any]) -> dict[str, Any]:
        sent["build"] = json.loads(params["body"])
        return {"build": built("IN_PROGRESS")}

    clients = GivenClients(
        {
            "s3.PutObject": put,
            "codebuild.StartBuild": start,
            "codebuild.BatchGetBuilds": lambda _: {"builds": [states.pop(0)]},
        }
    )
    slept: list[float] = []
    build(image, client=clients, account=ACCOUNT, region=REGION, say=lambda _: None, sleep=slept.append)
    assert len(slept) == 2
    assert zipfile.ZipFile(BytesIO(sent["zip"])).namelist() == ["layers/media/Dockerfile"]
    variables = {one["name"]: one["value"] for one in sent["build"]["environmentVariablesOverride"]}
    assert variables["REPOSITORY"] == f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/{REPOSITORY}"
    assert (variables["TAG"], variables["BASE"]) == (TAG, f"public.ecr.aws/docker/library/{BASE}")
    assert sent["build"]["sourceLocationOverride"].endswith(f"/reelwright-builds/{TAG}.zip")


def test_a_failed_build_names_its_log(assembly: Path) -> None:
    """The deployment stops there."""
    (image,) = image_sources(assembly, account=ACCOUNT, region=REGION)
    clients = GivenClients({"s3.PutObject": {}, "codebuild.StartBuild": {"build": built("FAILED")}})
    with pytest.raises(RolloutError, match="FAILED: read https://console/log"):
        build(image, client=clients, account=ACCOUNT, region=REGION, say=lambda _: None, sleep=lambda _: None)
