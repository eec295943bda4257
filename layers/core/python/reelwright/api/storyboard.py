"""The storyboard of a film: its scenes as planned, with the words, picture and cost of each."""

from typing import Annotated, Final

from pydantic import Field

from reelwright.api.jobs import LINKS, JobRetried, PreviewView, Sign, preview_view
from reelwright.api.route import Route, Success
from reelwright.jobs.scene_edits import EditScenes
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
    return SceneView(
        scene=scene.scene,
        text=scene.text,
        seconds=scene.seconds,
        preview=preview_view(scene.preview_key, f"scene-{scene.scene}.jpg", sign),
        own_file=scene.own_file,
        cost_usd=round(scene.cost_usd, 6),
        cached=scene.cached,
    )


_GOES_ON: Final = Success(
    status=202,
    description="The job waits for its next attempt, which uses everything that is made already.",
    body=JobRetried,
    headers=("Location", "Retry-After"),
    links=LINKS,
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
    Route(
        method="POST",
        path="/api/v1/jobs/{job_id}/storyboard",
        operation="editStoryboard",
        tag="jobs",
        summary="Change scenes of a film that waits for approval",
        description=(
            "For films with `hold_at`. The changed scenes are made again, all others are kept; then the film waits again. "
            "Several requests add up."
        ),
        body=EditScenes,
        examples={"other_words": {"scenes": [{"scene": 1, "text": "Bees dance to tell where the flowers are."}]}},
        answers=(_GOES_ON,),
        problems=("conflict", "invalid_request"),
    ),
    Route(
        method="POST",
        path="/api/v1/jobs/{job_id}/approve",
        operation="approveFilm",
        tag="jobs",
        summary="Approve the storyboard of a film, which is then made",
        description="For films with `hold_at`. To refuse the storyboard, cancel the job.",
        answers=(_GOES_ON,),
        problems=("conflict",),
    ),
)
