"""A thing is not shown in a state or colour that its sentence denies."""

import pytest

from reelwright.film.scenes.states import contradicts


def is_contradicted(concept: str, word: str, text: str, language: str) -> bool:
    """Check a word of a text."""
    spoken = text.split()
    place = spoken.index(word)
    return contradicts(concept, spoken, place, place + 1, language)


@pytest.mark.parametrize(
    ("concept", "word", "text", "language"),
    [
        ("blood", "blood", "its blood is blue because of copper", "en"),
        ("blood", "blut", "ihr blut ist blau", "de"),
        ("blood", "blood", "the crab has blue blood", "en"),
        ("blood", "sangre", "la sangre azul del cangrejo", "es"),
        ("desk lamp", "lamp", "the lamp was dark", "en"),
        ("candle", "vela", "la vela se apaga", "es"),
        ("fire", "fire", "the fire went out at night", "en"),
    ],
)
def test_another_colour_and_a_dark_lamp_are_not_shown(concept: str, word: str, text: str, language: str) -> None:
    """The icon of blood is red, and that of a lamp burns."""
    assert is_contradicted(concept, word, text, language)


@pytest.mark.parametrize(
    ("concept", "word", "text"),
    [
        ("blood", "blood", "its blood is warm"),
        ("blood", "blood", "all red blood has iron"),
        ("car", "car", "the car was gone at night"),
        ("desk lamp", "lamp", "he took the lamp out of the bag"),
    ],
)
def test_other_sentences_show_the_thing(concept: str, word: str, text: str) -> None:
    """Neither a colour nor a dark lamp is named."""
    assert not is_contradicted(concept, word, text, "en")
