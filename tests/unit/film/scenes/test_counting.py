"""A figure and the thing that it counts."""

import pytest

from reelwright.film.scenes.concepts import concept_table
from reelwright.film.scenes.counting import counted_in
from reelwright.film.scenes.matching import Match

TABLE = concept_table()


@pytest.mark.parametrize(
    ("text", "word", "number"),
    [
        ("She lit two candles before the storm.", "candles", 2),
        ("Only eleven candles were left.", "candles", 11),
        ("She lit the candles for two hours.", "candles", None),
        ("The candles were lit.", "candles", None),
        ("They had three boxes of candles.", "candles", None),
    ],
)
def test_the_first_figure_counts_the_thing_of_its_word(text: str, word: str, number: int | None) -> None:
    """Hours are no candles."""
    match = Match(concept=TABLE.named("candle"), score=1.2, word=word)
    found = counted_in(text, (match,), "en")
    assert (None if found is None else found.number) == number
