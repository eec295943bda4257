"""The rhythm within a shot: something new to see every 1.5 to 2.5 seconds.

What a shot shows by itself (its act, its information) comes first; where more than 2.5 seconds would pass without news,
the camera makes some: it punches in, shows a detail, moves to one side or pulls back, on the first beat of a word.
"""

import itertools
import random
from collections.abc import Sequence
from typing import Final

from reelwright.film.captions.model import CaptionWord
from reelwright.film.scenes.acting import ActKind
from reelwright.film.scenes.model import Mood, Scene
from reelwright.film.timeline.model import Beat, BeatKind, ShotAct, ShotEntrance, ShotInformation
from reelwright.film.timeline.showing import spoken_between

LONGEST_STILL_SECONDS: Final = 2.5
_USUAL_SECONDS: Final = 2.0
_SHORTEST_SECONDS: Final = 1.2
"""A change sooner than this after another is restless; the end of a shot is a change too."""
_ACT_LEAD_SECONDS: Final = 0.12
_LATEST_ENTRANCES: Final = (0.0, 0.4, 0.6)
"""By which share of the shot each subject is there, though its word comes later: its place must not stay empty."""
_EARLIEST_ENTRANCE_SECONDS: Final = 0.45
"""What would enter sooner is there from the start."""
_UNSEEN_BEFORE: Final[tuple[ActKind, ...]] = ("appear", "fill")
"""Acts before which the subject is not there, or only a shade of it."""
_LONGEST_EMPTY_SECONDS: Final = 1.8
"""How long a picture may be without its subject: before it appears, or from when it begins to leave."""

BEATS: Final[dict[Mood, tuple[BeatKind, ...]]] = {
    "awe": ("push", "detail", "wide"),
    "calm": ("push", "aside", "wide"),
    "upbeat": ("punch", "aside", "wide"),
    "comedy": ("punch", "detail", "wide"),
    "tense": ("punch", "detail", "push"),
    "drive": ("punch", "aside", "detail"),
}
"""The changes of each mood, in the order of their use; a shot begins at any of the first two."""


def act_of_shot(scene: Scene, words: Sequence[CaptionWord], voice_starts: float, seconds: float) -> ShotAct | None:
    """Time the act of the scene's subject by its verb; None where the picture would be empty before or after it for long.

    The first frame of a film is its poster, so its subject is there from the beginning.
    """
    if scene.act is None or not scene.brief.subjects or scene.material is not None:
        return None
    start, _ = spoken_between(scene.text, words, scene.act.start, scene.act.end)
    at = max(0.0, round(voice_starts + start - _ACT_LEAD_SECONDS, 3))
    kind = scene.act.kind
    empty_seconds = at if kind in _UNSEEN_BEFORE else seconds - at if kind == "leave" else 0.0
    is_unseen_poster = scene.index == 0 and kind in _UNSEEN_BEFORE
    return None if is_unseen_poster or empty_seconds > _LONGEST_EMPTY_SECONDS else ShotAct(kind=kind, at_seconds=at)


def entrances_of_shot(
    scene: Scene, words: Sequence[CaptionWord], voice_starts: float, seconds: float
) -> tuple[ShotEntrance, ...]:
    """Time the entrances of the scene's further subjects by their words, but none late in the shot.

    The first frame of a film is its poster, so everything is there from the beginning.
    """
    if scene.index == 0 or scene.material is not None:
        return ()
    found = []
    for entrance in scene.entrances:
        start, _ = spoken_between(scene.text, words, entrance.start, entrance.end)
        at = min(voice_starts + start - _ACT_LEAD_SECONDS, seconds * _LATEST_ENTRANCES[entrance.subject])
        if at > _EARLIEST_ENTRANCE_SECONDS:
            found.append(ShotEntrance(subject=entrance.subject, at_seconds=round(at, 3)))
    return tuple(found)


def beats_of(
    scene: Scene,
    words: Sequence[CaptionWord],
    *,
    voice_starts: float,
    seconds: float,
    act: ShotAct | None,
    information: ShotInformation | None,
    entrances: Sequence[ShotEntrance] = (),
    chance: random.Random,
) -> tuple[Beat, ...]:
    """Plan the camera's changes in a shot of `seconds`, between what changes in it anyway."""
    entering = [one.at_seconds for one in entrances]
    news = sorted({0.0, seconds, *([act.at_seconds] if act else []), *entering, *_item_entrances(information)})
    starts = [round(voice_starts + word.start_seconds, 3) for word in words]
    times: list[float] = []
    for before, after in itertools.pairwise(news):
        last = before
        while after - last > LONGEST_STILL_SECONDS:
            last = _on_a_word(starts, last, after)
            times.append(last)
    kinds = BEATS[scene.mood]
    first = chance.randrange(2)
    return tuple(Beat(kind=kinds[(first + place) % len(kinds)], at_seconds=time) for place, time in enumerate(times))


def _item_entrances(information: ShotInformation | None) -> list[float]:
    return [] if information is None else [item.enters_seconds for item in information.items]


def _on_a_word(starts: list[float], last: float, end: float) -> float:
    """Choose the beginning of a word about two seconds later, with room before the next change."""
    wanted = min(last + _USUAL_SECONDS, (last + end) / 2 if end - last < 2 * _USUAL_SECONDS else last + _USUAL_SECONDS)
    fitting = [one for one in starts if last + _SHORTEST_SECONDS <= one <= min(last + LONGEST_STILL_SECONDS, end - 1.0)]
    return min(fitting, key=lambda one: abs(one - wanted)) if fitting else round(wanted, 3)
