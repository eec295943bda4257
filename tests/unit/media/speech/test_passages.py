"""Passages of one speech are joined with silence between them."""

import io
import wave

import pytest

from reelwright.film.captions.model import CaptionWord
from reelwright.film.makers import Speech
from reelwright_media.speech.passages import joined
from reelwright_media.speech.sound import silence, wav


def speech_of(word: str, seconds: float, rate: int = 8000) -> Speech:
    """Build a speech of one word."""
    words = (CaptionWord(text=word, start_seconds=0.0, end_seconds=seconds),)
    return Speech(wav=wav(silence(seconds, rate), rate), words=words, seconds=seconds, provider="kokoro", voice="v")


def test_words_move_by_all_that_is_before_them() -> None:
    """The sound is as long as the speeches and their pauses."""
    speech = joined([speech_of("one", 1.0), speech_of("two", 0.5)], [2.0, 0.25])
    assert [(word.text, word.start_seconds, word.end_seconds) for word in speech.words] == [
        ("one", 0.0, 1.0),
        ("two", 3.0, 3.5),
    ]
    assert speech.seconds == 3.75
    with wave.open(io.BytesIO(speech.wav)) as sound:
        assert sound.getnframes() / sound.getframerate() == 3.75


def test_sounds_of_two_rates_are_not_joined() -> None:
    """One provider speaks the whole."""
    with pytest.raises(ValueError, match="samples a second"):
        joined([speech_of("one", 1.0), speech_of("two", 1.0, rate=16000)], [1.0, 0.0])
