"""Webhooks on the wire: what is sent, and what the routes around it answer."""

from typing import Annotated, Any, Literal

from pydantic import Field

from reelwright.api.models.jobs import Count, StatusWord
from reelwright.api.models.view import Time, View
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.request import Receiver
from reelwright.values import Value
from reelwright.webhooks.log import Outcome, Trigger

WebhookType = Literal["job.completed", "job.failed", "job.cancelled"]


class WebhookFilm(View):
    """What a completed job has left: keys and the film's length. Signed links come with a read of the job."""

    video_path: str | None
    thumbnail_path: str | None
    duration: float | None
    files: dict[str, str]


class WebhookError(View):
    """Why the job failed."""

    type: str
    code: str
    message: str
    step: str | None
    retryable: bool


class WebhookLinks(View):
    """Where to read more, as paths."""

    self: str
    history: str
    deliveries: str


class WebhookData(View):
    """The job as it ended."""

    job_id: str
    user_id: str
    task_name: str
    script_id: str | None
    state: JobState
    status: StatusWord
    attempt: Count
    current: Annotated[
        bool, Field(description="False where the job has moved on since: `result` and `error` are then null.")
    ]
    result: WebhookFilm | None
    error: WebhookError | None
    created_at: Time
    completed_at: Time
    duration: Annotated[float | None, Field(description="Seconds that the work took.")]
    cost_usd: float
    metadata: dict[str, Any]
    links: WebhookLinks


class WebhookEvent(View):
    """The body of a webhook. `timestamp` is when it happened; `webhook-timestamp` when this try was sent."""

    type: WebhookType
    timestamp: Time
    data: WebhookData


class ProbeRequest(Value):
    """Where to send a test webhook."""

    url: Receiver


class ProbeData(View):
    """What a test webhook tells."""

    message: str
    user_id: str


class ProbeEvent(View):
    """The body of a test webhook."""

    type: Literal["webhook.test"]
    timestamp: Time
    data: ProbeData


class ProbeAnswer(View):
    """What came back of a test webhook."""

    delivered: bool
    outcome: Outcome
    status: int | None
    milliseconds: Count
    detail: str | None
    excerpt: Annotated[str, Field(description="The beginning of the answer's text, at most 500 characters.")]
    webhook_id: str


class SecretView(View):
    """A user's webhook secret. The one before it signs too until `previous_until`, and is not shown again."""

    secret: str
    generation: Annotated[int, Field(ge=1)]
    rotated_at: Time | None
    previous_until: Time | None


class DeliveryView(View):
    """One try of a webhook. `place` is the host and path of the URL, without its query."""

    webhook_id: str
    type: WebhookType
    number: Annotated[int, Field(ge=1)]
    trigger: Trigger
    place: str
    at: Time
    outcome: Outcome
    status: int | None
    milliseconds: int | None
    detail: str | None
    next_try_at: Annotated[Time | None, Field(description="When the schedule tries again; null: never.")]


class DeliveryList(View):
    """Every try of a job's webhooks, by event and number."""

    deliveries: tuple[DeliveryView, ...]
