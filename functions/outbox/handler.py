"""Triggered by the table's stream: counts transitions, admits jobs, sends queue messages, publishes `job.json`, runs batches.

One record is one change of a job or a batch. If one fails, Lambda repeats it and those behind it; a repeat is a no-op.
"""

from typing import Any

from reelwright.entry.batches import process_changes
from reelwright.entry.stream import batch_changed, job_changed
from reelwright.entry.telemetry import logger, metrics, tracer
from reelwright.entry.world import world
from reelwright.usecases.advance_batch import advance_batch
from reelwright.usecases.follow_change import follow_change


def follow(record: dict[str, Any]) -> None:
    """Process one change of a job or a batch; records that are no such change, or only note something on it, are skipped."""
    batch = batch_changed(record)
    if batch is not None:
        advance_batch(batch.batch_id, world=world())
        return
    change = job_changed(record)
    if change is None or change.is_note:
        return
    logger.append_keys(job_id=change.job_id)
    follow_change(change, world=world())


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Process a batch of stream records; the response names the first that failed."""
    return process_changes(event["Records"], follow, partial=world().settings.partial_batches)
