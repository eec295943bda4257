"""The first scene of a film as its poster: feeds show its first frame, so it is never an empty scenery."""

from collections import Counter
from typing import Final

from reelwright.film.scenes.headline import LONGEST_ALONE
from reelwright.film.scenes.model import Scene
from reelwright.film.scenes.places import is_graphic
from reelwright.film.text.characters import width_of

_OFTEN: Final = 2
"""Scenes with a subject from which it is what the film is about."""


def as_poster(first: Scene, others: list[Scene], title: str) -> Scene:
    """Give a first scene without a subject that of the film, on a plain ground, else the film's title in large type.

    A scene with information shows that instead. Repeats of the call change nothing.
    """
    brief = first.brief
    if brief.subjects or first.information is not None or first.material is not None:
        return first
    main = _main_subject(others)
    if main is not None and is_graphic(brief.scenery):
        return first.model_copy(update={"brief": brief.model_copy(update={"subjects": (main,), "headline": None})})
    if not title or width_of(title) > LONGEST_ALONE:
        return first
    return first.model_copy(update={"brief": brief.model_copy(update={"headline": title})})


def _main_subject(scenes: list[Scene]) -> str | None:
    """Find the first subject of most scenes; None if none comes often, or if the next scene shows it."""
    counted = Counter(scene.brief.subjects[0] for scene in scenes if scene.brief.subjects)
    subject, times = max(counted.items(), key=lambda item: item[1], default=("", 0))
    is_next = bool(scenes) and scenes[0].brief.subjects[:1] == (subject,)
    return subject if times >= _OFTEN and not is_next else None
