"""Kokoro: the natural-sounding voice. Seven languages, word times from the model itself; no network, no key."""

from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np

from reelwright.errors import ContentError, RequestError, UnsupportedLanguageError
from reelwright.film.captions.model import CaptionWord
from reelwright.film.makers import Speech
from reelwright.film.text.reading.aloud import said_words
from reelwright.film.text.words import words_of
from reelwright.film.voices.table import Gender, Voice, kokoro_code, voices_of
from reelwright_media.speech.alignment import Span, slots
from reelwright_media.speech.espeak_library import espeak
from reelwright_media.speech.kokoro_alphabet import spelled
from reelwright_media.speech.kokoro_model import RATE, KokoroModel, Utterance, kokoro_model, styles
from reelwright_media.speech.kokoro_script import KokoroPassage, passages
from reelwright_media.speech.pauses import tightened
from reelwright_media.speech.reading import readable_share, voiced_words
from reelwright_media.speech.sound import Samples, audible_span, cut, silence, sound_ends, sound_returns, wav
from reelwright_media.speech.unspoken import unspoken_words

SLOWEST, FASTEST = 0.5, 2.0
# A symbol sounds this much earlier than its duration indicates: constant over 43 onsets of three voices.
_LATE_SECONDS = 0.05
_LEAD_SECONDS = 0.06  # kept before the first sound: quiet attacks are below the threshold
_TAIL_SECONDS = 0.12  # kept after the last sound: quiet decays and breaths are below the threshold
_SENTENCE_PAUSE_SECONDS = 0.24  # between two passages, in addition to lead and tail
_BREATH_SECONDS = 0.08  # between two passages of one sentence
_NOTHING_SECONDS = 0.5  # for a text of emoji or punctuation only
_READABLE = 0.5  # lowest share of readable letters


class KokoroSpeech:
    """A SpeechProvider that runs Kokoro-82M on the CPU.

    The first `speak` loads the model; the process shares it. The same arguments give the same bytes on the same machine.
    `voice` is one of `voices.table.VOICES` with the language's accent, or "male" or "female", which every local provider
    accepts. Thread-safe; parallel calls compete for the same cores.
    """

    name = "kokoro"

    def __init__(self, model: Path, voices: Path, *, threads: int = 2) -> None:
        """Take the ONNX file, the folder of `<voice>.bin` files and the number of cores per call. Reads no file yet."""
        self._model = model
        self._voices = voices
        self._threads = threads

    def speak(self, text: str, *, language: str, voice: str | None, speed: float) -> Speech:
        """Speak `text`; see SpeechProvider.

        Raises UnsupportedLanguageError for a language without a voice, and for a text whose letters are mostly of
        scripts that the language does not use; RequestError for an unknown voice, one of another accent, or a speed
        outside 0.5-2;
        ContentError for a text without words. Punctuation or emoji alone give half a second of silence.
        """
        code = kokoro_code(language)
        if code is None or readable_share(text, language) < _READABLE:
            raise UnsupportedLanguageError(f"Kokoro does not speak this text in {language!r}")
        chosen = _chosen(voice, language)
        if not SLOWEST <= speed <= FASTEST:
            raise RequestError(f"speed {speed} is outside {SLOWEST}-{FASTEST}")
        words = words_of(text, language)
        if not words:
            raise ContentError("there is nothing to speak")
        said = said_words(words, language)
        read = voiced_words(said, language)
        script = passages(read, lambda piece: spelled(espeak().phonemes(piece, code), code))
        spoken, heard_at = self._spoken(script, chosen, len(words), speed)
        samples, spans = tightened(spoken, RATE, heard_at, speed=speed)
        seconds = len(samples) / RATE
        return Speech(
            wav=wav(samples, RATE),
            words=tuple(
                CaptionWord(text=word, start_seconds=start, end_seconds=end)
                for word, (start, end) in zip(words, slots(spans, seconds), strict=True)
            ),
            seconds=seconds,
            provider=self.name,
            voice=chosen.name,
            unspoken=unspoken_words(words, [word.said for word in read], said),
        )

    def _spoken(
        self, script: list[KokoroPassage], voice: Voice, word_count: int, speed: float
    ) -> tuple[Samples, list[Span | None]]:
        """Speak the passages with pauses between them, and find the span of each word."""
        spans: list[Span | None] = [None] * word_count
        if not script:
            return silence(_NOTHING_SECONDS, RATE), spans
        model = kokoro_model(self._model, threads=self._threads)
        parts: list[Samples] = []
        offset = 0.0
        for number, passage in enumerate(script):
            if number:
                pause = _SENTENCE_PAUSE_SECONDS if script[number - 1].ends_sentence else _BREATH_SECONDS
                parts.append(silence(pause / speed, RATE))
                offset += len(parts[-1]) / RATE
            said = self._speak_passage(model, passage, voice, speed)
            parts.append(said.samples)
            _place(spans, passage, said, offset)
            offset += len(said.samples) / RATE
        return np.concatenate(parts), spans

    def _speak_passage(self, model: KokoroModel, passage: KokoroPassage, voice: Voice, speed: float) -> "_Trimmed":
        """Speak one passage and trim the silence around it."""
        numbers = [symbol.number for symbol in passage.symbols]
        spoken = model.speak(numbers, styles(self._voices / f"{voice.name}.bin"), speed=speed)
        return _trimmed(spoken)


class _Trimmed(NamedTuple):
    """A passage without the silence around it; `borders` as in Utterance, shifted by the trim and by `_LATE_SECONDS`."""

    samples: Samples
    borders: list[float]


def _trimmed(spoken: Utterance) -> _Trimmed:
    start, end = audible_span(spoken.samples, RATE)
    start = max(0.0, start - _LEAD_SECONDS)
    samples = cut(spoken.samples, RATE, start, end + _TAIL_SECONDS)
    return _Trimmed(samples, [float(border) - start - _LATE_SECONDS for border in spoken.borders])


def _place(spans: list[Span | None], passage: KokoroPassage, said: _Trimmed, offset: float) -> None:
    """Store the spans of a passage's words; a word shared by two passages gets a span over both."""
    heard_at: dict[int, Span] = {}
    begun: dict[int, float] = {}
    for index, symbol in enumerate(passage.symbols):
        if symbol.word is not None:
            first = index - 1 if passage.joined_before(index) else index
            start, alone, end = (max(0.0, said.borders[place]) for place in (first, index, index + 1))
            heard_at[symbol.word] = (heard_at.get(symbol.word, (start, end))[0], end)
            begun.setdefault(symbol.word, alone)
    # The model's duration of the last phoneme before a pause includes part of the pause. So the word ends where the sound
    # becomes silent, and the next word starts where the sound returns.
    ends = sound_ends(said.samples, RATE, list(heard_at.values()))
    gaps = list(zip([0.0, *ends[:-1]], begun.values(), strict=True))
    again = sound_returns(said.samples, RATE, gaps)
    for (word, (start, _)), back, end in zip(heard_at.items(), again, ends, strict=True):
        earlier = spans[word]
        spans[word] = (earlier[0] if earlier else (start if back is None else back) + offset, end + offset)


def _chosen(name: str | None, language: str) -> Voice:
    """Select the voice of this name or gender, else the language's best one. Raises RequestError for an unknown name."""
    offered = voices_of(language)
    if name is None or name in get_args(Gender):
        # A language without a voice of that gender (French has no male one) is still spoken.
        return next((voice for voice in offered if voice.gender == name), offered[0])
    for voice in offered:
        if voice.name == name:
            return voice
    names = ", ".join(voice.name for voice in offered)
    raise RequestError(f"Kokoro has no voice {name!r} for {language!r}; it has {names}, or male and female")
