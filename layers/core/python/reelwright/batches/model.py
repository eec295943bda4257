"""The record of a batch, its items and its open jobs."""

from datetime import datetime
from typing import Final, Self

from reelwright.batches.limits import FIRST_SAMPLES, LAST_SAMPLES
from reelwright.batches.request import BatchOptions
from reelwright.batches.states import BatchOutcome, BatchState, ItemState, PauseReason
from reelwright.batches.weighed import BatchEstimate, ManifestFacts
from reelwright.jobs.priority import Tier
from reelwright.values import Value

WAITING_JOBS: Final = 2
"""Jobs that are released ahead, so that a free place never waits for the next release."""


class OpenItem(Value):
    """A released line whose job has not ended. The batch holds `reserve_usd` for it until its real cost is known."""

    line: int
    job_id: str
    reserve_usd: float


class ItemError(Value):
    """Why the job of an item failed; `group` is the fingerprint of its group of errors."""

    code: str
    type: str
    message: str
    step: str | None = None
    retryable: bool = False
    group: str


class BatchItem(Value):
    """One released line: the row is written with its job, and again when that job ends."""

    line: int
    custom_id: str | None = None
    state: ItemState
    job_id: str
    replaced: tuple[str, ...] = ()
    """Earlier jobs of the line; they are removed with the batch, too."""
    generation: int
    """The generation of the batch that released it last."""
    attempt: int = 1
    """How often the line was released."""
    job_history: int
    """The job's number of transitions when the row was written: each end of a job has another one and is settled once."""
    error: ItemError | None = None
    files: dict[str, str] = {}
    """The files of the result, name -> key."""
    film_seconds: float | None = None
    seconds: float | None = None
    """From the start of the job's first attempt to its end."""
    cost_usd: float = 0.0
    """Of all jobs of this line so far."""
    job_cost_usd: float = 0.0
    """The part of the present job's cost that `cost_usd` includes."""
    updated_at: datetime


class ErrorGroup(Value):
    """Errors of a batch's jobs that are the same but for ids and numbers (`batches.triage`), with the lines that have them."""

    group: str
    count: int = 0
    code: str
    type: str
    step: str | None = None
    message: str
    """Of the first of them."""
    advice: str = ""
    """What to do about it."""
    retryable: bool = False
    first_at: datetime
    last_at: datetime
    samples: tuple[int, ...] = ()
    """The first three and the last two lines."""
    grouping: int = 1
    """The version of the rules that formed the group."""

    def with_line(self, line: int, at: datetime) -> Self:
        """Count one more line."""
        kept = self.samples
        if len(kept) == FIRST_SAMPLES + LAST_SAMPLES:
            kept = kept[:FIRST_SAMPLES] + kept[FIRST_SAMPLES + 1 :]
        return self.model_copy(update={"count": self.count + 1, "last_at": at, "samples": (*kept, line)})

    def without_line(self, line: int) -> Self:
        """Count one line less: it is released again, or its job has succeeded after all. A group of 0 is removed."""
        samples = tuple(one for one in self.samples if one != line)
        return self.model_copy(update={"count": self.count - 1, "samples": samples})


class ItemCounts(Value):
    """The items of a batch by state. They always sum to its `lines`."""

    waiting: int
    open: int
    completed: int
    cached: int
    failed: int
    cancelled: int
    refused: int
    expired: int


class SettledCounts(Value):
    """The number of released items by the state they ended in."""

    completed: int = 0
    cached: int = 0
    failed: int = 0
    cancelled: int = 0

    @property
    def succeeded(self) -> int:
        """The items with a result."""
        return self.completed + self.cached

    @property
    def total(self) -> int:
        """All of them."""
        return self.succeeded + self.failed + self.cancelled

    def plus(self, state: ItemState, amount: int) -> Self:
        """Add to the count of a state; a state that is no end is not counted here."""
        name = state.value.lower()
        if name not in type(self).model_fields:
            return self
        return self.model_copy(update={name: getattr(self, name) + amount})


class Batch(Value):
    """One batch as stored. Times are UTC; `version` counts writes and is the entity tag.

    Everything that is counted while it runs is in this one row, and every write is conditional on `version`: what is open, what
    is reserved and what was spent cannot disagree.
    """

    batch_id: str
    user_id: str
    tier: Tier
    options: BatchOptions
    manifest: ManifestFacts
    estimate: BatchEstimate
    state: BatchState
    reason: PauseReason | None = None
    outcome: BatchOutcome | None = None
    generation: int = 1
    version: int = 1
    lines: int
    refused: int = 0
    parts: int
    """Of the stored lines."""
    plan_key: str | None = None
    """The object that lists the lines of this generation; None: every line in order."""
    planned: int
    """The number of lines in the plan, refused ones included."""
    repeats_completed: bool = False
    """Whether this generation also runs lines that have a result (`which: all`)."""
    passed: int = 0
    """How many lines of the plan were released or skipped as refused."""
    open_items: tuple[OpenItem, ...] = ()
    settled: SettledCounts = SettledCounts()
    run: SettledCounts = SettledCounts()
    """What has ended in this generation; `stop_after` judges it."""
    recent_seconds: tuple[float, ...] = ()
    """How long the last jobs ran, newest last."""
    spent_usd: float = 0.0
    max_cost_usd: float | None = None
    concurrency: int
    """Jobs of the batch that run at once, at most."""
    process_job_id: str | None = None
    """The job of the task `process_batch` that opened it."""
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None = None
    ended_at: datetime | None = None
    deadline_at: datetime
    """When the batch expires if it has not ended."""
    due_at: datetime | None = None
    """When the sweeper looks at it next; None for an ended batch whose end was published."""
    expires_at: datetime | None = None
    """When an ended batch is removed with its jobs and files."""

    def is_expired(self, now: datetime) -> bool:
        """Whether it has outlived its retention: readers see it no more."""
        return self.expires_at is not None and self.expires_at <= now

    @property
    def reserved_usd(self) -> float:
        """Sum up what is held for the open jobs."""
        return sum(item.reserve_usd for item in self.open_items)

    @property
    def window(self) -> int:
        """The number of jobs that may be open.

        A concurrency that the owner chose is exact, for every open job may run. Otherwise the tier limits what runs, and two
        more jobs wait for its next free place.
        """
        return self.concurrency + (WAITING_JOBS if self.options.concurrency is None else 0)

    @property
    def counts(self) -> ItemCounts:
        """Count the items by state. Lines that an ended batch never released are cancelled or expired."""
        unreleased = self.lines - self.refused - len(self.open_items) - self.settled.total
        left = {ItemState.WAITING: 0, ItemState.CANCELLED: self.settled.cancelled, ItemState.EXPIRED: 0}
        left[self.unreleased_state] += unreleased
        return ItemCounts(
            waiting=left[ItemState.WAITING],
            open=len(self.open_items),
            completed=self.settled.completed,
            cached=self.settled.cached,
            failed=self.settled.failed,
            cancelled=left[ItemState.CANCELLED],
            refused=self.refused,
            expired=left[ItemState.EXPIRED],
        )

    @property
    def unreleased_state(self) -> ItemState:
        """The state of a good line without a job: it depends on how the batch ended."""
        if self.state is not BatchState.ENDED:
            return ItemState.WAITING
        expired = self.outcome in {BatchOutcome.EXPIRED, BatchOutcome.STOPPED}
        return ItemState.EXPIRED if expired else ItemState.CANCELLED

    @property
    def remaining(self) -> int:
        """The lines of the plan that were not passed yet."""
        return self.planned - self.passed

    def progress(self, fractions: float = 0.0) -> float:
        """Compute the share of the lines that is done, 0-1; `fractions` is the sum of the open jobs' own progress.

        It never falls within a generation; a resume goes back by the lines that it runs again.
        """
        if self.state is BatchState.ENDED:
            return 1.0
        undone = self.remaining + len(self.open_items) - fractions
        return max(0.0, min(1.0, 1.0 - undone / self.lines))

    def opened(self, line: int) -> OpenItem | None:
        """Find the open item of a line."""
        return next((item for item in self.open_items if item.line == line), None)
