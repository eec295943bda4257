"""Everything outside of a use case, in one value: settings, clock, and every port."""

from collections.abc import Callable
from typing import Protocol

from reelwright.figures.traffic import Traffic
from reelwright.ports.artefacts import Artefacts
from reelwright.ports.breakers import Breakers
from reelwright.ports.counters import Recounts, Tallies
from reelwright.ports.dead_letters import DeadLetters
from reelwright.ports.jobs import Jobs
from reelwright.ports.languages import Languages
from reelwright.ports.process import Clock, Ids, Secrets
from reelwright.ports.webhooks import Courier, Deliveries, KeyRings, WebhookQueue
from reelwright.ports.work import Executions, Queues
from reelwright.settings import Settings


class RecentTallies(Protocol):
    """What this process remembers of the tallies: a read is at most ten seconds old, and a failure never raises."""

    def read(self) -> Traffic:
        """Return recent traffic; may make one call."""

    def known(self) -> Traffic:
        """Return what was read within the last minute, without a call; a quiet system if nothing was."""

    def draw(self, queue: str) -> int | None:
        """Return the ticket of a job that joins the queue now; None while no counters could be read."""


class World(Protocol):
    """What a use case takes beside its arguments; an implementation makes each port on first use.

    `entry.world` builds it of AWS adapters, `tests/memory/system.py` of doubles.
    """

    @property
    def settings(self) -> Settings: ...  # noqa: D102 - named by its type, as all that follow
    @property
    def clock(self) -> Clock: ...  # noqa: D102
    @property
    def ids(self) -> Ids: ...  # noqa: D102
    @property
    def random(self) -> Callable[[], float]:
        """A share 0-1, for jitter."""

    @property
    def jobs(self) -> Jobs: ...  # noqa: D102
    @property
    def queues(self) -> Queues: ...  # noqa: D102
    @property
    def executions(self) -> Executions: ...  # noqa: D102
    @property
    def artefacts(self) -> Artefacts: ...  # noqa: D102
    @property
    def breakers(self) -> Breakers: ...  # noqa: D102
    @property
    def languages(self) -> Languages: ...  # noqa: D102
    @property
    def tallies(self) -> Tallies: ...  # noqa: D102
    @property
    def recent_tallies(self) -> RecentTallies: ...  # noqa: D102
    @property
    def recounts(self) -> Recounts: ...  # noqa: D102
    @property
    def dead_letters(self) -> DeadLetters: ...  # noqa: D102
    @property
    def deliveries(self) -> Deliveries: ...  # noqa: D102
    @property
    def key_rings(self) -> KeyRings: ...  # noqa: D102
    @property
    def secrets(self) -> Secrets: ...  # noqa: D102
    @property
    def courier(self) -> Courier: ...  # noqa: D102
    @property
    def webhook_queue(self) -> WebhookQueue: ...  # noqa: D102
