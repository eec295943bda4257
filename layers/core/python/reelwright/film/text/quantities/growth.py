"""What a number grows over to its right: more of the number, its unit or noun, `in 5` of a ratio, `to 10` of a range."""

from typing import Final

from reelwright.film.text.characters import SPACELESS
from reelwright.film.text.quantities.chunked import ChunkedText
from reelwright.film.text.quantities.chunks import Chunk, is_magnitude, is_unit
from reelwright.film.text.quantities.language import Phrase
from reelwright.film.text.quantities.model import Grown, QuantityKind
from reelwright.film.text.quantities.symbols import CURRENCY_CHUNK, FRACTIONS, GROUP_OF_THREE, NUMBER_CHUNK
from reelwright.film.text.wordlists import words

_LENGTH_OF_GROUP: Final = 3
_PLAIN_PREPOSITIONS: Final = frozenset({"in", "of", "de", "em", "aus", "op"})
_PLURAL_IN_S: Final = frozenset({"en", "es", "fr", "pt"})
_OF_BEFORE_NOUNS: Final = _PLURAL_IN_S | {"it"}
"""Languages with an "of" between a million and what it counts."""
_WITH_PLURALS: Final = _OF_BEFORE_NOUNS | {"de", "nl"}
"""Languages whose plurals are known (`ChunkedText.is_plural`)."""
_ADJECTIVES_FIRST: Final = frozenset({"en", "de", "nl"})


def counted(line: ChunkedText, place: int) -> Grown | None:
    """Extend a number by its unit, and by the other number of a ratio or a range."""
    grown = _measured(line, place)
    if grown is None:
        return None
    second = _second(line, grown, _ratio_words(line, grown.kind), place)
    if second is not None:
        return _with_unit(line, second, "ratio")
    second = _second(line, grown, line.words.range, place)
    if second is not None:
        return _with_unit(line, second, "range")
    if place and line.chunks[place - 1].folded in line.words.between:
        second = _second(line, grown, tuple((word,) for word in line.words.joints), place)
        if second is not None:
            return _with_unit(line, second, "range")
    return grown


def _ratio_words(line: ChunkedText, kind: QuantityKind) -> tuple[Phrase, ...]:
    """Find what may join a quantity to its whole; a unit takes no plain preposition: "5 km in 10 minutes" is no ratio."""
    if kind == "measure":
        return tuple(phrase for phrase in line.words.ratio if len(phrase) > 1 or phrase[0] not in _PLAIN_PREPOSITIONS)
    return line.words.ratio if kind in {"number", "count"} else ()


def _measured(line: ChunkedText, place: int) -> Grown | None:
    """Extend a number by its unit, and by a smaller unit: 6 feet 2 inches."""
    number = _number(line, place)
    if number is None:
        return None
    grown = _with_unit(line, number.last, number.kind)
    while grown.kind == "measure" and line.joined(grown.last):
        more = _number(line, grown.last + 1)
        if more is None or line.chunks[grown.last + 1].kind == "words":
            break
        longer = _with_unit(line, more.last, more.kind)
        if more.kind != "number":
            break
        if longer.kind != "measure":  # the smaller unit is unknown or left out: 6 ft 2 in, 2 h 30
            return Grown(longer.last, "code")
        grown = longer
    return grown


def _number(line: ChunkedText, place: int) -> Grown | None:
    """Extend a number by its other parts: sign, currency, groups, fraction, magnitude, `and a half`."""
    chunk = line.chunks[place]
    if line.joined(place) and (CURRENCY_CHUNK.fullmatch(chunk.text) or _is_minus(line, place)):
        behind = _number(line, place + 1)
        if behind is None or (chunk.folded in line.words.minus and line.chunks[place + 1].kind == "plain"):
            return None
        return Grown(behind.last, "money" if CURRENCY_CHUNK.fullmatch(chunk.text) else behind.kind)
    if chunk.kind not in {"number", "words", "year", "time", "ordinal"}:
        return None
    last = place
    while line.joined(last) and (longer := _more_number(line, place, last)) is not None:
        last = longer
    return Grown(last, _own_kind(chunk) if last == place or _own_kind(chunk) == "money" else "number")


def _is_minus(line: ChunkedText, place: int) -> bool:
    """Check for a minus in words; the last word of a bound ("al menos treinta", at least thirty) is none."""
    bounds = [bound for bound in line.words.bounds if len(bound) > 1 and place >= len(bound) - 1]
    return line.chunks[place].folded in line.words.minus and not any(
        line.stands(bound, place - len(bound) + 1) for bound in bounds
    )


def _more_number(line: ChunkedText, first: int, last: int) -> int | None:
    begun, nearest, chunk = line.chunks[first], line.chunks[last], line.chunks[last + 1]
    if nearest.text.isdecimal() and chunk.kind in {"number", "code"} and _continues(line, first, last, chunk):
        return last + 1
    if (chunk.kind == "words" and chunk.folded not in line.words.ones) or is_magnitude(chunk, line.words):
        return last + 1 if begun.kind == "words" or is_magnitude(chunk, line.words) else None
    spelled = nearest.kind == "words" and chunk.folded in line.words.joints and line.joined(last + 1)
    if spelled and line.chunks[last + 2].kind == "words" and not line.is_between(first):
        return last + 2
    return next((last + len(tail) for tail in line.words.tails if line.stands(tail, last + 1)), None)


def _continues(line: ChunkedText, first: int, last: int, chunk: Chunk) -> bool:
    """Check whether a number continues after a space: 1 500, 1 1/2."""
    grouped = len(line.chunks[first].text) <= _LENGTH_OF_GROUP and GROUP_OF_THREE.match(chunk.text)
    fraction = "/" in chunk.text or "⁄" in chunk.text or chunk.text[0] in FRACTIONS  # noqa: RUF001 - the slash
    return bool(fraction) if last == first and not grouped else bool(grouped)


def _with_unit(line: ChunkedText, last: int, kind: QuantityKind) -> Grown:
    """Extend by a unit and its `per` part, else by the counted noun."""
    if kind == "year" and (dated := _dated(line, last)) is not None:
        return Grown(dated, kind)
    end = next((last + len(unit) for unit in line.words.unit_phrases if line.stands_behind(unit, last)), last)
    while (
        line.joined(end) and is_unit(line.chunks[end + 1], line.words) and not (end > last and line.is_letter(end + 1))
    ):
        end += 1
        if CURRENCY_CHUNK.fullmatch(line.chunks[end].text):
            kind = "money"
    if end == last and line.joined(last, 2) and line.chunks[last + 1].folded in line.words.of:
        behind = line.chunks[last + 2]
        if is_magnitude(line.chunks[last], line.words) and is_unit(behind, line.words):
            end = last + 2
        elif is_magnitude(line.chunks[last], line.words) and (noun := _counted_behind(line, last + 2)) is not None:
            return Grown(noun, kind if kind in {"money", "ratio", "range"} else "count")
    if end > last:
        kind = kind if kind in {"money", "ratio", "range"} else "measure"
        return Grown(_per(line, end) if kind != "money" else end, kind)
    if kind in {"money", "measure", "time"}:
        return Grown(last, kind)
    noun = _noun(line, last)
    if noun is None:
        return Grown(last, kind)
    return Grown(noun, kind if kind in {"ratio", "range"} else "count")


def _dated(line: ChunkedText, place: int) -> int | None:
    """Return the last chunk of a year ("1832 roku", "im Jahr 1832", "in 1832") or decade; None where no word says so."""
    if line.chunks[place].text.endswith(_DECADE):
        return place
    nouns = line.words.year_nouns - line.stops
    if line.joined(place) and line.chunks[place + 1].folded in nouns:
        return place + 1
    behind = line.chunks[place + 1] if line.joined(place) else None
    is_measured = (  # "in 1000 days", but not "in 1518 people"
        behind is not None and is_unit(behind, line.words) and behind.folded not in words("persons", line.language)
    )
    openers = line.words.year_nouns | (frozenset() if is_measured else line.words.sure_year_openers)
    is_named = place > 0 and line.joined(place - 1) and line.chunks[place - 1].folded in openers
    return place if is_named else None


def _counted_behind(line: ChunkedText, first: int) -> int | None:
    """Find the plural noun behind "of": "12 milhões de habitantes", English also "hundreds of small boats"."""
    if line.language not in _OF_BEFORE_NOUNS or not line.is_content(line.chunks[first]):
        return None
    if line.is_plural(line.chunks[first]):
        return first
    is_adjective = line.language in _ADJECTIVES_FIRST and line.joined(first) and line.is_content(line.chunks[first + 1])
    return first + 1 if is_adjective and line.is_plural(line.chunks[first + 1]) else None


def _per(line: ChunkedText, end: int) -> int:
    """Find the last chunk of a unit's `per` part: 60 miles per hour."""
    per = line.joined(end, 2) and line.chunks[end + 1].folded in line.words.per
    return end + 2 if per and is_unit(line.chunks[end + 2], line.words) else end


def _noun(line: ChunkedText, last: int) -> int | None:
    """Find the counted plural noun, with at most one adjective before it; behind a year of an unlisted language is none."""
    if line.language in _WITH_PLURALS:
        for place in (last + 1, last + 2):
            if not line.joined(place - 1) or not line.is_content(line.chunks[place]):
                return None
            if line.chunks[place].folded not in line.words.more and _is_counted_noun(line, place):
                return place
            if line.language not in _ADJECTIVES_FIRST:
                return None
        return None
    if line.words.known or line.chunks[last].kind == "year" or not line.joined(last):
        return None
    behind = line.chunks[last + 1]
    is_clause = SPACELESS.search(behind.text) is not None  # Thai: the noun and all that follows it
    return last + 1 if line.is_content(behind) and not is_clause else None


def _is_counted_noun(line: ChunkedText, place: int) -> bool:
    """Check for a plural; a word in "us" or "is" is one where no noun follows: "twenty emus ran", not "three octopus arms"."""
    chunk = line.chunks[place]
    ends = not line.joined(place) or not line.is_content(line.chunks[place + 1])
    in_s = line.language in _PLURAL_IN_S and chunk.folded.endswith(("us", "is")) and ends
    return line.is_plural(chunk) or in_s


def _second(line: ChunkedText, grown: Grown, glues: tuple[Phrase, ...], place: int) -> int | None:
    """Find the last chunk of another number after one of the joining words; None if there is none."""
    for glue in glues:
        start = grown.last + len(glue) + 1
        if line.stands(glue, grown.last + 1) and line.joined(start - 1):
            number = _number(line, start)
            if number is not None and _are_alike(line, place, start):
                return number.last
    return None


_SHORT_YEAR: Final = 2
_DECADE: Final = "s"


def _are_alike(line: ChunkedText, first: int, second: int) -> bool:
    """Check that a range joins two years or two numbers: "in 1990 to $8M" is none, "1939 to 45" is one."""
    begins, ends = line.chunks[first], line.chunks[second]
    if begins.kind != "year":
        return ends.kind != "year"
    return ends.kind == "year" or (ends.text.isdecimal() and len(ends.text) == _SHORT_YEAR)


# Parts before a number.


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
