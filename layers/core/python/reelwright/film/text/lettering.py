"""Text for drawing: visible characters, capitals, and clusters of characters that form one letter."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from reelwright.film.text.characters import composed, script_of, stays_with_letter
from reelwright.film.text.languages import primary_language

_DIRECTION_MARKS: Final = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that set or override direction: the base direction is the film's, and a pop mark would end it early."""
_MOST_MARKS: Final = 3
"""Marks without width on one letter. Hebrew and Arabic need three; stacks of dozens only disfigure the lines around."""
_MARKS: Final = frozenset({"Mn", "Me"})
_UNSEEN: Final = frozenset({"Mn", "Me", "Cf", "Zs"})
"""Unicode categories that show nothing without a letter before them."""
_FROM_RIGHT: Final = frozenset({"R", "AL", "AN"})
_SHAPED: Final = frozenset({"devanagari"})
"""Scripts of the packaged fonts whose letters form others with their neighbours, other than those that run from the right."""
_JOINER: Final = "\u200d"
_ALONE: Final = (
    *("ARMENIAN ", "BOPOMOFO ", "CJK ", "CYRILLIC ", "GEORGIAN ", "GREEK ", "HANGUL SYLLABLE ", "HEBREW ", "HIRAGANA "),
    *("KATAKANA ", "LATIN ", "MODIFIER LETTER ", "FEMININE ORDINAL", "MASCULINE ORDINAL", "MICRO SIGN", "OHM SIGN"),
)
"""Beginnings of the Unicode names of letters that are drawn one by one."""
_SIGNS: Final = frozenset("NPSZ")
"""Categories besides letters: digits, punctuation, symbols, spaces."""
_DOTTED_I: Final = frozenset({"tr", "az"})
"""Languages in which the capital of i has a dot: their other i, which has none, has the capital I."""
_CASED_UNIT: Final = re.compile(
    r"(?<=\d)[ \u00a0\u202f\u2009]?(?:[kcmnµμ]?m|[kmnµμ]?g|[mcdµμ]?l|[mkKMGT]?[bBW]|[mkMGT]?Wh|[kMG]?Hz|[mk]?V|m?Ah?|[kM]?Pa|dB"
    r"|[mnµμ]?s|[kM]?J)[²³]?(?:/[a-z]+[²³]?)?(?!\w)"
)
"""Units behind a number that capitals would change: 450 nm, 5 mW, 8 Mb; and the s of decades: the 1990s."""


def is_mark(character: str) -> bool:
    """Check whether the character is drawn on, under or around the letter before it and takes no width."""
    return unicodedata.category(character) in _MARKS


def in_type(word: str) -> str:
    """Prepare a word for drawing: composed, without marks of direction, and with a few marks on each letter at most."""
    kept: list[str] = []
    stacked = 0
    for character in composed(word):
        stacked = stacked + 1 if is_mark(character) else 0
        if character not in _DIRECTION_MARKS and stacked <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def is_seen(text: str) -> bool:
    """Check whether a text has a visible character: marks, joiners and spaces are none."""
    return any(unicodedata.category(character) not in _UNSEEN for character in text)


def stands_alone(letter: str) -> bool:
    """Check whether a letter or sign looks right in any font, without the font's rules for its neighbours and marks."""
    category = unicodedata.category(letter)[0]
    return unicodedata.name(letter, "").startswith(_ALONE) if category == "L" else category in _SIGNS


def unmarked(letter: str) -> str:
    """Strip the diacritics of a letter, or decompose a ligature; other letters are unchanged."""
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if not is_mark(part)) if len(parts) > 1 else letter


def clusters_of(word: str) -> list[str]:
    """Split a word into letters, each with its marks and joiners."""
    found: list[str] = []
    for character in word:
        if found and (stays_with_letter(character) or is_mark(character) or found[-1][-1] == _JOINER):
            found[-1] += character
        else:
            found.append(character)
    return found


def runs_from_right(text: str) -> bool:
    """Check whether a text has letters that run from right to left."""
    return any(unicodedata.bidirectional(character) in _FROM_RIGHT for character in text)


def runs_from_left(text: str) -> bool:
    """Check whether a text has letters that run from left to right."""
    return any(unicodedata.bidirectional(character) == "L" for character in text)


def has_marks(text: str) -> bool:
    """Check whether a text has marks that belong to a letter: accents, vowel signs, circles."""
    return any(map(is_mark, text))


def shaping_of(text: str) -> str:
    """Find the script that shapes the letters of a text, if it has joining rules of its own; else None."""
    return next((script for script in map(script_of, text) if script in _SHAPED), "")


def shaped_alone(text: str) -> list[str]:
    """Cut a text between letters with joining rules and others; characters that are no letters stay with the previous ones."""
    found: list[str] = []
    shaping = ""
    for character in text:
        own = shaping_of(character) if character.isalnum() else shaping
        if found and (own == shaping or not any(map(str.isalnum, found[-1]))):
            found[-1] += character
        else:
            found.append(character)
        shaping = own
    return found


def reaches_far(text: str) -> bool:
    """Check whether marks of a text may reach beyond the extent that its font states: stacks, and loose ones of no script."""
    return any(
        len(letter) > _MOST_MARKS or any(is_mark(character) and script_of(character) == "latin" for character in letter)
        for letter in clusters_of(text)
    )


def capitals(text: str, language: str | None) -> str:
    """Convert a text to capitals by the rules of its language; units behind a number stay as they are written."""
    parts, end = [], 0
    for unit in _CASED_UNIT.finditer(text):
        parts += [_upper(text[end : unit.start()], language), unit[0]]
        end = unit.end()
    return "".join((*parts, _upper(text[end:], language)))


def capitals_of(words: Sequence[str], language: str | None) -> list[str]:
    """Convert the words of a line to capitals: a unit is known by the number before it, unless a word holds a blank."""
    found = capitals(" ".join(words), language).split(" ")
    return found if len(found) == len(words) else [capitals(word, language) for word in words]


def _upper(text: str, language: str | None) -> str:
    return (text.replace("i", "\u0130") if primary_language(language) in _DOTTED_I else text).upper()
