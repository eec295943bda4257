"""The fifteen tasks of the API: purpose, queue, and route through the state machine."""

from typing import Final, Literal

from reelwright.pipeline.queues import QUEUES, Pool
from reelwright.values import Value

Group = Literal["video", "generation", "media", "processing"]
Route = Literal["film", "clip", "generation", "providers", "media", "processing"]
"""`film` runs the whole state machine, `clip` one step until its clip is there; the others run one step on the function of
that name."""


Form = Literal["film", "text", "scenes", "export", "batch", "nothing"]
"""The input of a task: a film's script or idea, a text, an earlier job's scenes, an earlier film, items."""


class Task(Value):
    """One task by name. `queue` None means: one of the three video queues, by priority."""

    name: str
    group: Group
    route: Route
    form: Form
    queue: str | None
    summary: str
    repeatable: bool = True
    """The same request gives the same result, so a kept one may answer for it; False where the job is done for its effect."""
    internal: bool = False
    """Made by other jobs only; clients cannot create it."""

    @property
    def pool(self) -> Pool:
        """Look up the capacity pool that its jobs run in."""
        return "videos" if self.queue is None else QUEUES[self.queue].pool


TASKS: Final[dict[str, Task]] = {
    task.name: task
    for task in (
        Task(
            name="generate_video",
            group="video",
            route="film",
            form="film",
            queue=None,
            summary="A film from a script or an idea",
        ),
        Task(
            name="generate_hook",
            group="generation",
            route="providers",
            form="text",
            queue="generation",
            summary="Opening lines",
        ),
        Task(
            name="generate_script",
            group="generation",
            route="providers",
            form="text",
            queue="generation",
            summary="A whole script",
        ),
        Task(
            name="validate_coherence",
            group="generation",
            route="generation",
            form="text",
            queue="generation",
            summary="How well a script holds together",
        ),
        Task(
            name="analyze_pacing",
            group="generation",
            route="generation",
            form="text",
            queue="generation",
            summary="Whether a script fits its length",
        ),
        Task(
            name="track_emotional_arc",
            group="generation",
            route="generation",
            form="text",
            queue="generation",
            summary="How the feeling moves",
        ),
        Task(
            name="generate_audio_tts",
            group="media",
            route="media",
            form="text",
            queue="media",
            summary="A voice with word times",
        ),
        Task(
            name="generate_image_imagen",
            group="media",
            route="media",
            form="text",
            queue="media",
            summary="One picture",
        ),
        Task(
            name="generate_video_veo",
            group="media",
            route="clip",
            form="text",
            queue="media",
            summary="One moving clip",
        ),
        Task(
            name="compose_final_video",
            group="media",
            route="media",
            form="scenes",
            queue="media",
            summary="An earlier job's scenes composed anew",
        ),
        Task(
            name="process_batch",
            group="processing",
            route="processing",
            form="batch",
            queue="batch",
            summary="Many films at once",
            repeatable=False,
        ),
        Task(
            name="process_batch_item",
            group="processing",
            route="film",
            form="film",
            queue=None,  # a film of a batch takes a film's place: beside the videos it would double their capacity
            summary="One film of a batch",
            internal=True,
        ),
        Task(
            name="export_video",
            group="processing",
            route="media",
            form="export",
            queue="default",
            summary="An earlier film for another platform",
        ),
        Task(
            name="generate_thumbnail",
            group="processing",
            route="media",
            form="text",
            queue="default",
            summary="A thumbnail",
        ),
        Task(
            name="cleanup_old_results",
            group="processing",
            route="processing",
            form="nothing",
            queue="default",
            summary="Remove own results past their retention",
            repeatable=False,
        ),
    )
}

ITEM_TASK: Final = "process_batch_item"
"""The task of a batch's jobs."""
OFFERED_TASKS: Final = tuple(task.name for task in TASKS.values() if not task.internal)
"""The tasks that clients can create."""
TASK_ALIASES: Final[dict[str, str]] = {"generate_video_async": "generate_video"}
"""Names of the previous system, still accepted on input."""
