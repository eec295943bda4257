"""Accept a batch: weigh it, then make it exist in one transaction. Before that nothing exists of it but parts in the bucket."""

from reelwright.batches.lines import batch_prefix
from reelwright.batches.refusing import Findings
from reelwright.batches.request import CreateBatch
from reelwright.batches.weighed import CommitOutcome
from reelwright.jobs.caller import Caller
from reelwright.ports import World
from reelwright.refusals import Conflict, KeyReused
from reelwright.usecases.commit_batch import commit_batch
from reelwright.usecases.try_request import count_dry_run
from reelwright.usecases.weigh_batch import Weighing, over_daily_limit, weigh_batch
from reelwright.values import Value


class AcceptedBatch(Value):
    """The accepted batch. `is_replayed`: an earlier call with the same key created it."""

    batch_id: str
    weighing: Weighing
    is_replayed: bool


def try_batch(request: CreateBatch, *, caller: Caller, world: World) -> Weighing:
    """Judge and price a batch as `accept_batch` would, the limit of the day included; nothing is written."""
    count_dry_run(caller, world.clock(), world=world)
    return weigh_batch(request, batch_id="", caller=caller, key=None, world=world, is_dry=True)


def accept_batch(
    request: CreateBatch,
    *,
    caller: Caller,
    key: str | None,
    world: World,
    process_job_id: str | None = None,
) -> AcceptedBatch:
    """Weigh the batch and commit it; a repeat with the same key answers with the same batch.

    Each is counted as a dry run of the minute, too: a manifest with errors costs as much to judge as a good one.

    Raises what `weigh_batch` raises, BatchInvalid over the limit of the day, KeyReused for a key of another body, and Conflict
    over the limit of open batches. Every refusal removes the parts.
    """
    if process_job_id is None:
        count_dry_run(caller, world.clock(), world=world)
    weighing = weigh_batch(request, batch_id=world.ids(), caller=caller, key=key, world=world)
    weighing = weighing.model_copy(update={"process_job_id": process_job_id})
    committed = commit_batch(weighing, world=world)
    if committed.outcome is CommitOutcome.COMMITTED:
        if request.upload_id is not None:
            world.uploads.use(caller.user_id, (request.upload_id,))
        return AcceptedBatch(batch_id=committed.batch_id, weighing=weighing, is_replayed=False)
    world.artefacts.remove_prefix(batch_prefix(weighing.batch_id))
    match committed.outcome:
        case CommitOutcome.REPLAYED:
            return AcceptedBatch(batch_id=committed.batch_id, weighing=weighing, is_replayed=True)
        case CommitOutcome.KEY_REUSED:
            raise KeyReused("This Idempotency-Key was used before with another body; use a new key for a new batch.")
        case CommitOutcome.OVER_DAILY_LIMIT:
            findings = Findings()
            findings.lines = weighing.lines
            findings.add_manifest_error(over_daily_limit(weighing.accepted, committed.fits or 0))
            raise findings.refusal()
        case _:
            most = world.settings.allowance(caller.tier).open_batches
            batches = "1 batch" if most == 1 else f"{most} batches"
            raise Conflict(f"The {caller.tier} tier allows {batches} at once; wait until one has ended, or cancel it.")
