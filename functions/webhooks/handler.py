"""Triggered by S3 notifications of `outputs/<job>/job.json`, through a queue: sends a signed webhook to `callback_url`.

If a delivery fails, the message stays in the queue, invisible until the next attempt. A message that cannot be read is
received again until SQS moves it to the dead-letter queue. For a repeated message, webhooks that arrived are not sent again.
"""

from typing import Any

from reelwright.entry.batches import process_messages
from reelwright.entry.telemetry import job_span, logger, metrics, traced
from reelwright.entry.world import world
from reelwright.errors import UnfinishedMessageError
from reelwright.usecases.deliver_webhook import Delivered, deliver_webhook
from reelwright.webhooks.notice import Notice, notices_of


def deliver(record: dict[str, Any]) -> None:
    """Deliver the webhooks of one message; raises UnfinishedMessageError if an attempt is due later."""
    here = world()
    done = [_deliver(notice) for notice in notices_of(record["body"])]
    waits = [one.look_again_seconds for one in done if one.look_again_seconds is not None]
    if waits:
        here.webhook_queue.postpone(record["receiptHandle"], seconds=min(waits))
        raise UnfinishedMessageError


def _deliver(notice: Notice) -> Delivered:
    with job_span(notice.job_id):
        done = deliver_webhook(notice, world=world())
        if done.tried is not None:
            facts = {"try": done.tried.number, "status": done.tried.status}
            logger.info("webhook sent", extra={**facts, "outcome": done.tried.outcome.value, "place": done.tried.place})
        return done


@logger.inject_lambda_context(clear_state=True)
@traced
@metrics.log_metrics
def handler(event: dict[str, Any], _context: Any) -> dict[str, Any]:
    """Process a batch of messages."""
    return process_messages(event, deliver)
