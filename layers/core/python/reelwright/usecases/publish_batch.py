"""Write the end of a batch to the bucket: S3's notification of it causes the webhook."""

from reelwright.batches.model import Batch
from reelwright.jobs.output_keys import batch_outcome_key
from reelwright.ports import World
from reelwright.webhooks.batch_event import BatchWebhookEvent, batch_event


def publish_batch(batch: Batch, *, world: World) -> None:
    """Write `outputs/<batch>/batch.json` of an ended batch. Idempotent: the same batch gives the same bytes."""
    event = event_of_batch(batch)
    if event is not None:
        body = event.data.model_dump_json().encode()
        world.artefacts.put(batch_outcome_key(batch.batch_id), body, content_type="application/json")


def event_of_batch(batch: Batch) -> BatchWebhookEvent | None:
    """Build the webhook's event of an ended batch; None for one that runs."""
    if batch.ended_at is None or batch.outcome is None:
        return None
    facts = {
        "batch_id": batch.batch_id,
        "user_id": batch.user_id,
        "name": batch.options.name,
        "state": "ENDED",
        "outcome": batch.outcome.value,
        "generation": batch.generation,
        "lines": batch.lines,
        "counts": batch.counts.model_dump(),
        "spent_usd": round(batch.spent_usd, 6),
        "created_at": batch.created_at,
        "ended_at": batch.ended_at,
        "metadata": batch.options.metadata,
    }
    return batch_event(facts, batch_id=batch.batch_id, ended_at=batch.ended_at)
