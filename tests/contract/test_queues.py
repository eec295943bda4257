"""`WorkQueues`: at least once, hidden while in hand, dead after too many tries."""

import threading
from typing import TYPE_CHECKING, Any, NamedTuple, cast

import pytest

from reelwright.aws.queues import SqsQueues
from reelwright.jobs.model import QueueMessage
from reelwright.pipeline.queues import QUEUES
from reelwright.ports import Received, WorkQueues

if TYPE_CHECKING:
    from tests.contract.conftest import Clock, Place

QUEUE = "videos-high"
MESSAGE = QueueMessage(job_id="job0001", attempt=1)


class Post(NamedTuple):
    """The queues, and a way for strangers to write into them."""

    queues: WorkQueues
    place: "Place"

    def take(self, queue: str = QUEUE) -> Received:
        """Receive the one message there is."""
        (received,) = self.queues.receive(queue, limit=10)
        return received


@pytest.fixture
def post(place: "Place", clock: "Clock") -> Post:
    """Empty queues on the implementation in turn."""
    return Post(place.queues(clock), place)


def test_a_sent_message_is_received(post: Post) -> None:
    """With its job and attempt, received once so far, from the queue it was sent to."""
    post.queues.send(QUEUE, MESSAGE, user_id="ada")
    assert post.queues.receive("default", limit=10) == []
    received = post.take()
    assert (received.queue, received.message, received.receive_count) == (QUEUE, MESSAGE, 1)


def test_waiting_takes_one_message_of_each_queue(post: Post) -> None:
    """In the order asked for, whatever was sent first; empty queues are left out."""
    assert post.queues.await_messages([QUEUE, "default"]) == []
    for queue in ("default", QUEUE, QUEUE):
        post.queues.send(queue, MESSAGE, user_id="ada")
    received = post.queues.await_messages([QUEUE, "default"])
    assert [one.queue for one in received] == [QUEUE, "default"]
    assert post.queues.depth(QUEUE) == 1
    assert post.queues.await_messages([]) == []


def test_sqs_is_asked_for_every_queue_at_once() -> None:
    """Long polls one after the other would add up; a look that does not wait must not poll long."""
    together = threading.Barrier(len(QUEUES), timeout=20)
    polls: list[int] = []

    class Sqs:
        """SQS without messages, whose long polls end when all queues are being asked."""

        def receive_message(self, **named: Any) -> dict[str, Any]:
            """Answer when everybody has asked."""
            polls.append(named["WaitTimeSeconds"])
            if named["WaitTimeSeconds"]:
                together.wait()
            return {}

    queues = SqsQueues({name: name for name in QUEUES}, cast("Any", Sqs()), wait_seconds=1)
    assert queues.await_messages(list(QUEUES)) == []
    assert queues.receive(QUEUE, limit=1) == []
    assert polls == [1] * len(QUEUES) + [0]


def test_user_ids_of_any_writing_can_send(post: Post) -> None:
    """SQS is narrow about group names, people's names are not."""
    for user_id in ("ada lovelace", "Zoë|☕", "x" * 128):
        post.queues.send(QUEUE, MESSAGE, user_id=user_id)
    assert post.queues.depth(QUEUE) == 3


def test_a_message_in_hand_is_hidden(post: Post) -> None:
    """Nobody else gets it, and it does not count as waiting."""
    post.queues.send(QUEUE, MESSAGE, user_id="ada")
    assert post.queues.depth(QUEUE) == 1
    post.take()
    assert post.queues.receive(QUEUE, limit=10) == []
    assert post.queues.depth(QUEUE) == 0


def test_a_message_given_back_comes_again(post: Post) -> None:
    """At once, with its count of receives one higher."""
    post.queues.send(QUEUE, MESSAGE, user_id="ada")
    post.queues.give_back(post.take())
    again = post.take()
    assert (again.message, again.receive_count) == (MESSAGE, 2)


def test_a_deleted_message_is_gone(post: Post) -> None:
    """Deleting or giving back what is gone is a no-op."""
    post.queues.send(QUEUE, MESSAGE, user_id="ada")
    received = post.take()
    for _ in range(2):
        post.queues.delete(received)
    post.queues.give_back(received)
    assert post.queues.receive(QUEUE, limit=10) == []
    assert post.queues.depth(QUEUE) == 0


def test_a_receive_takes_at_most_its_limit(post: Post) -> None:
    """Four of five, then the rest; none twice."""
    for number in range(5):
        post.queues.send(QUEUE, QueueMessage(job_id=f"job{number}", attempt=1), user_id="ada")
    batches = [post.queues.receive(QUEUE, limit=4) for _ in range(3)]
    assert [len(batch) for batch in batches] == [4, 1, 0]
    assert len({received.handle for batch in batches for received in batch}) == 5


@pytest.mark.parametrize("body", ["not json", "{}", '{"job_id": "a"}', '{"job_id":"a","attempt":1,"extra":2}', "[]"])
def test_a_body_that_is_not_ours_is_received_as_none(post: Post, body: str) -> None:
    """It can be seen and given back; it starts nothing."""
    post.place.put_raw(QUEUE, body)
    assert post.take().message is None


def test_a_message_that_was_tried_five_times_is_given_up(post: Post) -> None:
    """The redrive policy takes it; it is not delivered a sixth time."""
    post.queues.send(QUEUE, MESSAGE, user_id="ada")
    for count in range(1, 6):
        received = post.take()
        assert received.receive_count == count
        post.queues.give_back(received)
    assert post.queues.receive(QUEUE, limit=10) == []


def test_what_was_given_up_is_counted_by_its_queue(post: Post) -> None:
    """Operators see how many dead messages nobody has read, apart from those that wait."""
    post.queues.send(QUEUE, MESSAGE, user_id="ada")
    for _ in range(5):
        assert post.queues.dead_depth(QUEUE) == 0
        post.queues.give_back(post.take())
    post.queues.receive(QUEUE, limit=10)
    assert (post.queues.dead_depth(QUEUE), post.queues.dead_depth("default")) == (1, 0)
    assert post.queues.depth(QUEUE) == 0
