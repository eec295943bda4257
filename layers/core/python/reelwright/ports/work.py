"""The work queues and the executions of the state machine."""

from collections.abc import Sequence
from typing import Any, Protocol

from reelwright.events import ExecutionStatus
from reelwright.jobs.model import QueueMessage
from reelwright.values import Value


class WorkQueues(Protocol):
    """The SQS work queues, by the names of `pipeline.queues`."""

    def send(self, queue: str, message: QueueMessage, *, user_id: str) -> None:
        """Send at least once. `user_id` is the fairness group inside the queue."""

    def receive(self, queue: str, *, limit: int) -> list["Received"]:
        """Return up to `limit` (1-10) messages, hidden from others for the queue's visibility time.

        Does not wait, and may miss a message that was just sent.
        """

    def await_messages(self, queues: Sequence[str]) -> list["Received"]:
        """Return up to one message of each queue, in the order of `queues`; waits a moment for all of them at the same time."""

    def delete(self, received: "Received") -> None:
        """Remove a received message; a no-op if it was removed already."""

    def give_back(self, received: "Received") -> None:
        """Make a received message visible again at once."""

    def depth(self, queue: str) -> int:
        """Return the approximate number of waiting messages."""

    def dead_depth(self, queue: str) -> int:
        """Return the approximate number of unread messages in the queue's dead-letter queue."""


class Received(Value):
    """A received message. `message` None: the body is invalid (poison); give it back, so that it becomes a dead letter."""

    queue: str
    handle: str
    message: QueueMessage | None
    receive_count: int


class Executions(Protocol):
    """The state machine's executions."""

    def start(self, name: str, payload: dict[str, Any]) -> str:
        """Start an execution and return its ARN; the same name again returns the same ARN and starts nothing."""

    def find(self, name: str) -> str | None:
        """Return the ARN of the execution with a name; None if there is none or it is only seconds old."""

    def stop(self, execution_arn: str, *, reason: str) -> None:
        """Stop the execution and its Fargate tasks; a no-op if it has ended."""

    def status(self, execution_arn: str) -> "ExecutionState":
        """Return the state of the execution."""


class ExecutionState(Value):
    """The state of an execution; `error` and `cause` are set if it failed."""

    status: ExecutionStatus
    error: str | None = None
    cause: str | None = None
