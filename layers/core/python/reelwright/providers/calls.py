"""A paid call from a function without keys to the one with keys: command and reply, and errors on the wire."""

from typing import Final, Self

from reelwright import errors
from reelwright.errors import ReelwrightError
from reelwright.providers.speech import SpeechOrder, Spoken
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


class SpeakCommand(Value):
    """Speak an order by a configured provider."""

    provider: str
    speak: SpeechOrder


class SpeakReply(Value):
    """What was spoken, or the provider's error. No field has a key."""

    spoken: Spoken | None = None
    error: str = ""
    message: str = ""
    retry_after_seconds: float | None = None

    @classmethod
    def failed(cls, error: ReelwrightError) -> Self:
        """Describe a provider's error."""
        hint = error.retry_after_seconds if isinstance(error, errors.ProviderThrottledError) else None
        known = type(error).__name__ if type(error).__name__ in _ERRORS else "ProviderError"
        return cls(error=known, message=str(error), retry_after_seconds=hint)

    def result(self) -> Spoken:
        """Return what was spoken; raises the provider's error."""
        if self.spoken is not None:
            return self.spoken
        if self.error == "ProviderThrottledError":
            raise errors.ProviderThrottledError(self.message, retry_after_seconds=self.retry_after_seconds)
        raise _ERRORS[self.error](self.message)
