"""Every error that Reelwright raises on purpose.

    ReelwrightError
    |-- AttemptError                  a step failed while an attempt ran
    |   |-- RequestError              no provider can do what the request asks for
    |   |   `-- UnsupportedLanguageError  the provider does not speak the language; the next one may
    |   |-- StepError                 a step cannot make its artefact; another try gives the same
    |   |   |-- ContentError          the script or an image cannot become a film
    |   |   |-- BudgetExceededError   the job would cost more than `max_cost_usd`
    |   |   `-- ProviderRefusedError  a provider refused for good (moderation, credentials)
    |   |       `-- MissingAssetError  a local provider lacks its voices, icons or fonts
    |   |-- RetryableError            another try can help
    |   |   |-- ProviderError         a provider failed: 5xx, broken answer
    |   |   |-- ProviderThrottledError  a provider limits the rate (429)
    |   |   |-- ProviderTimeoutError  a provider did not answer in time
    |   |   |-- ServiceFaultError     a cloud service failed
    |   |   `-- MissingArtefactError  a step's input does not exist (yet)
    |   |-- ProviderUnavailableError  every capable provider is unavailable for now: the job waits
    |   |-- SoftTimeLimitExceeded     25 minutes are over: the step cleans up and stops
    |   |-- HardTimeLimitExceeded     30 minutes are over: the state machine ended the attempt
    |   `-- JobCancelledError         the job was cancelled while the step worked
    |-- Refusal                       a caller's request is refused, nothing changed: its classes are in `refusals.py`
    |-- IllegalTransitionError        the lifecycle table has no such move
    |-- UnfinishedMessageError        a queue message is done in part and comes back
    `-- OversizedReplyError           a webhook receiver sent more bytes than are read

The state machine's Retry lists are generated from the branch AttemptError (`retryable_names`), so no Python error name can
be missing there. `retryable` is about the whole job: whether a new attempt later can help.
"""

from datetime import datetime
from typing import ClassVar


class ReelwrightError(Exception):
    """The root. `code` is stable and public; `retryable` says whether a new attempt can help.

    `charged`: the work of an attempt that ends with it is charged to the job and to its user's day. That is so unless the
    cause lies with the service or with a provider.
    """

    code: ClassVar[str] = "internal"
    retryable: ClassVar[bool] = False
    charged: ClassVar[bool] = True


class AttemptError(ReelwrightError):
    """A step failed while an attempt ran."""


class RequestError(AttemptError):
    """No provider can do what the request asks for; its owner must change it. Found only when the job runs."""

    code = "invalid_request"


class UnsupportedLanguageError(RequestError):
    """No provider of the capability speaks this language. Operators: add a voice, or accept the fallback."""

    code = "unsupported_language"


class StepError(AttemptError):
    """A step cannot give its artefact, and trying again would give the same."""

    code = "step_failed"


class ContentError(StepError):
    """The script or an image cannot become a film: nothing to speak, unreadable picture. The user must change it."""

    code = "unusable_content"


class BudgetExceededError(StepError):
    """The next step would cost more than the job's `max_cost_usd`. The user may raise it and retry."""

    code = "budget_exceeded"


class ProviderRefusedError(StepError):
    """A provider refused for good: moderation, missing credentials, unknown model. Operators: look at its console."""

    code = "provider_refused"
    charged = False


class MissingAssetError(ProviderRefusedError):
    """A local provider lacks a file of its own: voice, icons, font. Operators: fetch the assets (the message says how)."""

    code = "missing_asset"


class RetryableError(AttemptError):
    """Something outside failed; a later try can help."""

    code = "temporarily_unavailable"
    retryable = True
    charged = False


class ProviderError(RetryableError):
    """A provider failed or answered nonsense. Operators: its status page first."""

    code = "provider_failed"


class ProviderThrottledError(RetryableError):
    """A provider asked for less. Operators: raise its quota or lower the capacity."""

    code = "provider_throttled"


class ProviderTimeoutError(RetryableError):
    """A provider did not answer in time."""

    code = "provider_timeout"


class ServiceFaultError(RetryableError):
    """A service that a step stands on (table, bucket) failed or could not be reached, after its client's own retries."""

    code = "service_fault"


class MissingArtefactError(RetryableError):
    """A step's input is not there: an earlier step was lost or expired; a new attempt makes it again."""

    code = "missing_artefact"


class ProviderUnavailableError(AttemptError):
    """Every provider that could do it failed again and again and is left alone until `until` (`pipeline.breaker`).

    The job waits until then and spends no retry. Within the attempt nothing is tried again: it would only ask too early.
    Operators: the provider's status page; `docs/operations.md` says what else to do.
    """

    code = "provider_unavailable"
    retryable = True
    charged = False

    def __init__(self, message: str, *, until: datetime) -> None:
        super().__init__(message)
        self.until = until


class SoftTimeLimitExceeded(AttemptError):  # noqa: N818 - the name is Celery's, which clients already match on
    """25 minutes of work are over. The step had time to clean up; the next attempt continues from its checkpoints."""

    code = "soft_time_limit"
    retryable = True


class HardTimeLimitExceeded(AttemptError):  # noqa: N818 - the counterpart of SoftTimeLimitExceeded
    """30 minutes are over and the state machine ended the attempt. Operators: a step ignored its soft limit."""

    code = "hard_time_limit"


class JobCancelledError(AttemptError):
    """The user cancelled the job; the step stops at the next progress report."""

    code = "cancelled"


class IllegalTransitionError(ReelwrightError):
    """The lifecycle table has no such move. A late or duplicated event; nothing was written."""

    code = "illegal_transition"


class UnfinishedMessageError(ReelwrightError):
    """A queue message is done in part: it was hidden in its queue and is handled again later. Nothing failed."""


class OversizedReplyError(ReelwrightError):
    """The receiver of a webhook sent more bytes than are read; what was read is enough to judge the reply."""


def error_types(root: type[ReelwrightError] = ReelwrightError) -> list[type[ReelwrightError]]:
    """Return the tree from `root` down, parents before children, in the order of definition."""
    return [root, *(leaf for child in root.__subclasses__() for leaf in error_types(child))]


def retryable_names() -> list[str]:
    """Return the Python names of the errors that a step may retry at once, as Lambda reports them.

    The soft time limit and an unavailable provider are retryable for the job but not within the attempt: the time of the
    one is up, that of the other has not come.
    """
    return [kind.__name__ for kind in error_types(RetryableError)]


def is_retryable(type_name: str) -> bool | None:
    """Return whether a new attempt can help after an error of this Python name; None where the name is not ours."""
    for kind in error_types():
        if kind.__name__ == type_name:
            return kind.retryable
    return None


def is_charged(type_name: str) -> bool:
    """Return whether the work before an error of this Python name is charged; True where the name is not ours.

    A worker that dies or times out leaves a name of AWS: what it was given to decode is the likeliest cause.
    """
    return next((kind.charged for kind in error_types() if kind.__name__ == type_name), True)
