"""Figures: a user's jobs, the queues, and the health of the service."""

from datetime import date, datetime
from typing import Any

from pydantic import Field

from reelwright_client.models.wire import Wire


class Today(Wire):
    """The daily quota. `limit` and `remaining` are None without a quota."""

    created: int = 0
    limit: int | None = None
    remaining: int | None = None
    resets_at: datetime | None = None


class Counts(Wire):
    """Jobs by state, and the success rate (0-1) and average seconds of all jobs that ever ended."""

    counts: dict[str, int] = {}
    total: int = 0
    success_rate: float | None = None
    average_seconds: float | None = None
    today: Today | None = None


class QueueStanding(Wire):
    """One queue: messages in SQS (`depth`), waiting and running jobs, and messages in its dead letter queue."""

    name: str
    pool: str = ""
    weight: int = 0
    depth: int = 0
    waiting: int = 0
    running: int = 0
    dead_messages: int = 0


class PoolStanding(Wire):
    """Running attempts and their maximum; the queues of one pool share its capacity."""

    name: str
    running: int = 0
    capacity: int = 0


class Queues(Wire):
    """Every queue and pool."""

    queues: tuple[QueueStanding, ...] = ()
    pools: tuple[PoolStanding, ...] = ()


class QueueLoad(Wire):
    """One queue in one minute."""

    depth: int = 0
    waiting: int = 0
    running: int = 0
    dead_messages: int = 0


class LoadPoint(Wire):
    """One minute: queues by name, and the running attempts of pools by name."""

    at: datetime
    queues: dict[str, QueueLoad] = {}
    pools: dict[str, int] = {}


class LoadHistory(Wire):
    """The load over time, oldest first, `every_minutes` apart; a minute without a measurement is missing."""

    every_minutes: int = 1
    points: tuple[LoadPoint, ...] = ()


class PriceChange(Wire):
    """An announced price from a day on (UTC)."""

    begins: date
    usd_input: float = 0.0
    usd_output: float = 0.0


class Price(Wire):
    """US dollars per unit today. `as_of` and `source` are None for a price of the operator's own."""

    unit: str
    usd_input: float = 0.0
    usd_output: float = 0.0
    as_of: date | None = None
    source: str | None = None
    changes: tuple[PriceChange, ...] = ()


class Provider(Wire):
    """One provider: its model, health, price, voices, and the announced life of the model."""

    capability: str
    name: str
    is_local: bool = False
    credentials: str = "none"
    model: str | None = None
    is_healthy: bool = True
    unavailable_until: datetime | None = None
    failed_at: datetime | None = None
    failed_with: str | None = None
    replaced: int = 0
    replaced_at: datetime | None = None
    replaced_by: str | None = None
    price: Price | None = None
    voices: tuple[str, ...] = ()
    launched: date | None = None
    ends: date | None = None
    successor: str | None = None
    probed: date | None = None
    warning: str | None = None


class Providers(Wire):
    """Every provider that is set up, by capability, first the preferred one."""

    providers: tuple[Provider, ...] = ()


class Health(Wire):
    """The health of the service and of each dependency."""

    status: str = ""
    version: str = ""
    dependencies: dict[str, Any] = Field(default_factory=dict)

    @property
    def is_healthy(self) -> bool:
        """Whether the service reports itself as healthy."""
        return self.status.lower() in {"ok", "healthy", "up", "pass"}
