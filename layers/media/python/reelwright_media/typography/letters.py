"""Which letters of a word are drawn: the ones that a font has, without marks that would tear the line."""

# ruff: noqa: RUF001 - marks and letters of many scripts are this file's subject, and some look alike

import unicodedata
from typing import Final

from reelwright.film.text.languages import primary_language
from reelwright_media.typography.faces import Face, runs

_DIRECTION_MARKS: Final = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that set or override direction: the base direction is the film's, and a pop mark would end it early."""
_MOST_MARKS: Final = 3
"""Marks without width on one letter: Hebrew and Arabic need three; stacks of dozens only disfigure the lines around."""
_MARKS: Final = frozenset({"Mn", "Me"})
_UNSEEN: Final = frozenset({"Mn", "Me", "Cf", "Zs"})
"""Unicode categories that show nothing without a letter before them."""
_DOTTED_I: Final = frozenset({"tr", "az"})
"""Languages in which the capital of i has a dot, and ı is another letter."""


def drawable(word: str, faces: tuple[Face, ...]) -> str:
    """Return the part of a word that the faces can draw, composed (NFC); empty where nothing of it can be seen."""
    shown = _plain(word)
    while True:
        kept = unicodedata.normalize("NFC", "".join(run.text for run in runs(shown, faces))).strip()
        if kept == shown:
            break
        shown = kept  # what a left-out mark parted may now compose to a letter that no face has
    return shown if any(unicodedata.category(letter) not in _UNSEEN for letter in shown) else ""


def _plain(word: str) -> str:
    """Return a word without marks of direction, and with at most a few marks on each letter."""
    kept: list[str] = []
    stacked = 0
    for letter in unicodedata.normalize("NFC", word):
        stacked = stacked + 1 if unicodedata.category(letter) in _MARKS else 0
        if letter not in _DIRECTION_MARKS and stacked <= _MOST_MARKS:
            kept.append(letter)
    return "".join(kept)


def clusters(word: str) -> list[str]:
    """Return the letters of a word, each with the marks and joiners that stay with it."""
    found: list[str] = []
    for letter in word:
        if found and (unicodedata.category(letter) in {"Mn", "Me", "Mc", "Cf"} or found[-1][-1] == "\u200d"):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def capitals(text: str, language: str | None) -> str:
    """Return a text in the capitals of its language."""
    if primary_language(language) in _DOTTED_I:
        text = text.replace("i", "İ")
    return text.upper()
