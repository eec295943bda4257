"""A script is read once: passages of sentences, of clauses, of words that know what they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.text.cleaning import clean
from reelwright.film.text.read import read
from reelwright.film.text.words import words_of


@given(st.text(max_size=60), st.sampled_from(["en", "zh", "ja", "ar", "th"]))
def test_the_words_of_a_script_are_those_that_captions_and_voices_count(text: str, language: str) -> None:
    """Read as a whole or cut at once, a text has the same words in the same order."""
    words = tuple(word.written for word in read(text, language).words)
    assert "".join(words) == "".join(words_of(clean(text), language)) or not words


def test_words_know_their_kind() -> None:
    """Figures, units, currencies, times, addresses, and marks that nobody says."""
    script = read("In 1990 the F-16 cost $2.5M — or 20 € a day at 8:30. See https://x.org, ten km on.", "en")
    kinds = {word.written: word.kind for word in script.words}
    assert kinds["1990"] == "year"
    assert kinds["F-16"] == "code"
    assert kinds["$2.5M"] == kinds["20"] == kinds["ten"] == "figure"
    assert kinds["—"] == "mark"
    assert kinds["€"] == "currency"
    assert kinds["8:30."] == "time"
    assert kinds["https://x.org,"] == "url"
    assert kinds["km"] == "unit"
    assert kinds["cost"] == "word"


@pytest.mark.parametrize(
    ("word", "direction"), [("שלום", "rtl"), ("مرحبا", "rtl"), ("Apple", "ltr"), ("20", "neutral")]
)
def test_words_know_the_direction_of_their_letters(word: str, direction: str) -> None:
    """Numbers have none: they follow the line."""
    assert [one.direction for one in read(word, "he").words] == [direction]


def test_sentences_and_clauses_hold_the_words() -> None:
    """Cut where a reader would; an abbreviation ends none."""
    sentences = read("Dr. Lee came, saw, and left. Then it rained.\nAll night", "en").sentences
    assert [sentence.text for sentence in sentences] == [
        "Dr. Lee came, saw, and left.",
        "Then it rained.",
        "All night",
    ]
    assert [clause.text for clause in sentences[0].clauses] == ["Dr. Lee came,", "saw,", "and left."]


def test_a_pasted_script_says_what_it_left_out_and_where_it_pauses() -> None:
    """The text is what is spoken."""
    script = read("NARRATOR: Wait. [pause 2s] Go **on**.", "en", "auto")
    assert script.text == "Wait.\nGo on."
    assert [passage.pause_seconds for passage in script.passages] == [2.0, 0.0]
    assert script.pause_seconds == 2.0
    assert script.left_out == {"formatting": 1, "speaker_labels": 1}
