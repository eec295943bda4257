"""Which scene shows which of the user's own files, and their pictures in the film's shapes."""

from reelwright.film.scenes.material import assign
from reelwright.film.scenes.model import Material, ScenePlan
from reelwright_media.steps.checkpoint import artefact_key, checkpoint
from reelwright_media.steps.context import StepContext
from reelwright_media.steps.decode import OwnFile


def shown_scenes(context: StepContext, plan: ScenePlan) -> dict[int, int]:
    """Map each scene to the place of its file. Raises ContentError if the film does not have a requested scene."""
    return assign([image.scene for image in context.video.images], len(plan.scenes))


def with_materials(plan: ScenePlan, shown: dict[int, int]) -> ScenePlan:
    """Assign each file to its scene."""
    scenes = tuple(
        scene.model_copy(update={"material": Material(name=f"images.{shown[scene.index]}")})
        if scene.index in shown
        else scene
        for scene in plan.scenes
    )
    return plan.model_copy(update={"scenes": scenes})


def fit_picture(context: StepContext, own: OwnFile, *, width: int, height: int) -> tuple[str, bool]:
    """Fit the file's picture to this size; return its key and whether it existed."""
    key = artefact_key(context, {"own": own.picture_key, "size": [width, height]}, "jpg")

    def make() -> bytes:
        return context.tools.stills.fit(context.artefacts.get(own.picture_key), width=width, height=height)

    return key, checkpoint(context, key, make)
