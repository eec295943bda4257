"""The value of a quantity as a number, and its unit: for scenes that draw amounts. What is not certain has no value."""

import json
import re
from functools import cache
from importlib import resources
from typing import Final, NamedTuple

from reelwright.film.text.languages import primary_language
from reelwright.film.text.quantities.chunks import Chunk, chunks
from reelwright.film.text.quantities.language import quantity_words
from reelwright.film.text.quantities.symbols import CURRENCY_CHUNK, GROUP_OF_THREE, NUMBER, NUMBER_CHUNK
from reelwright.film.text.reading.amounts import amount_of
from reelwright.film.text.reading.language import reading_language

_POINT_LANGUAGES: Final = frozenset({"en", "zh", "ja", "ko", "hi", "th", "he"})
"""Languages whose decimal mark is a point; a comma groups thousands."""
_GROUPED_BY_COMMAS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_SPELLED_TO: Final = 100
"""Numbers in words are understood up to this one."""
_DIGITS: Final = re.compile(NUMBER)
_NEXT_GROUP: Final = re.compile(r"[ \u00a0\u202f]\d{3}(?!\d)")
_SIGN: Final = {"-": -1.0, "−": -1.0, "–": -1.0}  # noqa: RUF001 - signs look alike


class Measured(NamedTuple):
    """A number and the rest of its quantity: `88.0, "km/h"`; money has its sign as unit."""

    value: float
    unit: str


class DigitsSpan(NamedTuple):
    """Where the digits of a quantity are in its text."""

    start: int
    end: int


def measured(text: str, language: str) -> Measured | None:
    """Read a quantity of one number, in any of its magnitudes; None if its value is not certain."""
    found = numbers_of(text, language)
    return found[0] if len(found) == 1 else None


def numbers_of(text: str, language: str) -> tuple[Measured, ...]:
    """Read every number of a quantity: 1 and 5 of "1 in 5 startups". Empty if one is not certain."""
    words = quantity_words(language)
    pieces = chunks(text, words)
    found: list[Measured] = []
    place = 0
    while place < len(pieces):
        if pieces[place].kind not in {"number", "words", "year"}:
            place += 1
            continue
        money = pieces[place - 1].text if place and CURRENCY_CHUNK.fullmatch(pieces[place - 1].text) else ""
        number, place = _number(pieces, place, language)
        if number is None:
            return ()
        found.append(number._replace(unit=f"{money}{number.unit}"))
    return tuple(found)


def digits_of(text: str) -> DigitsSpan | None:
    """Find the digits of a quantity, with the marks between them.

    None if it is written in words, as a range, or with a fraction or a power, which no counter can run through: "2¾", "10⁶".
    """
    found = _DIGITS.search(text)
    if found is None or not found[0][-1:].isdecimal():
        return None
    end = found.end()
    while (more := _NEXT_GROUP.match(text, end)) is not None:
        end = more.end()
    return None if any(map(str.isdigit, text[end:])) else DigitsSpan(found.start(), end)


def _number(pieces: list[Chunk], place: int, language: str) -> tuple[Measured | None, int]:
    """Read one number with its groups, magnitude and unit; also returns the place behind it."""
    chunk = pieces[place]
    sign, unit = 1.0, ""
    if chunk.kind == "words":
        spelled, place = _spelled(pieces, place, language)
        value: float | None = spelled
    else:
        parts = NUMBER_CHUNK.fullmatch(chunk.text)
        if parts is None or parts["range"]:
            return None, place + 1
        written = parts["number"]
        sign = _SIGN.get(parts["sign"] or parts["sign_inside"], 1.0)
        place += 1
        while place < len(pieces) and written.isdecimal() and GROUP_OF_THREE.fullmatch(pieces[place].text):
            written, place = written + pieces[place].text, place + 1
        value = _value(written, language)
        unit = f"{parts['money'] or ''}{(parts['unit'] or '').strip()}"
        metres = parts["magnitude"] == "m" and not parts["money"]  # or a million: "35m"
        value = None if metres else _times(value, parts["magnitude"], language)
    while place < len(pieces) and _is_magnitude(pieces[place], language):
        value, place = _times(value, pieces[place].folded.removesuffix("."), language), place + 1
    start = place
    while place < len(pieces) and pieces[place].kind not in {"number", "words", "year"}:
        place += 1
    unit = " ".join([unit, *(piece.folded for piece in pieces[start:place])]).strip()
    return (None, place) if value is None else (Measured(sign * value, unit), place)


def _is_magnitude(chunk: Chunk, language: str) -> bool:
    """Check whether a chunk multiplies the number before it; a letter alone is a unit ("8,849 m")."""
    word = chunk.folded.removesuffix(".")
    return len(word) > 1 and word in _magnitudes(language)


def _value(written: str, language: str) -> float | None:
    code = primary_language(language)
    if not re.fullmatch(r"[\d.,'’ \u00a0\u202f\u2009]+", written):  # noqa: RUF001 - an apostrophe
        return None
    if code in _POINT_LANGUAGES:
        return float(written.replace(",", "")) if _GROUPED_BY_COMMAS.fullmatch(written) else None
    if reading_language(language) is None and not written.isdecimal():
        return None
    amount = amount_of(re.sub(r"[\u00a0\u202f\u2009]", " ", written))
    return float(f"{amount.whole}.{amount.fraction or 0}")


def _times(value: float | None, magnitude: str | None, language: str) -> float | None:
    if value is None or not magnitude:
        return value
    zeros = _magnitudes(language).get(magnitude)
    return None if zeros is None else value * 10**zeros


@cache
def _magnitudes(language: str) -> dict[str, int]:
    """Load the zeros that each magnitude of a language adds: `k` 3, "million" 6; German "Billion" 12, English 9."""
    table = json.loads(resources.files(__package__).joinpath("magnitudes.json").read_text("utf-8"))
    rows = {**table["*"], **table.get(primary_language(language), {})}
    return {word: int(zeros) for zeros, words in rows.items() for word in words.split()}


def _spelled(pieces: list[Chunk], place: int, language: str) -> tuple[float | None, int]:
    """Read a number in words, up to a hundred: "seventy-two", "vingt et un"."""
    known, magnitudes = _numerals(primary_language(language)), _magnitudes(language)
    end = place
    while end < len(pieces) and pieces[end].kind == "words" and pieces[end].folded not in magnitudes:
        end += 1
    if end == place:  # "a million" and "hundert": the article or nothing counts them
        return 1.0, place
    words = " ".join(piece.folded for piece in pieces[place:end])
    value = known.get(words.replace("-", " "))
    return (None if value is None else float(value)), end


@cache
def _numerals(language: str) -> dict[str, int]:
    reader = reading_language(language)
    if reader is None:
        return {}
    spoken: dict[str, int] = {}
    for value in range(_SPELLED_TO + 1):
        for gender in ("", "f", "m"):
            spoken.setdefault(reader.numerals.cardinal(value, gender).replace("-", " "), value)
        spoken.setdefault(reader.numerals.cardinal(value, before_noun=True).replace("-", " "), value)
    return spoken
