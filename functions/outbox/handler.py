"""Table stream -> admission, queue messages, `job.json`.

One record is one change of a job. A record that fails brings its batch back; doing one twice changes nothing.
"""

from typing import Any

from reelwright.entry.batches import process_changes
from reelwright.entry.stream import job_changed
from reelwright.entry.telemetry import logger, metrics, tracer
from reelwright.entry.world import now, world
from reelwright.usecases.announce_job import announce_job


def announce(record: dict[str, Any]) -> None:
    """Do what the changed job now asks for."""
    change = job_changed(record)
    if change is None:
        return
    here = world()
    logger.append_keys(job_id=change.job_id)
    announce_job(
        change.job_id,
        jobs=here.jobs,
        queues=here.queues,
        artefacts=here.artefacts,
        settings=here.settings,
        clock=now,
    )


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> None:
    """Handle a batch of stream records in order."""
    process_changes(event["Records"], announce)
