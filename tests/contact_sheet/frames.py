"""Frames of a film without its sound and without encoding: seconds a film instead of a minute."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np

from reelwright.film.makers import NO_FOOTAGE, Footage
from reelwright.film.timeline.model import Shot, Timeline
from reelwright_media.canvas.painter import CompositionPainter
from reelwright_media.canvas.planes import empty_planes, rgb_from_planes
from reelwright_media.renderer import FilmRenderer
from reelwright_media.shots.shots import shot_composition
from reelwright_media.typography import draw_lines
from tests.contact_sheet.sheet import Image

Moments = Callable[[Timeline, Shot], Iterable[float]]
"""Lists the seconds of a shot whose frames are kept."""


class FrameKeeper(FilmRenderer):
    """Renders shots by painting some of their frames, which it keeps (BGR) in the order of time."""

    def __init__(self, moments: Moments) -> None:
        super().__init__(threads=1)
        self._moments = moments
        self.kept: list[Image] = []

    def render_shot(
        self,
        timeline: Timeline,
        shot: Shot,
        *,
        footage: Footage,
        out: Path,
        previous: Footage = NO_FOOTAGE,
        opening: Footage = NO_FOOTAGE,
        font: Path | None = None,
        **_: Any,
    ) -> None:
        """Keep the frames; the segment holds no film."""
        out.write_bytes(b"frames only")
        moments = list(self._moments(timeline, shot))
        if not moments:
            return
        size = (timeline.preset.width, timeline.preset.height)
        composition = shot_composition(
            timeline,
            shot,
            footage=footage,
            previous=previous,
            opening=opening,
            style=timeline.style.model_copy(update={"font": font}),
            letterer=draw_lines,
        )
        painter, planes = CompositionPainter(composition, empty_planes(*size)), empty_planes(*size)
        for moment in moments:
            painter.paint(min(moment, (shot.frames - 1) / timeline.preset.fps), planes)
            self.kept.append(np.ascontiguousarray(rgb_from_planes(planes)[..., ::-1]))


def spread_over(count: int) -> Moments:
    """Choose `count` moments of a film: its first frame, and the ends of as many other parts, when everything is shown."""

    def moments(timeline: Timeline, shot: Shot) -> list[float]:
        chosen = {round(place * (len(timeline.shots) - 1) / (count - 1)): place for place in range(count)}
        if shot.index not in chosen:
            return []
        card = timeline.closing.frames if timeline.closing is not None and shot is timeline.shots[-1] else 0
        length = (shot.frames - card) / timeline.preset.fps
        return [0.0 if shot.index == 0 else 0.7 * length]

    return moments


def opening_seconds(seconds: float, fps: int) -> Moments:
    """Choose the beginning of a film, at `fps` frames a second."""
    return lambda _, shot: [n / fps for n in range(round(seconds * fps))] if shot.index == 0 else []
