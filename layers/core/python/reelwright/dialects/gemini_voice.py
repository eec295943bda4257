"""Gemini's speech by `generateContent`: a language model that reads aloud, without times of words."""

import base64
import re
from typing import Any, Final

from reelwright.dialects.answers import reading
from reelwright.dialects.gemini import REFUSALS, GoogleKey, google_model, post_to_google
from reelwright.dialects.pricing import token_bill
from reelwright.errors import ContentRefusedError, ProviderError, ProviderMisconfiguredError, RequestError
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.facts import SPEAKING
from reelwright.providers.model import Bill
from reelwright.providers.setup import SpeechSetup
from reelwright.providers.speech import SpeechOrder, Spoken

_FACTS: Final = SPEAKING["gemini"]
_TASK: Final = "Read aloud, word for word, and nothing else: "
_TOKENS_PER_CHARACTER: Final = 4
"""Of sound, for an estimate that is never too low: 25 tokens a second, and slow speech has 7 characters a second."""
_MIME: Final = re.compile(r"audio/l16\b.*?\brate=(\d{4,6})\b", re.IGNORECASE)
_MOST_BYTES: Final = 8 * 1024 * 1024


class GeminiVoice:
    """A `SpeechModel` of the Gemini API (`gemini`) or Vertex AI (`vertex`). The caller aligns the sound.

    It may add or skip words, so its answers are compared with the text (`Spoken.improvises`).
    """

    def __init__(self, setup: SpeechSetup, caller: HttpCaller, *, key: GoogleKey | None) -> None:
        self.name: str = setup.provider
        self._setup, self._caller, self._key = setup, caller, key

    def estimate(self, order: SpeechOrder) -> Bill:
        """Price the characters as tokens of text, and four tokens of sound a character."""
        return token_bill(self._setup, len(_TASK) + len(order.text), _TOKENS_PER_CHARACTER * len(order.text))

    def speak(self, order: SpeechOrder) -> Spoken:
        """Speak by one call. It has no field for the speed."""
        if self._key is None and not self._setup.is_own_server:
            raise ProviderMisconfiguredError(f"{self.name} needs a key in its secret")
        if len(order.text) > _FACTS.longest:
            raise RequestError(
                f"{self.name} takes {_FACTS.longest} characters of text a call, and not {len(order.text)}"
            )
        if not _FACTS.speaks_at(order.speed):
            raise RequestError(f"{self.name} speaks at {_FACTS.pace}, and not at {order.speed:g}")
        voice = self._setup.voice_for(order.voice)
        spoken = {"voice_config": {"prebuilt_voice_config": {"voice_name": voice}}, "language_code": order.language}
        body = {
            "contents": [{"role": "user", "parts": [{"text": _TASK + order.text}]}],
            "generationConfig": {"responseModalities": ["AUDIO"], "speechConfig": spoken},
        }
        url = f"{google_model(self._setup, self._key)}:generateContent"
        found = post_to_google(
            self._caller, self.name, url, body, key=self._key or "", seconds=order.seconds, most_bytes=_MOST_BYTES
        )
        with reading(self.name):
            sound, rate = self._sound(found)
            usage = found["usageMetadata"]
            bill = token_bill(self._setup, usage.get("promptTokenCount"), usage.get("candidatesTokenCount"))
        audio = base64.b64encode(sound).decode()
        return Spoken(audio_base64=audio, form="pcm", rate=rate, improvises=True, voice=voice, bill=bill)

    def _sound(self, found: Any) -> tuple[bytes, int]:
        """Join the parts of the sound; their media type says how many samples a second they have."""
        candidates = found.get("candidates") or []
        blocked = (found.get("promptFeedback") or {}).get("blockReason")
        reason = candidates[0].get("finishReason", "STOP") if candidates else blocked
        if reason in REFUSALS:
            raise ContentRefusedError(f"{self.name} refused the text ({reason})")
        parts = [part["inlineData"] for part in candidates[0]["content"]["parts"] if "inlineData" in part]
        known = _MIME.search(parts[0]["mimeType"])
        if known is None or reason != "STOP":
            raise ProviderError(f"{self.name} answered {parts[0]['mimeType'][:50]!r}, ended by {reason}")
        return b"".join(base64.b64decode(part["data"], validate=True) for part in parts), int(known[1])
