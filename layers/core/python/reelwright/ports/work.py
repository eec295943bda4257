"""The work queues and the executions that empty them."""

from typing import Any, Protocol

from reelwright.events import ExecutionStatus
from reelwright.jobs.model import QueueMessage
from reelwright.values import Value


class Queues(Protocol):
    """The SQS work queues, by the names of `pipeline.queues`."""

    def send(self, queue: str, message: QueueMessage, *, user_id: str) -> None:
        """Send at least once. `user_id` is the fairness group inside the queue."""

    def receive(self, queue: str, *, limit: int) -> list["Received"]:
        """Return up to `limit` (1-10) messages, hidden from others for the queue's visibility time; may be empty."""

    def delete(self, received: "Received") -> None:
        """Remove a received message; a no-op when it is gone."""

    def give_back(self, received: "Received") -> None:
        """Make a received message visible again at once."""

    def depth(self, queue: str) -> int:
        """Return about how many messages wait."""

    def dead_depth(self, queue: str) -> int:
        """Return about how many messages of the queue were given up and are not read yet."""


class Received(Value):
    """A message in hand. `message` None: the body is not ours (poison); it goes back and on to the dead letters."""

    queue: str
    handle: str
    message: QueueMessage | None
    receive_count: int


class Executions(Protocol):
    """The state machine's executions."""

    def start(self, name: str, payload: dict[str, Any]) -> str:
        """Start an execution and return its ARN; the same name again returns the same ARN and starts nothing."""

    def find(self, name: str) -> str | None:
        """Return the ARN of the execution that was started under a name; None where none was, some seconds ago or ever."""

    def stop(self, execution_arn: str, *, reason: str) -> None:
        """Stop it and its Fargate tasks; a no-op when it is over."""

    def status(self, execution_arn: str) -> "ExecutionState":
        """Return how it stands."""


class ExecutionState(Value):
    """How an execution stands; `error` and `cause` where it ended badly."""

    status: ExecutionStatus
    error: str | None = None
    cause: str | None = None
