"""What a sentence only mentions: when something happens, likenesses, and vessels.

"Until the first frost", "like a heavy coat" and "a pot of tea" name a frost, a coat and a pot that the sentence is not about.
"""

from collections.abc import Sequence
from typing import Final

from reelwright.film.text.wordlists import words

_WHEN_REACH: Final = 3
"""Words from "until" to what it names: "until the first frost"; those between only qualify it."""
_LIKE_REACH: Final = 5
"""Words from "like" or the second "as" to what it names: "as much as a bag of sugar"."""
_UNREAL_REACH: Final = 8
"""The same for "as if", behind which a whole clause stands."""
_PAIR_REACH: Final = 5
"""Words between the two of "as ... as"."""
_CONTENT_REACH: Final = 3
"""Words from a vessel to its content: "a jar of dark honey"."""


def is_participle(before: Sequence[str], language: str) -> bool:
    """Check whether the word behind these is a verb by its auxiliary: French "a reçu" has received, and shows no receipt."""
    return bool(before) and before[-1] in words("auxiliaries", language)


def is_vessel(spoken: Sequence[str], end: int, language: str) -> bool:
    """Check whether the word that ends before `end` holds what is named behind it: the pot of "a pot of tea"."""
    joint = spoken[end : end + 1]
    return bool(joint) and joint[0] in words("of", language) and spoken[end - 1] in words("vessels", language)


def content_of(end: int) -> range:
    """List the positions at which the content of a vessel may stand."""
    return range(end + 1, end + 1 + _CONTENT_REACH)


def says_when(before: Sequence[str], language: str) -> bool:
    """Check whether the word behind these case-folded words only says when something happens."""
    for word in reversed(before[-_WHEN_REACH:]):
        if word in words("times", language):
            return True
        if word not in words("qualifiers", language):
            return False
    return False


def is_likeness(before: Sequence[str], language: str) -> bool:
    """Check whether the word behind these case-folded words only says what something is like."""
    for place in range(max(1, len(before) - _UNREAL_REACH), len(before)):
        distance = len(before) - place
        here, last = before[place], before[place - 1]
        if here in words("likeness", language):
            # "Do you like tea?" and "as we like it" name what a person likes.
            if distance <= _LIKE_REACH and last not in words("speakers", language):
                return True
        elif here in words("pairs", language):
            paired = here in before[max(0, place - _PAIR_REACH) : place]
            if paired and distance <= _LIKE_REACH:
                return True
        elif here in words("unreal", language) and last in words("pairs", language):
            return True
    return False
