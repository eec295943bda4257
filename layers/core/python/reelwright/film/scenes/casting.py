"""Chooses subjects and scenery of each scene of a film, with restraint.

A sentence that names a thing shows the thing; one that names only a place shows the place; every other sentence is set
in large type on a plain ground. A second or third subject appears only if the sentence names it too, by its own name, or
if it belongs to the same theme, or if the first one is a living being, which may handle anything. Scenery and subject go
together (`places`).
Among the choices that are left, the one of lowest cost wins: repetition costs, and the same picture never comes twice.
"""

import random
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from reelwright.film.scenes.concepts import ANIMALS, Concept, Theme
from reelwright.film.scenes.counting import ThingCount
from reelwright.film.scenes.matching import Match
from reelwright.film.scenes.model import MOST_SUBJECTS, Scenery
from reelwright.film.scenes.people import Sex, cast_person, handles_things, is_head, is_person, smiles_always
from reelwright.film.scenes.places import OUTSIDE, is_building, is_graphic, stands_in
from reelwright.values import Value

SHOWN: Final = 0.85
"""Lowest weight of a concept that is shown as a picture; more abstract ones are said better by words."""
LIVING: Final = ANIMALS | {"people"}
"""Themes whose subjects act: a later pronoun may refer to them, and they may handle a thing of another theme."""
_AROUND: Final = "weather"
"""The theme whose things are also a place for the other things of a sentence: "a car in the rain"."""
_NEVER_HELD: Final = frozenset({"body", "mind", "success"})
"""Themes whose things are not handled: the wind of a breath, a brain, a trophy's idea."""
_NEVER_BESIDE: Final = frozenset({"mind", "success"})
"""Themes whose things are no further subject: a face that shows a feeling, an idea."""
_SKY: Final = ("cloud", "wind-face", "umbrella-with", "leaf-fluttering")
"""Beginnings of icons for weather, which is around a thing and not beside it."""
_SIGNALS: Final = frozenset({"police", "emergency", "warning", "explosion", "stop"})
"""Concepts that say what is going on, and are not handled either: a neighbour does not carry the light of a police car."""
_LIFELESS: Final = frozenset(
    {
        *("feather", "paw prints", "beehive", "nest", "bookmark", "red flag", "heart", "love", "heartbreak", "wedding"),
        *("prayer", "applause", "follow and like", "greeting", "baby carriage"),
    }
)
"""Concepts of the themes of living beings that are none: they handle nothing, and no pronoun refers to them."""
_DRAWN_IN: Final[dict[Scenery, frozenset[str]]] = {
    "bedroom": frozenset({"fluent:bed", "person:in-bed"}),
    "hospital": frozenset({"fluent:bed", "person:in-bed"}),
}
"""Things that a scenery has drawn in it: the same thing does not stand there again."""
_GROUNDS: Final[tuple[Scenery, ...]] = ("gradient", "halftone", "grid", "bokeh", "rays", "paper")
_MOST_CANDIDATES: Final = 4
_WEAKER_MATCH: Final = 2.0
_ALTERNATIVE_LOOK: Final = 0.15
_NEXT_SCENERY: Final = 0.3
_SAME_SCENERY_AS_BEFORE: Final = 0.35
_SAME_SUBJECT_AS_BEFORE: Final = 0.5
_SUBJECT_SEEN: Final = 0.2
"""Cost per earlier scene with the same subject: a film about one thing shows it again, but other things appear too."""
_SAME_WITH_OTHERS: Final = 0.4
"""Share of those costs if other things are beside the subject."""
_ACTING: Final = 0.55
"""Worth of a picture in which a living being handles a thing of the sentence."""
_NEARLY_CONCRETE: Final = 0.9
"""Lowest weight of a further subject that its own name names."""
_COMPANION: Final = 0.3
"""Worth of each further thing of the sentence in a picture."""
_COUNTS: Final = range(2, MOST_SUBJECTS + 1)
"""Numbers of a thing that one picture shows."""
_COUNTED: Final = 2.0
"""Worth of a picture that shows as many things as the sentence counts."""
_LISTED: Final = 1.0
"""Worth of a picture that shows several things of a list."""
_PICTURE_SEEN: Final = 100.0
_PLACE_SEEN: Final = 0.6
_WORDS_INSTEAD: Final = 4.0
"""Cost of large type although the sentence names a thing or a place: only if all their pictures were shown before."""


class Part(Value):
    """Subjects and scenery of one scene."""

    scenery: Scenery
    subjects: tuple[str, ...] = ()
    concept: Concept | None = None


class Casting:
    """Chooses parts scene by scene, and stores which were used in the film; `sexes` are those of the film's roles."""

    def __init__(
        self, theme: Theme, themes: dict[str, Theme], seed: int = 0, sexes: Mapping[str, Sex] = MappingProxyType({})
    ) -> None:
        self._theme = theme
        self._themes = themes
        self._seed = seed
        self._sexes = sexes
        self._grounds = _grounds(theme, seed)
        self._parts: list[Part] = []

    def cast(
        self,
        matches: tuple[Match, ...],
        *,
        sad: bool = False,
        listed: tuple[Concept, ...] = (),
        counted: ThingCount | None = None,
    ) -> Part:
        """Choose the part of the next scene; without a match that can be shown, a ground for large type.

        In a `sad` scene no face smiles. `listed` are the things of a list: they are shown together. A `counted` thing is
        shown as often as the sentence says, if that is two or three times.
        """
        shown = tuple(match for match in matches if match.concept.weight >= SHOWN and not (sad and _smiles(match)))
        things = tuple(match for match in shown if not match.concept.is_place)
        places = tuple(
            match.concept.scenery for match in shown if match.concept.is_place or match.concept.theme == _AROUND
        )
        options = [
            *self._counts(counted, things),
            *self._lists(listed),
            *self._things(things, places, sad=sad),
            *self._places(shown, named=bool(things)),
            *self._words(bool(shown)),
        ]
        part = min(enumerate(options), key=lambda option: (option[1][0], option[0]))[1][1]
        self._parts.append(part)
        return part

    @property
    def last(self) -> Part | None:
        """The part of the previous scene; None at the start."""
        return self._parts[-1] if self._parts else None

    def _things(
        self, things: tuple[Match, ...], places: tuple[Scenery, ...], *, sad: bool
    ) -> Iterator[tuple[float, Part]]:
        for match in things[:_MOST_CANDIDATES]:
            concept = match.concept
            weakness = (things[0].score - match.score) * _WEAKER_MATCH
            companions = _companions(match, things)
            worth = _COMPANION if match is things[0] or match.is_exact or _handles(concept) else 0.0
            for rank, look in enumerate(concept.looks):
                beside = companions if len(look) == 1 else ()
                named = (*look, *(one.looks[0][0] for one in beside))
                subjects = tuple(cast_person(one, self._seed, self._sexes.get(one), sad=sad) for one in named)
                for distance, scenery in enumerate(self._sceneries(concept, look[0], beside, places)):
                    part = Part(scenery=scenery, subjects=subjects, concept=concept)
                    cost = weakness + rank * _ALTERNATIVE_LOOK + distance * _NEXT_SCENERY
                    cost -= _ACTING * (bool(beside) and _handles(concept)) + worth * len(beside)
                    yield cost + self._repetition(part), part

    def _counts(self, counted: ThingCount | None, things: tuple[Match, ...]) -> Iterator[tuple[float, Part]]:
        """Offer a thing as often as it is counted, with further things of the sentence if there is room."""
        if counted is None or counted.number not in _COUNTS or counted.match not in things:
            return
        concept = counted.match.concept
        subject = concept.looks[0][0]
        if is_person(subject):
            return
        copies = (subject,) * int(counted.number)
        beside = _companions(counted.match, things)[: MOST_SUBJECTS - len(copies)]
        subjects = (*copies, *(one.looks[0][0] for one in beside))
        for distance, scenery in enumerate(self._sceneries(concept, subject, beside, ())):
            part = Part(scenery=scenery, subjects=subjects, concept=concept)
            yield distance * _NEXT_SCENERY - _COUNTED + self._repetition(part), part

    def _lists(self, listed: tuple[Concept, ...]) -> Iterator[tuple[float, Part]]:
        """Offer the first things of a list side by side, where all of them can be."""
        distinct = {one.looks[0][0]: one for one in reversed(listed) if not is_person(one.looks[0][0])}
        shown = list(reversed(distinct.values()))[:MOST_SUBJECTS]
        if len(shown) < 2:  # noqa: PLR2004 - one thing is no list
            return
        subjects = tuple(one.looks[0][0] for one in shown)
        for distance, scenery in enumerate(self._sceneries(shown[0], subjects[0], tuple(shown[1:]), ())):
            part = Part(scenery=scenery, subjects=subjects, concept=shown[0])
            yield distance * _NEXT_SCENERY - _LISTED + self._repetition(part), part

    def _places(self, shown: tuple[Match, ...], *, named: bool) -> Iterator[tuple[float, Part]]:
        """Offer the places that the sentence names, without a subject; a thing in the same sentence is shown instead."""
        for rank, match in enumerate(match for match in shown if match.concept.is_place):
            part = Part(scenery=match.concept.scenery, concept=match.concept)
            uses = sum(seen.scenery == part.scenery for seen in self._parts)
            before = self.last is not None and self.last.scenery == part.scenery
            cost = _WORDS_INSTEAD / 2 if named else 0.0
            yield cost + rank * _ALTERNATIVE_LOOK + uses * _PLACE_SEEN + before * _SAME_SCENERY_AS_BEFORE, part

    def _words(self, shown: bool) -> Iterator[tuple[float, Part]]:  # noqa: FBT001 - private
        for distance, scenery in enumerate(self._grounds):
            uses = sum(seen.scenery == scenery for seen in self._parts)
            before = self.last is not None and self.last.scenery == scenery
            cost = _WORDS_INSTEAD if shown else 0.0
            yield cost + distance * 0.1 + uses * 0.15 + before * _SAME_SCENERY_AS_BEFORE, Part(scenery=scenery)

    def _repetition(self, part: Part) -> float:
        cost = 0.0
        if any((seen.scenery, seen.subjects) == (part.scenery, part.subjects) for seen in self._parts):
            cost += _PICTURE_SEEN
        cost += sum(_SUBJECT_SEEN * _sameness(seen, part) for seen in self._parts)
        if self.last is not None:
            cost += _SAME_SCENERY_AS_BEFORE * (self.last.scenery == part.scenery)
            cost += _SAME_SUBJECT_AS_BEFORE * _sameness(self.last, part)
        return cost

    def _sceneries(
        self, concept: Concept, subject: str, beside: tuple[Concept, ...], places: tuple[Scenery, ...]
    ) -> tuple[Scenery, ...]:
        """List the sceneries of a thing, best first: a place that the sentence names, its own, its theme's, the grounds.

        Its companions must stand there, too.
        """
        outside = OUTSIDE if is_building(subject) else ()
        own = (concept.scenery, *outside, *self._grounds, *self._themes[concept.theme].sceneries)
        if is_head(concept.looks[0][0]):
            return tuple(dict.fromkeys(one for one in own if is_graphic(one)))
        options = [one for one in (*places, *own) if subject not in _DRAWN_IN.get(one, ())]
        fitting = [one for one in options if stands_in(subject, concept.theme, one)]
        for other in beside:
            fitting = [one for one in fitting if stands_in(other.looks[0][0], other.theme, one)]
        return tuple(dict.fromkeys(fitting))


def _sameness(one: Part, other: Part) -> float:
    """Compute how much two parts repeat each other (0-1): with other things beside it, a subject is less dull."""
    if one.subjects[:1] != other.subjects[:1]:
        return 0.0
    return 1.0 if one.subjects == other.subjects else _SAME_WITH_OTHERS


def _grounds(theme: Theme, seed: int) -> tuple[Scenery, ...]:
    """Choose the film's grounds for large type: those of its theme, and one more by its seed."""
    rest = [one for one in _GROUNDS if one not in theme.backdrops]
    chance = random.Random(f"{seed}|grounds")  # noqa: S311 - a repeatable choice, not a secret
    more = [one for one in theme.backdrops if is_graphic(one)]
    chance.shuffle(more)
    return (*more, *(one for one in theme.backdrops if not is_graphic(one)), chance.choice(rest))


def _smiles(match: Match) -> bool:
    return any(smiles_always(subject) for subject in match.concept.looks[0])


def _companions(match: Match, things: tuple[Match, ...]) -> tuple[Concept, ...]:
    """Find the further subjects, in the order in which the sentence names them: concrete things that it names surely.

    One of another theme only where its word is its name, or where the first subject is a living being, which may handle it.
    """
    first = match.concept
    if not first.is_concrete:
        return ()
    taken = {subject for look in first.looks for subject in look}
    found: dict[str, Match] = {}
    for other in things:
        subject = other.concept.looks[0][0]
        if subject not in taken and _goes_beside(other, first):
            found.setdefault(subject, other)
    exact = [one for one in found.values() if one.is_exact]
    best = [*exact, *[one for one in found.values() if not one.is_exact][:1]]
    return tuple(one.concept for one in sorted(best[: MOST_SUBJECTS - 1], key=lambda one: one.position))


def _goes_beside(other: Match, first: Concept) -> bool:
    concept = other.concept
    subject = concept.looks[0][0]
    is_thing = concept.is_concrete or (other.is_exact and concept.weight >= _NEARLY_CONCRETE)
    if not is_thing or is_person(subject) or concept.name == first.name:
        return False
    is_same = concept.theme == first.theme
    if concept.theme in _NEVER_BESIDE or concept.name in _SIGNALS or (not is_same and _is_sky(subject)):
        return False
    if concept.theme == "body" and acts(first):
        return False
    return other.is_exact or (
        other.certain
        and not is_building(subject)
        and ((is_same and not is_person(first.looks[0][0])) or (_handles(first) and concept.theme not in _NEVER_HELD))
    )


def _is_sky(subject: str) -> bool:
    return subject.partition(":")[2].startswith(_SKY)


def acts(concept: Concept) -> bool:
    """Check whether a concept is a living being, to which a later pronoun may refer; a place (a school of fish) is none."""
    return (concept.theme in LIVING and not concept.is_place and concept.name not in _LIFELESS) or any(
        is_person(subject) for look in concept.looks for subject in look
    )


def _handles(concept: Concept) -> bool:
    """Check whether a concept may be shown with a thing of any theme."""
    subject = concept.looks[0][0]
    if is_person(subject):
        return handles_things(subject)
    if concept.name in _LIFELESS:
        return False
    # The theme of the ocean has things too (an anchor, a mask); its animals are Noto's.
    return concept.theme in {"animals", "pets"} or (concept.theme == "ocean" and subject.startswith("noto:"))
