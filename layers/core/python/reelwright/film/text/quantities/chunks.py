"""The tokens of quantities: text between white space, without the punctuation around it."""

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from reelwright.film.text.characters import BRACKETS, OPENING_MARKS, QUOTES, SENTENCE_MARKS, SPACELESS
from reelwright.film.text.quantities.language import QuantityWords, quantity_words
from reelwright.film.text.quantities.symbols import (
    ADDRESS,
    CURRENCY_CHUNK,
    FRACTION,
    MAGNITUDE_CHUNK,
    NUMBER_CHUNK,
    ORDINAL,
    ROMAN,
    TIME,
    UNIT_CHUNK,
    YEAR_OR_DECADE,
)

ChunkKind = Literal[
    "number",
    "words",
    "year",
    "time",
    "ordinal",
    "roman",
    "code",
    "address",
    "east_asian",
    "currency",
    "unit",
    "plain",
]
"""`words` is a number in words; `code` has digits but is no quantity (F-16, 24/7, 555-0134); `plain` is everything else."""

_WORD: Final = re.compile(r"\S+")
_CHUNK: Final = re.compile(r"(?:[^\s—]|(?<=\d)—(?=\d))+—*|—+")
"""A word; a dash between two words ends the first one."""
_OPENING: Final = f"{OPENING_MARKS}{QUOTES}{BRACKETS}¿¡{{"
_CLOSING: Final = f"{SENTENCE_MARKS}{QUOTES}{BRACKETS}—,;:，、；：}}"  # noqa: RUF001 - full-width marks
_DOTTED: Final = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]\.?")
_BAD_GROUPS: Final = re.compile(r"\d['’]\d{1,2}(?!\d)|\d\.\d{1,2}\.\d|\d\.\d+\.\d{1,2}(?!\d)")  # noqa: RUF001 - an apostrophe
"""Separators that do not group thousands: 6'2, versions."""
_LEADING_ZERO: Final = re.compile(r"[-–—]0\d|^0\d")  # noqa: RUF001 - dashes look alike
_DENOMINATORS: Final = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 24, 32, 50, 60, 64, 100, 128, 1000})
_NEVER_ALONE: Final = frozenset("in A K J N d t h l m s x B V W g T".split())  # noqa: SIM905 - data
"""Unit symbols that are also words or letters: after a space only some of them are units."""
_ALONE_BEHIND_A_NUMBER: Final = frozenset("m g l h t s J K N T V W x".split())  # noqa: SIM905 - data


_WHOLE_KINDS: Final[tuple[tuple[ChunkKind, re.Pattern[str]], ...]] = (
    ("year", YEAR_OR_DECADE),
    ("time", TIME),
    ("ordinal", ORDINAL),
)


class Chunk(NamedTuple):
    """One token: its text without punctuation around it, its position, and the punctuation after it."""

    text: str
    start: int
    end: int
    opens: bool
    """Whether a quote or bracket precedes it."""
    marks: str
    """The punctuation after it."""
    kind: ChunkKind

    @property
    def folded(self) -> str:
        """Case-fold the text for comparison."""
        return self.text.casefold().replace("’", "'")  # noqa: RUF001 - an apostrophe

    @property
    def capitalised(self) -> bool:
        """Check whether it has a capital letter, at the start or inside: Windows, iPhone."""
        return any(map(str.isupper, self.text))


def chunks(text: str, words: QuantityWords) -> list[Chunk]:
    """Split a text into chunks."""
    return [_chunk(found, words) for found in _CHUNK.finditer(text)]


def kinds_of(written: Sequence[str], language: str) -> tuple[ChunkKind, ...]:
    """Classify each word of a clause; a unit counts only after a number."""
    words = quantity_words(language)
    kinds: list[ChunkKind] = []
    for one in (_chunk(found, words) for found in _WORD.finditer(" ".join(written))):
        behind_number = bool(kinds) and kinds[-1] in {"number", "words", "year", "unit"}
        if CURRENCY_CHUNK.fullmatch(one.text):
            kinds.append("currency")
        elif one.kind == "plain" and behind_number and is_unit(one, words):
            kinds.append("unit")
        else:
            kinds.append(one.kind)
    return tuple(kinds)


def is_unit(chunk: Chunk, words: QuantityWords) -> bool:
    """Check whether a chunk after a number is its unit, as a symbol or as a word."""
    text = chunk.text
    if text in _NEVER_ALONE:
        return text in _ALONE_BEHIND_A_NUMBER
    symbol = UNIT_CHUNK.fullmatch(text) or CURRENCY_CHUNK.fullmatch(text)
    return bool(symbol) or chunk.folded.removesuffix(".") in words.units


def is_magnitude(chunk: Chunk, words: QuantityWords) -> bool:
    """Check whether a chunk after a number multiplies it: million, bn, Mio."""
    return chunk.folded in words.magnitudes or (len(chunk.text) > 1 and bool(MAGNITUDE_CHUNK.fullmatch(chunk.text)))


def _chunk(found: re.Match[str], words: QuantityWords) -> Chunk:
    whole = found.group()
    body = whole.lstrip(_OPENING)
    opening = len(whole) - len(body)
    bare = body if _DOTTED.fullmatch(body) else body.rstrip(_CLOSING)
    start = found.start() + opening
    return Chunk(bare, start, start + len(bare), opening > 0, body[len(bare) :], _kind(bare, body, words))


def _kind(text: str, body: str, words: QuantityWords) -> ChunkKind:
    if ADDRESS.search(body):
        return "address"
    if not any(character.isnumeric() for character in text) or SPACELESS.fullmatch(text):
        return _kind_of_word(text, words)
    if SPACELESS.search(text):
        return "east_asian"
    known = next((kind for kind, pattern in _WHOLE_KINDS if pattern.fullmatch(text)), None)
    return known or ("number" if _is_number(text) else "code")


def _is_number(text: str) -> bool:
    found = NUMBER_CHUNK.fullmatch(text)
    if found is None or _BAD_GROUPS.search(text) or _LEADING_ZERO.search(text):
        return False
    fraction = FRACTION.fullmatch(found["number"])
    if fraction is None:
        return True
    over, under = int(fraction["over"]), int(fraction["under"])
    return over < under and under in _DENOMINATORS


def _kind_of_word(text: str, words: QuantityWords) -> ChunkKind:
    folded = text.casefold()
    parts = folded.split("-")
    if words.known and folded not in words.joints and all(re.fullmatch(words.numbers, part) for part in parts):
        return "words"
    return "roman" if text and ROMAN.fullmatch(text) else "plain"
