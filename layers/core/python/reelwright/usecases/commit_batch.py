"""Make a weighed batch exist: one transaction, before which nothing exists and after which everything will happen."""

from reelwright.batches.moves import new_batch
from reelwright.batches.weighed import CommitOutcome, Committed, WeighedBatch
from reelwright.jobs.quota import Charge, day_of
from reelwright.ports import IdempotencyKey, World


def commit_batch(weighed: WeighedBatch, *, world: World) -> Committed:
    """Store the batch, its key, and the count of its lines on its owner's day. Safe to repeat with the same id.

    With any outcome but COMMITTED nothing was written; `fits` says how many films the day still allows.
    """
    now = world.clock()
    allowance = world.settings.allowance(weighed.tier)
    places = max(1, allowance.active_items)
    batch = new_batch(weighed, concurrency=min(weighed.options.concurrency or places, places), now=now)
    day = day_of(now)
    charge = Charge(counter="daily", period=day, amount=weighed.accepted, limit=allowance.daily_jobs)
    committed = world.batches.add(
        batch,
        key=IdempotencyKey(key=weighed.key, fingerprint=weighed.fingerprint),
        charge=charge if weighed.accepted else None,
        open_limit=allowance.open_batches,
    )
    if committed.outcome is CommitOutcome.OVER_DAILY_LIMIT and allowance.daily_jobs is not None:
        fits = max(0, allowance.daily_jobs - world.quotas.spent(weighed.user_id, "daily", day))
        return committed.model_copy(update={"fits": fits})
    return committed
