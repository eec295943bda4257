"""Builds the images of an assembly by CodeBuild. The CDK then finds them in its repository, and needs no Docker."""

import json
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from botocore.exceptions import ClientError

from infra.registry import BUILDER_STACK, BUILDS, QUALIFIER
from infra.rollout.errors import RolloutError
from infra.supply.base_image import base_of

POLL_SECONDS: Final = 15.0

Client = Callable[[str], Any]
Say = Callable[[str], object]


@dataclass(frozen=True)
class ImageSource:
    """One image to build: its build context, and its name in the registry."""

    context: Path
    dockerfile: str
    repository: str
    tag: str


def image_sources(assembly: Path, *, account: str, region: str) -> list[ImageSource]:
    """Read the images of an assembly's stacks."""
    found = []
    for path in sorted(assembly.glob("*.assets.json")):
        for image in json.loads(path.read_text(encoding="utf-8"))["dockerImages"].values():
            (destination,) = image["destinations"].values()
            source = image["source"]
            repository = _filled(destination["repositoryName"], account, region)
            found.append(
                ImageSource(assembly / source["directory"], source["dockerFile"], repository, destination["imageTag"])
            )
    return found


def _filled(text: str, account: str, region: str) -> str:
    return text.replace("${AWS::AccountId}", account).replace("${AWS::Region}", region)


def is_built(ecr: Any, image: ImageSource) -> bool:
    """Look the image up in its repository; the tag is the hash of its sources."""
    try:
        ecr.describe_images(repositoryName=image.repository, imageIds=[{"imageTag": image.tag}])
    except ClientError as error:
        if error.response["Error"]["Code"] != "ImageNotFoundException":
            raise
        return False
    return True


def build(
    image: ImageSource,
    *,
    client: Client,
    account: str,
    region: str,
    say: Say,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Build one image and wait for it; raises RolloutError with the log's address if the build fails.

    The base is the Dockerfile's, from Amazon's registry: Docker Hub limits anonymous downloads by address, and CodeBuild's
    addresses are everybody's.
    """
    bucket, key = f"cdk-{QUALIFIER}-assets-{account}-{region}", f"{BUILDS}/{image.tag}.zip"
    with TemporaryDirectory() as folder:
        packed = _packed(image.context, Path(folder) / "source.zip")
        client("s3").upload_file(str(packed), bucket, key)
    variables = {
        "DOCKERFILE": image.dockerfile,
        "BASE": base_of((image.context / image.dockerfile).read_text(encoding="utf-8")),
        "REPOSITORY": f"{account}.dkr.ecr.{region}.amazonaws.com/{image.repository}",
        "TAG": image.tag,
    }
    codebuild = client("codebuild")
    started = codebuild.start_build(
        projectName=BUILDER_STACK,
        sourceTypeOverride="S3",
        sourceLocationOverride=f"{bucket}/{key}",
        environmentVariablesOverride=[{"name": name, "value": value} for name, value in variables.items()],
    )["build"]
    say(f"CodeBuild builds the image {image.tag[:12]}: {_log_of(started)}")
    while started["buildStatus"] == "IN_PROGRESS":
        sleep(POLL_SECONDS)
        (started,) = codebuild.batch_get_builds(ids=[started["id"]])["builds"]
    if started["buildStatus"] != "SUCCEEDED":
        raise RolloutError(f"the build of the image ended as {started['buildStatus']}: read {_log_of(started)}")
    say("the image is in the repository")


def _log_of(started: dict[str, Any]) -> str:
    return str(started.get("logs", {}).get("deepLink", started["id"]))


def _packed(context: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(context.rglob("*")):
            if path.is_file():
                packed.write(path, path.relative_to(context))
    return target
