"""The environment of a use case in one value: settings, clock, and all ports."""

from collections.abc import Callable
from typing import Protocol

from reelwright.figures.traffic import Traffic
from reelwright.ports.artefacts import Artefacts
from reelwright.ports.batches import Batches, BatchLines, Profiles
from reelwright.ports.breakers import Breakers
from reelwright.ports.call_rates import CallRates
from reelwright.ports.counters import Recounts, Tallies
from reelwright.ports.dead_letters import DeadLetters
from reelwright.ports.decoding import Decoding
from reelwright.ports.jobs import Jobs
from reelwright.ports.languages import Languages
from reelwright.ports.load_history import LoadHistory
from reelwright.ports.long_works import LongWorks
from reelwright.ports.pages import Pages
from reelwright.ports.process import Clock, Ids, Secrets
from reelwright.ports.quotas import Quotas
from reelwright.ports.reservations import Reservations
from reelwright.ports.uploads import Uploads
from reelwright.ports.user_keys import UserKeys
from reelwright.ports.webhooks import Courier, Deliveries, KeyRings, Lanes, WebhookQueue
from reelwright.ports.work import Executions, WorkQueues
from reelwright.settings import Settings


class RecentTallies(Protocol):
    """This process's cache of the tallies, at most ten seconds old; a failed read never raises."""

    def read(self) -> Traffic:
        """Return traffic that is at most ten seconds old; may make one call."""

    def known(self) -> Traffic:
        """Return the traffic read within the last minute, without a call; empty traffic if there was no such read."""

    def draw(self, queue: str) -> int | None:
        """Return the ticket of a job that joins the queue now; None until the counters could be read."""


class World(Protocol):
    """The dependencies of a use case; an implementation creates each port on first use.

    `entry.world` builds it from AWS adapters, `tests/memory/system.py` from doubles.
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
    def batches(self) -> Batches: ...  # noqa: D102
    @property
    def batch_lines(self) -> BatchLines: ...  # noqa: D102
    @property
    def profiles(self) -> Profiles: ...  # noqa: D102
    @property
    def queues(self) -> WorkQueues: ...  # noqa: D102
    @property
    def executions(self) -> Executions: ...  # noqa: D102
    @property
    def artefacts(self) -> Artefacts: ...  # noqa: D102
    @property
    def uploads(self) -> Uploads: ...  # noqa: D102
    @property
    def quotas(self) -> Quotas: ...  # noqa: D102
    @property
    def reservations(self) -> Reservations: ...  # noqa: D102
    @property
    def long_works(self) -> LongWorks: ...  # noqa: D102
    @property
    def breakers(self) -> Breakers: ...  # noqa: D102
    @property
    def user_keys(self) -> UserKeys: ...  # noqa: D102
    @property
    def call_rates(self) -> CallRates: ...  # noqa: D102
    @property
    def decoding(self) -> Decoding: ...  # noqa: D102
    @property
    def pages(self) -> Pages: ...  # noqa: D102
    @property
    def languages(self) -> Languages: ...  # noqa: D102
    @property
    def tallies(self) -> Tallies: ...  # noqa: D102
    @property
    def recent_tallies(self) -> RecentTallies: ...  # noqa: D102
    @property
    def load_history(self) -> LoadHistory: ...  # noqa: D102
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
    def lanes(self) -> Lanes: ...  # noqa: D102
    @property
    def webhook_queue(self) -> WebhookQueue: ...  # noqa: D102
