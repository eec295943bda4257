"""A reading rule: what it finds in a text, and how that is said; and how a list of them rewrites words one for one."""
# ruff: noqa: RUF001 - signs and dashes of many languages are the subject here

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reelwright.film.text.reading.language import ReadingLanguage

Sayer = Callable[[re.Match[str], ReadingLanguage], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and what is said for a match; None leaves the text to the rules after this one."""

    pattern: re.Pattern[str]
    say: Sayer


@dataclass(frozen=True, slots=True)
class Said:
    """The characters `start` to `end` of a text, and the words that are said for them."""

    start: int
    end: int
    words: str


def rewritten(words: Sequence[str], rules: Iterable[Rule], language: ReadingLanguage) -> list[str]:
    """Return the words as they are said, one for one: where several are read together, each takes its share."""
    text = " ".join(words)
    places = _places(words)
    said = [""] * len(words)
    position = 0
    for span in [*_spans(text, rules, language), Said(len(text), len(text), "")]:
        _copy(text, position, span.start, places, said)
        _share(span.words, _touched(places, span.start, span.end), said)
        position = span.end
    return [words.strip() for words in said]


def _share(words: str, covered: Sequence[int], said: list[str]) -> None:
    """Deal the words of a span to the written words it covers; a space at its edges keeps neighbours in one word apart."""
    shares = words.split()
    for order, index in enumerate(covered):
        share = shares[-(-order * len(shares) // len(covered)) : -(-(order + 1) * len(shares) // len(covered))]
        lead = " " if words[:1].isspace() and said[index][-1:].isalnum() else ""
        said[index] += lead + " ".join(share)
        if words[-1:].isspace() and share:
            said[index] += " "


def following(match: re.Match[str]) -> str:
    """Return the word after a match, empty where a mark or nothing follows."""
    found = _NEXT.match(match.string, match.end())
    return found[1] if found else ""


def is_computed(match: re.Match[str]) -> bool:
    """Check whether a sign of equality or a question follows: "7 x 8 = 56"."""
    return _ASKED.match(match.string, match.end()) is not None


def text_before(match: re.Match[str]) -> str:
    """Return the end of the text before a match: context is near, and a long script must not be searched again each time."""
    return match.string[max(0, match.start() - _REACH) : match.start()]


def preceding(match: re.Match[str]) -> str:
    """Return the word before a match, empty where a mark or nothing stands there."""
    found = _PREVIOUS.search(text_before(match))
    return found[1] if found else ""


_REACH = 60
_ASKED = re.compile(r"\s?[=?]")
_NEXT = re.compile(r"\s+[\"'«“(]?([^\W\d_]+)")
_PREVIOUS = re.compile(r"([^\W\d_]+)[.]?[\s'’]+$")


def _spans(text: str, rules: Iterable[Rule], language: ReadingLanguage) -> list[Said]:
    """Find what the rules say; an earlier rule comes before a later one, and no two overlap."""
    found: list[Said] = []
    taken = bytearray(len(text))
    for rule in rules:
        for match in rule.pattern.finditer(text):
            start, end = match.span()
            words = None if any(taken[start:end]) else rule.say(match, language)
            if words is not None:
                found.append(Said(start, end, words))
                taken[start:end] = bytes((1,)) * (end - start)
    return sorted(found, key=lambda span: span.start)


def _places(words: Sequence[str]) -> list[tuple[int, int]]:
    places, position = [], 0
    for word in words:
        places.append((position, position + len(word)))
        position += len(word) + 1
    return places


def _touched(places: Sequence[tuple[int, int]], start: int, end: int) -> range:
    """Return the indices of the words that have a character from `start` to `end`."""
    first = bisect_right(places, start, key=lambda place: place[1])
    return range(first, max(first, bisect_left(places, end, key=lambda place: place[0])))


def _copy(text: str, start: int, end: int, places: Sequence[tuple[int, int]], said: list[str]) -> None:
    """Copy the characters between two spans unchanged."""
    for index in _touched(places, start, end) if start < end else ():
        first, last = places[index]
        kept = text[max(first, start) : min(last, end)]
        said[index] = (said[index] if kept[:1].isalnum() else said[index].rstrip()) + kept
