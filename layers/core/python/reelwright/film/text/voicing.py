"""The text of a word that a voice receives: its letters, and the marks around it in one form each."""

import re
import unicodedata
from typing import Final, NamedTuple

from reelwright.film.text.characters import is_never_drawn

_CURRENCIES: Final = "$\u20ac\u00a3\u00a5"
"""Signs that are kept before a number in languages without reading rules."""
_ONE_FORM: Final = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u00ab": "\u201c",
        "\u201e": "\u201c",
        "\u00bb": "\u201d",
        "[": "(",
        "{": "(",
        "]": ")",
        "}": ")",
        "\u2013": "\u2014",
        "\u3002": ".",
        "\u3001": ",",
        "\u061f": "?",
        "\u060c": ",",
        "\u061b": ";",
    }
)
_DOTS: Final = re.compile(r"\.{2,}")
_PAUSE_INSIDE: Final = re.compile("[\u2014\u2026]|--+")
_VOWEL_SIGNS: Final = "".join(
    chr(code) for code in range(0x0900, 0x0E00) if unicodedata.category(chr(code)).startswith("M")
)
"""Vowel signs and the like of the scripts of India: no letters by Unicode, and the end of many words."""
_EDGES: Final = re.compile(
    r"^(?P<before>\W*?)"
    rf"(?P<core>(?:[{_CURRENCIES}]|[-+](?=[\d{_CURRENCIES}]))*\w.*?|[&%@+=])"
    rf"(?P<after>[^\w%\u00b0+{_VOWEL_SIGNS}]*)$",
    re.DOTALL,
)
_PICTORIAL: Final = frozenset({"So", "Sk", "Cc", "Cf", "Co", "Cn", "Cs"})
"""Unicode's categories of symbols, controls and no characters."""
_HEARD: Final = frozenset("\u00b0\n\t\r")
_KEYCAP: Final = "\u20e3"


class Edges(NamedTuple):
    """A word without the marks around it, and those marks; a word of marks alone has them all in `after`."""

    before: str
    core: str
    after: str


def edges_of(word: str) -> Edges:
    """Split a word from its marks: emoji are dropped; quotes, brackets and dashes are normalised to one form each."""
    seen = "".join(map(_as_letters, filter(is_heard, word)))
    plain = _DOTS.sub("\u2026", seen.translate(_ONE_FORM))
    found = _EDGES.match(plain)
    if found is None:
        return Edges("", "", "\u2014" if plain == "-" else plain)
    return Edges(found["before"], _PAUSE_INSIDE.sub(" ", found["core"]), found["after"])


def is_heard(mark: str) -> bool:
    """Check whether a character may be spoken: not emoji, their joiners and skin tones, nor controls."""
    if mark in _HEARD:
        return True
    return unicodedata.category(mark) not in _PICTORIAL and mark != _KEYCAP and not is_never_drawn(mark)


def is_letter_of(letter: str, scripts: tuple[str, ...]) -> bool:
    """Check whether a character is a letter of one of the scripts, given by their Unicode names."""
    return letter.isalpha() and unicodedata.name(letter, "").startswith(scripts)


def is_sign_of(mark: str, script: str) -> bool:
    """Check whether a character is a letter or a vowel sign of a script, given by its Unicode name; signs are no letters."""
    return unicodedata.name(mark, "").startswith(f"{script} ")


def in_plain_digit(mark: str) -> str:
    """Convert a decimal digit of any script to 0-9; other characters are unchanged."""
    return str(unicodedata.digit(mark)) if mark.isdecimal() else mark


def _as_letters(mark: str) -> str:
    """Decompose a ligature or a full-width letter; digits and signs are unchanged (`\u00bd`, `\u00b2`)."""
    parts = unicodedata.normalize("NFKC", mark)
    return parts if mark.isalpha() and parts.isalpha() else mark
