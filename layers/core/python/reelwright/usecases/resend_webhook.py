"""Read the log of a job's webhooks, and send one again by hand."""

from typing import Final

from reelwright.api.problems import ProblemError, problem_error
from reelwright.jobs.caller import Caller
from reelwright.ports import Deliveries, Jobs
from reelwright.usecases.deliver_webhook import ended
from reelwright.usecases.read_jobs import get_job
from reelwright.usecases.send_webhook import Post
from reelwright.webhooks.log import MOST_RESENDS, Delivery

_RETRY_SECONDS: Final = 5


def read_deliveries(job_id: str, *, caller: Caller, jobs: Jobs, deliveries: Deliveries) -> tuple[Delivery, ...]:
    """Return every try of the caller's job, by event and number; raises ProblemError `not_found` for others' jobs."""
    return deliveries.of_job(get_job(job_id, caller=caller, jobs=jobs).job_id)


def resend_webhook(job_id: str, *, caller: Caller, jobs: Jobs, post: Post) -> Delivery:
    """Tell the job's newest end once more, now, under its id, and return the try; the schedule goes on as it was.

    Raises ProblemError: `not_found` for others' jobs, `conflict` where there is nothing to tell yet or nobody to tell it
    to, or after twenty tries by hand.
    """
    job = get_job(job_id, caller=caller, jobs=jobs)
    if job.request.callback_url is None:
        raise problem_error("conflict", "The job names no callback_url; there is nobody to tell.")
    events = ended(job, jobs=jobs, deliveries=post.deliveries, now=post.clock())
    if not events:
        raise problem_error("conflict", f"The job is {job.state.value}; its end is told when it has come.")
    newest = events[-1]
    if sum(one.trigger == "resend" for one in newest.tries) >= MOST_RESENDS:
        raise problem_error("conflict", f"This was sent {MOST_RESENDS} times by hand; look at the receiver first.")
    if newest.standing.ask == "wait" and newest.tries[-1].next_at is None:
        raise _busy()
    planned = newest.tries[-1].next_at if newest.tries else post.clock()
    sent = post.send(job, newest.row, standing=newest.standing, trigger="resend", planned=planned)
    if sent is None:
        raise _busy()
    return sent


def _busy() -> ProblemError:
    wait = {"Retry-After": str(_RETRY_SECONDS)}
    return problem_error("conflict", "It is being sent right now; look at the deliveries.", headers=wait)
