"""The key phrase of a thought: three to seven words around the most telling one, where no clause is its point."""

from collections.abc import Iterator
from typing import Final

from reelwright.film.scenes.points import is_taken_back
from reelwright.film.scenes.quoting import bare, tears
from reelwright.film.text.characters import width_of
from reelwright.film.text.emphasis import in_place_of_noun, is_small, strongest
from reelwright.film.text.languages import primary_language
from reelwright.film.text.negation import negates
from reelwright.film.text.quantities import held_together, quantities_of
from reelwright.film.text.sentences import split_clauses, split_sentences
from reelwright.film.text.wordlists import all_words
from reelwright.film.text.wordlists import words as listed
from reelwright.film.text.words import chunks_of

_MOST_WORDS: Final = 7
_LONGEST_CALM: Final = 5
"""Words that a glance takes in."""
_WIDEST_PHRASE: Final = 36
_OPENERS: Final = ("determiners", "qualifiers")
_TIES: Final = ("in", "of", "referring", "tied_articles")
"""Word lists: what a phrase may begin with, but for what ties it to the words before."""


def key_phrase(thought: str, language: str) -> str | None:
    """Find the words around the most telling one of a thought: a verb and its object, a negation and what it denies."""
    quantities = quantities_of(thought, language)
    found = [
        (worth, -place, phrase)
        for sentence in split_sentences(thought, language)
        for place, (worth, phrase) in enumerate(_phrases(sentence, language))
        if width_of(phrase) <= _WIDEST_PHRASE and not tears(phrase, thought, quantities)
    ]
    return max(found)[2] if found else None


def _phrases(sentence: str, language: str) -> Iterator[tuple[float, str]]:
    """List the phrases of a sentence, each with its worth."""
    spoken = chunks_of(sentence)
    chief = {spoken[place] for place in strongest(spoken, language)}
    clauses = split_clauses(sentence)
    for place, clause in enumerate(clauses):
        if is_taken_back(" ".join(clauses[place + 1 :]), language):
            continue
        words = chunks_of(clause)
        line = _Line(words, language)
        for first, last in line.phrases():
            window = words[first : last + 1]
            yield line.worth(first, last) + 2.0 * bool(chief & set(window)), bare(" ".join(window))


class _Line:
    """The words of a clause, each small or with meaning, a noun or not, with or without a negation."""

    def __init__(self, words: tuple[str, ...], language: str) -> None:
        has_capitals = primary_language(language) == "de"
        self.words = [bare(word).casefold() for word in words]
        self.small = [is_small(word, language) for word in words]
        self.denies = [negates(word, language) for word in words]
        self._nouns = in_place_of_noun(words, language)
        self._held = held_together(words, language)
        self._openers = listed("articles", language) | all_words(_OPENERS, language) - all_words(_TIES, language)
        self._not_first = self._openers | listed("of", language)  # what follows is a part: "a third of the boats"
        self._prepositions = (listed("in", language) | listed("nouns_follow", language)) - self._openers
        self._subjects = listed("subjects", language)
        self._has_capitals = has_capitals
        self._is_noun = [word[:1].isupper() or not has_capitals for word in map(bare, words)]
        self._completing = all_words(("of", "ties"), language)
        self._moments = listed("moments", language)
        self._joints = all_words(("coordinators", "ties"), language)

    def phrases(self) -> Iterator[tuple[int, int]]:
        """List the first and last word of each phrase: it has three words at least, or two if the first one denies."""
        for first in range(len(self.words)):
            nearest, end = first + (1 if self.denies[first] else 2), min(len(self.words), first + _MOST_WORDS)
            for last in range(nearest, end):
                if self.begins(first) and self.ends(last) and self.holds(first, last):
                    yield first, last

    def worth(self, first: int, last: int) -> float:
        """Weigh a phrase: a denial and the end of the clause say most."""
        return (
            2.5 * self.denied(first, last)
            + 1.0 * self.denies[first]
            + 1.0 * (last == len(self.words) - 1)
            - 0.3 * max(0, last - first + 1 - _LONGEST_CALM)
            + 0.7 * min(3, self.meaning(first, last))
        )

    def begins(self, first: int) -> bool:
        """Check whether a phrase may begin with a word: with meaning, an article or a negation; never within a noun."""
        before = self.words[first - 1] if first else ""
        if first and (self.denies[first - 1] or first - 1 in self._held or before in self._not_first):
            return False
        if self.small[first]:
            return self.denies[first] or self.words[first] in self._openers
        if before in self._prepositions:
            return False
        within = first > 0 and not self.small[first - 1] and not (first - 1 in self._nouns and first not in self._nouns)
        return not within

    def ends(self, last: int) -> bool:
        """Check whether a phrase may end with a word: nothing that completes it follows."""
        if self.small[last]:
            return self.denies[last] and last == len(self.words) - 1
        if last == len(self.words) - 1:
            return True
        following = self.words[last + 1]
        is_whole = last not in self._held and self._is_noun[last] and self.small[last + 1]
        is_noun = last in self._nouns or self._has_capitals
        return is_whole and is_noun and following not in self._completing

    def holds(self, first: int, last: int) -> bool:
        """Check that a phrase has two words of meaning or a negation, no joint inside and no negation before it."""
        inside = self.words[first : last + 1]
        behind_opener = inside[1:] if inside[0] in self._openers else inside
        if (self._joints | self._subjects) & set(behind_opener) or any(self.denies[:first]):
            return False
        is_denial = any(self.denies[first : last + 1]) and (last - first > 1 or last == len(self.words) - 1)
        return self.meaning(first, last) > 1 or is_denial

    def denied(self, first: int, last: int) -> bool:
        """Check whether a phrase denies something that is not only the moment of something else ("when no one looks")."""
        return any(self.denies[first : last + 1]) and not self._moments & set(self.words[: first + 1])

    def meaning(self, first: int, last: int) -> int:
        """Count the words with meaning in a phrase."""
        return sum(not small for small in self.small[first : last + 1])
