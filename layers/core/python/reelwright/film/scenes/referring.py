"""What a thought refers to without naming it: who "she" is, what "it" is, and what the title says the film is about."""

from typing import Final

from reelwright.film.scenes.casting import SHOWN, Part, acts
from reelwright.film.scenes.concepts import ANIMALS, Concept, Theme
from reelwright.film.scenes.headline import strong_words
from reelwright.film.scenes.matching import Match
from reelwright.film.scenes.people import is_head, is_other_sex, is_person
from reelwright.film.scenes.pronouns import sex_in
from reelwright.film.text.tokens import letter_runs
from reelwright.film.text.wordlists import words

_BESIDE: Final = 0.01
"""A subject referred to by a pronoun scores this much below the named thing, and is listed first for pairs."""
_LIFELIKE: Final = frozenset({"robot", "alien", "lighthouse", "dragon", "unicorn", "ghost", "dinosaur", "army"})
"""Concepts of other themes that a personal pronoun may refer to: living beings of tales, and the soldiers of an army."""
_JOINTS: Final = frozenset({"and", "but", "so", "then", "because"})
_OF_ONE: Final = frozenset({"she", "he", "her", "his"})
"""Pronouns that refer to one person."""
_PERSONAL: Final = _OF_ONE | {"they", "their"}
"""Pronouns that refer to persons."""
_GROUP: Final = "army"
"""The concept of many people to whom "they" may refer, and no "he"."""
_PRONOUNS: Final = _PERSONAL | {"it", "its"}
_EMPTY_BEHIND_IT: Final = frozenset(
    """is was s will would takes took seems means turns looks feels sounds rains snows depends gets got has""".split()  # noqa: SIM905 - words read better than quotes
)
"""Verbs before which "it" mostly refers to nothing: "it is late", "it takes an hour"."""


class References:
    """Remembers whom and what a film has shown; `titled` are the matches of its title."""

    def __init__(self, titled: tuple[Match, ...], theme: Theme, language: str) -> None:
        self._titled = titled
        self._theme = theme.name
        self._language = language
        self._hero: Concept | None = None
        self._things = tuple(
            match
            for match in titled
            if match.certain
            and match.concept.is_concrete
            and match.concept.theme == theme.name
            and not match.concept.is_place
        )

    def saw(self, part: Part, named: tuple[Match, ...] = ()) -> None:
        """Remember whom the latest scene shows, else whom its words name first."""
        shown = () if part.concept is None else (part.concept,)
        others = tuple(match.concept for match in sorted(named, key=lambda one: one.position) if match.is_exact)
        found = next((one for one in (*shown, *others) if acts(one) or one.name in _LIFELIKE), None)
        self._hero = found or self._hero

    def known(self, index: int, thought: str, matches: tuple[Match, ...]) -> tuple[Match, ...]:
        """Add what a thought refers to: the title to a hook; to a pronoun the last living being, or the thing of the title.

        Empty if nothing of it can be shown.
        """
        matches = tuple(match for match in matches if match.concept.weight >= SHOWN)
        best = matches[0] if matches else None
        if index == 0:
            return self._of_hook(matches)
        hero = self._hero_of(thought)
        if hero is not None and (best is None or begins_with_pronoun(thought, self._pronouns_of(hero))):
            score = best.score - _BESIDE if best is not None else 1.0
            return (Match(concept=hero, score=score), *matches)
        return matches or (self._things[:1] if _says_it(thought) else ())

    def stand_in(self, thought: str, last: Part | None) -> tuple[Match, ...]:
        """Match what the title names to a thought that names nothing, if a phrase fits beside it.

        An animal always; a thing not in two scenes one after the other. A face of the title says nothing of what happens.
        A word alone ("So") and what only leads to a clause ("The driver said, that") say nothing.
        """
        phrase = strong_words(thought, (), self._language)
        if phrase is None or " " not in phrase or self._leads(phrase, thought):
            return ()
        before = None if last is None or last.concept is None else last.concept.name
        fitting = [match for match in self._titled if acts(match.concept) and not is_head(match.concept.looks[0][0])]
        fitting += [match for match in self._things if match.concept.name != before]
        return tuple(fitting[:1])

    def _of_hook(self, matches: tuple[Match, ...]) -> tuple[Match, ...]:
        if matches and (matches[0].concept.theme == self._theme or matches[0].concept.is_concrete):
            return matches
        added = tuple(match for match in self._titled[:1] if match.concept.theme == self._theme)
        return tuple(sorted((*matches, *added), key=lambda match: -match.score))

    def _hero_of(self, thought: str) -> Concept | None:
        """Find the living being that a pronoun may refer to: none of the other sex, no dog in a film on grief."""
        hero, spoken = self._hero, {word.casefold() for word in letter_runs(thought)}
        if hero is None or is_other_sex(hero.looks[0][0], sex_in(thought, self._language)):
            return None
        if hero.name == _GROUP and spoken & _OF_ONE:
            return None
        is_beast = not is_person(hero.looks[0][0]) and hero.name not in _LIFELIKE
        sexed = bool(spoken & _OF_ONE)
        if (
            is_beast
            and sexed
            and self._theme not in ANIMALS
            and hero.name not in {one.concept.name for one in self._titled}
        ):
            return None
        return hero if begins_with_pronoun(thought, self._pronouns_of(hero)) or (sexed and not is_beast) else None

    def _leads(self, phrase: str, thought: str) -> bool:
        """Check whether a clause that depends on the phrase follows it."""
        following = letter_runs(thought[thought.find(phrase) + len(phrase) :])[:1]
        return bool(following) and following[0].casefold() in words("that", self._language)

    @staticmethod
    def _pronouns_of(hero: Concept) -> frozenset[str]:
        return _PERSONAL if is_person(hero.looks[0][0]) else _PRONOUNS


def begins_with_pronoun(thought: str, pronouns: frozenset[str] = _PRONOUNS) -> bool:
    """Check whether a thought begins with one of the pronouns, or with "this one"."""
    words = [word.casefold() for word in letter_runs(thought)[:3]]
    if words and words[0] in _JOINTS:
        words = words[1:]
    return bool(words) and (words[0] in pronouns or words[:2] == ["this", "one"])


def _says_it(thought: str) -> bool:
    """Check whether an "it" or "its" of the thought refers to something."""
    spoken = [word.casefold() for word in letter_runs(thought)]
    pairs = zip(spoken, [*spoken[1:], ""], strict=True)
    return "its" in spoken or any(word == "it" and after not in _EMPTY_BEHIND_IT for word, after in pairs)
