"""Stems of words in languages other than English, for comparing a text with names: "quesos" is "queso"."""

import re
import unicodedata
from typing import Final

from reelwright.film.text.languages import primary_language

_MARKS: Final = re.compile(r"[\s.,;:!?¡¿…()\[\]{}«»\"“”„‚‘。，、；：！？（）「」『』।—–/\-]+|['’](?=\w)|(?<=\w)['’]")  # noqa: RUF001 - marks of many scripts
SPACELESS: Final = frozenset({"zh", "ja"})
"""Languages whose texts are compared character by character."""
_SHORTEST_STEM: Final = 3
_SHORTEST_DENSE_STEM: Final = 2
"""The same for Korean and Hindi, which write a syllable or more in one character."""
_ENDINGS: Final[dict[str, tuple[str, ...]]] = {
    "es": ("es", "s"),
    "fr": ("s", "x"),
    "it": ("i", "e", "o", "a"),
    "pt": ("es", "s"),
    "de": ("en", "er", "es", "em", "n", "e", "s"),
    "nl": ("en", "s"),
    "pl": ("ami", "ach", "ów", "om", "ie", "ią", "ę", "ą", "y", "i", "a", "e", "u", "o"),
    "ru": ("ами", "ями", "ов", "ев", "ой", "ей", "ом", "ем", "ах", "ях", "ы", "и", "а", "я", "у", "ю", "е", "о", "ь", "й"),  # noqa: RUF001 - Russian
    "hi": ("ियों", "ियाँ", "ियां", "ों", "ें", "े"),
    "ko": ("에서", "으로", "에게", "까지", "은", "는", "이", "가", "을", "를", "에", "의", "로", "와", "과", "도", "만"),
}  # fmt: skip
"""Endings that are cut, the longest first: cases, plurals, and the particles of Korean."""
_CUT_FROM_LONGER: Final = {"de": frozenset({"er", "es", "em", "s"})}
"""Endings that many short words have by nature: a wall (Mauer) is no mouse (Maus)."""
_LONGER_STEM: Final = 4
_SUBJECT: Final = "이"
_LEFT: Final = {"ियों": "ी", "ियाँ": "ी", "ियां": "ी"}
"""What stands in an ending's place: Hindi plurals of nouns in ी ("हाथियों", elephants, of "हाथी"; "हाथ" is a hand)."""
_WHOLE: Final = {"de": frozenset({"fischer", "schäfer"})}
"""Words that are no form of the shorter word: who fishes is no fish."""


_FIRST_SYLLABLE: Final = 0xAC00
_ENDS_OF_SYLLABLES: Final = 28
"""Unicode lists Korean syllables by their last consonant, of which there are 28 with none."""
_PARTICLES: Final = (("는", "가", "를", "로"), ("은", "이", "을", "으로"))
"""Those behind a vowel and behind a consonant; other particles are the same behind both."""
_PARTICLES_OF_ALL: Final = ("에", "만", "의", "에서")


def forms_of_syllable(word: str) -> tuple[str, ...]:
    """List a Korean noun of one syllable with its particles: alone it is too short to be told from a part of a word."""
    closed = (ord(word) - _FIRST_SYLLABLE) % _ENDS_OF_SYLLABLES > 0
    return tuple(f"{word}{particle}" for particle in (*_PARTICLES[closed], *_PARTICLES_OF_ALL))


def units_of(text: str, language: str) -> list[str]:
    """Split a text into case-folded words, or into characters where the language has no spaces."""
    folded = unicodedata.normalize("NFC", text).casefold()
    return list(folded) if primary_language(language) in SPACELESS else [word for word in _MARKS.split(folded) if word]


def written_units(text: str) -> list[str]:
    """Split a text into words as they are written, in the order of `units_of`."""
    return [word for word in _MARKS.split(unicodedata.normalize("NFC", text)) if word]


def stem(word: str, language: str) -> str:
    """Cut the ending of a case-folded word if enough of it is left."""
    primary = primary_language(language)
    if word in _WHOLE.get(primary, ()):
        return word
    least = _SHORTEST_DENSE_STEM if primary in {"ko", "hi"} else _SHORTEST_STEM
    for ending in _ENDINGS.get(primary, ()):
        needed = _LONGER_STEM if ending in _CUT_FROM_LONGER.get(primary, ()) else least
        if word.endswith(ending) and len(word) - len(ending) >= needed:
            cut = word.removesuffix(ending) + _LEFT.get(ending, "")
            # A Korean noun may end like a particle itself: "고양이는" is "고양이", and so "고양".
            return cut.removesuffix(_SUBJECT) if primary == "ko" and len(cut) > least else cut
    return word
