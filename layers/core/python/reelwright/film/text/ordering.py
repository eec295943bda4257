"""Ordering words that begin a step: "first", "and then", "por último"."""

import re
from functools import cache
from typing import NamedTuple

from reelwright.film.text.wordlists import phrases, words


class OrderingWord(NamedTuple):
    """An ordering word with its "and" and its comma; positions are characters of the text, end exclusive."""

    start: int
    end: int
    text: str
    opens: bool
    """Whether it begins a list ("first"), rather than going on with one ("then")."""

    @property
    def is_marked_off(self) -> bool:
        """Whether a comma or colon follows it."""
        return self.text.rstrip().endswith((",", ":"))


def ordering_words(text: str, starts: frozenset[int], language: str) -> tuple[OrderingWord, ...]:
    """Find the ordering words at the given starts of clauses, and within a clause those behind an "and"."""
    pattern = _order_pattern(language)
    if pattern is None:
        return ()
    leading = [found for start in sorted(starts) if (found := pattern.match(text, start)) is not None]
    inside = [
        one
        for one in _joined_pattern(language).finditer(text)
        if all(one.start() >= kept.end() or one.end() <= kept.start() for kept in leading)
    ]
    if sum(one["first"] is not None for one in leading) > 1:
        leading = leading[:1]
    return tuple(
        OrderingWord(one.start(), one.end(), one.group(), one["first"] is not None)
        for one in sorted([*leading, *inside], key=lambda one: one.start())
    )


@cache
def _order_pattern(language: str) -> re.Pattern[str] | None:
    first, following = phrases("first", language), phrases("next", language)
    if not first:
        return None
    joints = "|".join(sorted(words("joints", language)))
    either = rf"(?:(?P<first>{_either(first)})|(?P<next>{_either(following)}))"
    return re.compile(rf"(?:(?P<joint>{joints})\s+)?{either}(?![\w'’])[,:]?\s*", re.IGNORECASE)  # noqa: RUF001 - an apostrophe


@cache
def _joined_pattern(language: str) -> re.Pattern[str]:
    """Build the pattern of "and then" within a clause."""
    joints = "|".join(sorted(words("joints", language)))
    following = _either(phrases("next", language))
    return re.compile(rf"\s(?P<joint>{joints})\s+(?P<first>(?!))?(?P<next>{following})(?!\w)[,:]?\s*", re.IGNORECASE)


def _either(listed: tuple[str, ...]) -> str:
    return "|".join(re.escape(one).replace("'", "['’]") for one in listed)  # noqa: RUF001 - an apostrophe
