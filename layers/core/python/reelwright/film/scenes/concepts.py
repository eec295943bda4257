"""The concept table: maps words to pictures.

A free search over all icons returns the wrong sense of a word in about a third of all cases ("index fund" became a
pointing finger), so pictures come from a curated table only. `concepts.json` holds themes (a set of related pictures),
concepts (words, sceneries, subjects, mood), idioms, whose words must not be taken literally, and ambiguous words, which
mean one of several concepts or nothing visible; there the sentence and the film decide (`scenes.matching`).
"""

import json
from collections.abc import Iterator
from functools import cache, cached_property
from importlib import resources
from typing import Final

from reelwright.film.scenes.model import Mood, Scenery
from reelwright.film.text.tokens import folded_tokens
from reelwright.values import Value

ANIMALS: Final = frozenset({"animals", "pets", "ocean"})
"""Themes of animals: in their films "she" and "the mother" may be one."""
LONGEST_PHRASE: Final = 5
_CONCRETE: Final = 0.95
_IRREGULAR: Final = {
    "mice": "mouse", "feet": "foot", "wolves": "wolf", "knives": "knife", "loaves": "loaf", "calves": "calf",
    "shelves": "shelf", "children": "child", "geese": "goose", "oxen": "ox", "lives": "life",
    "wives": "wife", "thieves": "thief", "shone": "shine", "bought": "buy", "drove": "drive", "swam": "swim",
    "taught": "teach", "wrote": "write", "written": "write", "slept": "sleep", "sang": "sing", "dreamt": "dream",
    "froze": "frozen", "sold": "sell", "ate": "eat", "eaten": "eat", "grew": "grow", "spoke": "speak",
    "drank": "drink", "fought": "fight", "learnt": "learn", "felt": "feel", "chose": "choose",
}  # fmt: skip
_SHORT_STEM: Final = 3
_LONG_STEM: Final = 5
_VOWELS: Final = "aeiou"


class Theme(Value):
    """A set of sceneries and subjects that fit together."""

    name: str
    gloss: str
    """A description of the theme, for comparison by meaning."""
    sceneries: tuple[Scenery, ...]
    """Backgrounds that fit its subjects, best first."""
    backdrops: tuple[Scenery, ...] = ("gradient", "rays")
    """Backgrounds for large type in a film of this theme."""
    mood: Mood


class Concept(Value):
    """A concept that can be shown, and the words that mean it."""

    name: str
    theme: str
    words: tuple[str, ...]
    """Words and phrases, singular if regular; plurals and simple verb forms are found too."""
    looks: tuple[tuple[str, ...], ...]
    """Alternative sets of subjects, the most characteristic first. A single empty set: the scenery alone shows it."""
    scenery: Scenery
    mood: Mood
    weight: float = 1.0
    """How concrete it is: things are 1, abstract words less, so that a thing in the same sentence wins."""

    @property
    def is_concrete(self) -> bool:
        """Whether it is a thing that one can touch: only such are shown together, as in "the cat sits on the laptop"."""
        return self.weight >= _CONCRETE

    @property
    def is_place(self) -> bool:
        """Whether the scenery alone shows it."""
        return not self.looks[0]

    @property
    def gloss(self) -> str:
        """Describe the concept in a few words, for comparison by meaning."""
        return ", ".join(dict.fromkeys((self.name, *self.words[:3])))


class Found(Value):
    """A concept whose words are in a text, with their position."""

    concept: Concept
    position: int
    words: int
    ambiguous: bool = False
    """Whether its word has other senses; those may be found too, at the same position."""


class ConceptTable:
    """Themes and concepts with an index over their words."""

    def __init__(
        self,
        themes: tuple[Theme, ...],
        concepts: tuple[Concept, ...],
        idioms: tuple[str, ...],
        ambiguous: frozenset[str] = frozenset(),
    ) -> None:
        self.themes: Final = {theme.name: theme for theme in themes}
        self.concepts: Final = concepts
        self.ambiguous: Final = ambiguous
        self._by_name = {concept.name: concept for concept in concepts}
        self._index: dict[str, tuple[Concept, ...]] = {_key(words): () for words in idioms}
        for concept in concepts:
            for words in concept.words:
                self._index[words] = (*self._senses(words), concept)
                if " " in words:  # no singular for single words: "bears" must not match the verb "bear"
                    self._index[_key(words)] = (concept,)

    def _senses(self, word: str) -> tuple[Concept, ...]:
        return self._index.get(word, ()) if word in self.ambiguous else ()

    @cached_property
    def by_icon(self) -> dict[str, Concept]:
        """Map the name of each icon, without its set, to the concept that it shows best."""
        found = {
            name: one
            for one in self.concepts
            for look in one.looks[:1]
            for name in _icons(look)
            if name == one.name or name.endswith(f"-{one.name}")
        }
        for rank in range(max(len(concept.looks) for concept in self.concepts)):
            for concept in sorted(self.concepts, key=lambda one: -one.weight):
                for name in _icons(concept.looks[rank]) if rank < len(concept.looks) else ():
                    found.setdefault(name, concept)
        return found

    def named(self, name: str) -> Concept:
        """Look up a concept by its name. Raises KeyError."""
        return self._by_name[name]

    def knows(self, text: str) -> bool:
        """Check whether words of the text are listed, for a concept or as a figure of speech."""
        return any(True for _ in self._listed(folded_tokens(text)))

    def find(self, text: str) -> tuple[Found, ...]:
        """Find the concepts whose words are in the text, in order; longer phrases win."""
        found = [
            Found(concept=concept, position=start, words=length, ambiguous=key in self.ambiguous)
            for start, length, key, concepts in self._listed(folded_tokens(text))
            for concept in concepts
        ]
        return tuple(sorted(found, key=lambda item: item.position))

    def _listed(self, tokens: list[str]) -> Iterator[tuple[int, int, str, tuple[Concept, ...]]]:
        """List position, length, key and concepts of the listed words and phrases, longer ones first."""
        taken = [False] * len(tokens)
        for length in range(min(LONGEST_PHRASE, len(tokens)), 0, -1):
            for start in range(len(tokens) - length + 1):
                if any(taken[start : start + length]):
                    continue
                key, concepts = self._lookup(tokens, start, length)
                if key is not None:
                    taken[start : start + length] = [True] * length
                    yield start, length, key, concepts

    def _lookup(self, tokens: list[str], start: int, length: int) -> tuple[str | None, tuple[Concept, ...]]:
        """Find the listed words at this position, None if there are none, and their concepts."""
        window = tokens[start : start + length]
        if length > 1:
            keys = [" ".join(window), _key(" ".join(window))]
        elif start > 0 and _is_number(tokens[start - 1]) and window[0] in {"feet", "pounds", "degrees", "stars"}:
            return window[0], ()
        else:
            keys = forms_of(window[0])
        for key in keys:
            if key in self._index:
                return key, self._index[key]
        return None, ()


def _icons(look: tuple[str, ...]) -> tuple[str, ...]:
    """List the icons of a look without their sets."""
    return tuple(subject.partition(":")[2] for subject in look)


@cache
def concept_table() -> ConceptTable:
    """Load the table of `concepts.json`, once per process."""
    data = json.loads(resources.files(__package__).joinpath("concepts.json").read_text("utf-8"))
    return ConceptTable(
        themes=tuple(Theme.model_validate(row) for row in data["themes"]),
        concepts=tuple(Concept.model_validate(row) for row in data["concepts"]),
        idioms=tuple(data["idioms"]),
        ambiguous=frozenset(data["ambiguous"]),
    )


def singular(word: str) -> str:
    """Form the singular of an English noun by rule; other words are unchanged."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= _SHORT_STEM or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zzes", "oes")):
        return word[:-2]
    return word[:-1]


def forms_of(word: str) -> list[str]:
    """List the forms under which a word may be listed: itself, its singular, and its verb without -ing or -ed."""
    forms = [word, singular(word)]
    if word.endswith("ses"):  # "buses" is "bus", though "horses" is "horse"
        forms.append(word[:-2])
    if word.endswith("ied"):  # "cried" is "cry"
        forms.append(word[:-3] + "y")
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORT_STEM:
            continue
        forms.append(stem + "e")
        if stem[-1] == stem[-2]:
            forms.append(stem[:-1])
        if not _would_double(stem):
            forms.append(stem)
    return forms


def _would_double(stem: str) -> bool:
    """Check whether a short verb of this stem doubles its last letter ("star" -> "starring", so "staring" is "stare")."""
    return (
        len(stem) < _LONG_STEM and stem[-1] not in _VOWELS + "wxy" and stem[-2] in _VOWELS and stem[-3] not in _VOWELS
    )


def _key(phrase: str) -> str:
    return " ".join(singular(word) for word in folded_tokens(phrase))


def _is_number(token: str) -> bool:
    return token.isdigit() or token in {
        "thousand",
        "hundred",
        "million",
        "two",
        "three",
        "four",
        "five",
        "six",
        "ten",
    }
