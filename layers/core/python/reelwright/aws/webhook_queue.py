"""The queue of webhooks on SQS: waiting messages are hidden; failed ones move to its dead-letter queue."""

import math
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError

from reelwright.aws.queues import GONE, fairness_group

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

MOST_SECONDS: Final = 12 * 3600 - 60
"""SQS hides a message for 12 hours from when it was received, at most (its guide); a minute of them may be over."""

_LONGEST_DELAY_SECONDS: Final = 900


class SqsWebhookQueue:
    """`ports.WebhookQueue` on SQS."""

    def __init__(self, *, url: str, dead_letters_url: str, client: "SQSClient") -> None:
        self._url = url
        self._dead_letters_url = dead_letters_url
        self._client = client

    def postpone(self, handle: str, *, seconds: float) -> None:
        """Hide the message for `seconds` from now."""
        whole = max(1, min(MOST_SECONDS, math.ceil(seconds)))
        try:
            self._client.change_message_visibility(QueueUrl=self._url, ReceiptHandle=handle, VisibilityTimeout=whole)
        except ClientError as error:
            if error.response["Error"]["Code"] not in GONE:
                raise

    def send_later(self, body: str, *, user_id: str, seconds: float) -> None:
        """Send the message with a delay, in the owner's fairness group."""
        self._client.send_message(
            QueueUrl=self._url,
            MessageBody=body,
            MessageGroupId=fairness_group(user_id),
            DelaySeconds=max(0, min(_LONGEST_DELAY_SECONDS, math.ceil(seconds))),
        )

    def keep(self, body: str) -> None:
        """Send the message to the dead letters."""
        self._client.send_message(QueueUrl=self._dead_letters_url, MessageBody=body)
