"""Odd input costs little and fails nothing."""

import pytest

from reelwright.film.text.reading.aloud import LONGEST_WORD, said_words


@pytest.mark.parametrize(
    "text",
    [
        "1" * 5000,
        "a." * 3000,
        "www." * 1500,
        "AEIO" * 2000,
        "BANANA" * 40 + "XQ",
        "1" * LONGEST_WORD,
        "BANANA" * (LONGEST_WORD // 6),
        "99:99:99 0/0 5/0 +1 ()",
    ],
)
@pytest.mark.parametrize("language", ["en-US", "de", "fr"])
@pytest.mark.timeout(60)
def test_odd_words_are_read_to_their_end(text: str, language: str) -> None:
    """Each word keeps its reading, no pattern backtracks until the time-out, and no number is too long to convert."""
    words = text.split()
    assert len(said_words(words, language)) == len(words)


def test_a_very_long_word_is_left_as_it_is_among_words_that_are_read() -> None:
    """Its neighbours are still read."""
    long = "1" * (LONGEST_WORD + 1)
    assert said_words(["It", "costs", "$5", long, "now."], "en-US") == ["It", "costs", "five dollars", long, "now."]
