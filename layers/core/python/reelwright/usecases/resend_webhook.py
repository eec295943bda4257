"""Read the log of a job's webhooks, and resend one manually."""

from typing import Final

from reelwright.jobs.caller import Caller
from reelwright.ports import World
from reelwright.refusals import Conflict
from reelwright.usecases.read_jobs import get_job
from reelwright.usecases.send_webhook import send_webhook
from reelwright.usecases.webhook_ends import ends_of_job
from reelwright.webhooks.log import MOST_RESENDS, Delivery

_RETRY_SECONDS: Final = 5


def read_deliveries(job_id: str, *, caller: Caller, world: World) -> tuple[Delivery, ...]:
    """Return every try of the caller's job, by event and number; raises NotFound for others' jobs."""
    return world.deliveries.of_job(get_job(job_id, caller=caller, world=world).job_id)


def resend_webhook(job_id: str, *, caller: Caller, world: World) -> Delivery:
    """Resend the webhook of the job's newest end immediately, with the same id, and return the try; the schedule continues.

    Raises NotFound for others' jobs, and Conflict if the job has not ended, has no `callback_url`, or was resent twenty
    times.
    """
    job = get_job(job_id, caller=caller, world=world)
    if job.request.callback_url is None:
        raise Conflict("The job has no callback_url, so there is no receiver to send a webhook to.")
    events = ends_of_job(job, world=world)
    if not events:
        raise Conflict(f"The job is {job.state.value}; its webhook is sent when it ends.")
    newest = events[-1]
    if sum(one.trigger == "resend" for one in newest.tries) >= MOST_RESENDS:
        raise Conflict(f"This webhook was resent {MOST_RESENDS} times, which is the limit; check the receiver.")
    if newest.next_step.action == "wait" and newest.tries[-1].next_at is None:
        raise _busy()
    planned = newest.tries[-1].next_at if newest.tries else world.clock()
    sent = send_webhook(newest.announcement, step=newest.next_step, trigger="resend", planned=planned, world=world)
    if sent is None:
        raise _busy()
    return sent


def _busy() -> Conflict:
    return Conflict("This webhook is being sent now; read its deliveries.", retry_after_seconds=_RETRY_SECONDS)
