"""The natural voice: what it refuses needs no model; what it says needs the real one."""

import io
import os
import wave
from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import ContentError, MissingAssetError, RequestError, UnsupportedLanguageError
from reelwright.film.text.reading.aloud import said_words
from reelwright.film.text.words import words_of
from reelwright_media.speech.kokoro import KokoroSpeech
from reelwright_media.speech.reading import voiced_words
from reelwright_media.speech.unspoken import unspoken_words

ASSETS = Path(os.environ.get("REELWRIGHT_ASSETS") or Path(__file__).parents[4] / ".assets")
NOWHERE = KokoroSpeech(Path("nowhere/kokoro.onnx"), Path("nowhere/voices"))


@pytest.mark.parametrize(
    ("text", "language", "voice", "speed", "error"),
    [
        ("Hallo", "de", None, 1.0, UnsupportedLanguageError),
        ("Olá", "pt-PT", None, 1.0, UnsupportedLanguageError),
        ("世界 hi 東京", "en", None, 1.0, UnsupportedLanguageError),
        ("Hello", "en", "nobody", 1.0, RequestError),
        ("Hola", "es", "af_heart", 1.0, RequestError),
        ("Hello", "en", None, 2.5, RequestError),
        ("Hello", "en", None, float("nan"), RequestError),
        ("  ", "en", None, 1.0, ContentError),
        ("Hello", "en", None, 1.0, MissingAssetError),
    ],
    ids=["German", "Portugal", "foreign", "voice", "accent", "speed", "no number", "blank", "no model"],
)
def test_what_would_sound_wrong_is_refused(
    text: str, language: str, voice: str | None, speed: float, error: type[Exception]
) -> None:
    """A wrong accent, an unknown voice, an odd speed, nothing to say or a missing model is an error with its own name."""
    with pytest.raises(error):
        NOWHERE.speak(text, language=language, voice=voice, speed=speed)


def test_a_text_without_sound_needs_no_model() -> None:
    """Emoji alone are half a second of silence, each with its moment."""
    speech = NOWHERE.speak("👋 !!!", language="en", voice=None, speed=1.0)
    assert [(word.text, word.start_seconds, word.end_seconds) for word in speech.words] == [
        ("👋", 0.0, 0.25),
        ("!!!", 0.25, 0.5),
    ]


@pytest.mark.parametrize(
    ("language", "voice", "name"),
    [
        ("en", None, "af_heart"),
        ("en", "male", "am_michael"),
        ("en-GB", "female", "bf_emma"),
        ("fr", "male", "ff_siwis"),
    ],
)
def test_a_voice_may_be_asked_for_by_gender(language: str, voice: str | None, name: str) -> None:
    """The best voice of the gender speaks; where the language has none, its best voice does."""
    assert NOWHERE.speak("!", language=language, voice=voice, speed=1.0).voice == name


@pytest.mark.skipif(not (ASSETS / "kokoro.onnx").exists(), reason="the model is not fetched: `make assets`")
def test_words_are_timed_where_they_sound() -> None:
    """The real model speaks each word in its slot: loud within words, silent in the pause between two sentences."""
    text = "Nobody saw it coming, 👋 Dr. Smith. Would you go?"
    speaker = KokoroSpeech(ASSETS / "kokoro.onnx", ASSETS / "voices")
    speech = speaker.speak(text, language="en-US", voice=None, speed=1.0)
    assert (speech.provider, speech.voice) == ("kokoro", "af_heart")
    assert tuple(word.text for word in speech.words) == words_of(text, "en-US")
    borders = [moment for word in speech.words for moment in (word.start_seconds, word.end_seconds)]
    assert borders == sorted(borders)
    assert all(word.start_seconds < word.end_seconds for word in speech.words)
    assert 2.0 < speech.seconds < 5.0
    with wave.open(io.BytesIO(speech.wav)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (24_000, 1, 2)
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float) / 32768
    assert len(samples) / 24_000 == pytest.approx(speech.seconds)

    def level(start: float, end: float) -> float:
        return float(np.sqrt((samples[round(start * 24_000) : round(end * 24_000)] ** 2).mean()))

    spoken = [word for word in speech.words if word.text != "👋"]
    assert all(level(word.start_seconds, word.end_seconds) > 0.015 for word in spoken)
    smith, would = speech.words[6:8]
    assert would.start_seconds - smith.end_seconds > 0.15
    assert level(smith.end_seconds + 0.02, would.start_seconds - 0.02) < 0.01
    assert speech.words[0].start_seconds < 0.15
    assert speech.seconds - speech.words[-1].end_seconds < 0.2


def test_words_that_the_voice_cannot_read_are_named() -> None:
    """They stay in the captions, and the result says that they were not spoken; what is read as a number is spoken."""
    words = ("The", "word", "蜂", "means", "bee.", "It", "costs", "1", "000", "€.", "Привет!")
    said = said_words(words, "en-US")
    assert unspoken_words(words, [word.said for word in voiced_words(said)], said) == ("蜂", "Привет")
