"""Where a line may end: behind marks, before words that open a phrase, never behind an article."""

import pytest

from reelwright.film.captions.lines import PORTRAIT, caption_lines
from reelwright.film.captions.model import CaptionWord
from reelwright.film.captions.phrases import WHOLE, parting_cost, reading_on_cost
from reelwright.film.text.words import words_of


def test_parting_is_free_behind_a_mark() -> None:
    """A comma, a full stop, a dash, in any script, even behind a closing quote."""
    for word in ("sea,", "sea.", "sea—", "»mer.»", "好。", "بحر،", "है।", "sea.”"):
        assert parting_cost(word, "the") == 0


@pytest.mark.parametrize(
    ("word", "opener", "other"),
    [
        ("whales", "of", "swim"),
        ("Wale", "und", "schwimmen"),
        ("ballenas", "que", "nadan"),
        ("baleines", "dans", "nagent"),
    ],
)
def test_parting_is_cheaper_before_a_phrase(word: str, opener: str, other: str) -> None:
    """Conjunctions and prepositions go with what they introduce."""
    assert parting_cost(word, opener) < parting_cost(word, other) < parting_cost(opener, word)


@pytest.mark.parametrize("article", ["the", "a", "“The", "der", "la", "une", "um"])
def test_nothing_is_dearer_than_parting_article_and_noun(article: str) -> None:
    """An article at a line's end hangs in the air."""
    assert parting_cost(article, "whale") > 4 * parting_cost("of", "whale")


@pytest.mark.parametrize(("word", "ending"), [("光", "が"), ("我们", "的"), ("届", "かない"), ("समुद्र", "में")])
def test_an_ending_stays_with_its_word(word: str, ending: str) -> None:
    """Particles, endings and postpositions lean back: a line does not begin with them where another cut is as good."""
    assert parting_cost(word, ending) > parting_cost(word, "海")


def test_reading_on_over_a_sentence_costs_more_than_over_a_comma() -> None:
    """Two sentences in one line are read as one."""
    assert reading_on_cost("sea.") > reading_on_cost("sea,") > reading_on_cost("sea") == 0


def test_a_line_does_not_part_a_quantity() -> None:
    """2.5 and million stay on one line, and so do Apollo and 11."""
    texts = words_of("They say that it took about 2.5 million years of work before Apollo 11 landed", "en")
    words = tuple(
        CaptionWord(text=text, start_seconds=place * 0.4, end_seconds=place * 0.4 + 0.4)
        for place, text in enumerate(texts)
    )
    lines = [line.text for line in caption_lines(words, PORTRAIT, len(words) * 0.4)]
    assert any("2.5 million years" in line for line in lines)
    assert any("Apollo 11" in line for line in lines)


@pytest.mark.parametrize(
    ("word", "following", "before", "language"),
    [("z.", "B.", "Städte,", "de"), ("séc.", "XXI", "No", "pt"), ("Dr.", "Lee", "met", "en"), ("No.", "5", "is", "en")],
)
def test_an_abbreviation_stays_with_what_it_shortens(word: str, following: str, before: str, language: str) -> None:
    """The parts of "z. B." and a title and its name are parted only where both do not fit into a line."""
    assert parting_cost(word, following, before=before, language=language) == WHOLE


@pytest.mark.parametrize(
    ("word", "following"),
    [
        ("5th", "St."),
        ("Oak", "St."),
        ("Smith", "Jr."),
        ("Washington,", "D.C."),
        ("5", "p.m."),
        ("Ave.", "NW"),
        ("Acme", "Inc."),
    ],
)
def test_an_abbreviation_stays_with_what_it_closes(word: str, following: str) -> None:
    """A street, a degree and an hour are parted from their abbreviation only where both do not fit into a line."""
    assert parting_cost(word, following, language="en") == WHOLE


@pytest.mark.parametrize(
    ("word", "following"), [("visited", "St."), ("pears,", "etc."), ("met", "Dr."), ("Monday,", "St.")]
)
def test_an_abbreviation_that_opens_a_name_may_begin_a_line(word: str, following: str) -> None:
    """A saint and a doctor belong to the name behind them."""
    assert parting_cost(word, following, language="en") < WHOLE


def test_a_line_may_end_behind_an_abbreviation_that_stands_alone() -> None:
    """The word "etc." needs no next word."""
    assert parting_cost("etc.", "grow", before="pears,", language="en") < WHOLE


@pytest.mark.parametrize(
    ("word", "following"), [("contagieux", ":"), ("vrai", "!"), ("Oui", "»,"), ("«", "Oui"), ("well", "—")]
)
def test_a_mark_that_stands_alone_stays_with_its_word(word: str, following: str) -> None:
    """French puts a space before ":" and within quotes; no line begins with such a mark or ends with an opening one."""
    assert parting_cost(word, following, language="fr") == WHOLE
