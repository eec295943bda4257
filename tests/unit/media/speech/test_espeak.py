"""The fallback voice, with the real library."""
# ruff: noqa: RUF001 - phonemes and letters of many scripts are the subject here

import io
import threading
import wave

import numpy as np
import pytest

from reelwright.errors import ContentError, RequestError, UnsupportedLanguageError
from reelwright.film.makers import Speech
from reelwright.film.text.words import words_of
from reelwright.film.voices.languages import ESPEAK_LANGUAGES
from reelwright_media.speech.espeak import EspeakSpeech, audible_text, read_text
from reelwright_media.speech.espeak_library import espeak

TEXT = "Two hundred meters below the waves, sunlight disappears. Would you go?"


def speak(text: str, *, language: str = "en-US", voice: str | None = None, speed: float = 1.0) -> Speech:
    """Speak with espeak."""
    return EspeakSpeech().speak(text, language=language, voice=voice, speed=speed)


def loudness(speech: Speech, start: float, end: float) -> float:
    """Return the level between two moments, full scale 1."""
    with wave.open(io.BytesIO(speech.wav)) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2")
    return float(np.sqrt((samples[round(start * rate) : round(end * rate)].astype(float) ** 2).mean())) / 32768


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (TEXT, "en-US"),
        ("It costs $1,000 — or 🐙 50%... *really* (no)!", "en-GB"),
        ("你好世界，今天天气很好。", "zh-CN"),
        ("مرحبا بالعالم", "ar"),
        ("สวัสดีครับ วันนี้อากาศดี", "th"),
        ("नमस्ते दुनिया", "hi"),
        ("こんにちは せかい", "ja"),
        ("Guten Tag, Welt", "de-AT"),
        ("a" * 60, "en"),
        ("of the of the end", "en"),
        ("\0 \ud800 hi", "en"),
    ],
)
def test_every_word_has_its_time(text: str, language: str) -> None:
    """The words are those of the text, their times rise, none is empty, and all lie within the sound."""
    speech = speak(text, language=language)
    assert tuple(word.text for word in speech.words) == words_of(text, language)
    borders = [moment for word in speech.words for moment in (word.start_seconds, word.end_seconds)]
    assert borders == sorted(borders)
    assert all(word.start_seconds < word.end_seconds for word in speech.words)
    assert borders[0] >= 0
    assert borders[-1] <= speech.seconds + 0.001
    assert loudness(speech, 0, speech.seconds) > 0.01


def test_a_pause_lies_between_words_and_not_in_them() -> None:
    """After a comma the next word starts when its sound does: before it is silence."""
    speech = speak(TEXT)
    waves, sunlight = speech.words[5:7]
    assert sunlight.start_seconds - waves.end_seconds > 0.08
    assert loudness(speech, waves.end_seconds + 0.01, sunlight.start_seconds - 0.01) < 0.005
    assert loudness(speech, sunlight.start_seconds, sunlight.end_seconds) > 0.03


def test_speed_changes_the_length() -> None:
    """Twice the speed takes clearly less time; the range ends at 0.5 and 2."""
    assert speak(TEXT, speed=2.0).seconds < 0.65 * speak(TEXT).seconds
    for speed in (0.4, 2.1, float("nan")):
        with pytest.raises(RequestError, match="speed"):
            speak(TEXT, speed=speed)


def test_the_same_arguments_give_the_same_times() -> None:
    """Speaking again moves no word by more than a few milliseconds."""
    once, again = speak(TEXT), speak(TEXT)
    assert [word.start_seconds for word in once.words] == pytest.approx(
        [word.start_seconds for word in again.words], abs=0.02
    )


def pitch(speech: Speech) -> float:
    """Return the strongest period of the voice as a frequency, 70 to 400 Hz."""
    with wave.open(io.BytesIO(speech.wav)) as file:
        rate = file.getframerate()
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(float)
    spectrum = np.abs(np.fft.rfft(samples)) ** 2
    likeness = np.fft.irfft(spectrum)[rate // 400 : rate // 70]
    return float(rate / (rate // 400 + int(np.argmax(likeness))))


def test_voices_are_male_and_female_and_stand_in_for_kokoros() -> None:
    """The gender of Kokoro's voice is kept and heard; an unknown name is the caller's mistake."""
    male, female = speak("Aaah", voice="am_michael"), speak("Aaah", voice="af_heart")
    assert (speak("Hi").voice, male.voice, female.voice) == ("male", "male", "female")
    assert pitch(female) > 1.3 * pitch(male)
    with pytest.raises(RequestError, match="no voice"):
        speak("Hi", voice="nobody")


def test_a_text_without_sound_is_a_short_silence() -> None:
    """Marks and emoji alone give half a second in which each has its moment."""
    speech = speak("!!! 👋")
    assert speech.seconds == pytest.approx(0.5, abs=0.01)
    assert [word.text for word in speech.words] == ["!!!", "👋"]
    assert loudness(speech, 0, 0.5) == 0


def test_no_words_is_the_users_mistake() -> None:
    """Nothing can be spoken of a blank text."""
    with pytest.raises(ContentError):
        speak(" \n")


@pytest.mark.parametrize(("text", "language"), [("Hello", "xx"), ("東京です", "ja"), ("世界", "en")])
def test_what_cannot_be_read_is_refused(text: str, language: str) -> None:
    """An unknown language, kanji, or letters the voice would only name are no speech."""
    with pytest.raises(UnsupportedLanguageError):
        speak(text, language=language)


def test_the_library_is_given_every_character_in_its_place() -> None:
    """Silencing keeps positions, or word times would slip."""
    text = "Dr. Who 👋 sees **世界**..."
    assert audible_text(text, "en-us") == "Dr  Who   sees       .  "
    assert audible_text("世界", "cmn") == "世界"


def test_phonemes_carry_no_language_switches() -> None:
    """A foreign word is phonemized without the markers around it, which Kokoro would read as brackets."""
    assert "(" not in espeak().phonemes("le weekend à New York", "fr-fr")


def test_threads_take_turns() -> None:
    """The library has one state; calls from many threads give what calls in turn give."""
    expected = {code: espeak().phonemes("information", code) for code in ("en-us", "fr-fr", "es", "de")}
    found: list[tuple[str, str]] = []

    def work(code: str) -> None:
        found.extend((code, espeak().phonemes("information", code)) for _ in range(20))

    workers = [threading.Thread(target=work, args=(code,)) for code in expected]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(found) == 20 * len(expected)
    assert set(found) == set(expected.items())


def test_the_languages_that_a_create_knows_are_those_of_the_library() -> None:
    """The list is pinned in core, which cannot load the library; a new version of espeak-ng needs a new list."""
    assert espeak().languages == ESPEAK_LANGUAGES


def test_what_is_read_stands_where_its_word_stood() -> None:
    """Word times come from places in the text that is spoken; spaces and words that are read as written stay."""
    words = words_of("Es  kostet 20 €.", "de")
    read = read_text("Es  kostet 20 €.", words, "de")
    assert read.text == "Es  kostet zwanzig Euro."
    assert [read.text[start:end] for start, end in read.places] == ["Es", "kostet", "zwanzig", "Euro."]


@pytest.mark.parametrize(
    ("text", "language"),
    [("Es kostet 29,99 €, d. h. 12 000 € im 1. Jahr.", "de"), ("价格是$20。", "zh-CN")],
)
def test_words_that_are_read_otherwise_than_written_have_their_times(text: str, language: str) -> None:
    """Every word of the script has its time, in order, however many words are said for it."""
    speech = speak(text, language=language)
    assert tuple(word.text for word in speech.words) == words_of(text, language)
    starts = [word.start_seconds for word in speech.words]
    assert starts == sorted(starts)
    assert all(word.start_seconds < word.end_seconds <= speech.seconds + 0.001 for word in speech.words)
