"""Reading aloud holds for any words: one reading a word, no error, no lost letters, and work in proportion to length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.text.reading.aloud import said_words

LANGUAGES = ("de-DE", "en-GB", "en-US", "es-ES", "fr-FR", "it-IT", "pt-BR")
SIGNS = "0123456789.,:;/-–+%$€£°º²½§&@#'\"()[]xXIVaBnkm"  # noqa: RUF001 - a dash
WORDS = st.lists(
    st.text(st.sampled_from(SIGNS) | st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=12), max_size=12
)


@pytest.mark.parametrize("language", LANGUAGES)
@given(words=WORDS)
def test_any_words_have_one_reading_each(language: str, words: list[str]) -> None:
    """Readings are as many as words, whatever characters stand in them."""
    assert len(said_words(words, language)) == len(words)


@pytest.mark.parametrize("language", LANGUAGES)
@given(
    words=st.lists(st.from_regex(r"[b-df-hj-km-np-rt-w][aeou]{2}[a-z]{4,9}", fullmatch=True), min_size=1, max_size=8)
)
def test_plain_words_are_said_as_written(language: str, words: list[str]) -> None:
    """No rule touches small letters without figures, signs and stops."""
    assert said_words(words, language) == words


@pytest.mark.timeout(60)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "word",
    [
        "1" * 5000,
        "-" * 5000,
        "(" * 2500 + "a" + ")" * 2500,
        "a." * 2500,
        "1." * 2500,
        "1,000" * 1000,
        "I" * 5000,
        "1/2" * 1500,
    ],
    ids=["digits", "hyphens", "brackets", "dotted letters", "dotted digits", "groups", "numerals", "fractions"],
)
def test_hostile_words_are_read_too(language: str, word: str) -> None:
    """Long runs end: no pattern backtracks without a bound. The time limit is a safety net only."""
    assert len(said_words(["Aa", word, "bb."], language)) == 3
