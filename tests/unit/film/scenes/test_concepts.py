"""The concept table finds things by their words and never takes idioms literally."""

import pytest

from reelwright.film.scenes.concepts import concept_table, singular
from reelwright.film.scenes.people import cast_person

TABLE = concept_table()


def names(text: str) -> list[str]:
    """Return the names of the concepts found in the text."""
    return [found.concept.name for found in TABLE.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Put it in an index fund", ["investing"]),
        ("Animals live on the sea floor", ["animal", "deep sea"]),
        ("Black holes bend light", ["black hole"]),
        ("He was staring at the cats", ["cat"]),
        ("Baking is easy", ["bread"]),
        ("The wolves came", ["wolf"]),
        ("My cat's bed", ["cat", "bed"]),
        ("cell phones", ["phone"]),
    ],
)
def test_words_and_phrases_are_found_in_any_form(text: str, expected: list[str]) -> None:
    """Plurals, verb forms and possessives count; the longest phrase takes its words."""
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "At the bottom line",
        "It was a piece of cake",
        "I cannot bear it",
        "Time to go",
        "He leaves early",
        "caring people",
        "ten thousand feet",
        "under the weather",
        "Bear with me",
        "on the other hand",
    ],
)
def test_idioms_show_nothing(text: str) -> None:
    """Their words mean something else."""
    assert names(text) == []


def test_every_row_is_sound() -> None:
    """Themes exist, words are small and in one concept unless ambiguous, names are unique, looks have one to three subjects."""
    words = [word for concept in TABLE.concepts for word in concept.words if word not in TABLE.ambiguous]
    assert len(words) == len(set(words))
    listed = {word for concept in TABLE.concepts for word in concept.words}
    assert listed >= TABLE.ambiguous
    assert len({concept.name for concept in TABLE.concepts}) == len(TABLE.concepts) >= 300
    for concept in TABLE.concepts:
        assert concept.theme in TABLE.themes
        assert all(word == word.casefold().strip() for word in concept.words)
        assert concept.looks
        assert concept.is_place or all(1 <= len(look) <= 3 for look in concept.looks)
        assert not concept.is_place or concept.looks == ((),)
        assert 0 < concept.weight <= 1


def test_every_subject_is_in_the_icon_packs() -> None:
    """A painter finds each subject; where the packs were not fetched yet this cannot be known."""
    subjects = pytest.importorskip("reelwright_media.painting.subjects")
    try:
        known = set(subjects.subjects())
    except Exception as error:  # noqa: BLE001 - whatever keeps the packs from being read, there is nothing to compare
        pytest.skip(f"icon packs are not here: {error}")
    named = {subject for concept in TABLE.concepts for look in concept.looks for subject in look}
    wanted = {cast_person(subject, seed) for subject in named for seed in range(30)}
    assert wanted <= known


def test_singulars_follow_english_rules() -> None:
    """Regular and common irregular plurals."""
    assert [singular(word) for word in ("cats", "berries", "boxes", "mice", "bus", "glass", "potatoes", "gas")] == [
        "cat", "berry", "box", "mouse", "bus", "glass", "potato", "gas",
    ]  # fmt: skip


def test_a_word_with_several_senses_gives_all_of_them_at_one_place() -> None:
    """Which one is meant the table cannot know: the sentence and the film decide (`test_matching`)."""
    found = TABLE.find("the court")
    assert [one.concept.name for one in found] == ["law", "hoop game"]
    assert {(one.position, one.ambiguous) for one in found} == {(1, True)}


def test_plurals_in_ses_are_found() -> None:
    """A bus is no horse: "buses" loses two letters, "horses" one."""
    assert names("buses and horses") == ["bus", "horse"]
