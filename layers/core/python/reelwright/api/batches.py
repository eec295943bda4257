"""Batches: list, read, their items, errors and results; confirm, pause, resume, cancel."""

from typing import Annotated, Any, Final

from pydantic import Field

from reelwright.api.creating_batches import BatchLinks, CostInterval, SecondsInterval, batch_links, cost_interval
from reelwright.api.jobs import ListLinks
from reelwright.api.parameters import (
    CURSOR,
    GROUP,
    IF_NONE_MATCH,
    ITEM_STATE,
    LIMIT,
    PREFER,
    RESULT_FORMAT,
    RESULT_ONLY,
    RESUME_DRY_RUN,
)
from reelwright.api.route import Route, Success
from reelwright.batches.model import Batch, ErrorGroup
from reelwright.batches.outlook import batch_eta
from reelwright.batches.resuming import ResumeBatch
from reelwright.batches.states import BatchOutcome, BatchState, ItemState, PauseReason
from reelwright.batches.triage import SharedTrait
from reelwright.jobs.priority import Tier
from reelwright.payload import Count, Payload, Share, Time

_PATH: Final = "/api/v1/batches"


class BatchCounts(Payload):
    """The items of a batch by state. They always sum to `lines`."""

    waiting: Count
    open: Annotated[Count, Field(description="Items whose job waits or runs.")]
    completed: Count
    cached: Annotated[Count, Field(description="Completed from the kept result of an equal request, at no cost.")]
    failed: Count
    cancelled: Count
    refused: Annotated[Count, Field(description="Lines with errors, of a batch with `on_invalid: skip`.")]
    expired: Count


class SuspectView(Payload):
    """A trait that at least 90 % of a group's lines share and fewer than half of the others: probably the cause."""

    name: str
    value: str
    share: Share
    elsewhere: Share


class ErrorGroupView(Payload):
    """Equal errors of many items. Resume with `groups: [group]` runs them again."""

    group: str
    count: Annotated[int, Field(ge=1)]
    code: str
    type: str
    step: str | None
    message: Annotated[str, Field(description="The message of the first of them.")]
    advice: str
    retryable: bool
    first_at: Time
    last_at: Time
    samples: Annotated[tuple[int, ...], Field(description="The first three and the last two lines.")]
    suspects: tuple[SuspectView, ...]


class BatchView(Payload):
    """One batch."""

    batch_id: str
    user_id: str
    tier: Tier
    name: str | None
    state: BatchState
    reason: Annotated[PauseReason | None, Field(description="Why a batch is PAUSED or CANCELLING.")]
    outcome: Annotated[BatchOutcome | None, Field(description="How the batch ended; null before.")]
    generation: Annotated[int, Field(ge=1, description="1; one more with each resume.")]
    lines: Annotated[int, Field(ge=1)]
    counts: BatchCounts
    progress: Annotated[Share, Field(description="0 to 1. Decreases only with a resume.")]
    eta_seconds: Annotated[SecondsInterval | None, Field(description="Until the batch ends; null unless RUNNING.")]
    estimate: CostInterval
    spent_usd: float
    reserved_usd: Annotated[float, Field(description="The estimates of all open items.")]
    max_cost_usd: float | None
    concurrency: Annotated[int, Field(ge=1, description="Items that run at once, at most.")]
    groups: Annotated[
        tuple[ErrorGroupView, ...],
        Field(description="The five largest groups of its jobs' errors; `links.errors` has all."),
    ]
    process_job_id: Annotated[str | None, Field(description="The `process_batch` job that created the batch.")]
    created_at: Time
    started_at: Time | None
    ended_at: Time | None
    deadline_at: Annotated[Time, Field(description="When the batch expires unless it has ended.")]
    expires_at: Annotated[Time | None, Field(description="When the ended batch is deleted with its films.")]
    metadata: dict[str, Any]
    links: BatchLinks


class BatchList(Payload):
    """A page of batches, newest first. For the next page follow `links.next`."""

    batches: tuple[BatchView, ...]
    next_cursor: str | None
    has_more: bool
    links: ListLinks


class ItemErrorView(Payload):
    """Why an item has no film: the error of its job, or of its refused line."""

    code: str
    step: str | None
    message: str
    group: str | None
    retryable: bool


class ItemView(Payload):
    """One item of a batch. Read its job for signed URLs of its files."""

    line: Annotated[int, Field(ge=1)]
    custom_id: str | None
    state: ItemState
    job_id: str | None
    attempt: Annotated[Count, Field(description="How often the batch has run the line.")]
    error: ItemErrorView | None
    seconds: float | None
    cost_usd: float
    cached: bool


class ItemList(Payload):
    """A page of items in line order. With a filter a page may be short: follow `links.next` until it is null."""

    items: tuple[ItemView, ...]
    next_cursor: str | None
    has_more: bool
    links: ListLinks


class BatchErrors(Payload):
    """The groups of errors of a batch, the largest first."""

    groups: tuple[ErrorGroupView, ...]


class BatchResumed(Payload):
    """The answer to a resume: how many lines run, at which estimated cost."""

    dry_run: bool
    lines: Count
    estimated_cost_usd: float
    batch: BatchView


def batch_tag(batch: Batch) -> str:
    """Name the batch's version: the ETag changes with every write."""
    return f'"{batch.batch_id}-{batch.version}"'


def batch_view(batch: Batch, *, fractions: float = 0.0, groups: tuple[ErrorGroup, ...] = ()) -> BatchView:
    """Convert a batch; `fractions` is the sum of its open jobs' own progress."""
    eta = batch_eta(batch, fractions=fractions)
    return BatchView(
        batch_id=batch.batch_id,
        user_id=batch.user_id,
        tier=batch.tier,
        name=batch.options.name,
        state=batch.state,
        reason=batch.reason,
        outcome=batch.outcome,
        generation=batch.generation,
        lines=batch.lines,
        counts=BatchCounts(**batch.counts.model_dump()),
        progress=round(batch.progress(fractions), 4),
        eta_seconds=None if eta is None else SecondsInterval(**eta.model_dump()),
        estimate=cost_interval(batch.estimate),
        spent_usd=round(batch.spent_usd, 6),
        reserved_usd=round(batch.reserved_usd, 6),
        max_cost_usd=batch.max_cost_usd,
        concurrency=batch.concurrency,
        groups=tuple(group_view(group) for group in groups),
        process_job_id=batch.process_job_id,
        created_at=batch.created_at,
        started_at=batch.started_at,
        ended_at=batch.ended_at,
        deadline_at=batch.deadline_at,
        expires_at=batch.expires_at,
        metadata=batch.options.metadata,
        links=batch_links(batch.batch_id),
    )


def group_view(group: ErrorGroup, suspects: tuple[SharedTrait, ...] = ()) -> ErrorGroupView:
    """Convert a group of errors."""
    return ErrorGroupView(
        **group.model_dump(exclude={"grouping"}),
        suspects=tuple(SuspectView(**suspect.model_dump()) for suspect in suspects),
    )


_ONE: Final = Success(status=200, description="The batch.", body=BatchView, headers=("ETag", "Cache-Control"))


def _control(name: str, summary: str, description: str) -> Route:
    return Route(
        method="POST",
        path=f"{_PATH}/{{batch_id}}/{name}",
        operation=f"{name}Batch",
        tag="batches",
        summary=summary,
        description=description,
        answers=(_ONE,),
        problems=("conflict",),
    )


BATCH_ROUTES: Final = (
    Route(
        method="GET",
        path=_PATH,
        operation="listBatches",
        tag="batches",
        summary="List your batches, newest first",
        parameters=(LIMIT, CURSOR),
        answers=(Success(status=200, description="A page of batches.", body=BatchList),),
        problems=("invalid_request",),
    ),
    Route(
        method="GET",
        path=f"{_PATH}/{{batch_id}}",
        operation="getBatch",
        tag="batches",
        summary="Get a batch: counts, progress, time left, cost, errors",
        parameters=(IF_NONE_MATCH, PREFER),
        answers=(
            Success(
                status=200, description="The batch.", body=BatchView, headers=("ETag", "Cache-Control", "Retry-After")
            ),
            Success(status=304, description="Not modified.", headers=("ETag", "Cache-Control", "Retry-After")),
        ),
    ),
    Route(
        method="GET",
        path=f"{_PATH}/{{batch_id}}/items",
        operation="listBatchItems",
        tag="batches",
        summary="List the items of a batch in line order",
        parameters=(ITEM_STATE, GROUP, LIMIT, CURSOR),
        answers=(Success(status=200, description="A page of items.", body=ItemList),),
        problems=("invalid_request",),
    ),
    Route(
        method="GET",
        path=f"{_PATH}/{{batch_id}}/errors",
        operation="getBatchErrors",
        tag="batches",
        summary="Get the errors of a batch in groups, with advice and probable causes",
        answers=(Success(status=200, description="The groups of errors.", body=BatchErrors),),
    ),
    Route(
        method="GET",
        path=f"{_PATH}/{{batch_id}}/results",
        operation="getBatchResults",
        tag="batches",
        summary="Download the results of a batch",
        description="While the batch runs: the results of this moment. Every line has its row, in order.",
        parameters=(RESULT_FORMAT, RESULT_ONLY),
        answers=(
            Success(status=302, description="The file is at `Location`, without a token.", headers=("Location",)),
        ),
        problems=("invalid_request",),
    ),
    _control("confirm", "Start a batch that waits for its confirmation", "Idempotent."),
    _control("pause", "Pause a batch", "Items that were released go on. Idempotent."),
    _control(
        "cancel",
        "Cancel a batch and its open items",
        "After the answer no item starts any more; completed items keep their films. Idempotent.",
    ),
    Route(
        method="POST",
        path=f"{_PATH}/{{batch_id}}/resume",
        operation="resumeBatch",
        tag="batches",
        summary="Resume a paused or ended batch",
        description=(
            "Failed items get the next attempt of their job and reuse its finished steps; completed items are repeated only "
            "with `which: all`. Items that ran before count as new jobs of the day. On a RUNNING batch only `max_cost_usd` "
            "and `concurrency` are changed."
        ),
        parameters=(RESUME_DRY_RUN,),
        body=ResumeBatch,
        examples={"what_failed": {"which": "failed"}, "one_group_of_errors": {"groups": ["0a34f99ab1c2"]}},
        answers=(Success(status=200, description="The resumed batch.", body=BatchResumed),),
        problems=("invalid_request", "too_large", "conflict", "quota_exceeded"),
    ),
)
