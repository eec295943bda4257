"""Cutting a text into sentences and clauses, in any language, without losing a letter."""

import re
from typing import Final

from reelwright.film.text.abbreviations import abbreviation_of, stop_belongs_to
from reelwright.film.text.characters import (
    CLAUSE_END,
    CLOSING_MARKS,
    DASHES,
    OPENING_MARKS,
    SENTENCE_END,
    SENTENCE_MARKS,
    is_spaceless,
)
from reelwright.film.text.cleaning import speakable
from reelwright.film.text.languages import primary_language

_TERMINATOR: Final = re.compile(SENTENCE_END)
_ENDS_SENTENCE: Final = re.compile(rf"(?P<marks>[{SENTENCE_MARKS}]+)[{re.escape(CLOSING_MARKS)}]*$")
_ENDS_CLAUSE: Final = re.compile(rf"{CLAUSE_END}$|[{DASHES}]$")
_CLAUSE_MARK: Final = re.compile(rf"{CLAUSE_END}|\s[-{DASHES}](?=\s)|[—]")
_BETWEEN_WORDS: Final = re.compile(rf"[\s\u2014{re.escape(OPENING_MARKS)}]+")
_CONJUNCTION: Final = re.compile(
    r"\s(?:and|or|but|that|because|which|who|until|when|y|o|pero|que|et|ou|mais|e|ma|che|und|oder|dass)\s"
)
_OPENERS: Final = f"{OPENING_MARKS}¿¡—-"
_NEXT_WORD: Final = re.compile(rf"\s*[{re.escape(_OPENERS)}]*(?P<word>\s*\S*)")
_ABBREVIATED: Final = re.compile(r"(?:Min|Sek|Jh|Jhd|Aufl|Kap|Abs|Spt|Std)\.")
"""German nouns in short that are counted by ranks: "in der 89. Min."."""
_LONGEST_ENUMERATOR: Final = 3
_LAST_DAY_OF_MONTH: Final = 31


def split_sentences(text: str, language: str = "en") -> tuple[str, ...]:
    """Split the text into sentences, trimmed; no letter is lost or added.

    Sentences end at `.!?…`, the full-width, Arabic and Indic equivalents, and line breaks; not within decimals, after
    initials and abbreviations, or before a lower-case letter. An unspeakable piece is joined with the previous one.
    """
    return tuple(_glued([piece for line in text.split("\n") for piece in _split_line(line.strip(), language)]))


def split_clauses(sentence: str) -> tuple[str, ...]:
    """Split a sentence into clauses, cut after commas, semicolons, colons and dashes; never within a number."""
    clauses, start = [], 0
    for mark in _CLAUSE_MARK.finditer(sentence):
        after = sentence[mark.end() : mark.end() + 1]
        if after.isspace() or mark.group() == "—" or (after and is_spaceless(mark.group()[0])):
            clauses.append(sentence[start : mark.end()].strip())
            start = mark.end()
    clauses.append(sentence[start:].strip())
    return tuple(_glued([clause for clause in clauses if clause]))


def split_at_conjunctions(clause: str) -> tuple[str, ...]:
    """Split a clause at its conjunctions, which are left out; in six languages."""
    return tuple(_CONJUNCTION.split(clause))


def ends_sentence(word: str, following: str = "", language: str = "en", *, before: str = "") -> bool:
    """Check whether a sentence ends with this word of a text; its neighbours distinguish abbreviations.

    For words that are cut already: captions break by it. Unlike `split_sentences` it takes a mark before a small letter
    for an end ("Stop!" she said), unless the word is an abbreviation.
    """
    found = _ENDS_SENTENCE.search(word)
    if found is None:
        return False
    marks, bare = found["marks"], _BETWEEN_WORDS.split(word[: found.start()])[-1]
    if not following or marks != ".":
        return True
    if _numbers_a_list(bare, marks) and (not before or _ENDS_SENTENCE.search(before)):
        return False
    following = following.lstrip(_OPENERS)
    if following[:1].islower() and (abbreviation_of(bare, language) or "." in bare):
        return False
    return not _stop_belongs(bare, before, following, language)


def stop_is_part(word: str, following: str, language: str, *, before: str = "") -> bool:
    """Check whether the full stop after a word belongs to it, and no sentence ends: "J. Verne", "e.g. this"."""
    following = following.lstrip(_OPENERS)
    if following[:1].islower() and (abbreviation_of(word, language) or "." in word):
        return True
    return bool(following) and stop_belongs_to(word, before=before, following=following, language=language)


def ends_clause(word: str) -> bool:
    """Check whether a clause ends with this word: a comma, a colon, a dash."""
    return bool(_ENDS_CLAUSE.search(word))


def _glued(pieces: list[str]) -> list[str]:
    """Join unspeakable pieces to their neighbour. Each piece is read once: a text may consist of unspeakable pieces."""
    whole: list[list[str]] = []
    is_spoken = False
    for piece in pieces:
        speaks = speakable(piece)
        if whole and not (speaks and is_spoken):
            whole[-1].append(piece)
            is_spoken = is_spoken or speaks
        else:
            whole.append([piece])
            is_spoken = speaks
    return [" ".join(parts) for parts in whole]


def _split_line(line: str, language: str) -> list[str]:
    sentences, start = [], 0
    words = _WordsBefore(line)
    for mark in _TERMINATOR.finditer(line):
        if _ends_here(words, start, mark, language):
            sentences.append(line[start : mark.end()].strip())
            start = mark.end()
    sentences.append(line[start:].strip())
    return [sentence for sentence in sentences if sentence]


class _WordsBefore:
    """The words of a line, read once from its start to its end: a text of initials has thousands of marks and no sentence."""

    def __init__(self, line: str) -> None:
        self.line = line
        self._spaces = _BETWEEN_WORDS.finditer(line)
        self._next = next(self._spaces, None)
        self._passed: list[tuple[int, int]] = []

    def last_two(self, start: int, end: int) -> tuple[str, str, bool]:
        """Return the word that ends at `end`, the one before it ("" without one), and whether the former is the first.

        Words begin at `start`; `end` never decreases from call to call.
        """
        while self._next is not None and self._next.end() <= end:
            self._passed.append(self._next.span())
            self._next = next(self._spaces, None)
        inside = [(max(low, start), high) for low, high in self._passed[-2:] if high > start]
        if not inside:
            return self.line[start:end], "", True
        low, high = inside[-1]
        before = self.line[inside[0][1] if len(inside) > 1 else start : low]
        return self.line[high:end], before, low == start


def _ends_here(words: _WordsBefore, start: int, mark: re.Match[str], language: str) -> bool:
    line, end = words.line, mark.end()
    if end == len(line) or is_spaceless(mark.group()[0]):
        return True
    if not line[end].isspace():
        # "你好!再见": a narrow mark between spaceless letters ends a sentence; "3.5" and "example.com" go on.
        return is_spaceless(line[end])
    word, before, opens = words.last_two(start, mark.start())
    if opens and _numbers_a_list(word, mark.group()):
        return False
    behind = _NEXT_WORD.match(line, end)
    following = behind["word"] if behind else ""
    if following[:1].islower():
        return False
    return mark.group() != "." or not _stop_belongs(word, before, following, language)


def _numbers_a_list(word: str, marks: str) -> bool:
    """Check whether the first word of a sentence is a list number: "1. Wake up."."""
    return marks == "." and word.isdecimal() and len(word) <= _LONGEST_ENUMERATOR


def _stop_belongs(word: str, before: str, following: str, language: str) -> bool:
    if word.isdecimal():
        is_abbreviated = _ABBREVIATED.match(following) is not None
        return primary_language(language) == "de" and (int(word) <= _LAST_DAY_OF_MONTH or is_abbreviated)
    return stop_belongs_to(word, before=before, following=following, language=language)
