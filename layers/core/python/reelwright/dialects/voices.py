"""Voices over HTTPS: OpenAI's speech (also of local servers), ElevenLabs with timestamps, Google with marks."""

import base64
from typing import Any, Final
from xml.sax.saxutils import escape

from reelwright.dialects.answers import post_bytes, post_json, reading
from reelwright.dialects.gemini import GoogleKey, post_to_google
from reelwright.dialects.openai import explain_refusal
from reelwright.dialects.pricing import prices_now
from reelwright.errors import ProviderMisconfiguredError, RequestError
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.facts import SPEAKING, SpeakingFacts
from reelwright.providers.model import Bill
from reelwright.providers.setup import SpeechSetup
from reelwright.providers.speech import SpeechOrder, Spoken

_MILLION: Final = 1_000_000


class _HttpVoice:
    """What all voices share: the key, the price by characters, and the limits of an order."""

    facts: SpeakingFacts

    def __init__(self, setup: SpeechSetup, caller: HttpCaller, *, key: GoogleKey | None) -> None:
        self.name: str = setup.provider
        self._setup, self._caller = setup, caller
        self._key: Any = key
        """Text; of Google also the tokens of a federation."""
        self._base = (setup.address or "").rstrip("/")

    def estimate(self, order: SpeechOrder) -> Bill:
        """Price the characters that are sent; none of these providers counts otherwise."""
        usd, _ = prices_now(self._setup)
        return Bill(usd=len(self._sent(order)) * usd / _MILLION)

    def _sent(self, order: SpeechOrder) -> str:
        """Return the text that is billed."""
        return order.text

    def _checked(self, order: SpeechOrder) -> str:
        """Return the text to send.

        Raises ProviderMisconfiguredError without a key, RequestError for a text or speed outside of the documented limits.
        """
        if self._key is None and not self._setup.is_own_server:
            raise ProviderMisconfiguredError(f"{self.name} needs a key in its secret")
        sent = self._sent(order)
        if len(sent.encode()) > self.facts.longest:
            raise RequestError(
                f"{self.name} takes {self.facts.longest} bytes of text a call, and not {len(sent.encode())}"
            )
        if not self.facts.speaks_at(order.speed):
            raise RequestError(f"{self.name} speaks at {self.facts.pace}, and not at {order.speed:g}")
        return sent


class OpenAiVoice(_HttpVoice):
    """`POST {base}/audio/speech`. It times no words; the WAV's header may lack the length of what follows."""

    facts = SPEAKING["openai"]

    def speak(self, order: SpeechOrder) -> Spoken:
        """Speak by one call. The language is the text's own: the endpoint has no field for it."""
        voice = self._setup.voice_for(order.voice)
        body = {
            "model": self._setup.model,
            "voice": voice,
            "input": self._checked(order),
            "response_format": "wav",
            "speed": order.speed,
        }
        found = post_bytes(
            self._caller,
            self.name,
            f"{self._base}/audio/speech",
            body,
            headers={} if self._key is None else {"Authorization": f"Bearer {self._key}"},
            seconds=order.seconds,
            explain=explain_refusal,
        )
        return Spoken(audio_base64=base64.b64encode(found).decode(), form="wav", voice=voice, bill=self.estimate(order))


class ElevenLabsVoice(_HttpVoice):
    """`POST {base}/v1/text-to-speech/{voice}/with-timestamps`: samples, and the start of each character of the text sent."""

    facts = SPEAKING["elevenlabs"]

    def speak(self, order: SpeechOrder) -> Spoken:
        """Speak by one call; the answer's `alignment` is of the text as sent, not of its normalised form."""
        voice = self._setup.voice_for(order.voice)
        body = {
            "text": self._checked(order),
            "model_id": self._setup.model,
            "language_code": order.language.split("-")[0].lower(),
            "voice_settings": {"speed": order.speed},
        }
        url = f"{self._base}/v1/text-to-speech/{voice}/with-timestamps?output_format=pcm_24000"
        headers = {"xi-api-key": self._key or ""}
        found = post_json(self._caller, self.name, url, body, headers=headers, seconds=order.seconds)
        with reading(self.name):
            starts = _starts_of_words(order, found["alignment"])
            audio = _base64(found["audio_base64"])
        return Spoken(audio_base64=audio, form="pcm", starts=starts, voice=voice, bill=self.estimate(order))


class GoogleVoice(_HttpVoice):
    """Google Cloud Text-to-Speech by `text:synthesize`, with a mark before each word. Some voices answer no times."""

    facts = SPEAKING["google"]

    def speak(self, order: SpeechOrder) -> Spoken:
        """Speak by one call; marks are billed as characters."""
        voice = self._setup.voice_for(order.voice)
        body = {
            "input": {"ssml": self._checked(order)},
            "voice": {"languageCode": order.language, "name": voice},
            "audioConfig": {"audioEncoding": "LINEAR16", "sampleRateHertz": 24_000, "speakingRate": order.speed},
            "enableTimePointing": ["SSML_MARK"],
        }
        url = f"{self._base}/v1beta1/text:synthesize"
        found = post_to_google(self._caller, self.name, url, body, key=self._key or "", seconds=order.seconds)
        with reading(self.name):
            times = {int(one["markName"]): float(one["timeSeconds"]) for one in found.get("timepoints") or []}
            starts = tuple(times.get(place) for place in range(len(order.words))) if times else None
            audio = _base64(found["audioContent"])
        return Spoken(audio_base64=audio, form="wav", starts=starts, voice=voice, bill=self.estimate(order))

    def _sent(self, order: SpeechOrder) -> str:
        """Write SSML: the text with a mark before each word."""
        parts, position = [], 0
        for place, (start, end) in enumerate(order.words):
            parts += [escape(order.text[position:start]), f'<mark name="{place}"/>', escape(order.text[start:end])]
            position = end
        return f"<speak>{''.join(parts)}{escape(order.text[position:])}</speak>"


def _starts_of_words(order: SpeechOrder, alignment: Any) -> tuple[float | None, ...]:
    """Map the times of characters to words. The characters must be those that were sent."""
    characters, times = alignment["characters"], alignment["character_start_times_seconds"]
    if "".join(characters) != order.text or len(times) != len(characters):
        raise ValueError("the alignment is of another text")
    # A provider counts some emoji as several characters, so places are found by the text before them.
    places, length = {}, 0
    for index, character in enumerate(characters):
        places[length] = float(times[index])
        length += len(character)
    return tuple(places.get(start) for start, _ in order.words)


def _base64(text: Any) -> str:
    """Return the text if it is base64 of whole samples; raises ValueError if it was cut."""
    base64.b64decode(text, validate=True)
    return str(text)
