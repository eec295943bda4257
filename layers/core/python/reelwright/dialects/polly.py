"""Amazon Polly: the sound by one call, and the times of the words (speech marks) by a second one."""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Final, NamedTuple
from xml.sax.saxutils import escape

from reelwright.dialects.answers import reading
from reelwright.dialects.aws import Kinds, own_errors, within
from reelwright.dialects.pricing import prices_now
from reelwright.errors import ProviderError, ProviderRefusedError, ReelwrightError, RequestError
from reelwright.providers.facts import SPEAKING
from reelwright.providers.model import Bill
from reelwright.providers.setup import SpeechSetup
from reelwright.providers.speech import SpeechOrder, Spoken

_MILLION: Final = 1_000_000
_FACTS: Final = SPEAKING["polly"]
_GENERATIVE: Final = "generative"
"""The engine without speech marks, and with few tags of SSML (Polly developer guide)."""
_KINDS: Final[Kinds] = {
    "TextLengthExceededException": RequestError,
    "LanguageNotSupportedException": RequestError,
    "EngineNotSupportedException": RequestError,
    "ValidationException": RequestError,
    "InvalidSsmlException": ProviderRefusedError,
    "InvalidSampleRateException": ProviderRefusedError,
    "MarksNotSupportedForFormatException": ProviderRefusedError,
    "SsmlMarksNotSupportedForTextTypeException": ProviderRefusedError,
}
_USUAL_COUNTRIES: Final = {"en": "en-US", "es": "es-ES", "pt": "pt-BR", "fr": "fr-FR", "de": "de-DE", "nl": "nl-NL"}
_LANGUAGES: Final = {"ar": "arb", "zh": "cmn", "no": "nb"}
"""BCP 47's languages that Polly calls otherwise."""


class _Sent(NamedTuple):
    """The text that is sent, and the range of each word in its UTF-8 bytes (end exclusive)."""

    text: str
    kind: str
    words: tuple[tuple[int, int], ...]


class PollyVoice:
    """A `SpeechModel` by Polly; the setup's model is its engine. The client comes from the composition root."""

    def __init__(self, setup: SpeechSetup, client: Callable[[], Any]) -> None:
        self.name: str = setup.provider
        self._setup, self._make_client = setup, client

    @cached_property
    def _client(self) -> Any:
        """Build the client once: a function that only prices calls needs none."""
        return self._make_client()

    def estimate(self, order: SpeechOrder) -> Bill:
        """Price the characters; marks are billed as a second call."""
        return self._bill(len(order.text) * (1 if self._setup.model == _GENERATIVE else 2))

    def speak(self, order: SpeechOrder) -> Spoken:
        """Speak by one call for the sound and one for the times.

        The sound is compressed (Vorbis, 24 kHz): Polly's PCM has 16 kHz at most. If the second call fails, the sound is kept
        without times: it is paid.
        """
        sent = self._checked(order)
        with within(order.seconds), own_errors(self.name, _KINDS):
            voice, language = self._voice(order)
            request = {
                "Engine": self._setup.model,
                "VoiceId": voice,
                "LanguageCode": language,
                "Text": sent.text,
                "TextType": sent.kind,
            }
            made = self._client.synthesize_speech(**request, OutputFormat="ogg_vorbis", SampleRate="24000")
            sound = made["AudioStream"].read()
            if not sound.startswith(b"OggS"):
                raise ProviderError(f"{self.name} answered a sound that is not Ogg")
            starts, counted = self._times(request, sent)
        return Spoken(
            audio_base64=base64.b64encode(sound).decode(),
            form="ogg",
            starts=starts,
            voice=voice,
            bill=self._bill(int(made["RequestCharacters"]) + counted),
        )

    def _times(self, request: dict[str, str], sent: _Sent) -> tuple[tuple[float | None, ...] | None, int]:
        """Ask for the start of each word; returns them with the billed characters. None: this engine or call has none."""
        if self._setup.model == _GENERATIVE:
            return None, 0
        try:
            with own_errors(self.name, _KINDS), reading(self.name):
                made = self._client.synthesize_speech(**request, OutputFormat="json", SpeechMarkTypes=["word"])
                marks = [json.loads(line) for line in made["AudioStream"].read().decode().splitlines() if line]
                return _starts(sent.words, marks), int(made["RequestCharacters"])
        except ReelwrightError:
            return None, 0

    def _bill(self, characters: int) -> Bill:
        usd, _ = prices_now(self._setup)
        return Bill(usd=characters * usd / _MILLION)

    def _checked(self, order: SpeechOrder) -> _Sent:
        """Return the text to send; raises RequestError outside of the documented limits."""
        if len(order.text) > _FACTS.longest:
            raise RequestError(
                f"{self.name} takes {_FACTS.longest} characters of text a call, and not {len(order.text)}"
            )
        if not _FACTS.speaks_at(order.speed):
            raise RequestError(f"{self.name} speaks at {_FACTS.pace}, and not at {order.speed:g}")
        if order.speed != 1 and self._setup.model == _GENERATIVE:
            raise RequestError(f"{self.name}'s generative voices speak at a speed of 1 alone")
        return _sent(order)

    def _voice(self, order: SpeechOrder) -> tuple[str, str]:
        """Choose the voice and Polly's code of the language; raises RequestError if no voice of the engine speaks it."""
        speaks = [one for one in self._voices if self._setup.model in one["SupportedEngines"]]
        codes = dict.fromkeys(code for one in speaks for code in _codes(one))
        language = next((code for wish in _wishes(order.language) for code in codes if _matches(code, wish)), None)
        if language is None:
            raise RequestError(f"{self.name} has no {self._setup.model} voice for {order.language}")
        if order.voice not in (None, "female", "male"):
            return str(order.voice), language
        configured = [one for gender, one in self._setup.voices.items() if order.voice in (None, gender)]
        fitting = [one for one in speaks if language in _codes(one)]
        named = [one["Id"] for one in fitting if one["Id"] in configured]
        of_gender = [one["Id"] for one in fitting if one["Gender"].lower() == order.voice]
        return (named or of_gender or [one["Id"] for one in fitting])[0], language

    @cached_property
    def _voices(self) -> list[dict[str, Any]]:
        """List Polly's voices once a process; the call is free."""
        found: list[dict[str, Any]] = []
        request: dict[str, str] = {}
        while True:
            page = self._client.describe_voices(**request)
            found += page["Voices"]
            if not page.get("NextToken"):
                return found
            request = {"NextToken": page["NextToken"]}


def _codes(voice: dict[str, Any]) -> list[str]:
    return [voice["LanguageCode"], *voice.get("AdditionalLanguageCodes", ())]


def _wishes(tag: str) -> Iterator[str]:
    """Yield Polly's codes that suit a BCP 47 tag, the best first: the tag, the language's usual country, the language."""
    language, _, region = tag.partition("-")
    language = _LANGUAGES.get(language.lower(), language.lower())
    yield f"{language}-{region}" if region else language
    yield _USUAL_COUNTRIES.get(language, language)
    yield language


def _matches(code: str, wish: str) -> bool:
    return code.lower() == wish.lower() or code.lower().startswith(f"{wish.lower()}-")


def _sent(order: SpeechOrder) -> _Sent:
    """Write plain text, or SSML for another speed than 1."""
    if order.speed == 1:
        return _Sent(order.text, "text", tuple(_bytes_of(order.text, order.words)))
    text, position, words = f'<speak><prosody rate="{round(order.speed * 100)}%">', 0, []
    for start, end in order.words:
        text += escape(order.text[position:start])
        begin = len(text)
        text += escape(order.text[start:end])
        words.append((begin, len(text)))
        position = end
    text += f"{escape(order.text[position:])}</prosody></speak>"
    return _Sent(text, "ssml", tuple(_bytes_of(text, words)))


def _bytes_of(text: str, words: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Turn ranges of characters into ranges of bytes: Polly counts bytes of UTF-8."""
    for start, end in words:
        begin = len(text[:start].encode())
        yield begin, begin + len(text[start:end].encode())


def _starts(words: Sequence[tuple[int, int]], marks: Sequence[dict[str, Any]]) -> tuple[float | None, ...] | None:
    """Give each word the time of the first mark within it: Polly divides "state-of-the-art" otherwise than we do."""
    spoken = [(int(one["start"]), int(one["end"]), int(one["time"]) / 1000) for one in marks if one["type"] == "word"]
    starts = tuple(
        next((time for first, last, time in spoken if first < end and last > start), None) for start, end in words
    )
    return starts if any(one is not None for one in starts) else None
