"""espeak-ng: the fallback voice. It sounds robotic, is fast, and has about 100 languages."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reelwright.errors import ContentError, RequestError, UnsupportedLanguageError
from reelwright.film.captions.model import CaptionWord
from reelwright.film.makers import Speech
from reelwright.film.text.reading.aloud import said_words
from reelwright.film.text.sentences import stop_is_part
from reelwright.film.text.voicing import is_heard
from reelwright.film.text.words import words_of
from reelwright.film.voices.languages import HAN, HAN_READERS, espeak_code, reads_aloud
from reelwright.film.voices.table import VOICES
from reelwright_media.speech.alignment import Span, slots
from reelwright_media.speech.espeak_library import Moment, Sound, espeak
from reelwright_media.speech.sound import Samples, audible_span, cut, pcm_samples, silence, spans_of, wav
from reelwright_media.speech.unspoken import unspoken_words

SLOWEST, FASTEST = 0.5, 2.0
_WORDS_PER_MINUTE = 165  # espeak's default of 175 is too fast for a film
_MARGIN_SECONDS = 0.04
_NOTHING_SECONDS = 0.5
_VARIANTS = {"female": "+f2", "male": ""}  # espeak's default voices are male
_MARKUP = frozenset("*_~^|\\<>#`")  # espeak would read their names


class EspeakSpeech:
    """A SpeechProvider by espeak-ng, with the library's own word times.

    `voice` is "male" or "female" (None: male). Kokoro's voice names are accepted and mapped to their gender, so that it can
    replace that provider; any other name raises RequestError. Thread-safe: calls are serialised.
    """

    name = "espeak"

    def speak(self, text: str, *, language: str, voice: str | None, speed: float) -> Speech:
        """Speak `text`; see SpeechProvider.

        Raises UnsupportedLanguageError if espeak lacks the language, for Japanese with kanji (it reads kana only), and
        if it can read none of the letters; RequestError for an unknown voice or a speed outside 0.5-2;
        ContentError for a text without words.
        """
        library = espeak()
        code = espeak_code(language, library.languages)
        if code is None or not reads_aloud(text, language):
            raise UnsupportedLanguageError(f"espeak-ng does not speak this text in {language!r}")
        if not SLOWEST <= speed <= FASTEST:
            raise RequestError(f"speed {speed} is outside {SLOWEST}-{FASTEST}")
        speaker = _gender(voice)
        words = words_of(text, language)
        if not words:
            raise ContentError("there is nothing to speak")
        read = read_text(text, words, language)
        said = audible_text(read.text, code)
        if not any(map(str.isalnum, said)) and any(map(str.isalpha, text)):
            raise UnsupportedLanguageError(f"espeak-ng cannot read the letters of this text in {language!r}")
        sound = library.sound(said, code, variant=_VARIANTS[speaker], words_per_minute=round(_WORDS_PER_MINUTE * speed))
        samples, spans = _timed(sound, said, read.places, library.rate)
        seconds = len(samples) / library.rate
        return Speech(
            wav=wav(samples, library.rate),
            words=tuple(
                CaptionWord(text=word, start_seconds=start, end_seconds=end)
                for word, (start, end) in zip(words, slots(spans, seconds), strict=True)
            ),
            seconds=seconds,
            provider=self.name,
            voice=speaker,
            unspoken=unspoken_words(words, [said[start:end] for start, end in read.places], read.words),
        )


class TimedReading(NamedTuple):
    """Our own sound of a text, and the span of each word in it; None for a silent word."""

    samples: Samples
    rate: int
    spans: list[Span | None]


def timed_reading(said: str, places: Sequence[tuple[int, int]], code: str, speed: float) -> TimedReading:
    """Speak a text that is written as it is said, with the time of each word. Raises as `Espeak.sound`."""
    library = espeak()
    audible = audible_text(said, code)
    sound = library.sound(audible, code, words_per_minute=round(_WORDS_PER_MINUTE * min(FASTEST, max(SLOWEST, speed))))
    samples, spans = _timed(sound, audible, places, library.rate)
    return TimedReading(samples, library.rate, spans)


class ReadText(NamedTuple):
    """A text as it is read aloud, the reading of each word, and its character range (end exclusive) in `text`."""

    text: str
    words: list[str]
    places: list[tuple[int, int]]


def read_text(text: str, words: Sequence[str], language: str) -> ReadText:
    """Replace each word by its reading; characters between words are kept."""
    said_ones = said_words(words, language)
    read, places, position = "", [], 0
    for (start, end), said in zip(places_of(text, words), said_ones, strict=True):
        read += text[position:start]
        places.append((len(read), len(read) + len(said)))
        read, position = read + said, end
    return ReadText(read + text[position:], said_ones, places)


def _timed(sound: Sound, said: str, places: Sequence[tuple[int, int]], rate: int) -> tuple[Samples, list[Span | None]]:
    """Trim the silence around the sound, and find the span of each word in the trimmed sound."""
    samples = pcm_samples(bytes(sound.samples))
    start, end = audible_span(samples, rate)
    if end <= start or not any(map(str.isalnum, said)):  # espeak would read the names of isolated punctuation
        return silence(_NOTHING_SECONDS, rate), [None] * len(places)
    spans = _spans(said, places, sound, samples, rate)
    first = max(0.0, start - _MARGIN_SECONDS)
    trimmed = cut(samples, rate, first, end + _MARGIN_SECONDS)
    return trimmed, [span and (max(0.0, span[0] - first), max(0.0, span[1] - first)) for span in spans]


def audible_text(text: str, code: str) -> str:
    """Replace characters that must stay silent by spaces; character positions do not change."""
    marks = [
        " " if _is_silent(mark, code) or (mark == before and not mark.isalnum()) else mark
        for before, mark in pairwise(f" {text}")
    ]
    words = text.split()
    for word, place, following in zip(words, places_of(text, words), [*words[1:], ""], strict=True):
        if word.endswith(".") and stop_is_part(word[:-1], following, code):
            marks[place[1] - 1] = " "
    return "".join(marks)


def _is_silent(mark: str, code: str) -> bool:
    return not is_heard(mark) or mark in _MARKUP or (ord(mark) in HAN and code not in HAN_READERS)


def places_of(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Find the character range (end exclusive) of each word in the text that it was cut from."""
    places: list[tuple[int, int]] = []
    position = 0
    for word in words:
        start = text.index(word, position)
        position = start + len(word)
        places.append((start, position))
    return places


def _spans(
    said: str, places: Sequence[tuple[int, int]], sound: Sound, samples: Samples, rate: int
) -> list[Span | None]:
    """Compute the span of each word; None for words without a letter or digit."""
    anchors = _anchors(sound.moments, len(said), len(samples))
    starts = [
        _sample_at(anchors, start) / rate if any(mark.isalnum() for mark in said[start:end]) else None
        for start, end in places
    ]
    return spans_of(starts, samples, rate)


def _anchors(moments: Sequence[Moment], characters: int, sample_count: int) -> list[Moment]:
    """Keep the moments that rise both in text position and in time; the first one per position."""
    anchors = [Moment(-1, 0)]
    for moment in [*moments, Moment(characters, sample_count)]:
        if moment.position > anchors[-1].position and moment.sample >= anchors[-1].sample:
            anchors.append(moment)
    return anchors


def _sample_at(anchors: Sequence[Moment], position: int) -> float:
    """Compute the sample at which a character is spoken, interpolated linearly between two known moments."""
    index = bisect_right(anchors, position, key=lambda moment: moment.position)
    before = anchors[index - 1]
    if before.position == position or index == len(anchors):
        return before.sample
    after = anchors[index]
    share = (position - before.position) / (after.position - before.position)
    return before.sample + share * (after.sample - before.sample)


def _gender(voice: str | None) -> str:
    if voice is None:
        return "male"
    if voice in VOICES:
        return VOICES[voice].gender
    if voice not in _VARIANTS:
        raise RequestError(f"espeak-ng has no voice {voice!r}; it has {', '.join(_VARIANTS)}")
    return voice
