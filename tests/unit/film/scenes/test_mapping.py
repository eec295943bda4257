"""A map is shown where nothing else of the sentence can be."""

import pytest

from reelwright.film.scenes.concepts import concept_table
from reelwright.film.scenes.information.rules import information_in
from reelwright.film.scenes.mapping import unless_things_say_more
from reelwright.film.scenes.matching import Match

TABLE = concept_table()


@pytest.mark.parametrize(
    ("text", "name", "is_exact", "is_map"),
    [
        ("In Portugal she lost a suitcase.", "luggage", True, False),
        ("In Portugal she lost her luck.", "luck", False, True),
        ("In Portugal she saw the sea.", "sea", True, True),
    ],
)
def test_a_thing_says_more_than_a_map(text: str, name: str, *, is_exact: bool, is_map: bool) -> None:
    """Only one that its own name names; a place is on the map already."""
    information = information_in(text, "en")
    assert information is not None
    match = Match(concept=TABLE.named(name), score=1.2, is_exact=is_exact)
    assert (unless_things_say_more(information, (match,)) is not None) is is_map
