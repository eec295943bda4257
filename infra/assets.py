"""What each function is made of. Every asset holds only what it needs, and the same sources give the same hash."""

from collections.abc import Sequence
from typing import Final

from aws_cdk import IgnoreMode
from aws_cdk import aws_ecr_assets as images
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_lambda as lambda_

from infra.environments import ROOT
from reelwright.pipeline.steps import STEP_FUNCTIONS

CACHES: Final = ("**/__pycache__", "**/*.pyc")
"""Byte code differs from run to run and would change every asset hash."""
MEDIA_DOCKERFILE: Final = "layers/media/Dockerfile"
MEDIA_CONTENT: Final = (
    "pyproject.toml",
    "layers/core/python",
    "layers/media/python",
    "layers/media/Dockerfile",
    "functions/__init__.py",
    "functions/material",
    "functions/steps",
)
"""What the media image is built from: the rest of the repository stays outside its build context."""


def _only(paths: Sequence[str]) -> list[str]:
    """Return ignore patterns (Docker's rules) that leave nothing but `paths` without byte code."""
    return ["**", *(f"!{path}" for path in paths), *CACHES]


def folder_of(name: str) -> str:
    """Name the folder under `functions/` that holds a function's handler: the step functions share one."""
    return "steps" if name in STEP_FUNCTIONS else name


def function_code(name: str) -> lambda_.AssetCode:
    """Package `functions` with nothing in it but one function's folder."""
    return lambda_.Code.from_asset(
        str(ROOT),
        exclude=_only(("functions/__init__.py", f"functions/{folder_of(name)}")),
        ignore_mode=IgnoreMode.DOCKER,
    )


def layer_code(name: str) -> lambda_.AssetCode:
    """Return the folder `layers/<name>` in the layout of a Lambda layer: its `python/` and nothing else."""
    return lambda_.Code.from_asset(
        str(ROOT / "layers" / name), exclude=_only(("python",)), ignore_mode=IgnoreMode.DOCKER
    )


def handler_of(name: str) -> str:
    """Return the handler of a function's folder."""
    return f"functions.{folder_of(name)}.handler.handler"


def step_image_code(name: str) -> lambda_.AssetImageCode:
    """Return the media image, started with the step function's handler.

    Synth only fingerprints the build context: Docker is needed to deploy, not to synthesize.
    """
    return lambda_.Code.from_asset_image(
        str(ROOT),
        file=MEDIA_DOCKERFILE,
        cmd=[handler_of(name)],
        exclude=_only(MEDIA_CONTENT),
        ignore_mode=IgnoreMode.DOCKER,
        platform=images.Platform.LINUX_AMD64,
    )


def task_image() -> ecs.ContainerImage:
    """Return the same media image for the Fargate task."""
    return ecs.ContainerImage.from_asset(
        str(ROOT),
        file=MEDIA_DOCKERFILE,
        exclude=_only(MEDIA_CONTENT),
        ignore_mode=IgnoreMode.DOCKER,
        platform=images.Platform.LINUX_AMD64,
    )
