"""Finds the concepts that a text names: by its words if they are listed, by the names of icons, else by meaning."""

from itertools import accumulate
from typing import Final

from reelwright.film.scenes.asides import (
    content_of,
    is_before,
    is_brand,
    is_clock_time,
    is_compared,
    is_likeness,
    is_material,
    is_order,
    is_participle,
    is_verb,
    is_verb_form,
    is_vessel,
    says_when,
)
from reelwright.film.scenes.concepts import Concept, ConceptTable, forms_of
from reelwright.film.scenes.denying import is_denied
from reelwright.film.scenes.lexicon import CONCEPT, IconNames, Lexicon, NamedIcon, concept_names
from reelwright.film.scenes.nearness import Nearness
from reelwright.film.scenes.states import colour_beside, contradicts
from reelwright.film.scenes.translating import translations
from reelwright.film.script.meaning import Embedder
from reelwright.film.text.languages import primary_language
from reelwright.film.text.sentences import split_sentences
from reelwright.film.text.stems import SPACELESS as SPACELESS_LANGUAGES
from reelwright.film.text.stems import units_of
from reelwright.film.text.stopwords import stop_words
from reelwright.film.text.tokens import folded_tokens, written_tokens
from reelwright.film.text.wordlists import words
from reelwright.film.text.words import chunks_of
from reelwright.values import Value

UNSURE: Final = 0.55
"""Certainty of an ambiguous word without context; a sentence near the concept, or a film of its theme, raises it."""
_FROM_SENTENCE: Final = 0.8
"""Factor on the cosine between the sentence and the concept's gloss, which is added to `UNSURE`."""
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
_FEWEST_BESIDE_A_FIGURE: Final = 4
"""Words of a text that has a meaning beside that of a figure of speech: the item "fire hydrants" is no fire."""
_SAME_THING: Final = frozenset(
    {
        *("lock", "tyre", "sheep", "rhino", "dinosaur", "bee", "pasta", "cake", "coffee", "tea", "juice", "email"),
        *("plant", "flower", "car", "box", "trash", "clothes", "shoes", "lamp", "cup", "mailbox", "music", "piano"),
        *("ticket", "cherry", "orange", "peas", "headphones", "wheat", "pine", "hippo", "ladybug", "dice", "tools"),
        *("sword", "soup", "landline", "painting", "garlic", "toilet paper", "crow", "burger", "skis", "high heels"),
        *("slipper", "book", "water", "letter"),
    }
)
"""Concepts that show the thing of their name, though their icon has another name: "car" shows an automobile."""
_NO_HEADS: Final = frozenset({"people", "mind"})
"""Themes whose words behind a noun are mostly verbs: "snails love lettuce"."""
_SURE_SHARE: Final = 0.5
"""Share of common icons above which an English word is surely the counterpart of a word."""
_SEXES: Final = ("man-", "woman-", "person-")


class Hit(Value):
    """A concept named by a text: certainty (0-1), number of words, position; the senses of one word share their position."""

    concept: Concept
    certainty: float
    words: int
    position: int
    negated: bool = False
    """Whether the sentence denies it: "not a gift" shows no gift."""
    is_aside: bool = False
    """Whether it only says when, or what something is compared with: "before lunch", "faster than a horse"."""
    word: str = ""
    """The word that names it, the last one of several, case-folded."""
    is_exact: bool = False
    """Whether the word is the name of what is shown: "coin" is that of a coin, "cream" not that of a glass of milk."""


class Namer:
    """Finds the concepts that the texts of one film name; lookups are cached by text."""

    def __init__(
        self, table: ConceptTable, embedder: Embedder, language: str, names: tuple[IconNames, ...] = ()
    ) -> None:
        self._table = table
        self._language = language
        self._nearness = Nearness(table, embedder, language)
        self._lexicon = Lexicon((*concept_names(language), *names), language) if names else None
        self._hits: dict[str, list[Hit]] = {}

    def hits(self, text: str) -> list[Hit]:
        """Find the concepts of a text: those that it names, else those that it means; a figure of speech alone means none."""
        is_figure = len(folded_tokens(text)) < _FEWEST_BESIDE_A_FIGURE and self._table.knows(text)
        return self.named(text) or ([] if is_figure else self._meant(text))

    def named(self, text: str) -> list[Hit]:
        """Find the concepts whose words are in the text: in English or, by word vectors, in fifteen more languages."""
        if text not in self._hits and self._lexicon is not None:
            self._hits[text] = self._in_other_words(text, self._lexicon)
        if text not in self._hits:
            # A word that the sentence only mentions must not come back as a synonym.
            self._hits[text] = self._in_english(text) if self._table.knows(text) else self._synonyms(text)
        return self._hits[text]

    def _in_english(self, text: str) -> list[Hit]:
        """Find the concepts whose words are listed in the table."""
        found = self._table.find(text)
        near = self._nearness.of_glosses(text, tuple(one.concept for one in found if one.ambiguous))
        spoken, beginnings = folded_tokens(text), self._beginnings(text)
        written = written_tokens(text)
        hits = [
            Hit(
                concept=_showing(one.concept, spoken[one.position]),
                certainty=min(1.0, UNSURE + _FROM_SENTENCE * near[one.concept.name]) if one.ambiguous else 1.0,
                words=one.words,
                position=one.position,
                negated=is_denied(spoken, one.position, text, self._language, reach=_NEGATION_REACH)
                or contradicts(one.concept.name, spoken, one.position, one.position + one.words, self._language),
                is_aside=self._is_aside(spoken[: one.position])
                or (one.words == 1 and is_material(spoken, one.position, self._language)),
                word=spoken[one.position + one.words - 1],
                is_exact=not one.ambiguous
                and _is_name(spoken[one.position : one.position + one.words], one.concept)
                and colour_beside(spoken, one.position, one.position + one.words, self._language) is None,
            )
            for one in found
            if not is_likeness(spoken[: one.position], self._language)
            and not (one.words == 1 and is_brand(written[one.position], self._language))
            and not (one.words == 1 and is_verb(spoken, one.position, beginnings, self._language))
            and not (one.words == 1 and self._is_verb_form(spoken[one.position], one.concept))
        ]
        return _without_vessels(_heads_of_pairs(hits, text), spoken, self._language)

    def _is_verb_form(self, word: str, concept: Concept) -> bool:
        return word not in concept.words and is_verb_form(word, self._language)

    def _beginnings(self, text: str) -> frozenset[int]:
        """List the positions of the words that begin a sentence."""
        lengths = [len(folded_tokens(sentence)) for sentence in split_sentences(text, self._language)]
        return frozenset(accumulate(lengths, initial=0))

    def _is_aside(self, before: list[str]) -> bool:
        return says_when(before, self._language) or is_compared(before, self._language)

    def _in_other_words(self, text: str, lexicon: Lexicon) -> list[Hit]:
        """Find concepts by the names of their icons, in a language other than English."""
        spoken = units_of(text, self._language)
        found = [one for one in lexicon.find(text) if not self._is_other_use(spoken, one)]
        likeness = self._nearness.of_words if self._nearness.knows_language else None
        translated = translations(found, self._table, likeness)
        near = self._nearness.of_icons(
            text, tuple(one for one in found if not one.is_label and one.icon not in translated)
        )
        found = [one for one in found if one.icon in translated or not one.is_broad]
        kept = [one for one in found if one.icon not in near or near[one.icon][0] >= _needed(one)]
        kept.sort(key=lambda one: one.icon.partition(":")[2] not in self._table.by_icon)  # of several moons the table's
        hits = [
            Hit(
                concept=translated.get(one.icon) or self._concept_of(one),
                certainty=min(1.0, UNSURE + _FROM_SENTENCE * near[one.icon][1])
                if one.shared and one.icon in near
                else 1.0,
                words=1,
                position=one.position,
                negated=is_denied(spoken, one.position, text, self._language, reach=_NEGATION_REACH_BY_NAMES)
                or contradicts(self._concept_of(one).name, spoken, one.position, one.position + 1, self._language),
                is_aside=self._is_aside(spoken[: one.position])
                or is_clock_time(spoken[: one.position], one.word, self._language)
                or is_before(_text_behind(one, spoken, self._language), self._language)
                or is_material(spoken, one.position, self._language),
                word=one.word,
                is_exact=self._is_exact(one, translated.get(one.icon) or self._concept_of(one))
                and colour_beside(spoken, one.position, one.position + 1, self._language) is None,
            )
            for one in kept
        ]
        return _without_vessels(hits, spoken, self._language)

    def _is_other_use(self, spoken: list[str], one: NamedIcon) -> bool:
        before, language = spoken[: one.position], self._language
        begins = (not before or before[-1] in words("joints", language)) and is_order(spoken, one.position, language)
        is_word = len(chunks_of(one.word)) == 1
        other = begins or is_verb(spoken, one.position, (), language)
        return (is_word and other) or is_likeness(before, language) or is_participle(before, language)

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

    def _is_exact(self, one: NamedIcon, concept: Concept) -> bool:
        """Check whether a word is the whole label of what is shown, or its English counterpart the name."""
        name = one.icon.partition(":")[2]
        sure = [each.word for each in one.counterparts[:1] if each.share > _SURE_SHARE]
        other = [name.replace("-", " ")] if one.is_label else sure
        return any(_is_name(folded_tokens(word), concept) for word in other)

    def nearness(self, text: str, concepts: tuple[Concept, ...]) -> dict[str, float]:
        """Compute the cosine of the text to each concept's gloss; negative ones become 0."""
        return self._nearness.of_glosses(text, concepts)

    def _synonyms(self, text: str) -> list[Hit]:
        return [
            Hit(concept=one.concept, certainty=min(1.0, 0.3 + one.similarity), words=1, position=one.position)
            for one in self._nearness.synonyms(text)
        ]

    def _meant(self, text: str) -> list[Hit]:
        """Find the concept nearest to the whole sentence, if it is near enough; names are surer where there are some."""
        one = None if self._lexicon is not None else self._nearness.meant(text)
        return (
            []
            if one is None
            else [Hit(concept=one.concept, certainty=min(1.0, 0.45 + one.similarity), words=1, position=0)]
        )


def _text_behind(one: NamedIcon, spoken: list[str], language: str) -> str:
    spaceless = primary_language(language) in SPACELESS_LANGUAGES
    length = len(one.word) if spaceless else len(chunks_of(one.word))
    return ("" if spaceless else " ").join(spoken[one.position + length :])


def _needed(one: NamedIcon) -> float:
    return _NOUN_SUPPORT if one.is_noun and not one.shared else TAG_SUPPORT


def _showing(concept: Concept, icon: str) -> Concept:
    """Keep the looks that a word names, if any: an apple is no strawberry though both show the concept of fruit.

    "dog" names `dog` and `dog-face`, "apple" `red-apple`; a word for a cup shows the cup of the concept "tea", not its teapot.
    """
    names = tuple(forms_of(icon))
    whole = [look for look in concept.looks if _icon_of(look) in names]
    part = [look for look in concept.looks if look not in whole and _names_part(_icon_of(look), names)]
    return concept.model_copy(update={"looks": (*whole, *part)}) if whole or part else concept


def _is_name(spoken: list[str], concept: Concept) -> bool:
    """Check whether English words are the name of what a concept shows; an article before it is no part of it."""
    begins = next((place for place, word in enumerate(spoken[:-1]) if word not in stop_words("en")), len(spoken) - 1)
    spoken = spoken[begins:]
    names = [" ".join((*spoken[:-1], last)) for last in forms_of(spoken[-1])]
    icon = _icon_of(_showing(concept, spoken[-1]).looks[0]).replace("-", " ")
    is_part = any(icon.startswith(f"{name} ") or icon.endswith(f" {name}") for name in names)
    return icon in names or is_part or (concept.name in _SAME_THING and concept.name in names)


def _icon_of(look: tuple[str, ...]) -> str:
    return look[0].partition(":")[2] if look else ""


def _names_part(icon: str, names: tuple[str, ...]) -> bool:
    return any(icon.startswith(f"{name}-") or icon.endswith(f"-{name}") for name in names)


def _heads_of_pairs(hits: list[Hit], text: str) -> list[Hit]:
    """Let a word directly before that of another thing only say which: a "feather toy" is first of all a toy."""
    heads = {hit.position: hit.word for hit in hits if hit.concept.theme not in _NO_HEADS}
    folded = text.casefold()
    return [
        hit.model_copy(update={"is_exact": False})
        if (head := heads.get(hit.position + hit.words)) is not None and f"{hit.word} {head}" in folded
        else hit
        for hit in hits
    ]


def _without_vessels(hits: list[Hit], spoken: list[str], language: str) -> list[Hit]:
    """Leave out the pot of "a pot of tea" if the tea can be shown."""
    shown = {hit.position for hit in hits}
    return [
        hit
        for hit in hits
        if not is_vessel(spoken, hit.position + hit.words, language)
        or shown.isdisjoint(content_of(hit.position + hit.words, language))
    ]
