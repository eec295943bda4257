"""How a text is read aloud, word by word: what is said, where the voice breathes, and what it passes over in silence.

A word of the script is not what a speech engine should see: emoji, markup and letters of scripts the voice cannot read
are silent; "Dr." is no end of a sentence; quotation marks come in forms that the engine does not know.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

_CURRENCIES = "$\u20ac\u00a3\u00a5"
_SAID_SYMBOLS = frozenset(_CURRENCIES + "&%+=@\u00b0/-'\u00d7\u00f7.,: ")
_SAME_MARK = str.maketrans(
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
_OPENING = frozenset('"\u201c(')
_CLOSING = frozenset('.,!?;:\u2014\u2026"\u201d)')
_ENDING = frozenset(".!?\u2026")
_DOTS = re.compile(r"\.{2,}")
_PAUSE_INSIDE = re.compile("[\u2014\u2026]|--+")
_EDGES = re.compile(
    r"^(?P<before>\W*?)"
    rf"(?P<core>(?:[{_CURRENCIES}]|[-+](?=[\d{_CURRENCIES}]))*\w.*?|[&%@+=])"
    r"(?P<after>[^\w%\u00b0+]*)$",
    re.DOTALL,
)
_TITLES = re.compile(
    r"(?:mr|mrs|ms|dr|prof|st|vs|jr|sr|gen|col|lt|sgt|capt|rev|hon|fig|approx|dept"
    r"|sra|srta|dra|sig|dott|mme|mlle)",
    re.IGNORECASE,
)
_DOTTED = re.compile(r"^(?:\w\.)+\w$|^(?:etc|ca|al|inc|ltd|corp)$")
_PICTORIAL = frozenset(
    {"So", "Sk", "Cc", "Cf", "Co", "Cn", "Cs"}
)  # Unicode's categories: symbols, controls, no characters
_READ_SCRIPTS = ("LATIN", "GREEK")


@dataclass(frozen=True, slots=True)
class Reading:
    """How one word is read: `said` goes to the engine ('' is silence), the marks around it shape pause and melody."""

    said: str
    before: str
    after: str

    @property
    def ends_sentence(self) -> bool:
        """Say whether the sentence is over after the word."""
        return not _ENDING.isdisjoint(self.after)


def readings(words: Sequence[str]) -> tuple[Reading, ...]:
    """Return one reading a word, for a voice that reads Latin and Greek letters."""
    following = (*words[1:], "")
    return tuple(_reading(word, after) for word, after in zip(words, following, strict=True))


def readable_share(text: str) -> float:
    """Return how much of the letters of `text` such a voice reads (0-1); 1 where there are no letters."""
    letters = [mark for mark in text if mark.isalpha()]
    return sum(map(_is_read, letters)) / len(letters) if letters else 1.0


def ends_in_abbreviation(core: str, following: str) -> bool:
    """Say whether the full stop after `core` is part of it: "Dr.", "J. Verne", "e.g. this"."""
    if _TITLES.fullmatch(core):
        return True
    if len(core) == 1 and core.isupper() and core != "I":
        return following[:1].isupper()
    return following[:1].islower() and bool(_DOTTED.match(core.lower()))


def is_pictorial(mark: str) -> bool:
    """Say whether a character is seen but never heard: emoji, their joiners and skin tones, controls."""
    if mark in "\u00b0\n\t\r":
        return False
    return unicodedata.category(mark) in _PICTORIAL or "\ufe00" <= mark <= "\ufe0f" or mark == "\u20e3"


def _reading(word: str, following: str) -> Reading:
    """Take a word apart: marks before, what is said, marks after."""
    seen = "".join(mark for mark in word if not is_pictorial(mark))
    plain = _DOTS.sub("\u2026", unicodedata.normalize("NFKC", seen).translate(_SAME_MARK))
    edges = _EDGES.match(plain)
    if edges is None:  # marks alone: a dash between words is a breath
        return Reading("", "", _marks("\u2014" if plain == "-" else plain, _CLOSING))
    core, after = edges["core"], edges["after"]
    if after.startswith(".") and ends_in_abbreviation(core, following):
        after = after[1:]
        core = f"{core}." if "." in core else core
    return Reading(_said(core), _marks(edges["before"], _OPENING), _marks(after, _CLOSING))


def _said(core: str) -> str:
    """Keep what a voice can read; other characters are silent."""
    kept = "".join(
        mark if _is_read(mark) or mark in _SAID_SYMBOLS else str(unicodedata.digit(mark)) if mark.isdecimal() else ""
        for mark in _PAUSE_INSIDE.sub(" ", core)
    )
    return " ".join(kept.split()) if any(mark.isalnum() or mark in "&%@+=" for mark in kept) else ""


def _marks(text: str, known: frozenset[str]) -> str:
    """Return the known marks of `text`, each run of one mark once ("!!!" is "!")."""
    return "".join(mark for mark, _ in groupby(mark for mark in text if mark in known))


def _is_read(letter: str) -> bool:
    return letter.isalpha() and unicodedata.name(letter, "").startswith(_READ_SCRIPTS)
