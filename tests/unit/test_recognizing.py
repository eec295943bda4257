"""The language model and the rules on top of it, on short scripts of 26 languages."""

import json
from pathlib import Path

import pytest

from reelwright.film.text.recognition import other_language, sure_language
from reelwright.recognizing import FastTextLanguages

TEXTS = json.loads(Path(__file__).with_name("short_scripts.json").read_text(encoding="utf-8"))
SCRIPTS: list[tuple[str, str]] = [(language, text) for language, texts in TEXTS["scripts"].items() for text in texts]
ODD_ENGLISH: list[str] = TEXTS["odd_english"]
"""Titles, brands, exclamations and borrowed words, as English scripts have them."""


def _raise(error: Exception) -> None:
    raise error


LANGUAGES = FastTextLanguages(on_error=_raise)


def test_no_language_is_taken_for_sure_that_is_wrong() -> None:
    """The rules give up precision for nothing: what is sure is right, and most scripts are sure."""
    found = {(language, text): sure_language(text, LANGUAGES.guess(text)) for language, text in SCRIPTS}
    wrong = {key: sure for key, sure in found.items() if sure not in {None, key[0]}}
    assert wrong == {}
    assert sum(sure is not None for sure in found.values()) >= 78


@pytest.mark.parametrize(("language", "text"), SCRIPTS)
def test_a_script_in_its_own_language_is_never_warned_about(language: str, text: str) -> None:
    """Whatever the model holds for likeliest."""
    assert other_language(text, language, LANGUAGES.guess(text)) is None


def test_short_odd_english_is_not_warned_about() -> None:
    """One is Spanish indeed."""
    warned = [text for text in ODD_ENGLISH if other_language(text, "en-US", LANGUAGES.guess(text))]
    assert warned == ["Hasta la vista, baby."]


def test_most_foreign_scripts_are_found_in_the_default_language() -> None:
    """Read as English they would be nonsense: all in another alphabet are found, and most of the others."""
    foreign = [(language, text) for language, text in SCRIPTS if language != "en"]
    found = [(language, text) for language, text in foreign if other_language(text, "en-US", LANGUAGES.guess(text))]
    assert len(found) / len(foreign) > 0.85
    other_alphabets = {"ru", "uk", "bg", "ar", "he", "hi", "zh", "ja", "ko", "el"}
    assert {text for language, text in foreign if language in other_alphabets} <= {text for _, text in found}


def test_a_text_of_any_shape_is_guessed() -> None:
    """Line ends, control characters, nothing: no error."""
    for text in ("", "\n\n", "a\nb\x00c", "👋", "x" * 100_000):
        LANGUAGES.guess(text)
