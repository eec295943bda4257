"""Parses chunks to quantities: a number is extended by its parts to the right and then to the left.

To the right: more of the number (million, `and a half`), its unit or noun, `in 5` of a ratio, `to 10` of a range, a date.
To the left: a sign, a currency, a bound (`less than`), a name (`Apollo 11`, `chapter 7`). An ambiguous quantity is kept
whole and marked as not shown.
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from reelwright.film.text.abbreviations import abbreviation_of
from reelwright.film.text.characters import SENTENCE_MARKS
from reelwright.film.text.languages import primary_language
from reelwright.film.text.quantities.chunks import Chunk, chunks, is_magnitude, is_unit
from reelwright.film.text.quantities.language import Phrase, QuantityWords, quantity_words
from reelwright.film.text.quantities.symbols import (
    CURRENCY_CHUNK,
    EAST_ASIAN,
    FRACTIONS,
    GROUP_OF_THREE,
    NUMBER_CHUNK,
    YEAR,
)
from reelwright.film.text.stopwords import stop_words

QuantityKind = Literal[
    "money",
    "measure",
    "count",
    "number",
    "ratio",
    "range",
    "year",
    "time",
    "date",
    "ordinal",
    "name",
    "code",
    "address",
]
_COMPLETE: Final = frozenset({"money", "measure", "count", "ratio", "range", "time"})
"""Kinds that are complete without a following word."""
_LENGTH_OF_GROUP: Final = 3
_ONES: Final = frozenset("one a an un una uno une ein eine eins um uma".split())  # noqa: SIM905 - data
"""Numbers that are also articles: alone they are no quantity ("one day it rained")."""
_NUMBER_SIGNS: Final = frozenset("№ § #".split())  # noqa: SIM905 - data
_LEADING_ABBREVIATIONS: Final = "number"
_OF: Final = frozenset("de di".split())  # noqa: SIM905 - data
"""Between a Romance million and its unit: "2 millones de toneladas"."""
_MORE: Final = frozenset(
    """more less fewer other others más menos otros otras plus moins autres mehr weniger weitere andere più meno altri
    altre mais outros outras""".split()  # noqa: SIM905 - data
)
"""Words that modify the counted noun; like adjectives, they are part of the quantity."""
_PLURAL_IN_S: Final = frozenset({"en", "es", "fr", "pt"})
_ADJECTIVES_FIRST: Final = frozenset({"en", "de"})
_SINGULARS: Final = ("ss", "us", "is", "ous")
_SHARES: Final = frozenset("half quarter third medio media demi mezzo mezza meio meia".split())  # noqa: SIM905 - data
_OPERATORS: Final = frozenset("+ - − = × x ÷ / * < >".split())  # noqa: SIM905, RUF001 - data; signs look alike
_PARTITIVES: Final = frozenset("of de du des di von aus + - − = × ÷ / * < >".split())  # noqa: SIM905, RUF001 - data; signs look alike
"""After a bare number they show that it is a part of something: "5 of the 20", "2 + 2"."""
_LAST_DAY: Final = 31
_FEWEST_LETTERS_OF_A_NOUN: Final = 2


class Quantity(NamedTuple):
    """A whole quantity or name with a number; it must not be shown or split in part."""

    start: int
    end: int
    kind: QuantityKind
    shown: bool
    """Whether it can be shown by itself. Names, codes and ambiguous quantities cannot."""


class _Grown(NamedTuple):
    """A partly parsed number: the index of its last chunk, and its kind so far."""

    last: int
    kind: QuantityKind


def quantities_of(text: str, language: str) -> tuple[Quantity, ...]:
    """Find the quantities of a text in order, none within another."""
    grammar = _Grammar(text, language)
    found: list[Quantity] = []
    place = 0
    while place < len(grammar.chunks):
        quantities, place = grammar.read(place)
        found += quantities
    return tuple(found)


def held_together(words: Sequence[str], language: str) -> frozenset[int]:
    """Find the words that belong to the same quantity as the next word: 2.5 of "2.5 million"."""
    starts = list(accumulate((len(word) + 1 for word in words), initial=0))
    held: set[int] = set()
    for one in quantities_of(" ".join(words), language):
        held |= {place for place, start in enumerate(starts[1:-1]) if one.start < start <= one.end - 1}
    return frozenset(held)


class _Grammar:
    """Reads the quantities of one text in one language."""

    def __init__(self, text: str, language: str) -> None:
        self._language = primary_language(language)
        self._words: QuantityWords = quantity_words(language)
        self._stops = stop_words(language)
        self._loud = text.upper() == text
        self.chunks: list[Chunk] = chunks(text, self._words)

    def read(self, place: int) -> tuple[list[Quantity], int]:
        """Read the quantities that begin at a chunk; also returns the index of the next chunk to read."""
        chunk = self.chunks[place]
        if chunk.kind == "east_asian":
            return [
                Quantity(chunk.start + found.start(), chunk.start + found.end(), "measure", shown=True)
                for found in EAST_ASIAN.finditer(chunk.text)
            ] or [Quantity(chunk.start, chunk.end, "code", shown=False)], place + 1
        if chunk.kind in {"code", "address"}:
            first = self._name_before(place) if chunk.kind == "code" else place
            return [self._quantity(first, place, chunk.kind, shown=False)], place + 1
        if chunk.kind == "roman":
            return self._roman(place)
        date = self._date(place)
        if date is not None:
            return [self._quantity(place, date, "date", shown=True)], date + 1
        grown = self._counted(place)
        if grown is None:
            return [], place + 1
        return [self._with_context(place, grown)], grown.last + 1

    # Extensions of a number to the right.

    def _counted(self, place: int) -> _Grown | None:
        """Extend a number by its unit, and by the other number of a ratio or a range."""
        grown = self._measured(place)
        if grown is None:
            return None
        second = self._second(grown, self._words.ratio, place)
        if second is not None and grown.kind in {"number", "count"}:
            return self._with_unit(second, "ratio")
        second = self._second(grown, self._words.range, place)
        if second is not None:
            return self._with_unit(second, "range")
        if place and self.chunks[place - 1].folded in self._words.between:
            second = self._second(grown, tuple((word,) for word in self._words.joints), place)
            if second is not None:
                return self._with_unit(second, "range")
        return grown

    def _measured(self, place: int) -> _Grown | None:
        """Extend a number by its unit, and by a smaller unit: 6 feet 2 inches."""
        number = self._number(place)
        if number is None:
            return None
        grown = self._with_unit(number.last, number.kind)
        while grown.kind == "measure" and self._joined(grown.last):
            more = self._number(grown.last + 1)
            if more is None or self.chunks[grown.last + 1].kind == "words":
                break
            longer = self._with_unit(more.last, more.kind)
            if more.kind != "number":
                break
            if longer.kind != "measure":  # the smaller unit is unknown or left out: 6 ft 2 in, 2 h 30
                return _Grown(longer.last, "code")
            grown = longer
        return grown

    def _number(self, place: int) -> _Grown | None:
        """Extend a number by its other parts: sign, currency, groups, fraction, magnitude, `and a half`."""
        chunk = self.chunks[place]
        if self._joined(place) and (CURRENCY_CHUNK.fullmatch(chunk.text) or chunk.folded in self._words.minus):
            behind = self._number(place + 1)
            if behind is None or (chunk.folded in self._words.minus and self.chunks[place + 1].kind == "plain"):
                return None
            return _Grown(behind.last, "money" if CURRENCY_CHUNK.fullmatch(chunk.text) else behind.kind)
        if chunk.kind not in {"number", "words", "year", "time", "ordinal"}:
            return None
        last = place
        while self._joined(last) and (longer := self._more_number(place, last)) is not None:
            last = longer
        return _Grown(last, _own_kind(chunk) if last == place or _own_kind(chunk) == "money" else "number")

    def _more_number(self, first: int, last: int) -> int | None:
        begun, nearest, chunk = self.chunks[first], self.chunks[last], self.chunks[last + 1]
        if nearest.text.isdecimal() and chunk.kind in {"number", "code"} and self._continues(first, last, chunk):
            return last + 1
        if (chunk.kind == "words" and chunk.folded not in _ONES) or is_magnitude(chunk, self._words):
            return last + 1 if begun.kind == "words" or is_magnitude(chunk, self._words) else None
        spelled = nearest.kind == "words" and chunk.folded in self._words.joints and self._joined(last + 1)
        if spelled and self.chunks[last + 2].kind == "words" and not self._is_between(first):
            return last + 2
        return next((last + len(tail) for tail in self._words.tails if self._stands(tail, last + 1)), None)

    def _continues(self, first: int, last: int, chunk: Chunk) -> bool:
        """Check whether a number continues after a space: 1 500, 1 1/2."""
        grouped = len(self.chunks[first].text) <= _LENGTH_OF_GROUP and GROUP_OF_THREE.match(chunk.text)
        fraction = "/" in chunk.text or "⁄" in chunk.text or chunk.text[0] in FRACTIONS  # noqa: RUF001 - the slash
        return bool(fraction) if last == first and not grouped else bool(grouped)

    def _with_unit(self, last: int, kind: QuantityKind) -> _Grown:
        """Extend by a unit and its `per` part, else by the counted noun."""
        end = next((last + len(unit) for unit in self._words.unit_phrases if self._stands_behind(unit, last)), last)
        while self._joined(end) and is_unit(self.chunks[end + 1], self._words):
            end += 1
            if CURRENCY_CHUNK.fullmatch(self.chunks[end].text):
                kind = "money"
        if end == last and self._joined(last, 2) and self.chunks[last + 1].folded in _OF:
            behind = self.chunks[last + 2]
            if is_magnitude(self.chunks[last], self._words) and is_unit(behind, self._words):
                end = last + 2
        if end > last:
            kind = kind if kind in {"money", "ratio", "range"} else "measure"
            return _Grown(self._per(end) if kind != "money" else end, kind)
        if kind in {"money", "measure", "time"}:
            return _Grown(last, kind)
        noun = self._noun(last)
        if noun is None:
            return _Grown(last, kind)
        return _Grown(noun, kind if kind in {"ratio", "range"} else "count")

    def _per(self, end: int) -> int:
        """Find the last chunk of a unit's `per` part: 60 miles per hour."""
        per = self._joined(end, 2) and self.chunks[end + 1].folded in self._words.per
        return end + 2 if per and is_unit(self.chunks[end + 2], self._words) else end

    def _noun(self, last: int) -> int | None:
        """Find the counted plural noun, with at most one adjective before it."""
        if self._language in _PLURAL_IN_S or self._language == "de":
            for place in (last + 1, last + 2):
                if not self._joined(place - 1) or not self._is_content(self.chunks[place]):
                    return None
                if self.chunks[place].folded not in _MORE and self._is_plural(self.chunks[place]):
                    return place
                if self._language not in _ADJECTIVES_FIRST:
                    return None
            return None
        behind = self._joined(last) and self.chunks[last + 1]
        unknown_language = not self._words.known
        return last + 1 if unknown_language and behind and self._is_content(behind) else None

    def _second(self, grown: _Grown, glues: tuple[Phrase, ...], place: int) -> int | None:
        """Find the last chunk of another number after one of the joining words; None if there is none."""
        for glue in glues:
            start = grown.last + len(glue) + 1
            if self._stands(glue, grown.last + 1) and self._joined(start - 1):
                number = self._number(start)
                alike = number is not None and self.chunks[start].kind != "year"
                years = self.chunks[place].kind == "year" and start < len(self.chunks)
                if number is not None and (alike or years):
                    return number.last
        return None

    # Parts before a number.

    def _with_context(self, place: int, grown: _Grown) -> Quantity:
        chunk = self.chunks[place]
        kind = grown.kind
        first = self._lead_before(place)
        if first < place:
            return self._quantity(first, grown.last, "name", shown=False)
        complete = kind in _COMPLETE
        named = self._name_before(place)
        if named < place and not (complete and (kind != "count" or self._language == "de")):
            if kind == "year" and self.chunks[named].folded in self._words.months:
                return self._quantity(place, grown.last, kind, shown=True)
            return self._quantity(named, grown.last, "name", shown=False)
        if self._is_bare_magnitude(place):
            return self._magnitude(place, grown)
        if place and self._is_between(place):
            return self._quantity(place - 1, grown.last, kind, shown=kind == "range")
        first = self._bound_before(place)
        return self._quantity(first, grown.last, kind, shown=self._is_certain(place, grown, chunk))

    def _is_certain(self, place: int, grown: _Grown, chunk: Chunk) -> bool:
        """Check that no part is missing: no unknown unit, no second half of a ratio, no list that it numbers."""
        kind = grown.kind
        if kind in {"ordinal", "code"} or self._enumerates(place) or self._is_german_ordinal(place):
            return False
        if chunk.kind == "words" and (kind == "number" or (chunk.folded in _ONES and grown.last <= place + 1)):
            return False
        return kind in _COMPLETE or self._is_whole_alone(place, grown)

    def _is_whole_alone(self, place: int, grown: _Grown) -> bool:
        """Check whether a number without a unit is complete: no neighbour belongs to it."""
        before = self.chunks[place - 1].folded if place and self._joined(place - 1) else ""
        if grown.kind == "year" and before in self._words.year_openers:
            return True
        if (before,) in (*self._words.ratio, *self._words.range) or before in _OPERATORS:
            return False
        if not self._joined(grown.last):
            return True
        following = self.chunks[grown.last + 1]
        return not self._is_content(following) and following.folded not in _PARTITIVES

    def _enumerates(self, place: int) -> bool:
        """Check whether the number is a list number: "1. Wake up", "2) Drink"."""
        chunk = self.chunks[place]
        opens = not place or any(mark in SENTENCE_MARKS for mark in self.chunks[place - 1].marks)
        return opens and chunk.text.isdecimal() and chunk.marks[:1] in {".", ")"} and place + 1 < len(self.chunks)

    def _is_bare_magnitude(self, place: int) -> bool:
        return self.chunks[place].kind == "words" and is_magnitude(self.chunks[place], self._words)

    def _magnitude(self, place: int, grown: _Grown) -> Quantity:
        """Parse "a million people" with its article; half a million and several hundred are not shown."""
        complete = grown.kind in {"money", "measure", "count"}
        if not place or not self._joined(place - 1):
            return self._quantity(place, grown.last, grown.kind, shown=complete)
        article = self.chunks[place - 1].folded in _ONES
        before = self.chunks[place - 2].folded if place > 1 and self._joined(place - 2) else ""
        opens = before not in _SHARES and (not before or before in self._stops)
        return self._quantity(place - 1, grown.last, grown.kind, shown=complete and article and opens)

    def _is_german_ordinal(self, place: int) -> bool:
        """Check whether a full stop makes a German number an ordinal: "Jeder 5. Mensch"."""
        chunk = self.chunks[place]
        return self._language == "de" and chunk.marks == "." and self._day(place) and place + 1 < len(self.chunks)

    def _lead_before(self, place: int) -> int:
        """Find "chapter" or "No." before a number; else return the number's own index."""
        if not place:
            return place
        before = self.chunks[place - 1]
        row = abbreviation_of(before.text, self._language)
        numbers = row is not None and row.role == _LEADING_ABBREVIATIONS and before.marks == "."
        lead = before.folded in self._words.leads and not before.marks
        return place - 1 if numbers or lead or before.text in _NUMBER_SIGNS else place

    def _name_before(self, place: int) -> int:
        """Find the first of the capitalised words directly before a chunk ("World War" before 2); else return its own index."""
        first = place
        while first and not self._loud and self._joined(first - 1) and self._is_name(self.chunks[first - 1]):
            first -= 1
        return first

    def _is_name(self, chunk: Chunk) -> bool:
        return chunk.capitalised and chunk.kind in {"plain", "roman", "code"} and self._is_content(chunk, short=True)

    def _bound_before(self, place: int) -> int:
        for bound in self._words.bounds:
            start = place - len(bound)
            if start >= 0 and self._stands(bound, start) and self._joined(place - 1):
                return start
        return place

    def _is_between(self, place: int) -> bool:
        return place > 0 and self.chunks[place - 1].folded in self._words.between

    def _roman(self, place: int) -> tuple[list[Quantity], int]:
        """Parse a name with a Roman numeral: World War II, Louis XIV."""
        first = self._name_before(place)
        if first == place:
            return [], place + 1
        return [self._quantity(first, place, "name", shown=False)], place + 1

    def _date(self, place: int) -> int | None:
        """Find the last chunk of a date that starts here: 3 October 1990, October 3, 1990, 3 de octubre de 1990."""
        day = self._day(place)
        month = place + 1 if day else place
        if day and month < len(self.chunks) and self.chunks[month].folded in _OF:
            month += 1
        if month >= len(self.chunks) or self.chunks[month].folded not in self._words.months:
            return None
        if self._loud is False and self._language in {"en", "de"} and not self.chunks[month].capitalised:
            return None
        last = month
        if not day and self._day(month + 1):
            last = month + 1
        year = last + 1
        if year < len(self.chunks) and self.chunks[year].folded in _OF:
            year += 1
        if year < len(self.chunks) and YEAR.fullmatch(self.chunks[year].text):
            last = year
        return last if last > month or day else None

    def _day(self, place: int) -> bool:
        if place >= len(self.chunks):
            return False
        chunk = self.chunks[place]
        digits = "".join(filter(str.isdecimal, chunk.text))
        return chunk.kind in {"number", "ordinal"} and len(digits) <= 2 and 0 < int(digits or 0) <= _LAST_DAY  # noqa: PLR2004

    # Relations between chunks.

    def _joined(self, place: int, count: int = 1) -> bool:
        """Check that no punctuation separates the next `count` chunks; the full stop of `Mio.` does not count."""
        for index in range(place, place + count):
            if index < 0 or index + 1 >= len(self.chunks) or self.chunks[index + 1].opens:
                return False
            chunk = self.chunks[index]
            abbreviated = chunk.marks == "." and abbreviation_of(chunk.text, self._language) is not None
            if chunk.marks and not abbreviated:
                return False
        return True

    def _stands(self, phrase: Phrase, place: int) -> bool:
        window = self.chunks[place : place + len(phrase)]
        joined = all(self._joined(place + index) for index in range(len(phrase) - 1))
        return joined and tuple(chunk.folded for chunk in window) == phrase

    def _stands_behind(self, phrase: Phrase, last: int) -> bool:
        return self._joined(last) and self._stands(phrase, last + 1)

    def _is_content(self, chunk: Chunk, *, short: bool = False) -> bool:
        if chunk.folded in _MORE:
            return not short
        letters = sum(map(str.isalpha, chunk.text))
        fewest = 1 if short else _FEWEST_LETTERS_OF_A_NOUN
        return letters >= fewest and chunk.folded not in self._stops and chunk.folded not in self._words.months

    def _is_plural(self, chunk: Chunk) -> bool:
        if self._language == "de":
            return chunk.capitalised
        folded = chunk.folded
        regular = folded.endswith(("s", "x") if self._language == "fr" else "s") and not folded.endswith(_SINGULARS)
        return regular or folded in self._words.nouns

    def _quantity(self, first: int, last: int, kind: QuantityKind, *, shown: bool) -> Quantity:
        return Quantity(self.chunks[first].start, self.chunks[last].end, kind, shown)


def _own_kind(chunk: Chunk) -> QuantityKind:
    """Classify a chunk by itself: $2.5M is money, 40°C a measure, 25-30 a range."""
    if chunk.kind in {"year", "time", "ordinal"}:
        return chunk.kind
    found = NUMBER_CHUNK.fullmatch(chunk.text)
    if found is None:
        return "number"
    if found["money"] or (found["unit"] and CURRENCY_CHUNK.fullmatch(found["unit"].strip())):
        return "money"
    if found["unit"]:
        return "measure"
    return "range" if found["range"] else "number"
