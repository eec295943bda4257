"""How many of a thing a sentence counts: "three hearts" shows three hearts."""

from reelwright.film.scenes.headline import figure_of
from reelwright.film.scenes.matching import Match
from reelwright.film.text.quantities.values import measured
from reelwright.film.text.wordlists import words
from reelwright.film.text.words import chunks_of
from reelwright.values import Value


class ThingCount(Value):
    """A thing and its number."""

    match: Match
    number: float


def counted_in(text: str, matches: tuple[Match, ...], language: str) -> ThingCount | None:
    """Find the thing that the first figure of a text counts; None if it counts none of the matches.

    "Three days of hunger" counts days.
    """
    figure = figure_of(text, language)
    amount = None if figure is None else measured(figure, language)
    if amount is None:
        return None
    unit = chunks_of(amount.unit.casefold())
    ends = [place for place, word in enumerate(unit) if word in words("of", language)]
    head = unit[: min(ends, default=len(unit))]
    found = next((match for match in matches if match.word and match.word in head), None)
    return None if found is None else ThingCount(match=found, number=amount.value)
