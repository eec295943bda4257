"""The webhooks of a system in memory: its function, its queue, and a receiver that answers as it is told."""

from reelwright.ports import Reply
from reelwright.usecases.deliver_webhook import Delivered, deliver_webhook
from reelwright.webhooks.log import Outcome
from reelwright.webhooks.notice import Notice
from tests.memory.receiver import Receiver
from tests.memory.system import System
from tests.memory.world import world_with

URL = "https://hooks.example.com/reelwright?team=7"

BUSY = Reply(outcome=Outcome.REJECTED, status=503, milliseconds=8, retry_after_seconds=90.0)
WRONG = Reply(outcome=Outcome.REJECTED, status=500, milliseconds=8, detail="the receiver answered 500")
GONE = Reply(outcome=Outcome.GONE, status=410, milliseconds=8)


class CutOffError(BaseException):
    """The function was killed here."""


class Desk:
    """The webhooks of a system: its function, its queue and its receiver."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.receiver = system.courier = Receiver()
        self.world = world_with(system, ids=self._id)
        self.queue, self.deliveries = system.webhook_queue, system.deliveries
        self.rings, self.secrets = system.key_rings, system.secrets
        self.made = 0

    def _id(self) -> str:
        self.made += 1
        return f"sender{self.made}"

    def deliver(self, job_id: str) -> Delivered:
        """Handle one notice of S3 about a job."""
        return self.handle(Notice(job_id=job_id))

    def handle(self, notice: Notice) -> Delivered:
        """Handle a notice."""
        return deliver_webhook(notice, world=self.world)

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
