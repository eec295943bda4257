"""The names of the icons in other languages: which icon a word of a sentence names.

Each icon has a label ("cuña de queso") and tags ("queso", "trozo") in each language, by people who speak it. A word that
is a label, or the only noun of one, names its icon; a tag counts only if few icons have it. Words are compared by their
stems, which are cut by the rules of each language; texts without spaces are searched for the longest names.
"""

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Final, Protocol

from reelwright.film.text.languages import is_head_first, primary_language
from reelwright.film.text.stems import SPACELESS, forms_of_syllable, stem, units_of, written_units
from reelwright.film.text.stopwords import stop_words
from reelwright.values import Value

CONCEPT: Final = "concept:"
_LONGEST: Final = 4
"""Words of the longest name."""
_LONGEST_SPACELESS: Final = 6
"""Characters of the longest name in a text without spaces; one character alone is too ambiguous."""
_MOST_ICONS_OF_A_TAG: Final = 3
_LABEL, _NOUN, _TAG, _QUALIFIER = 3, 2, 1, 0
_JOINING: Final = frozenset({"de", "nl"})
_VOWEL_ENDINGS: Final = frozenset({"es", "it", "pt"})
"""Languages in which a noun with a vowel at its end never loses it."""
_PLURALS: Final = {"es": ("s",), "pt": ("s",), "fr": ("s",), "de": ("n",)}
"""Endings of plurals whose stem may be another one than that of the singular: Spanish "tomates" and "tomate"."""
_SHORTEST_IN_HIRAGANA: Final = 3
"""Fewest letters of a Japanese name in hiragana: two of them are in many other words ("くり" in "ゆっくり")."""
_PLAIN_VOWELS: Final = str.maketrans("äöü", "aou")
_FEWEST_AGREED: Final = 2
_SAME_ICONS: Final = 0.3
"""Lowest share of common icons, of all that one of two words names, at which the words may be translations."""
_NO_THINGS: Final = frozenset({"face", "symbol", "button", "sign", "person", "man", "woman", "with", "of", "and", "in"})
"""Words of English names that say nothing about the thing."""


class IconNames(Value):
    """The names of one icon in one language."""

    icon: str
    """`set:name`, as in `PictureBrief.subjects`."""
    label: str
    tags: tuple[str, ...] = ()
    english: tuple[str, ...] = ()
    """Its label and tags in English, case-folded."""
    theme: str
    """The theme of its group, for an icon that is in no concept."""


class Counterpart(Value):
    """An English word that names nearly the same icons as a word, and the share of icons that both name."""

    word: str
    share: float


class NamedIcon(Value):
    """An icon that a text names, and the position of the word."""

    icon: str
    theme: str
    position: int
    word: str
    """The word or words, case-folded."""
    is_label: bool
    """Whether it is the whole label of the icon; a noun of the label, or a tag ("to eat" of the spoon), needs support."""
    is_noun: bool = False
    """Whether it is a noun of the icon's label."""
    shared: bool = False
    """Whether it is a noun that labels of several icons share ("face of a monkey", "face of a cat"): each of them is found."""
    is_broad: bool = False
    """Whether it is one of many icons of a tag, which name a thing only together, by their English counterpart."""
    counterparts: tuple[Counterpart, ...] = ()
    """English words that name nearly the same icons, if it names several: "चाय" and "tea" are tags of the same cups."""


class Lexicons(Protocol):
    """The names of icons in the languages that have some."""

    def names(self, language: str) -> tuple[IconNames, ...]:
        """List the names in a language (BCP 47), empty if there are none."""


@cache
def concept_names(language: str) -> tuple[IconNames, ...]:
    """List the words for places and other concepts of the table (`concept:` and the concept's name) in a language."""
    table = json.loads(resources.files(__package__).joinpath("concept_words.json").read_text("utf-8"))
    return tuple(
        IconNames(icon=f"{CONCEPT}{concept}", label=word, theme="")
        for concept, words in table.items()
        for written in words.get(primary_language(language), ())
        for word in (forms_of_syllable(written) if _is_syllable(written, language) else (written,))
    )


def _is_syllable(word: str, language: str) -> bool:
    return primary_language(language) == "ko" and len(word) == 1


class Lexicon:
    """An index over the names of one language."""

    def __init__(self, names: Iterable[IconNames], language: str) -> None:
        self._language = primary_language(language)
        self._glue = "" if self._language in SPACELESS else " "
        self._index: dict[str, list[tuple[int, IconNames]]] = {}
        self._in_labels: dict[str, set[str]] = {}
        self._in_english: Counter[str] = Counter()
        for one in names:
            self._add(one)

    def __bool__(self) -> bool:
        return bool(self._index)

    def find(self, text: str) -> tuple[NamedIcon, ...]:
        """Find the icons that the words of a text name, in order, each once."""
        found: dict[str, NamedIcon] = {}
        for position, word, key in self._keys(text):
            chosen = self._chosen(key, word)
            counterparts = () if chosen and chosen[0][0] == _LABEL else self._counterparts(key)
            broad = not chosen
            chosen = chosen or self._index[key][: len(counterparts[:1])]
            agreed = len(chosen) > 1 and bool(_agreed(chosen))
            for rank, names in chosen:
                one = NamedIcon(
                    icon=names.icon,
                    theme=names.theme,
                    position=position,
                    word=word,
                    is_label=rank == _LABEL,
                    is_noun=rank == _NOUN,
                    shared=rank == _NOUN and not agreed and len(self._in_labels.get(key, ())) > 1,
                    counterparts=counterparts,
                    is_broad=broad,
                )
                found.setdefault(names.icon, one)
        return tuple(found.values())

    def _add(self, names: IconNames) -> None:
        self._in_english.update(set(names.english))
        label = units_of(names.label, self._language) if self._glue else []
        self._put(names.label, _LABEL, names)
        for word in label:
            self._in_labels.setdefault(self._key(word), set()).add(names.icon)
        tags = {tag.casefold() for tag in names.tags}
        qualifying = self._appositions(label)
        for word in label:
            # German and Dutch join the nouns of a label: the tag "Baum" is one of "Laubbaum".
            nouns = {tag for tag in tags if word.endswith(tag)} if self._language in _JOINING else tags & {word}
            for noun in nouns - {names.label.casefold()} - qualifying:
                self._put(noun, _NOUN, names)
        for tag in tags:
            self._put(tag, _QUALIFIER if tag in qualifying else _TAG, names)

    def _appositions(self, label: list[str]) -> set[str]:
        """Find the words of a label that only qualify the noun before them: French "chien guide" is no guide.

        One that several icons have is a name all the same: "celular" of the two telephones.
        """
        if not is_head_first(self._language):
            return set()
        silent = stop_words(self._language)
        return {word for before, word in pairwise(label) if before not in silent and word not in silent}

    def _put(self, name: str, rank: int, names: IconNames) -> None:
        written = (name, *(f"{name}{ending}" for ending in _PLURALS.get(self._language, ()) if rank == _LABEL))
        for key in dict.fromkeys(self._key(one) for one in written):
            if len(key) > 1 and key not in _no_names(self._language) and not _is_short_hiragana(key):
                self._index.setdefault(key, []).append((rank, names))

    def _key(self, name: str) -> str:
        return self._glue.join(stem(word, self._language) for word in units_of(name, self._language))

    def _keys(self, text: str) -> Iterable[tuple[int, str, str]]:
        """List position, words and key of each name that may be in a text; longer names win.

        A stop word alone names nothing, though it may have the stem of a name (Italian "per", for, and "pera", pear).
        """
        silent = stop_words(self._language)
        units = units_of(text, self._language)
        things = self._written(text, len(units))
        stems = [stem(word, self._language) for word in units]
        longest, shortest = (_LONGEST, 1) if self._glue else (_LONGEST_SPACELESS, 2)
        glue = self._glue
        place = 0
        while place < len(units):
            sizes = range(min(longest, len(units) - place), shortest - 1, -1)
            if (
                stems[place] not in self._index and units[place].capitalize() in text
            ):  # German plurals: "Bäume" of "Baum"
                stems[place] = stems[place].translate(_PLAIN_VOWELS)
            size = next((size for size in sizes if glue.join(stems[place : place + size]) in self._index), 0)
            if not any(things[place : place + size]):
                size = 0
            if size > 1 or (size and units[place] not in silent):
                yield place, glue.join(units[place : place + size]), glue.join(stems[place : place + size])
            place += max(1, size)

    def _written(self, text: str, count: int) -> list[bool]:
        """Mark the units that may be nouns: German ones have a capital ("arbeite" is no worker)."""
        if self._language != "de":
            return [True] * count
        return [word[:1].isupper() for word in written_units(text)]

    def _lacks_ending(self, word: str, label: str) -> bool:
        """Check whether a label is the word with a vowel behind it: Italian "bar" is no "bara", a coffin."""
        return self._language in _VOWEL_ENDINGS and label[-1:] in "aeo" and label[:-1].casefold() == word

    def _counterparts(self, key: str) -> tuple[Counterpart, ...]:
        """List the English words that name nearly the same icons as a key, best first."""
        named = {names.icon: names for _, names in self._index.get(key, ())}
        if len(named) < _FEWEST_AGREED:
            return ()
        common = Counter(word for names in named.values() for word in set(names.english))
        shares = {word: count / (len(named) + self._in_english[word] - count) for word, count in common.items()}
        near = sorted((-share, word) for word, share in shares.items() if share >= _SAME_ICONS)
        return tuple(Counterpart(word=word, share=-share) for share, word in near)

    def _chosen(self, key: str, word: str) -> list[tuple[int, IconNames]]:
        """Choose the icons of a key: the one of its label, all whose labels share the noun, or one of a tag that few share.

        Of several labels with one stem ("baguette", "baguettes") that which is written like the word wins.
        """
        named = [pair for pair in self._index.get(key, ()) if not self._lacks_ending(word, pair[1].label)]
        ranked = sorted(named, key=lambda pair: (-pair[0], pair[1].label.casefold() != word, len(pair[1].tags)))
        top = [pair for pair in ranked if pair[0] == ranked[0][0]]
        if not top or top[0][0] == _LABEL:
            return top[:1]
        if top[0][0] == _NOUN:
            return _agreed(top) or top
        icons = len({names.icon for _, names in ranked})
        alone = top[0][0] == _QUALIFIER and icons == 1
        return [] if icons > _MOST_ICONS_OF_A_TAG or alone else top[:1]


def _is_short_hiragana(name: str) -> bool:
    return len(name) < _SHORTEST_IN_HIRAGANA and all("ぁ" <= letter <= "ゟ" for letter in name)


def _agreed(ranked: list[tuple[int, IconNames]]) -> list[tuple[int, IconNames]]:
    """Keep the icons whose English names share a word, if at least half of several do: four trees named by "Baum"."""
    words = {names.icon: set(names.icon.partition(":")[2].split("-")) - _NO_THINGS for _, names in ranked}
    counts = Counter(word for parts in words.values() for word in parts)
    word, count = counts.most_common(1)[0] if counts else ("", 0)
    if count < max(_FEWEST_AGREED, len(words) / 2):
        return []
    return [pair for pair in ranked if word in words[pair[1].icon]]


@cache
def _no_names(language: str) -> frozenset[str]:
    """List the stems of words that are tags of icons but name no thing: numbers, colours, verbs."""
    table = json.loads(resources.files(__package__).joinpath("no_names.json").read_text("utf-8"))
    return frozenset(stem(word, language) for word in table.get(language, ()))
