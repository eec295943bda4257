"""Further subjects appear with their words; the first one, and what has no word, is there from the start."""

import pytest

from reelwright.film.scenes.concepts import concept_table
from reelwright.film.scenes.entering import entrances_of
from reelwright.film.scenes.matching import Match

TABLE = concept_table()


def match(name: str, word: str) -> Match:
    """Return a concept that a word names."""
    return Match(concept=TABLE.named(name), score=1.2, word=word)


DOG, EGG, BED = match("dog", "dog"), match("egg", "egg"), match("bed", "bed")


@pytest.mark.parametrize(
    ("subjects", "entering"),
    [
        (("noto:dog", "fluent:egg", "fluent:bed"), [(1, "egg"), (2, "bed")]),
        (("fluent:egg", "noto:dog"), [(1, "dog")]),
        (("noto:dog", "fluent:guitar"), []),
        (("fluent:egg", "fluent:egg", "fluent:egg"), []),
        ((), []),
    ],
)
def test_a_further_subject_enters_with_its_word(subjects: tuple[str, ...], entering: list[tuple[int, str]]) -> None:
    """A beggar is no egg, a bedroll no bed, and one that is not named is there from the start."""
    text = "The dog of a beggar with a bedroll ate the egg beside his bed."
    found = entrances_of(text, subjects, (DOG, EGG, BED))
    assert [(one.subject, text[one.start : one.end]) for one in found] == entering
    assert [one.start for one in found] == [text.rindex(word) for _, word in entering]


def test_words_are_found_in_a_script_without_spaces() -> None:
    """Characters before a word do not hide it."""
    text = "女孩买了鸡蛋。"
    found = entrances_of(text, ("noto:dog", "fluent:egg"), (match("egg", "鸡蛋"),))
    assert [text[one.start : one.end] for one in found] == ["鸡蛋"]
