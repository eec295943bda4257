"""When the parts of a scene's information appear: each with the words that say it."""

from collections.abc import Sequence
from typing import Final

from reelwright.film.captions.model import CaptionWord
from reelwright.film.scenes.model import Scene
from reelwright.film.timeline.model import ShotInformation, TimedItem

_LEAD_SECONDS: Final = 0.1
"""Parts enter a little before their words, so that the eye has found them when the voice says them."""
_COUNTED: Final = frozenset({"count", "date", "share"})
"""Kinds whose figure counts up."""
_COUNT_SECONDS: Final = 0.5
"""How long a figure counts up before it is said."""
_SOON_SECONDS: Final = 0.3
"""When the first part of information that fills the frame has entered, though its words come later: no scene begins empty."""
_PLAIN_PALETTE: Final = ("#101424", "#2a3358", "#0a0c16", "#ffe04a")
"""Colours of a brief without a palette."""


def shown_information(scene: Scene, words: Sequence[CaptionWord], voice_starts: float) -> ShotInformation | None:
    """Time the scene's information by its spoken words; None if it has none. Times count from the shot's first frame."""
    information = scene.information
    if information is None or scene.material is not None:
        return None
    items: list[TimedItem] = []
    for item in information.items:
        start, end = spoken_between(scene.text, words, item.start, item.end)
        if item.digits is not None and information.kind in _COUNTED:
            # While the figure is said, type and caption show the same value.
            first, last = item.digits
            end, _ = spoken_between(scene.text, words, item.start + first, item.start + last)
            start -= _COUNT_SECONDS
        enters = max(0.0, round(voice_starts + start - _LEAD_SECONDS, 3))
        if information.fills_frame and not items and not information.places:
            enters = min(enters, _SOON_SECONDS)
        items.append(
            TimedItem(
                text=item.text,
                label=item.label,
                value=item.value,
                digits=item.digits,
                enters_seconds=enters,
                spoken_seconds=max(enters, round(voice_starts + end, 3)),
            )
        )
    return ShotInformation(
        kind=information.kind,
        items=tuple(items),
        parts=information.parts,
        persons=information.persons,
        places=information.places,
        palette=scene.brief.palette or scene.brief.tint or _PLAIN_PALETTE,
        face=scene.brief.face,
    )


def spoken_between(text: str, words: Sequence[CaptionWord], start: int, end: int) -> tuple[float, float]:
    """Find when the characters from `start` to `end` of a text are spoken; `words` are all its words, in order."""
    place, first, last = 0, None, 0.0
    for word in words:
        place = max(place, text.find(word.text, place))
        if place + len(word.text) > start and place < end:
            first = word.start_seconds if first is None else first
            last = word.end_seconds
        place += len(word.text)
    return (first or 0.0), last
