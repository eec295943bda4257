"""Triggered by the table's stream: counts transitions, admits jobs, sends queue messages, publishes `job.json`, runs batches.

One record is one change of a job or a batch. If one fails, Lambda repeats it and those behind it; a repeat is a no-op.
"""

from typing import Any

from reelwright.entry.batches import process_changes
from reelwright.entry.stream import batch_changed, job_changed
from reelwright.entry.telemetry import job_span, logger, metrics, traced
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
    state = "removed" if change.new_state is None else change.new_state.value
    with job_span(change.job_id, state=state):
        follow_change(change, world=world())
        logger.info("change followed", extra={"state": state})


@logger.inject_lambda_context(clear_state=True)
@traced
@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Process a batch of stream records; the response names the first that failed."""
    return process_changes(event["Records"], follow, partial=world().settings.partial_batches)
