"""Selects the emphasised words of large type: the numbers, else the one word that says most; small words never.

Names and nouns come before verbs, long words before short ones, and late words before early ones: what is new in a
sentence stands at its end. A text of small words has no emphasis.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final, NamedTuple

from reelwright.film.text.characters import (
    CLAUSE_MARKS,
    CLOSING_MARKS,
    OPENING_MARKS,
    SENTENCE_MARKS,
    STRAIGHT_APOSTROPHE,
    is_spaceless,
)
from reelwright.film.text.languages import primary_language
from reelwright.film.text.quantities import kinds_of
from reelwright.film.text.quantities.language import quantity_words
from reelwright.film.text.sentences import ends_clause
from reelwright.film.text.stopwords import stop_words
from reelwright.film.text.wordlists import all_words
from reelwright.film.text.wordlists import words as listed

_BEFORE_NOUNS: Final = ("articles", "determiners", "qualifiers", "in", "of", "nouns_follow")
"""The word lists of what a noun follows."""
_MARKS: Final = f"{SENTENCE_MARKS}{CLAUSE_MARKS}{CLOSING_MARKS}{OPENING_MARKS}¿¡"
_LEADS: Final = (":", ")")
"""Behind a number they show that it leads a list."""
_SHORTENED: Final = ("n't", "'re", "'ll", "'ve", "'d", "'m")
"""English verbs in short: "you're", "they'd"."""
_CASELESS: Final = frozenset({"hi", "ko", "he", "ar"})
"""Languages whose words are short or without cases: there the length of a word says less than its place."""
_SHORTEST: Final = 3
_SHORTEST_CASELESS: Final = 2
_MOST_LETTERS: Final = 8
_OF_NAME: Final = 5.0
_OF_NOUN: Final = 4.0
"""What a word in the place of a noun is worth, in letters: behind an article, a preposition, a number."""
_OF_END: Final = 2.0
_MOST_OF_A_NOUN: Final = 2
"""Words of meaning behind an article that may be a noun and its adjective; the next is mostly a verb."""


class _Word(NamedTuple):
    """A word without marks and without what is elided before it: "alcatraz" of "d'Alcatraz"."""

    text: str
    folded: str
    small: bool
    ends: bool
    """Whether a clause ends with it."""


def strongest(words: Sequence[str], language: str | None) -> set[int]:
    """Select the words to colour by index; never all of several, and none if all are small.

    `words` are as written, not in capitals: names and German nouns are known by theirs.
    """
    if len(words) == 1:
        return {0}
    code = primary_language(language)
    figures = _figures(words, code)
    if figures and len(figures) < len(words):
        return figures
    parts = [_word(one, code) for one in words]
    nouns = _in_place_of_noun(parts, code)
    telling = [place for place, part in enumerate(parts) if not part.small and place not in figures]
    telling = [place for place in telling if not _is_adverb(parts, place, nouns, code)]
    if not telling:
        return set()
    is_loud = all(part.text == part.text.upper() for part in parts)

    def worth(place: int) -> float:
        part = parts[place]
        is_name = part.text[:1].isupper() and not is_loud and place > 0 and not parts[place - 1].ends
        return (
            min(len(part.text), _MOST_LETTERS)
            + _OF_NAME * is_name
            + _OF_NOUN * (place in nouns)
            + _OF_END * place / len(parts)
        )

    return {max(telling, key=worth)}


def is_small(word: str, language: str | None) -> bool:
    """Check whether a word says nothing by itself: an article, a pronoun, an auxiliary, an adverb of sentences."""
    return _word(word, primary_language(language)).small


def _figures(words: Sequence[str], code: str) -> set[int]:
    """Find the words of numbers, in digits or letters; "one" and a number that leads a list ("Two: ...") are none."""
    table, never = quantity_words(code), listed("no_numbers", code)
    spelled = {
        place: one.strip(_MARKS).casefold()
        for place, (one, kind) in enumerate(zip(words, kinds_of(words, code), strict=True))
        if kind == "words" and not one.endswith(_LEADS)
    }
    counting = {place for place, word in spelled.items() if word not in table.ones | never}
    multiplied = {place for place in spelled if spelled.get(place + 1) in table.magnitudes}
    digits = {place for place, one in enumerate(words) if any(map(str.isdigit, one)) and not one.endswith(_LEADS)}
    return counting | multiplied | digits


@cache
def _small_words(code: str) -> frozenset[str]:
    return stop_words(code) | listed("small", code)


def _word(written: str, code: str) -> _Word:
    text = written.strip(_MARKS)
    folded = text.casefold().translate(STRAIGHT_APOSTROPHE)
    known_small = _small_words(code)
    before, mark, behind = folded.rpartition("'")
    if mark and code in {"fr", "it"} and folded not in known_small:
        text, folded = text[len(before) + 1 :], behind
    shortest = _SHORTEST_CASELESS if code in _CASELESS or (text and is_spaceless(text[0])) else _SHORTEST
    small = len(text) < shortest or folded in known_small or folded.endswith(_SHORTENED)
    return _Word(text, folded, small, ends_clause(written) or written.endswith(tuple(SENTENCE_MARKS)))


def in_place_of_noun(words: Sequence[str], language: str | None) -> frozenset[int]:
    """Find the words of meaning that directly follow an article, a preposition or a possessive, two at most."""
    code = primary_language(language)
    return _in_place_of_noun([_word(one, code) for one in words], code)


def _in_place_of_noun(parts: Sequence[_Word], code: str) -> frozenset[int]:
    openers = all_words(_BEFORE_NOUNS, code)
    found: set[int] = set()
    room = 0
    for place, part in enumerate(parts):
        if part.small:
            room = _MOST_OF_A_NOUN if part.folded in openers else 0
        elif room:
            found.add(place)
            room -= 1
        room = 0 if part.ends else room
    return frozenset(found)


def _is_adverb(parts: Sequence[_Word], place: int, nouns: frozenset[int], code: str) -> bool:
    """Check for an adverb by its ending; a word that stands like a noun and before no other word of meaning is none."""
    part = parts[place]
    endings = tuple(listed("adverb_endings", code))
    if not endings or not part.folded.endswith(endings) or part.folded in listed("no_adverbs", code):
        return False
    leads = place + 1 < len(parts) and not parts[place + 1].small and not part.ends
    return place not in nouns or leads
