"""Things that a sentence lists are equals; a person and a thing, or two things beside each other, are not."""

import pytest

from reelwright.film.scenes.grouping import are_equals
from reelwright.film.scenes.model import PictureBrief

EGG, BREAD, MILK = "fluent:egg", "fluent:bread", "fluent:glass-of-milk"


@pytest.mark.parametrize(
    ("text", "language", "subjects", "equals"),
    [
        ("You need eggs, bread and milk.", "en", (EGG, BREAD, MILK), True),
        ("Man braucht Eier, Brot und Milch.", "de", (EGG, BREAD, MILK), True),
        ("You need eggs, courage and milk.", "en", (EGG, MILK), True),
        ("You need eggs, courage and patience.", "en", (EGG,), False),
        ("Three eggs are enough.", "en", (EGG, EGG, EGG), True),
        ("Put the bread beside the milk.", "en", (BREAD, MILK), False),
        ("My brother, my bread and my milk are gone.", "en", ("people:man-medium", BREAD), False),
    ],
)
def test_what_is_equal(text: str, language: str, subjects: tuple[str, ...], equals: bool) -> None:  # noqa: FBT001 - the answer
    """Only a list of things has equals."""
    brief = PictureBrief(text=text, scenery="kitchen", subjects=subjects, mood="calm", seed=1, language=language)
    assert are_equals(brief) is equals
