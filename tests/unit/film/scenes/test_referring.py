"""Pronouns refer to what the film has shown or what its title names; a beast is no "she" in a film about people."""

import pytest

from reelwright.film.scenes.casting import Part
from reelwright.film.scenes.concepts import concept_table
from reelwright.film.scenes.matching import Match
from reelwright.film.scenes.referring import References, begins_with_pronoun

TABLE = concept_table()


def references(*titled: str, theme: str = "people", seen: str | None = None) -> References:
    """Return the references of a film whose title names these concepts, after a scene that showed one."""
    found = References(tuple(match(name) for name in titled), TABLE.themes[theme], "en-US")
    if seen is not None:
        found.saw(Part(scenery="gradient", subjects=TABLE.named(seen).looks[0], concept=TABLE.named(seen)))
    return found


def match(name: str) -> Match:
    """Return a sure match."""
    return Match(concept=TABLE.named(name), score=1.2)


def names(matches: tuple[Match, ...]) -> list[str]:
    """Return the names of the concepts."""
    return [one.concept.name for one in matches]


@pytest.mark.parametrize(
    ("theme", "thought", "shown"),
    [
        ("people", "She stares out of the window.", []),
        ("pets", "She stares out of the window.", ["dog"]),
        ("people", "It stares out of the window.", ["dog"]),
    ],
)
def test_a_dog_is_she_only_in_a_film_about_animals(theme: str, thought: str, shown: list[str]) -> None:
    """In a film on grief the dog was walked, and she is somebody else."""
    assert names(references(theme=theme, seen="dog").known(3, thought, ())) == shown


def test_a_person_is_meant_also_by_a_pronoun_inside_the_thought() -> None:
    """Nothing else is named, so the woman is shown."""
    film = references(seen="mother person")
    assert names(film.known(3, "For the first time she felt nothing.", ())) == ["mother person"]
    assert names(film.known(3, "For the first time he felt nothing.", ())) == []


def test_it_is_the_thing_of_the_title() -> None:
    """Unless "it" refers to nothing, as in "it is late"."""
    film = references("lamp", theme=TABLE.named("lamp").theme)
    assert names(film.known(3, "Nobody could break it.", ())) == ["lamp"]
    assert names(film.known(3, "It is late.", ())) == []


def test_what_cannot_be_shown_is_as_good_as_nothing() -> None:
    """Time is abstract; "it" still refers to the bulb."""
    film = references("lamp", theme=TABLE.named("lamp").theme)
    assert names(film.known(3, "Time could not break it.", (match("growth"),))) == ["lamp"]


def test_the_thing_of_the_title_does_not_stand_in_twice_in_a_row() -> None:
    """Between two of its scenes comes another one."""
    concept = TABLE.named("lamp")
    film = references("lamp", theme=concept.theme)
    part = Part(scenery="gradient", subjects=concept.looks[0], concept=concept)
    assert names(film.stand_in("Nobody knew.", None)) == ["lamp"]
    assert names(film.stand_in("Nobody knew.", part)) == []


def test_a_pronoun_may_stand_behind_a_joint() -> None:
    """As well as alone."""
    assert begins_with_pronoun("And she left.")
    assert not begins_with_pronoun("Yesterday she left.")


def test_a_place_is_no_hero() -> None:
    """Under water nobody is "she"; a film whose title names the place is planned all the same."""
    film = references("underwater place", theme="ocean", seen="underwater place")
    assert names(film.known(3, "She ran up the stairs.", ())) == []


def test_a_face_of_the_title_stands_in_for_nothing() -> None:
    """A smiling baby says nothing of what happens, while an octopus stays the subject of its film."""
    thought = "Nobody knows why, even after many years."
    assert references("baby").stand_in(thought, None) == ()
    assert names(references("octopus", theme="ocean").stand_in(thought, None)) == ["octopus"]


def test_nothing_stands_in_beside_words_that_lead_to_a_clause() -> None:
    """What the driver said is missing then, and "so" alone says nothing; a whole thought does."""
    film = references("lamp", theme=TABLE.named("lamp").theme)
    assert names(film.stand_in("Nobody could fix it.", None)) == ["lamp"]
    assert names(film.stand_in("The driver said that she never once leaves the train.", None)) == []
    assert names(film.stand_in("So, which small habit do you begin with?", None)) == []


def test_they_are_the_soldiers_and_he_is_nobody_of_them() -> None:
    """An army is shown by a helmet, and a "he" is one man."""
    film = references(seen="army")
    assert names(film.known(3, "They marched all night.", ())) == ["army"]
    assert names(film.known(3, "He marched all night.", ())) == []


def test_a_pronoun_refers_also_to_who_was_named_and_not_shown() -> None:
    """Three hearts are shown, and "it" is the fish that has them."""
    film = references()
    heart = TABLE.named("heart")
    fish = Match(concept=TABLE.named("fish"), score=1.0, is_exact=True)
    film.saw(Part(scenery="gradient", subjects=heart.looks[0] * 3, concept=heart), (fish,))
    assert names(film.known(3, "It swims all night.", ())) == ["fish"]
