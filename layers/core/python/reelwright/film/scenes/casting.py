"""Chooses subject and scenery of each scene of a film, without repeats side by side.

Each scene gets the look of lowest cost. Costs are: a weaker match, a scenery other than the
concept's own, the scenery or subject of the scene before, and, highest, a look already used in the film.
"""

from collections.abc import Iterator
from typing import Final

from reelwright.film.scenes.concepts import Concept, Theme
from reelwright.film.scenes.matching import Match
from reelwright.film.scenes.model import Scenery
from reelwright.values import Value

_MOST_CANDIDATES: Final = 4
_WEAKER_MATCH: Final = 2.0
_ALTERNATIVE_LOOK: Final = 0.15
_FOREIGN_SCENERY: Final = 0.3
_SAME_SCENERY_AS_BEFORE: Final = 0.35
_SAME_SUBJECT_AS_BEFORE: Final = 0.6
_SUBJECT_SEEN: Final = 0.4
"""Cost per earlier scene with the same subject: a film about one thing shows it again, but other things appear too."""
_LOOK_SEEN: Final = 100.0
_SCENERY_ALONE: Final = 2.5
"""Cost of a scenery without a subject: chosen only if every look of the matched concepts was already used."""
_FIT_FOR_PAIRS: Final = 0.95
"""Lowest weight of two concepts in one picture: concrete things only, as in "the cat sits on the laptop"."""


class Part(Value):
    """Subject and scenery of one scene."""

    scenery: Scenery
    subjects: tuple[str, ...] = ()
    concept: Concept | None = None


class Casting:
    """Chooses parts scene by scene, and stores which were used in the film."""

    def __init__(self, theme: Theme, themes: dict[str, Theme]) -> None:
        self._theme = theme
        self._themes = themes
        self._parts: list[Part] = []

    def cast(self, matches: tuple[Match, ...]) -> Part:
        """Choose the part of the next scene; without matches, only scenery of the film's theme."""
        options = [*self._looks(matches), *self._bare(matches)]
        part = min(enumerate(options), key=lambda option: (option[1][0], option[0]))[1][1]
        self._parts.append(part)
        return part

    @property
    def last(self) -> Part | None:
        """The part of the previous scene; None at the start."""
        return self._parts[-1] if self._parts else None

    def _looks(self, matches: tuple[Match, ...]) -> Iterator[tuple[float, Part]]:
        for match in matches[:_MOST_CANDIDATES]:
            weakness = (matches[0].score - match.score) * _WEAKER_MATCH
            partner = self._partner(match, matches)
            for rank, look in enumerate(match.concept.looks):
                subjects = (*look, partner) if partner is not None and len(look) == 1 else look
                for distance, scenery in enumerate(self._sceneries(match.concept)):
                    part = Part(scenery=scenery, subjects=subjects, concept=match.concept)
                    cost = weakness + rank * _ALTERNATIVE_LOOK + distance * _FOREIGN_SCENERY
                    yield cost + self._repetition(part), part

    def _bare(self, matches: tuple[Match, ...]) -> Iterator[tuple[float, Part]]:
        for distance, scenery in enumerate(self._theme.sceneries):
            part = Part(scenery=scenery)
            uses = sum(seen.scenery == scenery for seen in self._parts)
            cost = distance * 0.1 + uses * 0.15 + (_SCENERY_ALONE if matches else 0.0)
            if self.last is not None and self.last.scenery == scenery:
                cost += _SAME_SCENERY_AS_BEFORE
            yield cost, part

    def _repetition(self, part: Part) -> float:
        cost = 0.0
        if any((seen.scenery, seen.subjects) == (part.scenery, part.subjects) for seen in self._parts):
            cost += _LOOK_SEEN
        cost += _SUBJECT_SEEN * sum(seen.subjects[:1] == part.subjects[:1] for seen in self._parts)
        if self.last is not None:
            cost += _SAME_SCENERY_AS_BEFORE * (self.last.scenery == part.scenery)
            cost += _SAME_SUBJECT_AS_BEFORE * (self.last.subjects[:1] == part.subjects[:1])
        return cost

    def _sceneries(self, concept: Concept) -> tuple[Scenery, ...]:
        """List the sceneries of a concept, best first: those of its own theme for things, of the film's theme for ideas."""
        own = (concept.scenery, *self._themes[concept.theme].sceneries)
        if concept.weight < _FIT_FOR_PAIRS and concept.theme != self._theme.name:
            return tuple(dict.fromkeys((*self._theme.sceneries, *own)))
        if concept.theme == self._theme.name and concept.scenery not in self._theme.sceneries:
            return (*self._theme.sceneries, concept.scenery)  # the Sun: rays for a warm day, space in a film on stars
        return tuple(dict.fromkeys(own))

    def _partner(self, match: Match, matches: tuple[Match, ...]) -> str | None:
        if match.concept.weight < _FIT_FOR_PAIRS:
            return None
        for other in matches:
            subject = other.concept.looks[0][0]
            if other.concept.name != match.concept.name and other.concept.weight >= _FIT_FOR_PAIRS and len(matches) > 1:
                return subject if all(subject not in look for look in match.concept.looks) else None
        return None
