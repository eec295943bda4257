"""The errors that Reelwright raises.

    ReelwrightError
    |-- AttemptError                  a step failed while an attempt ran
    |   |-- RequestError              no provider can do what the request asks for
    |   |   |-- UnsupportedLanguageError  the provider does not speak the language; the next one may
    |   |   `-- NeedsPointsError      no text model is set up that can answer the prompt's question
    |   |-- StepError                 a step cannot make its artefact; a retry would fail too
    |   |   |-- ContentError          the script or an image cannot become a film
    |   |   |-- BudgetExceededError   the job would cost more than `max_cost_usd`
    |   |   `-- ProviderRefusedError  a provider cannot be used, and a retry would not help
    |   |       |-- ContentRefusedError  a provider's moderation refused the text
    |   |       |-- ProviderMisconfiguredError  credentials or model are wrong, expired or retired
    |   |       `-- MissingAssetError  a local provider lacks its voices, icons or fonts
    |   |-- RetryableError            a retry can succeed
    |   |   |-- ProviderError         a provider failed: 5xx, invalid response
    |   |   |-- ProviderThrottledError  a provider limits the rate (429)
    |   |   |-- ProviderTimeoutError  a provider did not answer in time
    |   |   |-- ServiceFaultError     a cloud service failed
    |   |   `-- MissingArtefactError  a step's input does not exist (yet)
    |   |-- ProviderUnavailableError  every capable provider is unavailable for now: the job waits
    |   |-- SoftTimeLimitExceeded     after 25 minutes: the step cleans up and stops
    |   |-- HardTimeLimitExceeded     after 30 minutes: the state machine ended the attempt
    |   `-- JobCancelledError         the job was cancelled while the step worked
    |-- Refusal                       a caller's request is refused; its classes are in `refusals.py`
    |-- IllegalTransitionError        the lifecycle table has no such transition
    |-- UnfinishedMessageError        a queue message is not finished and will be received again
    `-- OversizedReplyError           a webhook receiver's response is too long

The state machine's Retry lists are generated from the branch AttemptError (`retryable_names`), so they contain every error.
`retryable` is about the whole job: a later attempt can succeed.
"""

from datetime import datetime
from typing import ClassVar


class ReelwrightError(Exception):
    """The root. `code` is stable and public; `retryable`: a later attempt of the job can succeed.

    `charged`: the work of an attempt that ends with this error is charged to the job and to its user's day. This is false if
    the service or a provider caused the error. `by_owner`: only the job's owner can mend it, so it fires no alarm.
    """

    code: ClassVar[str] = "internal"
    retryable: ClassVar[bool] = False
    charged: ClassVar[bool] = True
    by_owner: ClassVar[bool] = False


class AttemptError(ReelwrightError):
    """A step failed while an attempt ran."""


class RequestError(AttemptError):
    """No provider supports the request, as only the running job can find out. The user must change the request."""

    code = "invalid_request"
    by_owner = True


class UnsupportedLanguageError(RequestError):
    """No provider of the capability speaks this language. Operators: add a voice, or accept the fallback."""

    code = "unsupported_language"


class NeedsPointsError(RequestError):
    """The prompt asks a question or for a list, and no text model is set up: the user sends the points as the script."""

    code = "needs_points"


class StepError(AttemptError):
    """A step cannot make its artefact, and a retry would fail too."""

    code = "step_failed"


class ContentError(StepError):
    """Script or files of the user cannot be used: nothing to speak, unreadable picture. The user must change them."""

    code = "unusable_content"
    by_owner = True


class BudgetExceededError(StepError):
    """The next step would cost more than the job's `max_cost_usd`. The user may raise it and retry."""

    code = "budget_exceeded"
    by_owner = True


class ProviderRefusedError(StepError):
    """A provider cannot be used, and a retry would not help: it is not set up here, or its credentials or model are refused."""

    code = "provider_refused"
    charged = False


class ContentRefusedError(ProviderRefusedError):
    """A provider's moderation refused the text. The user changes it; no other cloud provider gets the refused text."""

    code = "content_refused"
    charged = True
    by_owner = True


class ProviderMisconfiguredError(ProviderRefusedError):
    """Credentials are wrong or expired, or the model is unknown or retired. Operators: `docs/providers.md`."""

    code = "provider_misconfigured"


class MissingAssetError(ProviderRefusedError):
    """A local provider lacks a file: voice, icons, font. Operators: fetch the assets (the message says how)."""

    code = "missing_asset"


class RetryableError(AttemptError):
    """A provider or service failed; a retry can succeed."""

    code = "temporarily_unavailable"
    retryable = True
    charged = False


class ProviderError(RetryableError):
    """A provider failed or sent an invalid response. Operators: check its status page first."""

    code = "provider_failed"


class ProviderThrottledError(RetryableError):
    """A provider throttled the call. Operators: raise its quota or lower the capacity.

    `retry_after_seconds` is the provider's own hint; None if it gave none.
    """

    code = "provider_throttled"

    def __init__(self, message: str = "", *, retry_after_seconds: float | None = None) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class ProviderTimeoutError(RetryableError):
    """A provider did not answer in time."""

    code = "provider_timeout"


class ServiceFaultError(RetryableError):
    """A service that steps use (table, bucket) failed or was unreachable, after the client's own retries."""

    code = "service_fault"


class MissingArtefactError(RetryableError):
    """A step's input does not exist: an earlier artefact was lost or has expired. A new attempt makes it again."""

    code = "missing_artefact"


class ProviderUnavailableError(AttemptError):
    """The circuit breaker of every capable provider is open, at least until `until` (`pipeline.breaker`).

    The job waits until then, which uses no retry. There is no retry within the attempt: the breaker would still be open.
    Operators: check the provider's status page; see `docs/operations.md`.
    """

    code = "provider_unavailable"
    retryable = True
    charged = False

    def __init__(self, message: str, *, until: datetime) -> None:
        super().__init__(message)
        self.until = until


class SoftTimeLimitExceeded(AttemptError):  # noqa: N818 - the name is Celery's, which clients already match on
    """The attempt has run for 25 minutes. The step cleans up; the next attempt continues from its checkpoints."""

    code = "soft_time_limit"
    retryable = True


class HardTimeLimitExceeded(AttemptError):  # noqa: N818 - the counterpart of SoftTimeLimitExceeded
    """The attempt ran for 30 minutes and the state machine ended it. Operators: a step ignored its soft limit."""

    code = "hard_time_limit"


class JobCancelledError(AttemptError):
    """The user cancelled the job; the step stops at the next progress report."""

    code = "cancelled"
    by_owner = True


class IllegalTransitionError(ReelwrightError):
    """The lifecycle table has no such transition: the event is late or a duplicate. Nothing was written."""

    code = "illegal_transition"


class UnfinishedMessageError(ReelwrightError):
    """A queue message is not finished: it stays in the queue, invisible until its next attempt. Not a fault."""


class OversizedReplyError(ReelwrightError):
    """A webhook receiver's response is longer than the limit. The part that was read is enough to judge it."""


def error_types(root: type[ReelwrightError] = ReelwrightError) -> list[type[ReelwrightError]]:
    """List `root` and its subclasses, parents before children, in the order of definition."""
    return [root, *(leaf for child in root.__subclasses__() for leaf in error_types(child))]


def retryable_names() -> list[str]:
    """List the class names of errors that are retried within the attempt; Lambda reports errors by class name.

    The soft time limit and an unavailable provider are retryable for the job, but not within the attempt: its time is over,
    or the breaker would still be open.
    """
    return [kind.__name__ for kind in error_types(RetryableError)]


def is_retryable(type_name: str) -> bool | None:
    """Look up `retryable` by the class name of an error; None if the name is not in the tree."""
    for kind in error_types():
        if kind.__name__ == type_name:
            return kind.retryable
    return None


def is_charged(type_name: str) -> bool:
    """Return whether the work before an error of this Python name is charged; True where the name is not ours.

    A worker that dies or times out leaves a name of AWS; its input is the likeliest cause.
    """
    return next((kind.charged for kind in error_types() if kind.__name__ == type_name), True)


def is_by_owner(type_name: str) -> bool:
    """Return whether only the owner can mend an error of this Python name; False where the name is not ours."""
    return next((kind.by_owner for kind in error_types() if kind.__name__ == type_name), False)
