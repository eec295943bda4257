"""A paid call from a function without keys to the one with keys: command and reply, and errors on the wire.

One command serves every capability: its verb names the row of `entry.calling.VERBS`, which knows order and answer.
"""

from typing import Any, Final, NamedTuple, Self, TypeVar

from pydantic import ConfigDict, Field

from reelwright import errors
from reelwright.errors import ReelwrightError
from reelwright.values import Value

_ERRORS: Final[dict[str, type[ReelwrightError]]] = {
    kind.__name__: kind
    for kind in (
        errors.ContentRefusedError,
        errors.ProviderError,
        errors.ProviderMisconfiguredError,
        errors.ProviderRefusedError,
        errors.ProviderThrottledError,
        errors.ProviderTimeoutError,
        errors.RequestError,
    )
}
Answer = TypeVar("Answer", bound=Value)


class RawPlace(Value):
    """Where the bytes of an answer go: a signed PUT, so the function with keys needs no right on the bucket. Never logged."""

    model_config = ConfigDict(hide_input_in_errors=True)

    url: str = Field(repr=False)
    headers: dict[str, str] = {}
    """The headers that the signed PUT requires."""


class Carried(NamedTuple):
    """An answer, and the bytes that belong to it: a picture or clip as the provider sent it, not decoded."""

    answer: Value
    raw: bytes


class CallCommand(Value):
    """Make one call of a configured provider. `order` is the JSON of the verb's order."""

    verb: str
    provider: str
    order: dict[str, Any]
    owner: str = ""
    """The user for whom it is made: with their own key of the provider, if they saved one."""
    raw: RawPlace | None = None
    """For verbs whose answer carries bytes: a reply of a Lambda function has at most 6 MB, a large picture has more."""


class CallReply(Value):
    """The JSON of the verb's answer, or the provider's error. No field has a key."""

    answer: dict[str, Any] | None = None
    error: str = ""
    message: str = ""
    retry_after_seconds: float | None = None

    @classmethod
    def failed(cls, error: ReelwrightError) -> Self:
        """Describe a provider's error."""
        hint = error.retry_after_seconds if isinstance(error, errors.ProviderThrottledError) else None
        known = type(error).__name__ if type(error).__name__ in _ERRORS else "ProviderError"
        return cls(error=known, message=str(error), retry_after_seconds=hint)

    def result(self, shape: type[Answer]) -> Answer:
        """Return the answer, of the model `shape`; raises the provider's error."""
        if self.answer is not None:
            return shape.model_validate(self.answer)
        if self.error == "ProviderThrottledError":
            raise errors.ProviderThrottledError(self.message, retry_after_seconds=self.retry_after_seconds)
        raise _ERRORS[self.error](self.message)
