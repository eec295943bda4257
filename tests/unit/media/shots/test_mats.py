"""The mat of a film covers its pictures around a window, on every frame."""

from typing import get_args

import numpy as np
import pytest

from reelwright.film.captions.colours import colours_of
from reelwright.film.platforms.presets import PRESETS
from reelwright.film.scenes.arrangements import ARRANGEMENTS, ArrangementName, Ornament
from reelwright_media.canvas.placing import type_zone
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


@pytest.mark.parametrize("name", [name for name, mat in MATS.items() if mat.bands])
@pytest.mark.parametrize("kind", get_args(Ornament))
def test_an_ornament_leaves_the_room_of_the_type_and_the_window_alone(name: ArrangementName, kind: Ornament) -> None:
    """It fills a part of the mat where neither captions nor the hook may stand, and nothing else."""
    preset, mat = ARRANGEMENTS[name].on(SMALL), MATS[name]
    plain, drawn = (
        MatClip(mat.model_copy(update={"ornament": one}), SMALL, 1.0).picture().astype(int) for one in (None, kind)
    )
    changed = np.abs(plain - drawn).max(axis=2) > 0
    zone, window = type_zone(preset), window_of(mat, SMALL)
    assert not changed[window.top : window.bottom, window.left : window.right].any()
    assert not changed[zone.top : zone.bottom].any() or not mat.holds_type(preset)
    rows = np.concatenate([changed[round(first * 480) : round(last * 480)] for first, last in mat.bands])
    assert 0.05 < rows.mean() < 0.9
    assert changed.sum() == rows.sum()


def test_type_stands_on_the_mat_where_the_arrangement_puts_it_beside_the_window() -> None:
    """Captions that the request moves may cross the window's edge; then they are drawn as on a picture."""
    beside = {name for name, mat in MATS.items() if mat.holds_type(ARRANGEMENTS[name].on(PRESET))}
    assert beside == {"card", "split", "header", "cinema", "window"}
    moved = ARRANGEMENTS["card"].on(PRESET).with_captions_at("middle")
    assert not MATS["card"].holds_type(moved)
