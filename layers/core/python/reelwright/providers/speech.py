"""The port of voices of cloud providers: a text goes in, samples and word starts come out."""

from typing import Literal, Protocol

from reelwright.providers.model import Bill
from reelwright.values import Value

SampleForm = Literal["wav", "pcm", "ogg"]
"""WAV and PCM need no decoder; Ogg is decoded in the function without rights."""


class SpeechOrder(Value):
    """One text to speak. It is written as it is said: numbers are words already, so that every voice reads the same."""

    text: str
    words: tuple[tuple[int, int], ...]
    """The character range (end exclusive) of each word of the text."""
    language: str
    voice: str | None = None
    """A voice of the provider, `female`, `male`, or None for its preferred one."""
    speed: float = 1.0
    seconds: float = 50.0
    """The time limit of the call."""


class Spoken(Value):
    """A sound in base64. `starts`: seconds at which each word of the order starts; None: the voice times none."""

    audio_base64: str
    form: SampleForm
    rate: int = 24_000
    """Samples a second of `pcm`; a WAV says it itself."""
    starts: tuple[float | None, ...] | None = None
    improvises: bool = False
    """The voice is a language model, which may add or skip words: the sound must be compared with the text."""
    voice: str
    bill: Bill


class SpeechModel(Protocol):
    """A voice over HTTPS. Raises the errors of `Completion`, and RequestError for an order that it cannot take."""

    name: str

    def estimate(self, order: SpeechOrder) -> Bill:
        """Price the order before the call: at most what the call can cost."""

    def speak(self, order: SpeechOrder) -> Spoken:
        """Speak by one paid call."""
