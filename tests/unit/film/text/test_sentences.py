"""Cleaning and splitting keep every letter and cut where a reader would."""

# ruff: noqa: RUF001 - marks of many scripts are the subject

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.text.characters import spoken_characters
from reelwright.film.text.cleaning import clean, speakable
from reelwright.film.text.sentences import split_clauses, split_sentences

LANGUAGES = st.sampled_from(["en-US", "de", "zh-CN", "ar"])


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    """A cleaned text is already clean."""
    assert clean(clean(text)) == clean(text)


@given(st.text(), LANGUAGES)
def test_sentences_hold_exactly_the_letters_of_the_text(text: str, language: str) -> None:
    """Splitting loses, adds and reorders no letter or digit."""
    cleaned = clean(text)
    assert spoken_characters("".join(split_sentences(cleaned, language))) == spoken_characters(cleaned)


@given(st.text(alphabet=st.sampled_from("aB1 ,;:—–.,你，")))
def test_clauses_hold_exactly_the_letters_of_the_sentence(sentence: str) -> None:
    """Cutting at commas and dashes loses no letter or digit."""
    assert spoken_characters("".join(split_clauses(sentence))) == spoken_characters(sentence)


@given(st.text())
def test_every_sentence_of_a_speakable_text_can_be_spoken(text: str) -> None:
    """Marks alone never become a sentence: a voice would have nothing to say in that scene."""
    cleaned = clean(text)
    if speakable(cleaned):
        assert all(speakable(sentence) for sentence in split_sentences(cleaned))


@pytest.mark.parametrize(
    ("text", "language", "sentences"),
    [
        ("Dr. Smith went home. He slept.", "en", ("Dr. Smith went home.", "He slept.")),
        ("It is 3.5 km away. Go!", "en", ("It is 3.5 km away.", "Go!")),
        ("J. R. R. Tolkien wrote it. Read it.", "en", ("J. R. R. Tolkien wrote it.", "Read it.")),
        ('"Stop!" she said. Nobody did.', "en", ('"Stop!" she said.', "Nobody did.")),
        ("She asked: “Why?” He left.", "en", ("She asked: “Why?”", "He left.")),
        ("We met at 5 p.m. Then it rained.", "en", ("We met at 5 p.m.", "Then it rained.")),
        ("Well… maybe. Yes", "en", ("Well… maybe.", "Yes")),
        ("1. Wake up. 2. Drink water.", "en", ("1. Wake up.", "2. Drink water.")),
        ("Am 3. Oktober war es kalt. Sehr.", "de-DE", ("Am 3. Oktober war es kalt.", "Sehr.")),
        ("你好。今天很冷！是吗？", "zh", ("你好。", "今天很冷！", "是吗？")),
        ("هل تعلم؟ نعم.", "ar", ("هل تعلم؟", "نعم.")),
        ("यह सच है। देखो।", "hi", ("यह सच है।", "देखो।")),
        ("First line\nsecond line", "en", ("First line", "second line")),
        ("Wow!!! ... Really", "en", ("Wow!!! ...", "Really")),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, language: str, sentences: tuple[str, ...]) -> None:
    """Abbreviations, initials, decimals, quotes and list numbers do not end a sentence; marks of all scripts do."""
    assert split_sentences(text, language) == sentences


def test_cleaning_takes_out_what_nobody_says() -> None:
    """Emoji, control and direction characters go, spaces become one, accents compose, lines stay."""
    assert (
        clean("  Hi \U0001f600\u200b there\x07,\u202e e\u0301t\u00e9 \r\n\r\n 1\ufe0f\u20e3 two ")
        == "Hi there, \u00e9t\u00e9\n1 two"
    )


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("It's 100% real 👨\u200d👩\u200d👧 ❤️. Yes.", "It's 100% real. Yes."),
        ("Stop 🛑 now!!! 🔥🔥 Go", "Stop now!!! Go"),
        ("real🔥, and (🔥 hot 🔥)", "real, and (hot)"),
        ("“🔥 Hot” 🔥\n🔥\nCold", "“Hot”\nCold"),
        ("🔥 Top 3 😱", "Top 3"),
        ("Take ½ cup, 2¾ cups, 10² and 1⁄2 of № 5 …", "Take ½ cup, 2¾ cups, 10² and 1⁄2 of № 5 …"),
    ],
)
def test_an_emoji_leaves_no_space_behind(text: str, cleaned: str) -> None:
    """A mark behind an emoji closes up to its word; fractions and powers stay what they are."""
    assert clean(text) == cleaned


def test_cleaning_keeps_joiners_that_shape_letters() -> None:
    """Persian and Indic words need their zero-width joiners."""
    assert clean("می\u200cروم") == "می\u200cروم"


@pytest.mark.parametrize("text", ["", "  ", "\U0001f600\U0001f680", "...!?", "— – -"])
def test_a_text_of_marks_and_emoji_is_not_speakable(text: str) -> None:
    """A film needs something to say."""
    assert not speakable(clean(text))


def test_figures_are_not_cut_at_their_comma() -> None:
    """1,000 is one figure."""
    assert split_clauses("At 1,000 metres, it is dark") == ("At 1,000 metres,", "it is dark")
