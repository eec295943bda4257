"""The storyboard of a film: its scenes as planned, with the words, picture and cost of each."""

from typing import Annotated, Final

from pydantic import Field

from reelwright.api.jobs import PreviewView, Sign
from reelwright.api.route import Route, Success
from reelwright.jobs.storyboard import BoardScene
from reelwright.payload import Count, Payload


class SceneView(Payload):
    """One scene."""

    scene: Annotated[Count, Field(description="Its number from 0, as in the names of steps and in `images[].scene`.")]
    text: Annotated[str, Field(description="The words that are spoken.")]
    seconds: Annotated[float | None, Field(description="The length of its speech; null before it is spoken.")]
    preview: Annotated[PreviewView | None, Field(description="Its picture as JPEG; null before it is painted.")]
    own_file: Annotated[str | None, Field(description="Your own file that the scene shows, as `images.2`.")]
    cost_usd: Annotated[float, Field(description="What its steps have cost so far.")]
    cached: Annotated[bool, Field(description="Its picture was made before, by an earlier attempt or job.")]


class StoryboardView(Payload):
    """All scenes in order; none before the film is planned."""

    scenes: tuple[SceneView, ...]


def storyboard_view(scenes: tuple[BoardScene, ...], sign: Sign) -> StoryboardView:
    """Convert the scenes; every call signs new URLs of their pictures."""
    return StoryboardView(scenes=tuple(_scene_view(scene, sign) for scene in scenes))


def _scene_view(scene: BoardScene, sign: Sign) -> SceneView:
    signed = None if scene.preview_key is None else sign(scene.preview_key, f"scene-{scene.scene}.jpg")
    return SceneView(
        scene=scene.scene,
        text=scene.text,
        seconds=scene.seconds,
        preview=None if signed is None else PreviewView(url=signed.url, expires_at=signed.expires_at),
        own_file=scene.own_file,
        cost_usd=round(scene.cost_usd, 6),
        cached=scene.cached,
    )


STORYBOARD_ROUTES: Final = (
    Route(
        method="GET",
        path="/api/v1/jobs/{job_id}/storyboard",
        operation="getStoryboard",
        tag="jobs",
        summary="Get the scenes of a film with their words and pictures",
        answers=(Success(status=200, description="The scenes in order.", body=StoryboardView),),
    ),
)
