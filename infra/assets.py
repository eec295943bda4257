"""Code assets of functions, layers and the Fargate task: only the needed files; equal sources give equal hashes."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from aws_cdk import IgnoreMode
from aws_cdk import aws_ecr_assets as images
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_lambda as lambda_

from infra.environments import ROOT
from infra.staging import staged
from reelwright.pipeline.steps import STEP_FUNCTIONS

CACHES: Final = ("**/__pycache__", "**/*.pyc")
"""Byte code of the checkout: it may be stale, and it differs between machines. `infra.bytecode` makes that of zip assets."""
MEDIA_DOCKERFILE: Final = "layers/media/Dockerfile"
MEDIA_CONTENT: Final = (
    "requirements.lock",
    "infra/supply/lock.py",
    "layers/core/python",
    "layers/media/python",
    "layers/media/Dockerfile",
    "layers/media/image.txt",
    "layers/media/image-tools.txt",
    "functions/__init__.py",
    "functions/material",
    "functions/steps",
)
"""The build context of the media image; the rest of the repository is excluded."""


def _all_except(paths: Sequence[str]) -> list[str]:
    """List ignore patterns (Docker's rules) that exclude everything but `paths`; byte code in them is excluded, too."""
    return ["**", *(f"!{path}" for path in paths), *CACHES]


def folder_of(name: str) -> str:
    """Name the folder under `functions/` with a function's handler; all step functions share one."""
    return "steps" if name in STEP_FUNCTIONS else name


def function_folder(name: str, python: str) -> Path:
    """Stage one function's folder inside the package `functions`, with byte code of a Python version."""
    folder = ROOT / "functions"
    sources = (folder / "__init__.py", folder / folder_of(name))
    return staged(f"function-{folder_of(name)}", sources, base=ROOT, python=python)


def function_code(name: str, python: str) -> lambda_.AssetCode:
    """Package a function's folder."""
    return folder_code(function_folder(name, python))


def layer_folder(name: str, python: str) -> Path:
    """Stage the `python/` of `layers/<name>`, in the layout of a Lambda layer, with byte code of a Python version."""
    folder = ROOT / "layers" / name
    return staged(f"layer-{name}", (folder / "python",), base=folder, python=python)


def layer_code(name: str, python: str) -> lambda_.AssetCode:
    """Package a layer of our own code."""
    return folder_code(layer_folder(name, python))


def folder_code(folder: Path) -> lambda_.AssetCode:
    """Package a folder whose name ends with a hash of its content."""
    return lambda_.Code.from_asset(str(folder), asset_hash=folder.name)


def handler_of(name: str) -> str:
    """Name the handler of a function, in Lambda's notation."""
    return f"functions.{folder_of(name)}.handler.handler"


def step_image_code(name: str) -> lambda_.AssetImageCode:
    """Package the media image with the step function's handler as its command.

    Synth only fingerprints the build context: Docker is needed to deploy, not to synthesize.
    """
    return lambda_.Code.from_asset_image(
        str(ROOT),
        file=MEDIA_DOCKERFILE,
        cmd=[handler_of(name)],
        exclude=_all_except(MEDIA_CONTENT),
        ignore_mode=IgnoreMode.DOCKER,
        platform=images.Platform.LINUX_AMD64,
    )


def task_image() -> ecs.ContainerImage:
    """Package the same media image for the Fargate task, with its own entry point."""
    return ecs.ContainerImage.from_asset(
        str(ROOT),
        file=MEDIA_DOCKERFILE,
        exclude=_all_except(MEDIA_CONTENT),
        ignore_mode=IgnoreMode.DOCKER,
        platform=images.Platform.LINUX_AMD64,
    )
