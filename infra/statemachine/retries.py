"""When a state tries again at once, as data. What is not named here goes to the Catch: a retry could not help it.

Delays grow by `backoff_rate` up to `max_delay_seconds` and are drawn from 0..delay (full jitter), so that many films
that hit one limit at the same moment do not come back together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from reelwright.errors import AttemptError, RetryableError, error_types, retryable_names


@dataclass(frozen=True, kw_only=True)
class Retrier:
    """One entry of a Retry list. `max_attempts` counts retries, not tries; 0 shields its errors from later entries."""

    errors: Sequence[str]
    interval_seconds: int = 1
    max_attempts: int = 3
    max_delay_seconds: int = 30
    backoff_rate: float = 2.0

    def as_asl(self) -> dict[str, Any]:
        """Return the entry in Amazon States Language."""
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
    """Return the Python names of our errors that a retry within the attempt cannot help."""
    retryable = set(error_types(RetryableError))
    return [kind.__name__ for kind in error_types(AttemptError) if kind not in retryable]


LAMBDA_FAULTS: Final = Retrier(
    errors=(
        "Lambda.ClientExecutionTimeoutException",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Lambda.TooManyRequestsException",
    ),
    max_attempts=6,
    max_delay_seconds=20,
)
"""The service's own faults and throttles (Step Functions guide, "Handle transient Lambda service exceptions")."""

LOST_WORKER: Final = Retrier(errors=("Lambda.Unknown", "Runtime.ExitError"), max_attempts=1, max_delay_seconds=5)
"""The worker vanished: once may be chance (a recycled host); twice is the step's own doing (memory)."""

OUTSIDE_FAILURES: Final = Retrier(
    errors=tuple(retryable_names()), interval_seconds=2, max_attempts=3, max_delay_seconds=30
)
"""Our own errors that say that trying again can help: throttled and failing providers, artefacts not there yet."""

STEP_RETRIERS: Final = (LAMBDA_FAULTS, LOST_WORKER, OUTSIDE_FAILURES)

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
"""For the Fargate task. No place found is `AmazonECS.Unknown`; a container that ended badly without saying why is
`States.TaskFailed` (spare capacity taken back, memory), and that name matches every other error too, so our permanent
errors, which the container reports by its task token, are shielded first."""


def retry_list(retriers: Sequence[Retrier]) -> list[dict[str, Any]]:
    """Return the Retry field of a state."""
    return [retrier.as_asl() for retrier in retriers]
