"""A weighed batch: all of its lines are judged, priced and stored, and nothing else of it exists yet."""

from enum import Enum
from typing import Literal

from reelwright.batches.request import BatchOptions
from reelwright.jobs.priority import Tier
from reelwright.values import Value

ManifestFormat = Literal["csv", "json", "jsonl", "inline"]


class ManifestFacts(Value):
    """Where the lines came from. `key` and `etag` are None for items that were sent in the body."""

    format: ManifestFormat
    sha256: str
    key: str | None = None
    etag: str | None = None
    columns: tuple[str, ...] = ()
    """The columns of a CSV in the order of its header, otherwise those that the lines use; `failed.csv` has them all."""


class BatchEstimate(Value):
    """Estimated price and time of all accepted lines: likely, and the 10th and 90th percentile."""

    cost_usd: float
    low_cost_usd: float
    high_cost_usd: float
    film_seconds: float
    run_seconds: int
    """Seconds of work of all films, one after the other."""


class WeighedBatch(Value):
    """What a batch is made of. Its lines are in the parts `batches.lines.part_key(batch_id, n)`."""

    batch_id: str
    user_id: str
    tier: Tier
    options: BatchOptions
    lines: int
    """All lines, the refused ones included."""
    refused: int
    parts: int
    estimate: BatchEstimate
    manifest: ManifestFacts
    key: str
    """The caller's Idempotency-Key, or the fingerprint where there is none."""
    fingerprint: str
    """The hash of the body and of the manifest: the same key with another one is refused."""
    process_job_id: str | None = None
    """The job of the task `process_batch` that opened it."""

    @property
    def accepted(self) -> int:
        """The number of lines that become jobs."""
        return self.lines - self.refused


class CommitOutcome(Enum):
    """Outcome of committing a weighed batch."""

    COMMITTED = "committed"
    REPLAYED = "replayed"
    """The key was used before with the same body: `Committed.batch_id` is that batch."""
    KEY_REUSED = "key_reused"
    OVER_DAILY_LIMIT = "over_daily_limit"
    OVER_OPEN_BATCHES = "over_open_batches"


class Committed(Value):
    """What became of a weighed batch. `fits`: jobs that the day's limit still allows, if that is what refused it."""

    outcome: CommitOutcome
    batch_id: str
    fits: int | None = None
