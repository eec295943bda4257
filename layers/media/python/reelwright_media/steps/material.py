"""Users' own pictures and clips: checked when the film is planned, fitted when a scene shows them."""

from pathlib import Path
from typing import Final

from reelwright.errors import ContentError, MissingArtefactError
from reelwright.film.scenes.material import MAX_CLIP_BYTES, MAX_PICTURE_BYTES, MAX_TOTAL_BYTES, assign
from reelwright.film.scenes.model import Material, ScenePlan
from reelwright.jobs.upload import material_key
from reelwright.values import Value
from reelwright_media.steps.checkpoint import artefact_key, checkpoint
from reelwright_media.steps.context import StepContext

LONGEST_SHOWN_SECONDS: Final = 30.0
"""No scene is longer, so later parts of a clip are never shown."""
_MOST_BYTES: Final = {"picture": MAX_PICTURE_BYTES, "clip": MAX_CLIP_BYTES}
_MEGABYTE: Final = 2**20


class Located(Value):
    """A user's own file in the bucket, not decoded yet."""

    name: str
    key: str
    etag: str


def located_materials(context: StepContext) -> tuple[Located, ...]:
    """Look up the request's files in the bucket: one HEAD request a file, no download.

    Raises ContentError that names the file where one is missing or too large.
    """
    found: list[Located] = []
    total = 0
    for place, image in enumerate(context.video.images):
        name = f"images.{place}"
        try:
            key = material_key(image, context.job.user_id, context.settings.bucket_name)
        except ContentError as error:
            raise ContentError(f"{name}: {error}") from error
        facts = context.artefacts.facts(key)
        if facts is None:
            raise ContentError(f"{name} is not there: upload it first, and use it while it is kept.")
        total += facts.size_bytes
        if facts.size_bytes > MAX_CLIP_BYTES or total > MAX_TOTAL_BYTES:
            raise ContentError(
                f"{name} is too large: a file may have {MAX_CLIP_BYTES // _MEGABYTE} MB, all together "
                f"{MAX_TOTAL_BYTES // _MEGABYTE} MB."
            )
        found.append(Located(name=name, key=key, etag=facts.etag))
    return tuple(found)


def checked_materials(context: StepContext, found: tuple[Located, ...]) -> tuple[Material, ...]:
    """Decode each file and determine its kind. Raises ContentError that names the first unusable file."""
    checked = []
    for place, located in enumerate(found):
        path = _fetched(context, located)
        try:
            facts = context.tools.materials.check(path)
        except ContentError as error:
            raise ContentError(f"{located.name} {error}") from error
        if path.stat().st_size > _MOST_BYTES[facts.kind]:
            most = _MOST_BYTES[facts.kind] // _MEGABYTE
            raise ContentError(f"{located.name} is too large: a {facts.kind} may have {most} MB.")
        path.unlink()  # fifty clips together would not fit on a function's disk
        checked.append(Material(**located.model_dump(), kind=facts.kind))
        context.report((place + 1) / len(found), f"Looked at picture {place + 1}/{len(found)}")
    return tuple(checked)


def shown_scenes(context: StepContext, plan: ScenePlan) -> dict[int, int]:
    """Map each scene to the place of its file. Raises ContentError if the film does not have a requested scene."""
    return assign([image.scene for image in context.video.images], len(plan.scenes))


def with_materials(plan: ScenePlan, shown: dict[int, int], materials: tuple[Material, ...]) -> ScenePlan:
    """Assign each file to its scene."""
    scenes = tuple(
        scene.model_copy(update={"material": materials[shown[scene.index]]}) if scene.index in shown else scene
        for scene in plan.scenes
    )
    return plan.model_copy(update={"scenes": scenes})


def fit_picture(context: StepContext, material: Material, *, width: int, height: int) -> tuple[str, bool]:
    """Fit the file's picture to this size; return its key and whether it existed."""
    inputs = {"material": [material.key, material.etag], "size": [width, height]}
    key = artefact_key(context, inputs, "jpg")

    def make() -> bytes:
        return context.tools.materials.picture(_fetched(context, material), width=width, height=height)

    return key, checkpoint(context, key, make)


def fit_clip(context: StepContext, material: Material) -> tuple[str, bool]:
    """Fit the clip to the film's shape; return its key and whether it existed."""
    preset = context.preset
    inputs = {"material": [material.key, material.etag], "preset": preset.name, "seconds": LONGEST_SHOWN_SECONDS}
    key = artefact_key(context, inputs, "mp4")

    def make() -> Path:
        out = context.workdir / "fitted.mp4"
        path = _fetched(context, material)
        context.tools.materials.clip(path, out, preset=preset, seconds=LONGEST_SHOWN_SECONDS)
        return out

    return key, checkpoint(context, key, make)


def _fetched(context: StepContext, material: Located | Material) -> Path:
    """Download the file under a name of our own: the user's file name never reaches a decoder."""
    path = context.workdir / f"{material.name}.own"
    try:
        return path if path.exists() else context.artefacts.fetch(material.key, path)
    except MissingArtefactError as error:
        raise ContentError(f"{material.name} is not there any more: upload it again.") from error
