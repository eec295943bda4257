"""A negation shortly before a word denies it."""

import pytest

from reelwright.film.scenes.denying import is_denied
from reelwright.film.text.stems import units_of


@pytest.mark.parametrize(
    ("text", "word", "language", "denied"),
    [
        ("Non c'era pane in casa.", "pane", "it", True),
        ("Il n'y avait pas de pain.", "pain", "fr", True),
        ("No había pan en casa.", "pan", "es", True),
        ("Non voleva dire che il pane era duro.", "pane", "it", False),
    ],
)
def test_an_elided_word_counts_for_nothing(text: str, word: str, language: str, *, denied: bool) -> None:
    """Two words may stand between; a single letter before an apostrophe is none."""
    spoken = units_of(text, language)
    assert is_denied(spoken, spoken.index(word), text, language, reach=2) is denied
