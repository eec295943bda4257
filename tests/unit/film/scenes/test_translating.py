"""A word shows what the table has for the English word that names the same icons."""

import pytest

from reelwright.film.scenes.concepts import concept_table
from reelwright.film.scenes.lexicon import Counterpart, NamedIcon
from reelwright.film.scenes.translating import translations


def shown(word: str, *counterparts: tuple[str, float], likeness: float | None) -> list[str]:
    """List the concepts of a word with these counterparts, if the vectors see this likeness."""
    one = NamedIcon(
        icon="fluent:sake",
        theme="food",
        position=0,
        word=word,
        is_label=False,
        counterparts=tuple(Counterpart(word=word, share=share) for word, share in counterparts),
    )
    found = translations((one,), concept_table(), None if likeness is None else lambda _word, _other: likeness)
    return [concept.name for concept in found.values()]


@pytest.mark.parametrize(
    ("word", "counterpart", "share", "likeness", "names"),
    [
        ("manzana", "apple", 0.6, 0.86, ["apple"]),
        ("place", "ticket", 0.7, 0.3, []),
        ("चाय", "tea", 0.75, None, ["tea"]),
        ("जहाज़", "ship", 0.33, None, []),
        ("cosa", "gizmo", 1.0, 0.9, []),
        ("bevanda", "drink", 0.6, 0.73, []),
    ],
)
def test_icons_and_vectors_must_agree(
    word: str, counterpart: str, share: float, likeness: float | None, names: list[str]
) -> None:
    """An English word that the table does not list, or that is hardly a thing, says nothing."""
    assert shown(word, (counterpart, share), likeness=likeness) == names


def test_a_word_that_the_table_lacks_makes_room_for_the_next() -> None:
    """The word "brew" is not listed, "tea" is."""
    assert shown("thé", ("brew", 0.8), ("tea", 0.7), likeness=0.6) == ["tea"]
