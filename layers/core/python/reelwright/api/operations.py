"""The service itself: health for everybody, counts for users, queues and metrics for operators."""

from typing import Annotated, Final, Literal

from pydantic import Field

from reelwright.api.documents import CACHED, NOT_MODIFIED
from reelwright.api.parameters import COUNTED_USER, IF_NONE_MATCH, MINUTES
from reelwright.api.prose import VERSION
from reelwright.api.route import Route, Success
from reelwright.jobs.lifecycle import StatusWord
from reelwright.payload import Count, Payload, Share, Time
from reelwright.pipeline.queues import Pool


class TodayView(Payload):
    """The daily quota. `limit` and `remaining` are null if the tier has no daily limit."""

    created: Annotated[Count, Field(description="Jobs created since midnight UTC.")]
    limit: Count | None
    remaining: Count | None
    resets_at: Time


class CountsView(Payload):
    """The number of a user's jobs by state, with success rate, average time and daily quota."""

    counts: dict[StatusWord, Count]
    total: Count
    success_rate: Annotated[
        Share | None,
        Field(description="Completed jobs as a share of all completed and failed jobs so far; null before the first."),
    ]
    average_seconds: Annotated[
        float | None, Field(ge=0, description="Average running time of completed jobs; null before the first.")
    ]
    today: TodayView


class HealthView(Payload):
    """The state of each dependency: `ok`, or the name of its error; and the version of the API."""

    status: Literal["healthy", "unhealthy"]
    version: str = VERSION
    dependencies: dict[str, str]


class QueueView(Payload):
    """One queue. `waiting` and `running` lag one or two seconds behind."""

    name: str
    pool: Pool
    weight: Annotated[
        int,
        Field(
            ge=1, description="Its share of the starts in its pool while all queues hold jobs: weight / sum of weights."
        ),
    ]
    depth: Annotated[Count, Field(description="Approximate number of visible messages in SQS.")]
    waiting: Annotated[Count, Field(description="Jobs in state QUEUED.")]
    running: Annotated[Count, Field(description="Jobs in state EXECUTING.")]
    dead_messages: Annotated[
        Count, Field(description="Messages in the dead-letter queue that were not processed; normally 0.")
    ]


class PoolView(Payload):
    """The capacity that several queues share."""

    name: Pool
    running: Annotated[Count, Field(description="Attempts that hold a lease.")]
    capacity: Annotated[Count, Field(description="The most attempts at once.")]


class QueuesView(Payload):
    """All queues, ordered by pool and weight, and all pools."""

    queues: tuple[QueueView, ...]
    pools: tuple[PoolView, ...]


class QueueLoadView(Payload):
    """One queue in one minute, as in `GET /api/v1/queues`."""

    depth: Count
    waiting: Count
    running: Count
    dead_messages: Count


class LoadView(Payload):
    """One minute: queues by name, and the running attempts of pools by name."""

    at: Time
    queues: dict[str, QueueLoadView]
    pools: dict[str, Count]


class QueueHistory(Payload):
    """The load over time, oldest first. A minute in which the service could not look is missing."""

    every_minutes: Annotated[int, Field(ge=1, description="The minutes from one point to the next.")]
    points: tuple[LoadView, ...]


COUNT_ROUTES: Final = (
    Route(
        method="GET",
        path="/api/v1/jobs/stats/counts",
        operation="countJobs",
        tag="jobs",
        summary="Count your jobs by state, with success rate, average time and daily quota",
        parameters=(COUNTED_USER,),
        answers=(Success(status=200, description="The counts.", body=CountsView),),
        problems=("invalid_request",),
    ),
    Route(
        method="GET",
        path="/api/v1/jobs/health",
        operation="getHealth",
        tag="service",
        summary="Check the health of the service",
        access="open",
        answers=(
            Success(status=200, description="All dependencies are healthy.", body=HealthView),
            Success(status=503, description="At least one dependency is unhealthy.", body=HealthView),
        ),
    ),
)

OPERATION_ROUTES: Final = (
    Route(
        method="GET",
        path="/api/v1/queues",
        operation="listQueues",
        tag="operations",
        summary="Get the load of all queues and pools",
        access="operator",
        parameters=(IF_NONE_MATCH,),
        answers=(
            Success(status=200, description="All queues and pools.", body=QueuesView, headers=CACHED),
            NOT_MODIFIED,
        ),
    ),
    Route(
        method="GET",
        path="/api/v1/queues/history",
        operation="getQueueHistory",
        tag="operations",
        summary="Get the load of all queues and pools over time, one point a minute",
        description="Kept for eight days. The newest point is up to two minutes old.",
        access="operator",
        parameters=(MINUTES, IF_NONE_MATCH),
        answers=(Success(status=200, description="The load.", body=QueueHistory, headers=CACHED), NOT_MODIFIED),
        problems=("invalid_request",),
        compress=True,
    ),
    Route(
        method="GET",
        path="/metrics",
        operation="getMetrics",
        tag="operations",
        summary="Get the metrics in Prometheus format",
        description="Prometheus text format, version 0.0.4.",
        access="operator",
        answers=(
            Success(
                status=200,
                description="All metric families.",
                content_type="text/plain; version=0.0.4; charset=utf-8",
            ),
        ),
    ),
)
