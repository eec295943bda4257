"""What a sentence only mentions: when something happens, likenesses, comparisons, and vessels.

"Until the first frost", "like a heavy coat", "faster than a horse" and "a pot of tea" name a frost, a coat, a horse and a
pot that the sentence is not about. A word that begins an order ("Note chaque dépense") is a verb, and names no note.
"""

from collections.abc import Collection, Sequence
from typing import Final

from reelwright.film.text.languages import is_head_first, primary_language
from reelwright.film.text.quantities.values import measured
from reelwright.film.text.stopwords import stop_words
from reelwright.film.text.wordlists import phrases, words

_VERB_ENDINGS: Final = ("ed", "ing")
_WHEN_REACH: Final = 3
"""Words from "until" to what it names: "until the first frost"; those between only qualify it."""
_LIKE_REACH: Final = 5
"""Words from "like" or the second "as" to what it names: "as much as a bag of sugar"."""
_UNREAL_REACH: Final = 8
"""The same for "as if", behind which a whole clause stands."""
_PAIR_REACH: Final = 5
"""Words between the two of "as ... as"."""
_BARE_CONTENT_REACH: Final = 2
"""The same where no "of" stands between: "eine Tasse heißes Wasser"."""
_THAN_REACH: Final = 3
"""Words from "than" to what it names: "than the old bridge"."""
_MORE_REACH: Final = 3
"""Words from "more" to its "than", in languages whose "than" has other uses: "plus grand que"."""
_COMPARATIVE: Final = {"de": "er", "nl": "er"}
"""Endings of comparatives, before which "als" is "than"."""
_BEFORE_REACH: Final = 8
"""Characters from a word to the "before" that stands behind it: "寝る一時間前に"."""
_CONTENT_REACH: Final = 3
"""Words from a vessel to its content: "a jar of dark honey"."""


def is_participle(before: Sequence[str], language: str) -> bool:
    """Check whether the word behind these is a verb by its auxiliary: French "a reçu" has received, and shows no receipt."""
    return bool(before) and before[-1] in words("auxiliaries", language)


def is_verb(spoken: Sequence[str], position: int, beginnings: Collection[int], language: str) -> bool:
    """Check whether a word with two uses is a verb here, as it begins a sentence or stands behind "to" or "you": "Book early".

    `beginnings` are the positions at which sentences begin. No English noun of one thing begins a sentence without an article.
    """
    if spoken[position] not in words("verbs", language):
        return False
    return position in beginnings or (position > 0 and spoken[position - 1] in words("verbal", language))


def is_verb_form(word: str, language: str) -> bool:
    """Check whether a word is the past or participle of one with two uses: "trained" shows no train."""
    stems = {word.removesuffix(ending) for ending in _VERB_ENDINGS if word.endswith(ending)}
    return not words("verbs", language).isdisjoint({form for stem in stems for form in (stem, f"{stem}e", stem[:-1])})


def is_brand(word: str, language: str) -> bool:
    """Check whether a word as it is written is the name of a company: "Apple" is no fruit, "apple" is one."""
    return word in words("brands", language)


def is_order(spoken: Sequence[str], position: int, language: str) -> bool:
    """Check whether the first word of a sentence is a verb, as an article stands behind it."""
    return "".join(spoken[position + 1 : position + 2]) in words("determiners", language)


def is_clock_time(before: Sequence[str], word: str, language: str) -> bool:
    """Check whether a word only says the hour: "um drei Uhr" shows no clock, "eine Uhr" does."""
    return bool(before) and word in words("clocks", language) and measured(before[-1], language) is not None


def is_vessel(spoken: Sequence[str], end: int, language: str) -> bool:
    """Check whether the word that ends before `end` holds what is named behind it: the pot of "a pot of tea"."""
    joints = words("of", language)
    joint = spoken[end : end + 1]
    return (not joints or (bool(joint) and joint[0] in joints)) and spoken[end - 1] in words("vessels", language)


def content_of(end: int, language: str) -> range:
    """List the positions at which the content of a vessel may stand: at once where no "of" stands between ("Glas Wasser")."""
    return range(end + 1, end + 1 + _CONTENT_REACH) if words("of", language) else range(end, end + _BARE_CONTENT_REACH)


def is_material(spoken: Sequence[str], position: int, language: str) -> bool:
    """Check whether a word says what another thing is made of: a "ceramic mug" is no amphora, a "caja de madera" no log."""
    if spoken[position] not in words("materials", language):
        return False
    if is_head_first(language):
        return position > 1 and spoken[position - 1] in words("of", language)
    behind = spoken[position + 1 : position + 2]
    return bool(behind) and behind[0] not in stop_words(language)


def says_when(before: Sequence[str], language: str) -> bool:
    """Check whether the word behind these case-folded words only says when something happens."""
    for word in reversed(before[-_WHEN_REACH:]):
        if word in words("times", language):
            return True
        if word not in words("qualifiers", language):
            return False
    return False


def is_before(after: str, language: str) -> bool:
    """Check whether the word before this text only says when: "寝る前に" is before going to bed."""
    behind = after[:_BEFORE_REACH].strip()
    found = [place for one in phrases("before", language) if (place := behind.find(one)) >= 0]
    # "家の前に" is in front of a house.
    return bool(found) and not behind[: min(found)].endswith(("の", "、", "，", ","))  # noqa: RUF001 - marks of Chinese


def is_compared(before: Sequence[str], language: str) -> bool:
    """Check whether the word behind these is what something is compared with; "more than 300 ships" compares nothing."""
    for place in range(max(1, len(before) - _THAN_REACH), len(before)):
        if before[place] not in words("than", language):
            continue
        between = before[place + 1 :]
        if not any(_is_amount(word) for word in between) and _is_comparative(before[:place], language):
            return True
    return False


def _is_comparative(before: Sequence[str], language: str) -> bool:
    more = words("more", language)
    ending = _COMPARATIVE.get(primary_language(language))
    near = before[-_MORE_REACH:]
    return not more or any(word in more for word in near) or (ending is not None and before[-1].endswith(ending))


def _is_amount(word: str) -> bool:
    return word[:1].isdigit() or word in {
        "one",
        "two",
        "three",
        "five",
        "ten",
        "hundred",
        "thousand",
        "million",
        "half",
    }


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
            if paired and distance <= _LIKE_REACH and words("joints", language).isdisjoint(before[place:]):
                return True
        elif here in words("unreal", language) and last in words("pairs", language):
            return True
    return False
