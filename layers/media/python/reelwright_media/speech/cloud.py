"""Voices of cloud providers: our reading of numbers goes out, samples come back, and every word gets its time."""

import base64
import struct
from collections.abc import Callable
from typing import Final, NamedTuple

from reelwright.errors import ContentError, ProviderError
from reelwright.film.captions.model import CaptionWord
from reelwright.film.makers import Speech
from reelwright.film.text.sentences import split_sentences
from reelwright.film.text.words import words_of
from reelwright.providers.model import Ledger
from reelwright.providers.speech import SpeechModel, SpeechOrder, Spoken
from reelwright_media.speech.alignment import slots
from reelwright_media.speech.espeak import read_text
from reelwright_media.speech.likeness import aligned_starts
from reelwright_media.speech.passages import joined
from reelwright_media.speech.sound import Samples, pcm_samples, spans_of, wav

_UNKNOWN_SIZE: Final = 0xFFFFFFFF
"""The length in the header of a WAV that is sent while it is made."""
_SHORTEST_SECONDS: Final = 0.2
_PIECE_CHARACTERS: Final = 400
"""Of one call: about 30 s, and at most a minute, of 48,000 bytes each; an answer has at most 4 MiB."""


Unpack = Callable[[bytes, int], Samples]
"""Decodes a compressed sound to mono samples at a rate, in the function without rights."""


class CloudSpeech:
    """A `SpeechProvider` of a `SpeechModel`. Each call is booked in the step's ledger."""

    def __init__(self, model: SpeechModel, ledger: Ledger | None = None, unpack: Unpack | None = None) -> None:
        self.name = model.name
        self._model, self._ledger, self._unpack = model, ledger, unpack

    def billed_to(self, ledger: Ledger) -> "CloudSpeech":
        """Return the voice with the ledger of one step."""
        return CloudSpeech(self._model, ledger, self._unpack)

    def unpacked_by(self, unpack: Unpack) -> "CloudSpeech":
        """Return the voice with the decoder of one step."""
        return CloudSpeech(self._model, self._ledger, unpack)

    def speak(self, text: str, *, language: str, voice: str | None, speed: float) -> Speech:
        """Speak `text`; see SpeechProvider. Words without times of the provider's are aligned with our own timed reading."""
        if not words_of(text, language):
            raise ContentError("there is nothing to speak")
        spoken = [self._piece(one, language, voice, speed) for one in _pieces(text, language)]
        return joined(spoken, [0.0] * len(spoken)) if len(spoken) > 1 else spoken[0]

    def _piece(self, text: str, language: str, voice: str | None, speed: float) -> Speech:
        """Speak one piece by one call."""
        words = words_of(text, language)
        read = read_text(text, words, language)
        order = SpeechOrder(text=read.text, words=tuple(read.places), language=language, voice=voice, speed=speed)
        spoken = self._spoken(order)
        heard = self._heard(spoken)
        seconds = len(heard.samples) / heard.rate
        if seconds < _SHORTEST_SECONDS:
            raise ProviderError(f"{self.name} answered {seconds:.2f} s of sound")
        starts = spoken.starts or aligned_starts(
            heard.samples, heard.rate, order, provider=self.name, improvises=spoken.improvises
        )
        spans = slots(spans_of(starts, heard.samples, heard.rate), seconds)
        return Speech(
            wav=wav(heard.samples, heard.rate),
            words=tuple(
                CaptionWord(text=word, start_seconds=start, end_seconds=end)
                for word, (start, end) in zip(words, spans, strict=True)
            ),
            seconds=seconds,
            provider=self.name,
            voice=spoken.voice,
        )

    def _heard(self, spoken: Spoken) -> "Heard":
        if spoken.form != "ogg":
            return samples_of(spoken)
        if self._unpack is None:
            raise ProviderError(f"the compressed sound of {self.name} has no decoder here")
        return Heard(self._unpack(base64.b64decode(spoken.audio_base64), spoken.rate), spoken.rate)

    def _spoken(self, order: SpeechOrder) -> Spoken:
        def call() -> Spoken:
            return self._model.speak(order)

        if self._ledger is None:
            return call()
        return self._ledger.once(self.name, order, estimate=self._model.estimate(order), call=call, shape=Spoken)


def _pieces(text: str, language: str) -> list[str]:
    """Group sentences so that the sound of each group fits into one answer. A text is spoken whole, in order."""
    pieces = [""]
    for sentence in split_sentences(text, language):
        if not words_of(sentence, language):
            continue
        if pieces[-1] and len(pieces[-1]) + len(sentence) > _PIECE_CHARACTERS:
            pieces.append("")
        pieces[-1] = f"{pieces[-1]} {sentence}".strip()
    return pieces


class Heard(NamedTuple):
    """Samples, and how many a second."""

    samples: Samples
    rate: int


def samples_of(spoken: Spoken) -> Heard:
    """Read the samples. Raises ProviderError for anything but whole mono 16-bit PCM; no codec is involved."""
    data = base64.b64decode(spoken.audio_base64)
    rate = spoken.rate
    if spoken.form == "wav":
        data, rate = _pcm_of(data)
    if len(data) % 2:
        raise ProviderError("the sound was cut within a sample")
    return Heard(pcm_samples(data), rate)


def _pcm_of(data: bytes) -> tuple[bytes, int]:
    """Find the samples of a WAV and their rate. The header of a streamed WAV does not know its length."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise ProviderError("the sound is no WAV")
    place, rate = 12, 0
    while place + 8 <= len(data):
        name, size = data[place : place + 4], struct.unpack_from("<I", data, place + 4)[0]
        place += 8
        if name == b"fmt " and place + 16 <= len(data):
            kind, channels, rate, _, _, bits = struct.unpack_from("<HHIIHH", data, place)
            if (kind, channels, bits) != (1, 1, 16):
                raise ProviderError("the sound is not mono 16-bit PCM")
        if name == b"data" and rate:
            if size > len(data) - place and size < _UNKNOWN_SIZE - len(data):
                raise ProviderError("the sound was cut")
            return data[place : place + size], rate
        place += size + size % 2
    raise ProviderError("the WAV has no sound")
