"""A worked example: a package of another author, which adds the voice `x-acme` (`docs/providers.md`, plug-ins)."""

from reelwright.dialects.answers import post_json, reading
from reelwright.dialects.pricing import prices_now
from reelwright.errors import ProviderMisconfiguredError, RequestError
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.model import Bill
from reelwright.providers.plugin import Plugin
from reelwright.providers.setup import SpeechSetup
from reelwright.providers.speech import SpeechOrder, Spoken

LONGEST, SLOWEST, FASTEST = 2000, 0.5, 2.0


class AcmeVoice:
    """A `SpeechModel`: `POST {base}/speak` with JSON in and out."""

    def __init__(self, setup: SpeechSetup, key: str | None) -> None:
        self.name: str = setup.provider
        self._setup, self._key, self._caller = setup, key, HttpCaller()

    def estimate(self, order: SpeechOrder) -> Bill:
        """Price the characters."""
        usd, _ = prices_now(self._setup)
        return Bill(usd=len(order.text) * usd / 1e6)

    def speak(self, order: SpeechOrder) -> Spoken:
        """Speak by one call. `post_json` gives every failure the class that waits, breaker and fallback need."""
        if self._key is None:
            raise ProviderMisconfiguredError(f"{self.name} needs a key in its secret")
        if len(order.text) > LONGEST or not SLOWEST <= order.speed <= FASTEST:
            raise RequestError(f"{self.name} takes {LONGEST} characters at a speed of {SLOWEST}-{FASTEST}")
        voice = self._setup.voice_for(order.voice)
        url = f"{(self._setup.address or 'https://api.acme.example').rstrip('/')}/speak"
        marks = [start for start, _ in order.words]
        body = {"text": order.text, "marks": marks, "voice": voice, "model": self._setup.model, "speed": order.speed}
        headers = {"X-Acme-Key": self._key}
        found = post_json(self._caller, self.name, url, body, headers=headers, seconds=order.seconds)
        with reading(self.name):
            audio, starts = str(found["pcm"]), tuple(float(one) for one in found["starts"])
            if len(starts) != len(order.words):
                raise ValueError("times of another text")
        return Spoken(audio_base64=audio, form="pcm", starts=starts, voice=voice, bill=self.estimate(order))


PLUGIN = Plugin(speech=AcmeVoice)
