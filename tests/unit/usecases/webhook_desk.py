"""The webhooks of a system in memory: its function, its queue, and a receiver that answers as it is told."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from reelwright.ports import Courier, Deliveries, Reply, Secrets
from reelwright.usecases.deliver_webhook import Delivered, deliver_webhook
from reelwright.usecases.send_webhook import Post
from reelwright.usecases.sign_webhook import Signer
from reelwright.webhooks.log import Outcome
from reelwright.webhooks.notice import Notice
from tests.memory.deliveries import MemoryDeliveries
from tests.memory.key_rings import MemoryKeyRings
from tests.memory.secrets import MemorySecrets
from tests.memory.webhook_queue import MemoryWebhookQueue

System = Any  # the fixture's class; conftest is not importable by name in importlib mode
URL = "https://hooks.example.com/reelwright?team=7"

OK = Reply(outcome=Outcome.DELIVERED, status=200, milliseconds=12)
BUSY = Reply(outcome=Outcome.REJECTED, status=503, milliseconds=8, retry_after_seconds=90.0)
WRONG = Reply(outcome=Outcome.REJECTED, status=500, milliseconds=8, detail="the receiver answered 500")
GONE = Reply(outcome=Outcome.GONE, status=410, milliseconds=8)


class CutOffError(BaseException):
    """The function was killed here."""


@dataclass
class Receiver:
    """Answers in turn, the last answer for ever; remembers what came. An error is raised instead: a crash while sending."""

    answers: list[Reply | BaseException | Callable[[], Reply]] = field(default_factory=lambda: [OK])
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def post(self, url: str, *, headers: dict[str, str], body: bytes) -> Reply:
        """Take one webhook."""
        self.got.append((url, headers, body))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer if isinstance(answer, Reply) else answer()

    def events(self) -> list[dict[str, Any]]:
        """Return what it was told."""
        return [json.loads(body) for _, _, body in self.got]

    def ids(self) -> list[str]:
        """Return under which ids."""
        return [headers["webhook-id"] for _, headers, _ in self.got]


class Desk:
    """The webhooks of a system: its function, its queue and its receiver."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.receiver = Receiver()
        self.queue = MemoryWebhookQueue()
        self.deliveries = MemoryDeliveries()
        self.rings = MemoryKeyRings()
        self.secrets: Secrets = MemorySecrets(b"m" * 32)
        self.made = 0

    def _id(self) -> str:
        self.made += 1
        return f"sender{self.made}"

    def post(self, *, deliveries: Deliveries | None = None, courier: Courier | None = None) -> Post:
        """Return what a try needs; a test may put something in front of a port."""
        return Post(
            deliveries=deliveries or self.deliveries,
            signer=Signer(rings=self.rings, secrets=self.secrets),
            courier=courier or self.receiver,
            settings=self.system.settings,
            clock=self.system.clock,
            ids=self._id,
        )

    def deliver(self, job_id: str) -> Delivered:
        """Handle one notice of S3 about a job."""
        return self.handle(Notice(job_id=job_id))

    def handle(self, notice: Notice) -> Delivered:
        """Handle a notice."""
        return deliver_webhook(notice, jobs=self.system.jobs, post=self.post(), queue=self.queue)

    def deliver_until_done(self, job_id: str) -> list[float]:
        """Handle a notice whenever it comes back; return the seconds for which it was hidden in between."""
        waits: list[float] = []
        while (wait := self.deliver(job_id).look_again_seconds) is not None:
            waits.append(wait)
            self.system.clock.pass_seconds(wait)
        return waits

    def outcomes(self, job_id: str) -> list[str]:
        """Return how the tries went."""
        return [one.outcome.value for one in self.deliveries.of_job(job_id)]
