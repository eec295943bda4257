"""Write the end of a batch to the bucket: the source of its webhook."""

import json
from typing import Any

from reelwright.batches.model import Batch
from reelwright.jobs.output_keys import batch_outcome_key
from reelwright.ports import World


def publish_batch(batch: Batch, *, world: World) -> None:
    """Write `outputs/<batch>/batch.json` of an ended batch. Idempotent: the same batch gives the same bytes."""
    body = json.dumps(batch_document(batch), sort_keys=True, ensure_ascii=False).encode()
    world.artefacts.put(batch_outcome_key(batch.batch_id), body, content_type="application/json")


def batch_document(batch: Batch) -> dict[str, Any]:
    """Describe the end of a batch."""
    return {
        "batch_id": batch.batch_id,
        "user_id": batch.user_id,
        "name": batch.options.name,
        "state": batch.state.value,
        "outcome": None if batch.outcome is None else batch.outcome.value,
        "generation": batch.generation,
        "counts": batch.counts.model_dump(),
        "spent_usd": round(batch.spent_usd, 6),
        "created_at": batch.created_at.isoformat(),
        "ended_at": None if batch.ended_at is None else batch.ended_at.isoformat(),
        "metadata": batch.options.metadata,
    }
