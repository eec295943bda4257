"""S3's notice of `outputs/<job>/job.json`, through a queue -> a signed webhook to the job's `callback_url`.

A message that is not done with hides itself until its next try and comes back; one that cannot be read comes back until its
queue gives it up. Doing one twice sends nothing twice that has arrived.
"""

from typing import Any

from reelwright.entry.batches import process_messages
from reelwright.entry.telemetry import logger, metrics, tracer
from reelwright.entry.world import world
from reelwright.errors import UnfinishedMessageError
from reelwright.usecases.deliver_webhook import Delivered, deliver_webhook
from reelwright.webhooks.notice import Notice, notices_of


def deliver(record: dict[str, Any]) -> None:
    """Do what one message asks for; raises UnfinishedMessageError where there is more to do later."""
    here = world()
    done = [_deliver(notice) for notice in notices_of(record["body"])]
    waits = [one.look_again_seconds for one in done if one.look_again_seconds is not None]
    if waits:
        here.webhook_queue.postpone(record["receiptHandle"], seconds=min(waits))
        raise UnfinishedMessageError


def _deliver(notice: Notice) -> Delivered:
    done = deliver_webhook(notice, world=world())
    if done.tried is not None:
        facts = {"job_id": notice.job_id, "try": done.tried.number, "status": done.tried.status}
        logger.info("webhook sent", extra={**facts, "outcome": done.tried.outcome.value, "place": done.tried.place})
    return done


@logger.inject_lambda_context(clear_state=True)
@tracer.capture_lambda_handler(capture_response=False)
@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Handle a batch of messages."""
    return process_messages(event, deliver)
