"""`WebhookQueue`: a message in hand waits for its time, and what is given up is kept. Memory and SQS (moto) alike."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.aws.webhook_queue import MOST_SECONDS, SqsWebhookQueue
from reelwright.ports import WebhookQueue
from tests.memory.webhook_queue import MemoryWebhookQueue

if TYPE_CHECKING:
    from tests.contract.conftest import AwsPlace


@dataclass
class Bench:
    """A queue, a message of it in hand, and what lies in its dead letters."""

    queue: WebhookQueue
    handle: str
    kept: Callable[[], list[str]]


@dataclass
class Sqs:
    """The queue on SQS, with what a test looks at beside it."""

    client: Any
    url: str
    dead_letters_url: str

    @property
    def queue(self) -> SqsWebhookQueue:
        """Return the adapter."""
        return SqsWebhookQueue(url=self.url, dead_letters_url=self.dead_letters_url, client=self.client)

    def take(self) -> list[dict[str, Any]]:
        """Receive what can be seen now."""
        received: list[dict[str, Any]] = self.client.receive_message(QueueUrl=self.url).get("Messages", [])
        return received

    def kept(self) -> list[str]:
        """Return what lies in the dead letters."""
        url = self.dead_letters_url
        found = self.client.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
        return [message["Body"] for message in found.get("Messages", [])]


@pytest.fixture
def sqs(moto_place: "AwsPlace", request: pytest.FixtureRequest) -> Sqs:
    """Return an empty queue with one message."""
    client = moto_place.client("sqs")
    name = f"webhooks-{abs(hash(request.node.nodeid))}"
    made = Sqs(
        client,
        client.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "180"})["QueueUrl"],
        client.create_queue(QueueName=f"{name}-dead-letters")["QueueUrl"],
    )
    client.send_message(QueueUrl=made.url, MessageBody="notice")
    return made


@pytest.fixture(params=["memory", "moto"])
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """Yield each implementation in turn."""
    if request.param == "memory":
        memory = MemoryWebhookQueue()
        yield Bench(memory, "handle", lambda: memory.kept)
        return
    sqs: Sqs = request.getfixturevalue("sqs")
    (message,) = sqs.take()
    yield Bench(sqs.queue, message["ReceiptHandle"], sqs.kept)


def test_what_is_given_up_is_kept_as_it_is(bench: Bench) -> None:
    """Each time: at least once is all that is promised."""
    bench.queue.keep('{"job_id": "ä"}')
    bench.queue.keep("again")
    assert sorted(bench.kept()) == ["again", '{"job_id": "ä"}']


def test_a_message_in_hand_may_wait_any_time(bench: Bench) -> None:
    """A part of a second, or longer than SQS can: neither is an error."""
    for seconds in (0.0, 0.1, 5.0, MOST_SECONDS * 10):
        bench.queue.postpone(bench.handle, seconds=seconds)
    assert bench.kept() == []


def test_a_postponed_message_comes_back_when_it_said(sqs: Sqs) -> None:
    """After the second that it hid itself for, not after the queue's three minutes, and not at once."""
    (message,) = sqs.take()
    sqs.queue.postpone(message["ReceiptHandle"], seconds=0.2)
    assert sqs.take() == []
    time.sleep(1.1)
    assert [one["MessageId"] for one in sqs.take()] == [message["MessageId"]]


def test_postponing_what_is_gone_is_a_no_op(sqs: Sqs) -> None:
    """Another copy of the run has finished it."""
    (message,) = sqs.take()
    sqs.client.delete_message(QueueUrl=sqs.url, ReceiptHandle=message["ReceiptHandle"])
    sqs.queue.postpone(message["ReceiptHandle"], seconds=5)


def test_a_message_sent_for_later_is_hidden_until_then_and_in_its_owners_group(sqs: Sqs) -> None:
    """SQS delays single messages, and serves groups that have few messages in flight first."""
    sqs.take()
    sqs.queue.send_later("later", user_id="a user with spaces", seconds=0.4)
    assert sqs.take() == []
    time.sleep(1.1)
    (message,) = sqs.take()
    assert message["Body"] == "later"
