"""Facts about characters that several rooms need: marks, emoji, and scripts that are written without spaces."""

# ruff: noqa: RUF001 - the marks of many scripts are this file's subject, and some look alike

import re
import unicodedata
from typing import Final

SENTENCE_MARKS: Final = ".!?…。！？．؟۔।॥"
"""What ends a sentence, in any script."""
CLAUSE_MARKS: Final = ",;:،؛，、；："
"""What ends a clause, in any script."""
DASHES: Final = "–—"
CLOSING_MARKS: Final = "\"'”’»)]」』】〉》）"
"""What may stand behind the mark that ends a sentence or clause, and still belongs to it."""
OPENING_MARKS: Final = "\"'“‘«(["
APOSTROPHES: Final = "'’"

SENTENCE_END: Final = rf"[{SENTENCE_MARKS}]+[{re.escape(CLOSING_MARKS)}]*"
"""A pattern for the end of a sentence, quotes and brackets included."""
CLAUSE_END: Final = rf"[{CLAUSE_MARKS}]+[{re.escape(CLOSING_MARKS)}]*"
"""A pattern for the end of a clause; dashes are left to the caller, as some of them stand within words."""

EMOJI: Final = re.compile(
    "["
    "\U0001f000-\U0001faff"  # pictographs, flags, symbols of the supplementary plane
    "\U000e0020-\U000e007f"  # tags of sub-national flags
    "\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff"  # technical, miscellaneous, dingbats, stars
    "\u2190-\u21ff"  # arrows
    "\u20e3\ufe0e\ufe0f"  # keycap and variation selectors
    "]+"
)
"""Pictures within text. Nothing speaks them, and a caption shows what is said: cleaning takes them out."""

_SPACELESS_RANGES: Final = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x2E80, 0x30FF),  # CJK radicals and punctuation, kana
    (0x31F0, 0x31FF),  # kana extensions
    (0x3400, 0x4DBF),  # Han, extension A
    (0x4E00, 0x9FFF),  # Han
    (0xF900, 0xFAFF),  # Han, compatibility
    (0xFF00, 0xFF65),  # full-width forms and punctuation
    (0xFF66, 0xFF9F),  # half-width kana
    (0x20000, 0x323AF),  # Han, further extensions
)
"""Blocks of Unicode whose words follow each other without a space. Hangul is absent: Korean has spaces."""


def is_spaceless(character: str) -> bool:
    """Return whether the character belongs to a script written without spaces between words."""
    point = ord(character)
    return any(low <= point <= high for low, high in _SPACELESS_RANGES)


def is_letter_or_digit(character: str) -> bool:
    """Return whether the character is one that a voice can say: a letter, a mark of one, or a number."""
    return unicodedata.category(character)[0] in "LNM"


def spoken_characters(text: str) -> str:
    """Return the letters and digits of the text, in order: what must never be lost on the way to a film."""
    return "".join(character for character in text if is_letter_or_digit(character))
