"""The events from AWS as models, so that the core needs no raw events."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from reelwright.jobs.lifecycle import JobState
from reelwright.values import Value

ExecutionStatus = Literal["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]


class JobChanged(Value):
    """A job's META row was written. From the table's stream, in order for one job, possibly more than once."""

    job_id: str
    user_id: str
    new_state: JobState | None
    """None when the row was removed."""
    is_note: bool = False
    """Whether the job made no transition: a note was added to its row, such as that its message was sent."""


class BatchChanged(Value):
    """A batch came into being or moved to another state or generation. From the table's stream, possibly more than once."""

    batch_id: str


class ExecutionEnded(Value):
    """An execution of the state machine has ended. From EventBridge: it may be late, duplicated or lost."""

    execution_arn: str
    name: str
    status: ExecutionStatus
    error: str | None = None
    cause: str | None = None


class Caught(Value):
    """An error from a Catch of the state machine; the field names are Amazon's."""

    error: str = Field(alias="Error")
    cause: str = Field(alias="Cause", default="")


class StepCommand(Value):
    """The command of a state to run one step. `scene`, `platform` and `rewrite` tell its runs apart."""

    job_id: str
    attempt: int
    step: str
    scene: int | None = None
    platform: str | None = None
    rewrite: int = 0
    """How often the quality gate has sent the script back."""
    execution_started_at: datetime | None = None
    """Start of the attempt's execution; the soft time limit counts from it."""
    entered_at: datetime | None = None
    """When the state machine entered the step's state; it tries the step again without entering it anew."""
    failure: Caught | None = None
    """The error that the state machine caught; only `record_failure` gets it."""


class DeadMessage(Value):
    """A message from a dead-letter queue. `queue` is its work queue."""

    message_id: str
    queue: str
    body: str
