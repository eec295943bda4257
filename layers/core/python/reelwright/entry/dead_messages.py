"""SQS records of the dead-letter queues, as events of the core."""

from typing import Any

from reelwright.events import DeadMessage
from reelwright.pipeline.queues import DEAD_LETTERS_SUFFIX, QUEUES


def dead_message(record: dict[str, Any]) -> DeadMessage:
    """Return the message of a record; its work queue is read from the ARN, whose last part is `<stack>-<queue>-dead-letters`.

    An unknown queue keeps its own name.
    """
    name = str(record["eventSourceARN"]).rsplit(":", 1)[-1].removesuffix(DEAD_LETTERS_SUFFIX)
    ours = [queue for queue in QUEUES if name.endswith(f"-{queue}")]
    queue = max(ours, key=len, default=name)  # `videos-default` ends in `default` too
    return DeadMessage(message_id=record["messageId"], queue=queue, body=record["body"])
