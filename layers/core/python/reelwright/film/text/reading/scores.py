"""What the words around a number tell of it: a score of a game, a measure of music."""

import re
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage

_REACH: Final = 60
"""How many characters away such a word may stand."""


def is_score_near(match: re.Match[str], language: ReadingLanguage) -> bool:
    """Check whether a match stands near a word of a game."""
    return is_near(match, "scores", language)


def is_near(match: re.Match[str], subject: str, language: ReadingLanguage) -> bool:
    """Check whether a match stands near a word of a subject; the table lists how its words begin."""
    near = match.string[max(0, match.start() - _REACH) : match.end() + _REACH].casefold()
    return any(word.startswith(tuple(language.table[subject].split())) for word in re.findall(r"\w+", near))
