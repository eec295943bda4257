"""Shots with a clip: it replaces the picture, is looped and cropped, and takes part in transitions."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from reelwright.film.timeline.model import Timeline
from reelwright_media.canvas.encoder import SegmentWriter
from reelwright_media.canvas.planes import Planes, fill

if TYPE_CHECKING:
    from tests.unit.media.renderer.conftest import Render


def test_a_clip_takes_the_pictures_place_and_is_looped(
    render: "Render",
    make_timeline: Callable[..., Timeline],
    make_clip: Callable[[Path, list[int]], Path],
    decode: Callable[[Path], list[np.ndarray]],
    tmp_path: Path,
) -> None:
    """A clip shorter than its shot starts again; the picture is not seen."""
    greys = [40, 70, 100, 130, 160, 190]
    out = render(make_timeline(shots=1, frames=15), clip=make_clip(tmp_path / "clip.mp4", greys))
    shown = [round(float(frame.mean())) for frame in decode(out)]
    assert shown == pytest.approx([*greys, *greys, *greys[:3]], abs=3)


def test_a_clip_of_another_shape_is_cropped_and_never_stretched(
    render: "Render",
    make_timeline: Callable[..., Timeline],
    decode: Callable[[Path], list[np.ndarray]],
    tmp_path: Path,
) -> None:
    """A wide clip covers a high frame: its middle is shown, its proportions kept."""
    clip = tmp_path / "wide.mp4"

    def circle(planes: Planes) -> None:
        fill(planes)
        cv2.circle(planes.y, (320, 180), 60, 235, -1)

    with SegmentWriter(clip, size=(640, 360), fps=30, threads=1) as film:
        for _ in range(3):
            film.add(circle)
    rows, columns = np.nonzero(decode(render(make_timeline(shots=1, frames=3), clip=clip))[1] > 128)
    assert np.ptp(rows) == pytest.approx(160, abs=3)
    assert np.ptp(columns) == pytest.approx(160, abs=3)
    assert rows.mean() == pytest.approx(240, abs=2)
    assert columns.mean() == pytest.approx(135, abs=2)


def test_a_shot_after_a_clip_fades_from_the_clip_or_is_cut(
    render: "Render",
    make_timeline: Callable[..., Timeline],
    make_picture: Callable[[str, int], Path],
    decode: Callable[[Path], list[np.ndarray]],
) -> None:
    """The tail of a clip is painted from the clip; without the clip the shot starts with a cut."""
    clip = render(make_timeline(shots=1, frames=20), name="clip.mp4")
    own, unseen = make_picture("b", 2), make_picture("c", 3)
    timeline = make_timeline(frames=12, transition="crossfade", transition_frames=4, clip_of_first="clips/0")
    faded, cut = (
        decode(render(timeline, 1, picture=own, previous_picture=unseen, previous_clip=previous))
        for previous in (clip, None)
    )
    assert np.abs(faded[0].astype(int) - decode(clip)[12].astype(int)).mean() < 2
    assert np.abs(cut[0].astype(int) - faded[5].astype(int)).mean() < 3
