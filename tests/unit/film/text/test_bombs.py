"""Texts that are made to cost time: the work for them grows with their length, not with its square."""

import unicodedata
from itertools import groupby
from typing import Any, Self

import pytest

from reelwright.film.text.cleaning import MOST_COMBINING_MARKS, clean
from reelwright.film.text.sentences import split_sentences

ACUTE, GRAVE_BELOW = "\u0301", "\u0316"


class Sliced(str):  # noqa: SLOT000 - mypy does not see the slots of a text
    """A text of one line that counts the characters copied out of it."""

    copied: int

    def __new__(cls, text: str) -> Self:
        """Begin with nothing copied."""
        made = super().__new__(cls, text)
        made.copied = 0
        return made

    def split(self, *_: Any) -> Any:
        """Return the one line."""
        return [self]

    def strip(self, *_: Any) -> Any:
        """Return the line, which has no space around it."""
        return self

    def __getitem__(self, place: Any) -> str:
        """Count the copied characters."""
        piece = super().__getitem__(place)
        self.copied += len(piece)
        return piece


@pytest.mark.parametrize("unit", ["A. ", "1. ", "Dr. ", "etc. ", "! ", "!!! ", "a. ", "A. — ", "A! "])
def test_splitting_reads_a_text_of_marks_a_few_times_and_not_once_a_mark(unit: str) -> None:
    """20,000 characters of initials were copied 6,600 times each."""
    text = Sliced((unit * 6_600)[:20_000].strip())
    split_sentences(text)
    assert text.copied <= 5 * len(text)


def test_sentences_of_initials_and_marks_lose_nothing() -> None:
    """Initials end no sentence; unspeakable pieces join the ones beside them."""
    assert split_sentences("A. " * 50 + "Then we go. We do.") == ("A. " * 50 + "Then we go.", "We do.")
    assert split_sentences("! ! ! Go! ? ? Stop.") == ("! ! ! Go! ? ?", "Stop.")


def longest_run(text: str) -> int:
    """Return the length of the longest run of combining marks."""
    runs = groupby(text, key=lambda character: unicodedata.combining(character) > 0)
    return max((len(list(run)) for marks, run in runs if marks), default=0)


@pytest.mark.parametrize("filler", ["", "\u200b", "\u0007"])
def test_of_a_run_of_combining_marks_thirty_stay(filler: str) -> None:
    """Before the text is normalised, and whatever dropped characters stand between the marks."""
    bomb = "a" + (GRAVE_BELOW + filler + ACUTE + filler) * 9_000 + " bee"
    cleaned = clean(bomb)
    assert longest_run(cleaned) <= MOST_COMBINING_MARKS
    assert cleaned.endswith(" bee")
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize("text", ["e\u0301tude", "Vie\u0302\u0323t", "שָׁלוֹם", "नमस्ते", "ก็ที่"])
def test_marks_of_real_words_all_stay(text: str) -> None:
    """No language stacks thirty."""
    assert clean(text) == unicodedata.normalize("NFC", text)
