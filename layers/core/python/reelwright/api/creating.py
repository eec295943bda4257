"""Creating jobs, and dry runs."""

from typing import Annotated, Any, Final, Literal

from pydantic import Field

from reelwright.api.jobs import LINKS, JobLinks, Warnings
from reelwright.api.parameters import DRY_RUN, IDEMPOTENCY_KEY
from reelwright.api.route import Route, Success
from reelwright.jobs.priority import Tier
from reelwright.jobs.quota import Window
from reelwright.jobs.request import CreateJob
from reelwright.payload import Count, Payload

EstimatedSeconds = Annotated[int, Field(ge=0, description="Estimated seconds of work.")]
EstimatedFilm = Annotated[
    float, Field(ge=0, description="Estimated length of the film in seconds; 0 for tasks that make no film.")
]
EstimatedCost = Annotated[
    float, Field(ge=0, description="Estimated cost in US dollars: of AWS's services and of cloud providers.")
]


class JobCreated(Payload):
    """The created job."""

    job_id: str
    status: Literal["pending"]
    message: str
    estimated_duration: EstimatedSeconds
    estimated_film_seconds: EstimatedFilm
    estimated_cost_usd: EstimatedCost
    queue: str
    position: Annotated[int | None, Field(ge=1, description="Place in the queue, from 1; null until it is queued.")]
    warnings: Warnings
    links: JobLinks


class LimitView(Payload):
    """One limit on creating jobs. `remaining` is null for a limit that is only known once it is reached."""

    name: Literal["daily", "minute"]
    limit: Annotated[int, Field(ge=1)]
    remaining: Count | None
    resets_in_seconds: Count


class JobTried(Payload):
    """The answer to a dry run: what a create with this body would return. No job was created."""

    dry_run: Literal[True]
    status: Literal["pending"]
    message: str
    task_name: str
    tier: Tier
    estimated_duration: EstimatedSeconds
    estimated_film_seconds: EstimatedFilm
    estimated_cost_usd: EstimatedCost
    queue: str
    position: None
    warnings: Warnings
    limits: tuple[LimitView, ...]


def limit_view(window: Window) -> LimitView:
    """Convert one limit."""
    shown = window.model_dump(include={"name", "limit", "remaining"})
    return LimitView(**shown, resets_in_seconds=window.reset_seconds)


EXAMPLES: Final[dict[str, Any]] = {
    "film_from_a_script": {
        "video_request": {
            "script_id": "test-123",
            "title": "Test Video",
            "script_content": "This is a test.",
            "language": "en-US",
            "platform": "youtube",
            "duration": 15,
            "voice_provider": "azure",
        },
        "priority": 5,
    },
    "film_from_an_idea": {
        "video_request": {"prompt": "Dancing bees", "platform": "tiktok", "duration": 30, "music": "upbeat"},
        "metadata": {"campaign": "spring"},
    },
    "film_for_several_platforms": {
        "video_request": {
            "script_content": "Bees see colours that we cannot. Flowers know it.",
            "aspect": "9:16",
            "exports": ["youtube_wide", "square"],
            "captions": "karaoke",
        },
        "max_cost_usd": 0.5,
        "use_cache": False,
    },
    "speech_alone": {
        "task_name": "generate_audio_tts",
        "video_request": {"script_content": "Guten Morgen, liebe Bienen.", "language": "de", "voice_speed": 1.1},
    },
    "export_of_an_earlier_film": {
        "task_name": "export_video",
        "video_request": {"source_job_id": "01kb2x9m4n7q8r5s6t0v3w1y2z", "exports": ["instagram"]},
    },
    "batch": {
        "task_name": "process_batch",
        "items": [
            {"script_content": "One flower.", "platform": "tiktok"},
            {"prompt": "Two bees", "platform": "instagram"},
        ],
    },
}
"""Bodies that work without changes: the document shows them, and a test posts each."""

CREATE_ROUTES: Final = (
    Route(
        method="POST",
        path="/api/v1/jobs",
        operation="createJob",
        tag="jobs",
        summary="Create a job: a whole film, or a single task",
        description="The job runs in the background. A refused request creates no job.",
        parameters=(IDEMPOTENCY_KEY, DRY_RUN),
        body=CreateJob,
        examples=EXAMPLES,
        answers=(
            Success(
                status=200,
                description="Dry run: estimates and limits. No job was created.",
                body=JobTried,
                headers=("RateLimit", "RateLimit-Policy"),
            ),
            Success(
                status=202,
                description="Job accepted.",
                body=JobCreated,
                headers=("Location", "Retry-After", "Idempotent-Replayed", "RateLimit", "RateLimit-Policy"),
                links=LINKS,
            ),
        ),
        problems=("invalid_request", "too_large", "unprocessable", "quota_exceeded"),
    ),
)
