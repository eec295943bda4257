"""The tables of characters: marks, dashes, emoji, scripts, and scripts that are written without spaces.

No other file states a range of Unicode. Categories and widths come from Python's `unicodedata`.
"""

# ruff: noqa: RUF001 - the marks of many scripts are this file's subject, and some look alike

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, Literal

from reelwright.film.text.languages import Direction, primary_language

SENTENCE_MARKS: Final = ".!?…。！？．؟۔।॥"
"""Marks that end a sentence, in any script."""
CLAUSE_MARKS: Final = ",;:،؛，、；："
"""Marks that end a clause, in any script."""
DASHES: Final = "–—"
CLOSING_MARKS: Final = "\"'”’»)]」』】〉》）"
"""Marks that may follow the end of a sentence or clause and still belong to it."""
OPENING_MARKS: Final = "\"'“‘«(["
QUOTES: Final = "\"'“”‘’„‚«»‹›"
BRACKETS: Final = "()[]"
APOSTROPHES: Final = "'’"
STRAIGHT_APOSTROPHE: Final = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))

SENTENCE_END: Final = rf"[{SENTENCE_MARKS}]+[{re.escape(CLOSING_MARKS)}]*"
"""A pattern for the end of a sentence, quotes and brackets included."""
CLAUSE_END: Final = rf"[{CLAUSE_MARKS}]+[{re.escape(CLOSING_MARKS)}]*"
"""A pattern for the end of a clause. It has no dashes, because some of them occur within words."""

JOINERS: Final = "\u200c\u200d"
"""Zero-width joiners: they change how Arabic, Persian and Indic letters look, and join emoji."""
_EMOJI_RANGE: Final = (
    "\U0001f000-\U0001faff"  # pictographs, flags, symbols of the supplementary plane
    "\U000e0020-\U000e007f"  # tags of sub-national flags
    "\u2300-\u23ff\u2600-\u266c\u2670-\u27bf\u2b00-\u2bff"  # technical, miscellaneous but accidentals, dingbats, stars
    "\u2190-\u21ff"  # arrows
    "\u20e3\ufe0e\ufe0f"  # keycap and variation selectors
)
EMOJI: Final = re.compile(f"[{_EMOJI_RANGE}]+(?:[{JOINERS}]*[{_EMOJI_RANGE}]+)*[{JOINERS}]*")
"""A run of emoji, joined ones included. No voice speaks them, so captions do not show them."""

HAN: Final = "\u3005\u3007\u3100-\u312f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HIRAGANA: Final = "\u3041-\u309f"
KATAKANA: Final = "\u30a1-\u30ff\u31f0-\u31ff\uff66-\uff9f"
CLUSTERED: Final = "\u0e01-\u0e5b\u0e81-\u0edf\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Burmese and Khmer: a consonant with the vowels and tones around it is one cluster."""
SPACELESS: Final = re.compile(f"[{HAN}{HIRAGANA}{KATAKANA}{CLUSTERED}]")
"""A letter of a script whose words follow each other without a space. Hangul is absent: Korean has spaces."""
_HAN_LETTER: Final = re.compile(f"[{HAN}]")

_SCRIPTS: Final = (
    ("japanese", ("HIRAGANA", "KATAKANA")),
    ("korean", ("HANGUL",)),
    ("chinese", ("CJK", "BOPOMOFO")),
    ("arabic", ("ARABIC",)),
    ("hebrew", ("HEBREW",)),
    ("devanagari", ("DEVANAGARI",)),
    ("thai", ("THAI",)),
)
"""Script to the prefixes of its letters' Unicode names. The packaged fonts have a separate face for each of these scripts."""
_LANGUAGE_SCRIPTS: Final = {"ja": "japanese", "ko": "korean", "zh": "chinese"}
"""Languages that share Han characters but use their own glyph variants."""
CJK_SCRIPTS: Final = frozenset(_LANGUAGE_SCRIPTS.values())
_STAYING: Final = frozenset({"Mn", "Mc", "Zs", "Cf"})
"""Unicode categories of marks, spaces and joiners."""
_NEVER_DRAWN: Final = frozenset({"Cc", "Cn", "Co", "Cs"})
_VARIATION_SELECTORS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))
_WIDE_WIDTHS: Final = frozenset("WF")


@lru_cache(maxsize=4096)
def is_spaceless(character: str) -> bool:
    """Check whether no space is written beside the character: a letter of a spaceless script, or a full-width form.

    Hangul and emoji are wide too, but text has spaces beside them.
    """
    if SPACELESS.match(character):
        return True
    if unicodedata.east_asian_width(character) not in _WIDE_WIDTHS:
        return False
    return unicodedata.category(character)[0] == "P" or unicodedata.east_asian_width(character) == "F"


def is_han(character: str) -> bool:
    """Check whether the character is an ideograph, as Chinese and Japanese write them."""
    return bool(_HAN_LETTER.match(character))


def is_wide(character: str) -> bool:
    """Check whether the character takes the place of two Latin letters (Unicode, East Asian Width)."""
    return unicodedata.east_asian_width(character) in _WIDE_WIDTHS


def width_of(text: str) -> int:
    """Measure the width of a text in Latin letters; wide ones count two."""
    return len(text) + sum(map(is_wide, text))


def is_opening(character: str) -> bool:
    """Check whether the character is an opening bracket or quote."""
    return unicodedata.category(character) in {"Ps", "Pi"}


def is_letter_or_digit(character: str) -> bool:
    """Check whether a voice can say the character: a letter, a mark of one, or a number."""
    return unicodedata.category(character)[0] in "LNM"


def spoken_characters(text: str) -> str:
    """Extract the letters and digits of the text, in order: no later stage may lose one of them."""
    return "".join(character for character in text if is_letter_or_digit(character))


@lru_cache(maxsize=4096)
def script_of(letter: str) -> str:
    """Look up the script of a letter as `_SCRIPTS` names it, `latin` for all others."""
    name = unicodedata.name(letter, "")
    return next((script for script, starts in _SCRIPTS if name.startswith(starts)), "latin")


def letters_of(text: str) -> dict[str, int]:
    """Count the letters of a text, in the order in which each occurs first."""
    return {character: count for character, count in Counter(text).items() if character.isalpha()}


def main_script(text: str, language: str | None = None) -> str:
    """Find the script of most letters of a text; Han letters follow the language, else kana or hangul."""
    return script_of_letters(letters_of(text), language)


def script_of_letters(letters: Mapping[str, int], language: str | None = None) -> str:
    """Find the script of most of counted letters, as `main_script`."""
    if not letters:
        return "latin"
    counted: dict[str, int] = {}
    for letter, count in letters.items():
        script = script_of(letter)
        counted[script] = counted.get(script, 0) + count
    script = max(counted, key=counted.__getitem__)
    if script not in CJK_SCRIPTS:
        return script
    spoken = _LANGUAGE_SCRIPTS.get(primary_language(language))
    return spoken or next(name for name, _ in _SCRIPTS if name in counted)


def composed(text: str) -> str:
    """Compose letters and accents to one character if Unicode has one (NFC), as fonts expect."""
    return unicodedata.normalize("NFC", text)


def stays_with_letter(character: str) -> bool:
    """Check whether the character is drawn together with the letter before it: a mark, a space, a joiner."""
    return unicodedata.category(character) in _STAYING


def is_never_drawn(character: str) -> bool:
    """Check whether the character has no shape of its own: controls, unassigned ones, variation selectors."""
    return unicodedata.category(character) in _NEVER_DRAWN or character in _VARIATION_SELECTORS


def direction_of_text(text: str) -> Direction | Literal["neutral"]:
    """Find the direction of the first letter that has one, as in UAX 9; `neutral` if none has: marks, digits."""
    for character in text:
        bidirectional = unicodedata.bidirectional(character)
        if bidirectional == "L":
            return "ltr"
        if bidirectional in {"R", "AL"}:
            return "rtl"
    return "neutral"
