"""Write the result files of a batch."""

import json

from reelwright.batches.model import Batch
from reelwright.jobs.output_keys import output_prefix
from reelwright.ports import World


def write_results(batch: Batch, *, world: World) -> None:
    """Write `manifest.json`; safe to repeat."""
    body = json.dumps({"format": "reelwright.batch/1", "batch_id": batch.batch_id}).encode()
    world.artefacts.put(f"{output_prefix(batch.batch_id)}manifest.json", body, content_type="application/json")
