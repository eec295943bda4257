"""The rules that choose a scene's information, in order: the first that finds something decides.

What is quoted or counted off is shown before what is compared, a comparison before one number, and one number last.
"""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from reelwright.film.scenes.information.figures import (
    bars_in,
    count_in,
    date_in,
    ratio_in,
    share_in,
    timeline_in,
    versus_in,
)
from reelwright.film.scenes.information.maps import map_in, route_in
from reelwright.film.scenes.information.model import Information, InformationKind
from reelwright.film.scenes.information.quotes import quote_in
from reelwright.film.scenes.information.sides import against_in
from reelwright.film.scenes.information.steps import steps_in, steps_of, steps_scene


class InformationRule(NamedTuple):
    """One rule: the kind of scene that it chooses, and the function that finds its content in a text of a language."""

    kind: InformationKind
    find: Callable[[str, str], Information | None]


RULES: Final = (
    InformationRule("quote", quote_in),
    InformationRule("steps", steps_in),
    InformationRule("bars", bars_in),
    InformationRule("versus", versus_in),
    InformationRule("timeline", timeline_in),
    InformationRule("ratio", ratio_in),
    InformationRule("share", share_in),
    InformationRule("route", route_in),
    InformationRule("date", date_in),
    InformationRule("map", map_in),
    InformationRule("versus", against_in),
    InformationRule("count", count_in),
)


def information_in(text: str, language: str) -> Information | None:
    """Find the information of one thought by the first rule that applies; None if none does."""
    return next((found for rule in RULES if (found := rule.find(text, language)) is not None), None)


def information_of(thoughts: Sequence[str], language: str) -> tuple[Information | None, ...]:
    """Find the information of each thought of a film; a list of steps may go on from thought to thought."""
    alone = [information_in(thought, language) for thought in thoughts]
    place = 0
    while place < len(thoughts):
        run = _run_of_steps(thoughts[place:], language)
        if len(run) > 1:
            alone[place : place + len(run)] = run
        place += max(1, len(run))
    return tuple(alone)


def without_repeats(found: Sequence[Information | None]) -> tuple[Information | None, ...]:
    """Leave out information that one of the two scenes before shows already: the same texts, or the same places by any name."""
    kept: list[Information | None] = []
    for one in found:
        before = [other for other in kept[-2:] if other is not None]
        kept.append(None if one is not None and any(_alike(one, other) for other in before) else one)
    return tuple(kept)


def _alike(one: Information, other: Information) -> bool:
    same_map = bool(one.places) and set(one.places) == set(other.places)
    return same_map or one.shown == other.shown


def _run_of_steps(thoughts: Sequence[str], language: str) -> list[Information]:
    """Build the scenes of a list that begins with the first thought: "First, ..." and then "Second, ..."."""
    scenes: list[Information] = []
    count = 0
    for thought in thoughts:
        steps, opens = steps_of(thought, language)
        if not steps or opens != (not scenes):
            break
        scenes.append(steps_scene(steps, count + 1))
        count += len(steps)
    return scenes
