"""What long work costs a job: reserved before the submit, booked with the step's row, each once."""

from collections.abc import Iterable

from reelwright.errors import BudgetExceededError
from reelwright.providers.model import Bill
from reelwright_media.steps.context import StepContext
from reelwright_media.steps.workfiles import WorkFiles, WorkSpent


def reserve(context: StepContext, name: str, token: str, usd: float) -> None:
    """Reserve the price: scenes that submit side by side keep to `max_cost_usd` together."""
    job = context.jobs.get(context.job.job_id) or context.job
    most = job.request.max_cost_usd
    if most is None or usd <= 0:
        return
    spent = job.cost_usd + context.spent_usd
    if not context.world.reservations.reserve(job.job_id, token, usd, room_usd=most - spent):
        raise BudgetExceededError(
            f"a clip of {name} may cost {usd:.4f} USD; the job has cost {spent:.4f}, has other clips in work, and may cost "
            f"{most:.4f} (max_cost_usd)"
        )


def keep_spent(context: StepContext, prefix: str) -> None:
    """Keep what a run has paid that ends while its work goes on: a waiting row has no cost, and the next run pays nothing."""
    if context.spent_usd:
        spent = WorkSpent(job_id=context.job.job_id, usd=context.spent_usd)
        WorkFiles(context.artefacts, prefix).put("spent", spent)


def book(context: StepContext, tried: Iterable[WorkFiles]) -> None:
    """Add the bills of this job's work, also of work that left no clip, to those of the step; free its reservations."""
    job_id = context.job.job_id
    for files in {one.prefix: one for one in tried}.values():
        spent = files.spent()
        if spent is not None and spent.job_id == job_id:
            context.bills.append(Bill(usd=spent.usd))
        result = files.result()
        if result is not None and result.job_id == job_id:
            context.bills.append(result.fetched.bill)
        for generation in files.generations():
            end = generation.end
            if end is not None and end.job_id == job_id and end.usd:
                context.bills.append(Bill(usd=end.usd, exact=False))
            if generation.intent.job_id == job_id:
                context.settled.append((generation.intent.token, generation.intent.usd))
