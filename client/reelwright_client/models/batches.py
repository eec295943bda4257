"""Batches: what a create answers, how a batch stands, and the kinds of its errors."""

from datetime import datetime
from typing import Any, Final, Self

from reelwright_client.models.jobs import RequestWarning
from reelwright_client.models.wire import Wire

RESTING_STATES: Final = frozenset({"ENDED", "PAUSED", "READY"})
"""States in which a batch does nothing until a call changes it."""


class CostSpan(Wire):
    """US dollars: likely, and the 10th and 90th percentile."""

    likely: float = 0.0
    low: float = 0.0
    high: float = 0.0


class TimeSpan(Wire):
    """Seconds: likely, and the 10th and 90th percentile."""

    likely: float = 0.0
    low: float = 0.0
    high: float = 0.0


class BatchQuote(Wire):
    """What a batch is expected to cost and how long it runs."""

    cost_usd: CostSpan = CostSpan()
    seconds: TimeSpan = TimeSpan()
    film_seconds: float = 0.0


class BatchAccepted(Wire):
    """The answer to a create of a batch. `refused` counts lines with errors that were skipped."""

    batch_id: str
    state: str = ""
    message: str = ""
    name: str | None = None
    lines: int = 0
    refused: int = 0
    estimate: BatchQuote = BatchQuote()
    warnings: tuple[RequestWarning, ...] = ()
    links: dict[str, Any] = {}


class BatchTrial(Wire):
    """The result of a dry run: nothing was created."""

    message: str = ""
    lines: int = 0
    refused: int = 0
    estimate: BatchQuote = BatchQuote()
    warnings: tuple[RequestWarning, ...] = ()


class Suspect(Wire):
    """A trait that nearly all lines of a kind of error share and few others have."""

    name: str = ""
    value: str = ""
    share: float = 0.0
    elsewhere: float = 0.0


class ErrorKind(Wire):
    """Equal errors of many lines. `group` names them for a resume; `samples` are the first three lines and the last two."""

    group: str = ""
    count: int = 0
    code: str = ""
    type: str | None = None
    step: str | None = None
    message: str = ""
    advice: str = ""
    retryable: bool = False
    first_at: datetime | None = None
    last_at: datetime | None = None
    samples: tuple[int, ...] = ()
    suspects: tuple[Suspect, ...] = ()


class ErrorKinds(Wire):
    """The kinds of errors of a batch, the largest first."""

    groups: tuple[ErrorKind, ...] = ()


class ItemTally(Wire):
    """The items of a batch by state; they sum to its lines."""

    waiting: int = 0
    open: int = 0
    completed: int = 0
    cached: int = 0
    failed: int = 0
    cancelled: int = 0
    refused: int = 0
    expired: int = 0


class BatchStatus(Wire):
    """How a batch stands."""

    batch_id: str
    user_id: str = ""
    tier: str = ""
    name: str | None = None
    state: str = ""
    reason: str | None = None
    outcome: str | None = None
    generation: int = 1
    lines: int = 0
    counts: ItemTally = ItemTally()
    progress: float = 0.0
    eta_seconds: TimeSpan | None = None
    estimate: CostSpan = CostSpan()
    spent_usd: float = 0.0
    reserved_usd: float = 0.0
    max_cost_usd: float | None = None
    concurrency: int = 0
    groups: tuple[ErrorKind, ...] = ()
    process_job_id: str | None = None
    created_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    deadline_at: datetime | None = None
    expires_at: datetime | None = None
    metadata: dict[str, Any] = {}

    @property
    def is_resting(self) -> bool:
        """Whether it does nothing until a call changes it: ended, paused, or waiting for its confirmation."""
        return self.state in RESTING_STATES

    @property
    def looks_ahead(self) -> bool:
        """Whether the server gives a time left. It changes, as the progress does, while the batch itself does not."""
        return self.eta_seconds is not None

    def differs_from(self, other: Self | None) -> bool:
        """Whether anything has changed. True against None."""
        return self != other


class BatchResumption(Wire):
    """The answer to a resume: how many lines run, at which estimated cost."""

    dry_run: bool = False
    lines: int = 0
    estimated_cost_usd: float = 0.0
    batch: BatchStatus
