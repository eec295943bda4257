"""Ranks the concepts that a thought names."""

from collections.abc import Container
from typing import Final

from reelwright.film.scenes.concepts import ANIMALS, Concept, ConceptTable, Theme
from reelwright.film.scenes.lexicon import IconNames
from reelwright.film.scenes.naming import Hit, Namer
from reelwright.film.scenes.people import is_act, is_head, is_person
from reelwright.film.script.meaning import Embedder, cosine
from reelwright.film.text.tokens import begins_word
from reelwright.film.text.words import chunks_of
from reelwright.values import Value

LOWEST_FIT: Final = 0.87
"""Lowest score for a picture. Abstract words of another theme ("quiet" in a film about black holes) stay below it."""
_BY_EQUIPMENT: Final = frozenset({"swimming", "diving", "running", "breathing", "sleeping"})
"""Doings that are shown by what people use for them: an octopus that swims has no goggles."""
_VERB_REACH: Final = 2
"""Words from an animal to the verb that says what it does: "the bees all dance"."""
_PHRASE_BONUS: Final = 0.25
_THEME_BONUS: Final = 0.4
_SALIENCE_BONUS: Final = 0.25
_SUBJECT_BONUS: Final = 0.15
"""For the first concrete thing of a sentence, which is mostly its subject: "snails love young lettuce"."""
_MEANING_WEIGHT: Final = 0.7
"""Factor on the cosine between the sentence and a concept's gloss: what a sentence means ranks what it names."""
_MEANT: Final = 0.145
"""Lowest such cosine of a second subject."""
_OF_PERSONS: Final = 0.25
"""The same for persons and animals: their glosses ("woman, lady") say little of what they do."""
_STRAY: Final = 0.06
"""A concept below this, of a theme with less than `_STRAY_SHARE` of the film, is another sense: "together" is no team."""
_STRAY_SHARE: Final = 0.25
_TITLE_BONUS: Final = 0.15
_TITLED_SENSE: Final = 0.4
"""For the sense of a word that the title names, among its other senses."""
_TITLE_WEIGHT: Final = 2.0
_THEME_BY_MEANING_WEIGHT: Final = 3.0
_TEXT_EMBEDDED: Final = 600


class Match(Value):
    """A concept and its score (about 1 for a thing named by its word)."""

    concept: Concept
    score: float
    certain: bool = True
    """Whether its word has no other sense: only such a thing is shown beside another one."""
    is_exact: bool = False
    """Whether its word is the name of what is shown: such a thing is shown beside one of any kind."""
    position: int = 0
    """Place of its word in the text, counted in words."""
    word: str = ""
    """Its word, case-folded."""


class Matcher:
    """Ranks concepts for the thoughts of one film."""

    def __init__(
        self, table: ConceptTable, embedder: Embedder, language: str, title: str, names: tuple[IconNames, ...] = ()
    ) -> None:
        self._table = table
        self._embedder = embedder
        self._namer = Namer(table, embedder, language, names)
        self._is_english = not names
        self._title = title
        self._titled = {hit.concept.name for hit in self._namer.named(title)}

    def theme_shares(self, thoughts: tuple[str, ...]) -> dict[str, float]:
        """Compute the share of each theme in the film; the strongest has 1."""
        shares = dict.fromkeys(self._table.themes, 0.0)
        for text, weight in ((self._title, _TITLE_WEIGHT), *((thought, 1.0) for thought in thoughts)):
            for hit in self._namer.named(text):
                shares[hit.concept.theme] += weight * hit.certainty * hit.concept.weight**2
        themes = list(self._table.themes.values())
        film = " ".join((self._title, *thoughts))[:_TEXT_EMBEDDED]
        vectors = self._embedder.embed([*(theme.gloss for theme in themes), film])
        for theme, vector in zip(themes, vectors, strict=False):
            shares[theme.name] += _THEME_BY_MEANING_WEIGHT * max(0.0, cosine(vector, vectors[-1]))
        top = max(shares.values()) or 1.0
        return {name: share / top for name, share in shares.items()}

    def theme(self, shares: dict[str, float]) -> Theme:
        """Choose the theme with the largest share."""
        return self._table.themes[max(shares, key=lambda name: shares[name])]

    def matches(self, text: str, shares: dict[str, float], weights: dict[str, float]) -> tuple[Match, ...]:
        """Rank the concepts of one thought, best first, each once; empty if none passes a threshold.

        `shares` are those of the film's themes, `weights` those of its words (`keywords.word_weights`).
        """
        best: dict[str, Match] = {}
        hits = _one_sense_a_word(self._namer.hits(text), shares, self._titled)
        hits = [hit for hit in hits if not hit.is_aside] or hits
        near = self._namer.nearness(text, tuple(dict.fromkeys(hit.concept for hit in hits)))
        first = min((hit.position for hit in hits if hit.concept.is_concrete), default=-1)
        for hit in hits:
            concept = hit.concept
            if (
                (hit.negated and (concept.is_place or concept.name not in self._titled))
                or _is_animals(concept, shares)
                or _acts(hit, hits)
            ):
                continue
            meant = max(near[concept.name], _OF_PERSONS) if _is_living(concept) else near[concept.name]
            is_stray = meant < _STRAY and shares[concept.theme] < _STRAY_SHARE and concept.name not in self._titled
            if is_stray and not (self._is_english and hit.is_exact and concept.is_concrete and not concept.is_place):
                continue
            salience = max((weights.get(word, 0.0) for word in _words_in(concept, text)), default=0.0)
            fit = _fit(hit, shares)
            score = (
                fit
                + _TITLE_BONUS * (concept.name in self._titled)
                + _PHRASE_BONUS * (hit.words - 1)
                + _SALIENCE_BONUS * salience
                + _MEANING_WEIGHT * meant
                + _SUBJECT_BONUS * (hit.position == first and text != self._title)
            )
            if fit >= LOWEST_FIT and (concept.name not in best or best[concept.name].score < score):
                certain = hit.certainty >= 1.0 and meant >= _MEANT
                best[concept.name] = Match(
                    concept=concept,
                    score=score,
                    certain=certain,
                    is_exact=hit.is_exact,
                    position=hit.position,
                    word=hit.word,
                )
        return tuple(sorted(best.values(), key=lambda match: (-match.score, match.concept.name)))


def _is_animals(concept: Concept, shares: dict[str, float]) -> bool:
    """Check whether a word for a person, or what a person does, means an animal here: the mother in a film about octopuses."""
    of_family = any(is_head(subject) for look in concept.looks for subject in look)
    return (of_family or concept.name in _BY_EQUIPMENT) and max(shares, key=lambda name: shares[name]) in ANIMALS


def _is_living(concept: Concept) -> bool:
    return concept.theme in ANIMALS or any(is_person(subject) for subject in concept.looks[0])


def _acts(hit: Hit, hits: list[Hit]) -> bool:
    """Check whether a word for what a person does says it of the animal before it: "bees dance" shows bees."""
    animals = [one.position for one in hits if one.concept.theme in ANIMALS]
    is_behind = any(0 < hit.position - position <= _VERB_REACH for position in animals)
    return is_behind and any(is_act(subject) for subject in hit.concept.looks[0])


def _fit(hit: Hit, shares: dict[str, float]) -> float:
    return hit.certainty * hit.concept.weight + _THEME_BONUS * shares[hit.concept.theme]


def _one_sense_a_word(hits: list[Hit], shares: dict[str, float], titled: Container[str]) -> list[Hit]:
    """Keep only the best sense of each word, that of the title before others: a film on a "Fahrrad" has no other "Rad"."""
    fittest: dict[int, Hit] = {}
    fits: dict[int, float] = {}
    for hit in hits:
        fit = _fit(hit, shares) + _TITLED_SENSE * (hit.concept.name in titled)
        if hit.position not in fits or fit > fits[hit.position]:
            fittest[hit.position], fits[hit.position] = hit, fit
    return list(fittest.values())


def _words_in(concept: Concept, text: str) -> list[str]:
    """Find the concept's words at the start of a word of the text: "bed" matches "beds", not "climbed"."""
    return [part for word in concept.words if begins_word(word, text) for part in chunks_of(word)]
