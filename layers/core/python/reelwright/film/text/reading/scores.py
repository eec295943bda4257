"""Scores of games, told by the words around them."""

import re
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage

_REACH: Final = 60
"""How many characters away somebody wins, loses or draws."""


def is_score_near(match: re.Match[str], language: ReadingLanguage) -> bool:
    """Say whether a match stands near a word of a game."""
    near = match.string[max(0, match.start() - _REACH) : match.end() + _REACH].casefold()
    return any(word.startswith(tuple(language.table["scores"].split())) for word in re.findall(r"\w+", near))
