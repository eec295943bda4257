"""Places that a sentence names: a country or a point on the map, or a way from one place to another."""

import json
from functools import cache
from importlib import resources
from typing import Any, Final, NamedTuple

from reelwright.film.scenes.information.figures import count_in
from reelwright.film.scenes.information.model import Information, Item, Location
from reelwright.film.text.languages import primary_language
from reelwright.film.text.negation import clause_before, negates
from reelwright.film.text.tokens import Token, tokens_of
from reelwright.film.text.wordlists import phrases, words
from reelwright.film.text.words import chunks_of, on_one_line

_LONGEST_NAME: Final = 4
"""Words of the longest name of a place."""
_CLOSE_DEGREES: Final = 1.0
"""Two places nearer than this are one on a map of the world."""


class _Named(NamedTuple):
    """A place in a text: its first and last token, and where it is."""

    first: int
    last: int
    spot: Location


def map_in(text: str, language: str) -> Information | None:
    """Find the only place behind a word such as "in"; with the sentence's amount, if it states one."""
    tokens = tokens_of(text)
    found = [named for named in _places(text, tokens, language) if _is_located(text, tokens, named, language)]
    if len({_key(named) for named in found}) != 1:
        return None
    item = _item(text, tokens, found[0])
    amount = count_in(text, language)
    items = (item, *(amount.items if amount else ()))
    because = f"a place: {item.text}{f', with one amount: {amount.items[0].text}' if amount else ''}"
    return Information(kind="map", items=items, places=(found[0].spot,), because=because)


def route_in(text: str, language: str) -> Information | None:
    """Find a way from one place to another."""
    tokens = tokens_of(text)
    found = _places(text, tokens, language)
    pairs = {chunks_of(pair) for pair in phrases("route", language)}
    if len(found) != 2:  # noqa: PLR2004 - from and to
        return None
    start, end = found
    glue = (_before(tokens, start, language), _before(tokens, end, language))
    far = abs(start.spot.latitude - end.spot.latitude) + abs(start.spot.longitude - end.spot.longitude)
    if glue not in pairs or far < _CLOSE_DEGREES or negates(clause_before(text, tokens[start.first].start), language):
        return None
    items = tuple(_item(text, tokens, named) for named in found)
    because = f"a way between two places: {items[0].text}, {items[1].text}"
    return Information(kind="route", items=items, places=(start.spot, end.spot), because=because)


def _item(text: str, tokens: tuple[Token, ...], named: _Named) -> Item:
    start, end = tokens[named.first].start, tokens[named.last].end
    return Item(text=text[start:end], start=start, end=end)


def _key(named: _Named) -> tuple[float, float]:
    return named.spot.latitude, named.spot.longitude


def _is_located(text: str, tokens: tuple[Token, ...], named: _Named, language: str) -> bool:
    """Check that the sentence is about the place: a word such as "in" stands before it, and no negation."""
    before = _before(tokens, named, language)
    return before in words("in", language) and not negates(clause_before(text, tokens[named.first].start), language)


def _before(tokens: tuple[Token, ...], named: _Named, language: str) -> str:
    """Return the word before a place, articles left out."""
    place = named.first - 1
    while place > 0 and tokens[place].text.casefold() in words("articles", language):
        if tokens[place].text.casefold() in words("in", language):
            break
        place -= 1
    return tokens[place].text.casefold() if place >= 0 else ""


def _places(text: str, tokens: tuple[Token, ...], language: str) -> list[_Named]:
    """Find the places that a text names, the longest names first; a name within a longer name is none."""
    known = _gazetteer(primary_language(language))
    found: list[_Named] = []
    place = 0
    while place < len(tokens):
        for length in range(min(_LONGEST_NAME, len(tokens) - place), 0, -1):
            last = place + length - 1
            spot = known.get(on_one_line(text[tokens[place].start : tokens[last].end]))
            if spot is not None and not _goes_on(text, tokens, place, last):
                found.append(_Named(place, last, spot))
                place = last
                break
        place += 1
    return found


def _goes_on(text: str, tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Check whether capitalised words beside it make the name a part of another: "Michael Jordan", "Paris Hilton"."""
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    before = tokens[first - 1] if first > 0 else None
    joined_after = after is not None and text[tokens[last].end : after.start] == " " and after.text[:1].isupper()
    joined_before = before is not None and text[before.end : tokens[first].start] == " " and before.text[:1].isupper()
    return joined_after or (joined_before and first > 1)


@cache
def _gazetteer(language: str) -> dict[str, Location]:
    """Load the places of `places.json`: countries by their names in the language, points by all their names."""
    table: dict[str, Any] = json.loads(resources.files(__package__).joinpath("places.json").read_text("utf-8"))
    known: dict[str, Location] = {}
    for latitude, longitude, names in table["points"]:
        known |= dict.fromkeys(names, Location(latitude=latitude, longitude=longitude))
    for row in table["countries"]:
        west, south, east, north = row["box"]
        spot = Location(
            latitude=(south + north) / 2, longitude=(west + east) / 2, country=row["id"], box=(west, south, east, north)
        )
        known |= dict.fromkeys(row["names"].get(language, ()), spot)
    return known
