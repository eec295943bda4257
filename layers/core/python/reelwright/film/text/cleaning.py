"""Cleaning: removes characters that are neither spoken nor shown, and normalises the rest."""

# ruff: noqa: RUF001 - quotes are named as they look

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from reelwright.film.text.characters import CLAUSE_MARKS, CLOSING_MARKS, EMOJI, JOINERS, SENTENCE_MARKS, script_of

_LINE_BREAKS: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_STRAY_JOINERS: Final = re.compile(rf"(?<![^\W_])[{JOINERS}]+|[{JOINERS}]+(?!\w)")
_DROPPED_CATEGORIES: Final = {"Cc", "Cf", "Cs", "Co"}
MOST_COMBINING_MARKS: Final = 30
"""Of a run, as in Unicode's Stream-Safe Text Format (UAX 15, 12); no language stacks more than a handful."""
_FULL_STOPS: Final = {"chinese": "。", "japanese": "。", "devanagari": "।"}
_CLOSING: Final = re.escape(f"{SENTENCE_MARKS}{CLAUSE_MARKS})]}}”’")
_HANGING_EMOJI: Final = re.compile(rf"[ \t]*(?:{EMOJI.pattern}[ \t]*)+(?=[{_CLOSING}])")
"""Emoji between a word and punctuation, with the space before them, which would otherwise remain ("real .")."""

_ARROW_OF_NUMBERS: Final = re.compile(
    r"(?<=[\d%])[ \t]*[\u2192\u21d2\u2794\u279c\u27a1]\ufe0f?[ \t]*(?=[\d$\u20ac\u00a3])"
)
"""From one number to another, "0 \u2192 50%": an arrow is no emoji there, but a range."""
_LEADING_EMOJI: Final = re.compile(rf"(?<=[(\[{{“‘])[ \t]*(?:{EMOJI.pattern}[ \t]*)+")


@lru_cache(maxsize=8)
def clean(text: str) -> str:
    """Clean a text for speech and display: NFC, without control characters and emoji, spaces single.

    Line breaks stay, one at a time, because they end sentences. Idempotent. NFC, never NFKC:
    compatibility forms carry meaning (`½`, `10²`). Of a run of combining marks the first 30 stay.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    text = _ARROW_OF_NUMBERS.sub("\u2013", text)
    text = EMOJI.sub(" ", _LEADING_EMOJI.sub("", _HANGING_EMOJI.sub("", text)))
    kept = (
        character
        for character in text
        if character == "\n" or character in JOINERS or unicodedata.category(character) not in _DROPPED_CATEGORIES
    )
    text = unicodedata.normalize("NFC", "".join(_short_runs(kept)))
    lines = (" ".join(line.split()) for line in _STRAY_JOINERS.sub("", text).split("\n"))
    return "\n".join(line for line in lines if line)


def _short_runs(characters: Iterable[str]) -> Iterator[str]:
    """Drop the combining marks behind the 30th of a run: normalisation sorts each run, in time that grows with its square."""
    length = 0
    for character in characters:
        length = length + 1 if unicodedata.combining(character) else 0
        if length <= MOST_COMBINING_MARKS:
            yield character


def speakable(text: str) -> bool:
    """Check whether a text can be spoken: it has at least one letter or number."""
    return any(map(str.isalnum, text))


def closed(text: str) -> str:
    """End a heading or a list item with a full stop of its script, unless it ends with punctuation."""
    text = text.rstrip()
    if not text or (not text[-1].isalnum() and text[-1] not in CLOSING_MARKS and not _is_symbol(text[-1])):
        return text
    if text[-1] in CLOSING_MARKS and text[-2:-1] in SENTENCE_MARKS:
        return text
    return f"{text}{_FULL_STOPS.get(script_of(text[-1]), '.')}"


def _is_symbol(character: str) -> bool:
    return unicodedata.category(character)[0] in "SM" or character in "%‰"
