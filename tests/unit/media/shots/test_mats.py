"""The mat of a film covers its pictures around a window, on every frame."""

import numpy as np
import pytest

from reelwright.film.captions.colours import colours_of
from reelwright.film.platforms.presets import PRESETS
from reelwright.film.scenes.arrangements import ARRANGEMENTS, ArrangementName
from reelwright_media.canvas.planes import empty_planes, fill, rgb_from_planes
from reelwright_media.shots.mats import MatClip, window_of

PRESET = PRESETS["shorts"]
SMALL = PRESET.model_copy(update={"width": 270, "height": 480})
COLOURS = colours_of("#3060a0", "#101020", "#ffd040")
MATS = {name: mat for name, arrangement in ARRANGEMENTS.items() if (mat := arrangement.mat_in(COLOURS)) is not None}


@pytest.mark.parametrize("name", MATS)
def test_the_window_shows_the_picture_and_the_mat_nothing_of_it(name: ArrangementName) -> None:
    """Inside the picture is untouched; outside every pixel is the mat's; a round corner belongs to both."""
    clip, window = MatClip(MATS[name], SMALL, 1.0), window_of(MATS[name], SMALL)
    drawn = []
    for luma in (200, 40):
        planes = empty_planes(SMALL.width, SMALL.height)
        fill(planes, (luma, 90, 160))
        clip.paint(0.5, planes, planes)
        middle = planes.y[window.top + 24 : window.bottom - 24, window.left + 24 : window.right - 24]
        assert (middle == luma).all()
        drawn.append(planes.y)
    outside = np.ones(drawn[0].shape, bool)
    outside[window.top : window.bottom, window.left : window.right] = False
    assert (drawn[0][outside] == drawn[1][outside]).all()


@pytest.mark.parametrize("name", MATS)
def test_the_mat_looks_as_moviepy_composes_it(name: ArrangementName) -> None:
    """By planes and by picture and mask it is the same."""
    clip, planes = MatClip(MATS[name], SMALL, 1.0), empty_planes(SMALL.width, SMALL.height)
    fill(planes)
    clip.paint(0.0, planes, planes)
    shown = clip.frame_function(0.0) * clip.mask.frame_function(0.0)[..., None]
    assert np.abs(rgb_from_planes(planes).astype(int) - shown).mean() < 3
