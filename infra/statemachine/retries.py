"""The Retry lists of states, as data. Errors that match no entry are not retried within the attempt; the Catch gets them.

Delays grow by `backoff_rate` up to `max_delay_seconds` and are drawn from 0..delay (full jitter), so that films that were
throttled at the same moment do not retry at the same moment.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from reelwright.errors import AttemptError, RetryableError, error_types, retryable_names


@dataclass(frozen=True, kw_only=True)
class Retrier:
    """One entry of a Retry list.

    `max_attempts` does not count the first try. 0 means no retry, also if a later entry matches: the first match counts.
    """

    errors: Sequence[str]
    interval_seconds: int = 1
    max_attempts: int = 3
    max_delay_seconds: int = 30
    backoff_rate: float = 2.0

    def as_asl(self) -> dict[str, Any]:
        """Convert to Amazon States Language."""
        if self.max_attempts == 0:
            return {"ErrorEquals": list(self.errors), "MaxAttempts": 0}
        return {
            "ErrorEquals": list(self.errors),
            "IntervalSeconds": self.interval_seconds,
            "MaxAttempts": self.max_attempts,
            "BackoffRate": self.backoff_rate,
            "MaxDelaySeconds": self.max_delay_seconds,
            "JitterStrategy": "FULL",
        }


def permanent_names() -> list[str]:
    """List the class names of our errors that are not retried within the attempt."""
    retryable = set(error_types(RetryableError))
    return [kind.__name__ for kind in error_types(AttemptError) if kind not in retryable]


LAMBDA_FAULTS: Final = Retrier(
    errors=(
        "Lambda.ClientExecutionTimeoutException",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
    ),
    max_attempts=6,
    max_delay_seconds=20,
)
"""Faults and throttles of Lambda itself (Step Functions guide, "Handle transient Lambda service exceptions")."""

THROTTLED: Final = Retrier(
    errors=("Lambda.TooManyRequestsException",), interval_seconds=2, max_attempts=10, max_delay_seconds=60
)
"""No free concurrency: other films end within minutes. Waits 4 minutes on average, 8 at most; a failed attempt would repeat
more than it."""

LOST_WORKER: Final = Retrier(errors=("Lambda.Unknown", "Runtime.ExitError"), max_attempts=1, max_delay_seconds=5)
"""The worker died. Once may be chance (a recycled host); twice is probably the step's fault (memory)."""

OUTSIDE_FAILURES: Final = Retrier(
    errors=tuple(retryable_names()), interval_seconds=2, max_attempts=3, max_delay_seconds=30
)
"""Our own errors that may pass: throttled or failing providers, artefacts that are not visible yet."""

SLOW_START: Final = Retrier(errors=("States.Timeout",), max_attempts=1, max_delay_seconds=5)
"""The time limit of a short step includes the start of its worker, with an image of about 1 GB; the second try finds it warm.
The first run may go on meanwhile: a repeated run finds its artefact and adds no progress twice."""

STEP_RETRIERS: Final = (LAMBDA_FAULTS, THROTTLED, LOST_WORKER, OUTSIDE_FAILURES)

TASK_RETRIERS: Final = (
    OUTSIDE_FAILURES,
    Retrier(errors=tuple(permanent_names()), max_attempts=0),
    Retrier(
        errors=("AmazonECS.Unknown", "ECS.ServerException", "ECS.AmazonECSException"),
        interval_seconds=5,
        max_attempts=3,
        max_delay_seconds=60,
    ),
    Retrier(
        errors=("States.HeartbeatTimeout", "States.TaskFailed"),
        interval_seconds=2,
        max_attempts=1,
        max_delay_seconds=10,
    ),
)
"""For the Fargate task. If ECS has no capacity, the error is `AmazonECS.Unknown`. If a container ends without reporting a
cause (Spot interruption, memory), it is `States.TaskFailed`. That name also matches all other errors, so our permanent
errors, which the container reports by its task token, are excluded by the entry before."""


def retry_list(retriers: Sequence[Retrier]) -> list[dict[str, Any]]:
    """Build the Retry field of a state."""
    return [retrier.as_asl() for retrier in retriers]
