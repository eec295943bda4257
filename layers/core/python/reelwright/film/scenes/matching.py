"""Ranks the concepts for a thought: by its words if they are listed, else by meaning."""

from functools import lru_cache
from typing import Final, Literal

from reelwright.film.scenes.asides import content_of, is_likeness, is_participle, is_vessel, says_when
from reelwright.film.scenes.concepts import Concept, ConceptTable, Theme, singular
from reelwright.film.scenes.lexicon import CONCEPT, IconNames, Lexicon, NamedIcon, concept_names
from reelwright.film.scenes.people import is_act, is_head
from reelwright.film.script.meaning import Embedder, cosine
from reelwright.film.text.characters import SPACELESS
from reelwright.film.text.languages import primary_language
from reelwright.film.text.negation import negates
from reelwright.film.text.sentences import split_sentences
from reelwright.film.text.stems import units_of
from reelwright.film.text.tokens import begins_word, content_words, folded_tokens, word_variants
from reelwright.film.text.wordlists import phrases
from reelwright.film.text.words import chunks_of
from reelwright.values import Value

WORD_THRESHOLD: Final = 0.65
"""Lowest cosine between a word and a concept's first word at which they count as synonyms.

Measured with USE-multilingual: translations have .66 (الكافيين, coffee) to .97 (dinero, money), the nearest wrong
ones .69, but those are near several concepts at once (`WORD_MARGIN`).
"""
ENGLISH_WORD_THRESHOLD: Final = 0.82
"""For English, whose common words are in the table: an unlisted word must be a real synonym ("sign" is no "signal")."""
WORD_MARGIN: Final = 0.05
"""Smallest lead in cosine of the best concept over the best one of another theme."""
SENTENCE_THRESHOLD: Final = 0.38
"""Lowest cosine between a sentence and a concept's gloss at which the sentence counts as about it."""
LOWEST_FIT: Final = 0.87
"""Lowest score for a picture. Abstract words of another theme ("quiet" in a film about black holes) stay below it."""
UNSURE: Final = 0.55
"""Certainty of an ambiguous word without context; a sentence near the concept, or a film of its theme, raises it."""
_EMBEDDED: Final = frozenset("ar de en es fr it ja ko nl pl pt ru th tr zh".split())  # noqa: SIM905 - data
"""Languages that USE-multilingual was trained on: words of others are near to anything ("Ong mật", honey bee, to a hat)."""
_FROM_SENTENCE: Final = 0.8
"""Factor on the cosine between the sentence and the concept's gloss, which is added to `UNSURE`."""
_AS_NEAR: Final = 0.04
"""Among concepts of one theme whose cosines differ by less, the broadest is chosen: "bird", not "rooster"."""
_BROAD_CONCEPT_WORDS: Final = 4
"""Fewest words of a concept for comparison with whole sentences: a narrow one ("rooster") is near to arbitrary sentences."""
TAG_SUPPORT: Final = 0.5
"""Lowest cosine between a word and the icon's English name at which a tag, or a noun of several labels, names the icon.

Measured with USE-multilingual: true ones have .50 (平底锅, cooking) to .80 (barco, ship), wrong ones up to .47
("visage", new moon face), but for colours and verbs, which `no_names.json` lists.
"""
_NOUN_SUPPORT: Final = 0.34
"""The same for a noun of one label: a true one has .35 (tazza, teacup without handle), a wrong one .25 (Kasten, toolbox)."""
_NEGATION_REACH: Final = 3
"""Words before a concept among which a negation denies it: "is not a gift"."""
_NEGATION_REACH_BY_NAMES: Final = 2
"""The same in other languages, where fewer articles stand between."""
_ANIMALS: Final = frozenset({"animals", "pets", "ocean"})
"""Themes of films in which mothers and children are those of animals."""
_VERB_REACH: Final = 2
"""Words from an animal to the verb that says what it does: "the bees all dance"."""
_SEXES: Final = ("man-", "woman-", "person-")
_PHRASE_BONUS: Final = 0.25
_THEME_BONUS: Final = 0.4
_SALIENCE_BONUS: Final = 0.25
_SUBJECT_BONUS: Final = 0.15
"""For the first concrete thing of a sentence, which is mostly what it is about: "snails love young lettuce"."""
_WORDS_EMBEDDED_PER_THOUGHT: Final = 7
_TITLE_BONUS: Final = 0.15
_TITLE_WEIGHT: Final = 2.0
_THEME_BY_MEANING_WEIGHT: Final = 3.0
_TEXT_EMBEDDED: Final = 600


class Match(Value):
    """A concept and its score (about 1 for a thing named by its word)."""

    concept: Concept
    score: float
    certain: bool = True
    """Whether its word has no other sense: only such a thing is shown beside another one."""


class _Hit(Value):
    """A concept named by a text: certainty (0-1), number of words, position; the senses of one word share their position."""

    concept: Concept
    certainty: float
    words: int
    position: int
    negated: bool = False
    """Whether the sentence denies it: "not a gift" shows no gift."""
    is_time: bool = False
    """Whether it only says when: "before lunch"."""


class Matcher:
    """Finds concepts for the thoughts of one film; lookups are cached by text."""

    def __init__(
        self, table: ConceptTable, embedder: Embedder, language: str, title: str, names: tuple[IconNames, ...] = ()
    ) -> None:
        self._table = table
        self._embedder = embedder
        self._language = language
        self._lexicon = Lexicon((*concept_names(language), *names), language) if names else None
        self._is_embedded = primary_language(language) in _EMBEDDED
        self._hits: dict[str, list[_Hit]] = {}
        self._title = title
        self._titled = {hit.concept.name for hit in self._named(title)}

    def theme_shares(self, thoughts: tuple[str, ...]) -> dict[str, float]:
        """Compute the share of each theme in the film; the strongest has 1."""
        shares = dict.fromkeys(self._table.themes, 0.0)
        for text, weight in ((self._title, _TITLE_WEIGHT), *((thought, 1.0) for thought in thoughts)):
            for hit in self._named(text):
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
        hits = _one_sense_a_word(self._named(text) or self._meant(text), shares)
        hits = [hit for hit in hits if not hit.is_time] or hits
        first = min((hit.position for hit in hits if hit.concept.is_concrete), default=-1)
        for hit in hits:
            concept = hit.concept
            if (hit.negated and concept.name not in self._titled) or _is_animals(concept, shares) or _acts(hit, hits):
                continue
            salience = max((weights.get(word, 0.0) for word in _words_in(concept, text)), default=0.0)
            fit = _fit(hit, shares)
            score = (
                fit
                + _TITLE_BONUS * (concept.name in self._titled)
                + _PHRASE_BONUS * (hit.words - 1)
                + _SALIENCE_BONUS * salience
                + _SUBJECT_BONUS * (hit.position == first and text != self._title)
            )
            if fit >= LOWEST_FIT and (concept.name not in best or best[concept.name].score < score):
                best[concept.name] = Match(concept=concept, score=score, certain=hit.certainty >= 1.0)
        return tuple(sorted(best.values(), key=lambda match: (-match.score, match.concept.name)))

    def _named(self, text: str) -> list[_Hit]:
        """Find the concepts whose words are in the text: in English or, by word vectors, in fifteen more languages."""
        if text not in self._hits and self._lexicon is not None:
            self._hits[text] = self._in_other_words(text, self._lexicon)
        if text not in self._hits:
            hits = self._in_english(text)
            self._hits[text] = hits or self._translated(text)
        return self._hits[text]

    def _in_english(self, text: str) -> list[_Hit]:
        """Find the concepts whose words are listed in the table."""
        found = self._table.find(text)
        near = self._nearness(text, tuple(one.concept for one in found if one.ambiguous))
        spoken = folded_tokens(text)
        hits = [
            _Hit(
                concept=_showing(one.concept, spoken[one.position]),
                certainty=min(1.0, UNSURE + _FROM_SENTENCE * near[one.concept.name]) if one.ambiguous else 1.0,
                words=one.words,
                position=one.position,
                negated=self._is_denied(spoken, one.position, text),
                is_time=says_when(spoken[: one.position], self._language),
            )
            for one in found
            if not is_likeness(spoken[: one.position], self._language)
        ]
        return _without_vessels(hits, spoken, self._language)

    def _is_denied(self, spoken: list[str], position: int, text: str, reach: int = _NEGATION_REACH) -> bool:
        """Check whether a negation stands directly before the word at this position.

        An order to leave something ("never put bread in a bag") is about the thing; it denies nothing.
        """
        before = spoken[max(0, position - reach) : position]
        return negates(" ".join(before), self._language) and not self._is_ordered(spoken[position], text)

    def _is_ordered(self, word: str, text: str) -> bool:
        """Check whether the word stands in a sentence that begins like an order not to do something."""
        orders = phrases("orders", self._language)
        return bool(orders) and any(
            sentence.casefold().startswith(orders) and word in sentence.casefold()
            for sentence in split_sentences(text, self._language)
        )

    def _in_other_words(self, text: str, lexicon: Lexicon) -> list[_Hit]:
        """Find concepts by the names of their icons, in a language other than English."""
        spoken = units_of(text, self._language)
        found = [one for one in lexicon.find(text) if not self._is_other_use(spoken[: one.position])]
        near = self._support(text, tuple(one for one in found if not one.is_label))
        kept = [one for one in found if one.icon not in near or near[one.icon][0] >= _needed(one)]
        hits = [
            _Hit(
                concept=self._concept_of(one),
                certainty=_certainty(one, kept, near[one.icon][1]) if one.shared else 1.0,
                words=1,
                position=one.position,
                negated=self._is_denied(spoken, one.position, text, _NEGATION_REACH_BY_NAMES),
                is_time=says_when(spoken[: one.position], self._language),
            )
            for one in kept
        ]
        return _without_vessels(hits, spoken, self._language)

    def _is_other_use(self, before: list[str]) -> bool:
        return is_likeness(before, self._language) or is_participle(before, self._language)

    def _support(self, text: str, unsure: tuple[NamedIcon, ...]) -> dict[str, tuple[float, float]]:
        """Compute the cosines of the English name of each icon to the word that names it, and to the sentence."""
        if not unsure:
            return {}
        names = [one.icon.partition(":")[2].replace("-", " ") for one in unsure]
        sentence, *vectors = self._embedder.embed([text, *(one.word for one in unsure), *names])
        pairs = zip(unsure, vectors, vectors[len(unsure) :], strict=False)
        return {one.icon: (cosine(word, icon), max(0.0, cosine(sentence, icon))) for one, word, icon in pairs}

    def _concept_of(self, one: NamedIcon) -> Concept:
        """Find the concept that an icon shows; an icon that is in none becomes a concept of its group's theme."""
        kind, _, name = one.icon.partition(":")
        if f"{kind}:" == CONCEPT:
            return self._table.named(name)
        role = next((name.removeprefix(sex) for sex in _SEXES if name.startswith(sex)), name)
        known = self._table.by_icon.get(role) or self._table.by_icon.get(name)
        if known is not None:
            return _showing(known, name)
        theme = self._table.themes[one.theme]
        return Concept(
            name=name, theme=one.theme, words=(name,), looks=((one.icon,),), scenery=theme.sceneries[0], mood=theme.mood
        )

    def _nearness(self, text: str, concepts: tuple[Concept, ...]) -> dict[str, float]:
        """Compute the cosine of the text to each concept's gloss; negative ones become 0."""
        if not concepts:
            return {}
        vectors = self._embedder.embed([text, *(concept.gloss for concept in concepts)])
        return {
            concept.name: max(0.0, cosine(vectors[0], row)) for concept, row in zip(concepts, vectors[1:], strict=True)
        }

    def _translated(self, text: str) -> list[_Hit]:
        if not self._is_embedded:
            return []
        written = dict.fromkeys(content_words(text, self._language))
        words = [word for word in written if not SPACELESS.search(word)][:_WORDS_EMBEDDED_PER_THOUGHT]
        variants = [variant for word in words for variant in word_variants(word)]
        if not variants:
            return []
        hits = []
        threshold = ENGLISH_WORD_THRESHOLD if self._language.lower().startswith("en") else WORD_THRESHOLD
        for position, vector in enumerate(self._embedder.embed(variants)):
            concept, similarity, margin = self._nearest(vector, "words")
            if similarity >= threshold and margin >= WORD_MARGIN:
                hits.append(_Hit(concept=concept, certainty=min(1.0, 0.3 + similarity), words=1, position=position))
        return hits

    def _meant(self, text: str) -> list[_Hit]:
        """Find the concept nearest to the whole sentence, if it is near enough; names are surer where there are some."""
        if self._lexicon is not None or not self._is_embedded:
            return []
        concept, similarity, _ = self._nearest(self._embedder.embed([text])[0], "glosses")
        if similarity < SENTENCE_THRESHOLD:
            return []
        return [_Hit(concept=concept, certainty=min(1.0, 0.45 + similarity), words=1, position=0)]

    def _nearest(self, vector: list[float], kind: Literal["words", "glosses"]) -> tuple[Concept, float, float]:
        """Find the nearest concept, its cosine, and its lead over the best concept of another theme."""
        rows = _table_vectors(self._table, self._embedder, kind)  # type: ignore[arg-type] # objects hash by identity
        cosines = [cosine(vector, row) for row in rows]
        least = _BROAD_CONCEPT_WORDS if kind == "glosses" else 1
        pairs = [pair for pair in zip(cosines, self._table.concepts, strict=True) if len(pair[1].words) >= least]
        ranked = sorted(pairs, key=lambda pair: -pair[0])
        similarity = ranked[0][0]
        near = [one for cos, one in ranked if cos > similarity - _AS_NEAR and one.theme == ranked[0][1].theme]
        concept = max(near, key=lambda one: len(one.words))
        foreign = next(other for other, rival in ranked if rival.theme != concept.theme)
        return concept, similarity, similarity - foreign


@lru_cache(maxsize=4)
def _table_vectors(table: ConceptTable, embedder: Embedder, kind: Literal["words", "glosses"]) -> list[list[float]]:
    """Compute a vector for each concept, once per process: a few hundred short texts, 0.25 seconds."""
    return embedder.embed([concept.words[0] if kind == "words" else concept.gloss for concept in table.concepts])


def _needed(one: NamedIcon) -> float:
    return _NOUN_SUPPORT if one.is_noun and not one.shared else TAG_SUPPORT


def _certainty(one: NamedIcon, found: list[NamedIcon], by_sentence: float) -> float:
    """Rate a noun that labels of several icons share: sure if all show one thing (a green, a closed, an open book)."""
    names = [set(other.icon.partition(":")[2].split("-")) for other in found if other.position == one.position]
    if len(names) > 1 and set.intersection(*names):
        return 1.0
    return min(1.0, UNSURE + _FROM_SENTENCE * by_sentence)


def _showing(concept: Concept, icon: str) -> Concept:
    """Keep the looks that a word names, if any: an apple is no strawberry though both show the concept of fruit.

    "dog" names `dog` and `dog-face`, "apple" `red-apple`; a word for a cup shows the cup of the concept "tea", not its teapot.
    """
    names = (icon, singular(icon))
    whole = [look for look in concept.looks if _icon_of(look) in names]
    part = [look for look in concept.looks if look not in whole and _names_part(_icon_of(look), names)]
    return concept.model_copy(update={"looks": (*whole, *part)}) if whole or part else concept


def _icon_of(look: tuple[str, ...]) -> str:
    return look[0].partition(":")[2] if look else ""


def _names_part(icon: str, names: tuple[str, ...]) -> bool:
    return any(icon.startswith(f"{name}-") or icon.endswith(f"-{name}") for name in names)


def _without_vessels(hits: list[_Hit], spoken: list[str], language: str) -> list[_Hit]:
    """Leave out the pot of "a pot of tea" if the tea can be shown."""
    shown = {hit.position for hit in hits}
    return [
        hit
        for hit in hits
        if not is_vessel(spoken, hit.position + hit.words, language)
        or shown.isdisjoint(content_of(hit.position + hit.words))
    ]


def _is_animals(concept: Concept, shares: dict[str, float]) -> bool:
    """Check whether a word for a person means an animal in this film: the mother in a film about octopuses."""
    of_family = any(is_head(subject) for look in concept.looks for subject in look)
    return of_family and max(shares, key=lambda name: shares[name]) in _ANIMALS


def _acts(hit: _Hit, hits: list[_Hit]) -> bool:
    """Check whether a word for what a person does says it of the animal before it: "bees dance" shows bees."""
    animals = [one.position for one in hits if one.concept.theme in _ANIMALS]
    is_behind = any(0 < hit.position - position <= _VERB_REACH for position in animals)
    return is_behind and any(is_act(subject) for subject in hit.concept.looks[0])


def _fit(hit: _Hit, shares: dict[str, float]) -> float:
    return hit.certainty * hit.concept.weight + _THEME_BONUS * shares[hit.concept.theme]


def _one_sense_a_word(hits: list[_Hit], shares: dict[str, float]) -> list[_Hit]:
    """Keep only the best sense of each word: "court" has one meaning in a sentence."""
    fittest: dict[int, _Hit] = {}
    for hit in hits:
        if hit.position not in fittest or _fit(hit, shares) > _fit(fittest[hit.position], shares):
            fittest[hit.position] = hit
    return list(fittest.values())


def _words_in(concept: Concept, text: str) -> list[str]:
    """Find the concept's words at the start of a word of the text: "bed" matches "beds", not "climbed"."""
    return [part for word in concept.words if begins_word(word, text) for part in chunks_of(word)]
