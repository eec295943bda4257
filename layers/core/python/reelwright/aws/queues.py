"""The work queues on SQS: standard queues, fair by user."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from botocore.exceptions import ClientError
from pydantic import ValidationError

from reelwright.jobs.model import QueueMessage
from reelwright.pipeline.queues import DEAD_LETTERS_SUFFIX
from reelwright.ports import Received

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

GONE: Final = frozenset(
    {
        "ReceiptHandleIsInvalid",
        "MessageNotInflight",
        "AWS.SimpleQueueService.MessageNotInflight",
        "InvalidParameterValue",
    }
)
"""SQS's error codes for a handle whose message was deleted or whose visibility time is over."""


class SqsQueues:
    """`ports.WorkQueues` on SQS. `queue_urls`: name -> URL; `wait_seconds` (0-20) is the long poll of `await_messages`."""

    def __init__(self, queue_urls: Mapping[str, str], client: "SQSClient", wait_seconds: int) -> None:
        self._urls = queue_urls
        self._client = client
        self._wait_seconds = wait_seconds

    def send(self, queue: str, message: QueueMessage, *, user_id: str) -> None:
        """Send at least once; a lost answer can send it twice."""
        self._client.send_message(
            QueueUrl=self._urls[queue],
            MessageBody=message.model_dump_json(),
            MessageGroupId=fairness_group(user_id),
        )

    def receive(self, queue: str, *, limit: int) -> list[Received]:
        """Return up to `limit` messages by a short poll, which reads some of SQS's servers only."""
        return self._receive(queue, limit=limit, wait_seconds=0)

    def await_messages(self, queues: Sequence[str]) -> list[Received]:
        """Return up to one message of each queue by long polls side by side: together they last as long as one."""
        if not queues:
            return []
        with ThreadPoolExecutor(max_workers=len(queues)) as threads:
            answers = threads.map(lambda name: self._receive(name, limit=1, wait_seconds=self._wait_seconds), queues)
            return [received for answer in answers for received in answer]

    def _receive(self, queue: str, *, limit: int, wait_seconds: int) -> list[Received]:
        answer = self._client.receive_message(
            QueueUrl=self._urls[queue],
            MaxNumberOfMessages=limit,
            WaitTimeSeconds=wait_seconds,
            MessageSystemAttributeNames=["ApproximateReceiveCount"],
        )
        return [
            Received(
                queue=queue,
                handle=message["ReceiptHandle"],
                message=_message(message["Body"]),
                receive_count=int(message["Attributes"]["ApproximateReceiveCount"]),
            )
            for message in answer.get("Messages", [])
        ]

    def delete(self, received: Received) -> None:
        """Remove a received message."""
        url = self._urls[received.queue]
        _unless_gone(lambda: self._client.delete_message(QueueUrl=url, ReceiptHandle=received.handle))

    def give_back(self, received: Received) -> None:
        """Make a received message visible again at once."""
        url = self._urls[received.queue]
        _unless_gone(
            lambda: self._client.change_message_visibility(
                QueueUrl=url, ReceiptHandle=received.handle, VisibilityTimeout=0
            )
        )

    def depth(self, queue: str) -> int:
        """Return the approximate number of waiting messages, without received ones."""
        return self._depth(self._urls[queue])

    def dead_depth(self, queue: str) -> int:
        """Return the approximate number of unread messages in the queue's dead-letter queue."""
        return self._depth(self._urls[queue] + DEAD_LETTERS_SUFFIX)

    def _depth(self, url: str) -> int:
        answer = self._client.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])
        return int(answer["Attributes"]["ApproximateNumberOfMessages"])


def fairness_group(user_id: str) -> str:
    """Return the message group of a user: SQS takes 128 ASCII characters without spaces, user ids are freer."""
    return hashlib.sha256(user_id.encode()).hexdigest()[:32]


def _message(body: str) -> QueueMessage | None:
    try:
        return QueueMessage.model_validate_json(body)
    except ValidationError:
        return None


def _unless_gone(call: Callable[[], object]) -> None:
    try:
        call()
    except ClientError as error:
        if error.response["Error"]["Code"] not in GONE:
            raise
