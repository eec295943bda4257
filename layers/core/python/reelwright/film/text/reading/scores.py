"""What the words around a number tell of it: a score of a game, a measure of music."""

import re
from typing import Final

from reelwright.film.text.reading.language import ReadingLanguage

_REACH: Final = 60
"""How many characters away such a word may stand."""


def is_score_near(match: re.Match[str], language: ReadingLanguage) -> bool:
    """Check whether a match stands near a word of a game."""
    return is_near(match, "scores", language)


def is_near(match: re.Match[str], subject: str, language: ReadingLanguage, *, whole: bool = False) -> bool:
    """Check whether a match stands near a word of a subject; the table lists how its words begin, or `whole` words."""
    near = re.findall(r"\w+", match.string[max(0, match.start() - _REACH) : match.end() + _REACH].casefold())
    listed = language.table[subject].split()
    return not set(near).isdisjoint(listed) if whole else any(word.startswith(tuple(listed)) for word in near)
