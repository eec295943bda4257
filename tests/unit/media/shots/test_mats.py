"""The mat of a film covers its pictures around a window, on every frame, and leaves room for what belongs in it."""

import numpy as np
import pytest

from reelwright.film.captions.looks import colours_of
from reelwright.film.platforms.presets import PRESETS
from reelwright.film.scenes.arrangements import ARRANGEMENTS, ArrangementName
from reelwright_media.canvas.placing import caption_zone
from reelwright_media.canvas.planes import empty_planes, fill, rgb_from_planes
from reelwright_media.painting.composition import layout_of
from reelwright_media.shots.information.zone import information_zone
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


@pytest.mark.parametrize("name", ARRANGEMENTS)
def test_an_arrangement_has_room_for_captions_and_information(name: ArrangementName) -> None:
    """Captions are in the safe zone; information, subject and headline are in the window, and clear of the captions."""
    arrangement = ARRANGEMENTS[name]
    preset = (
        PRESET if arrangement.captions is None else PRESET.model_copy(update={"caption_centre": arrangement.captions})
    )
    middle, zone = preset.caption_centre * preset.height, caption_zone(preset)
    line = 0.06 * preset.width
    assert zone.top <= middle - line < middle + line <= zone.bottom
    if arrangement.mat is not None:
        window = window_of(arrangement.mat, preset)
        for under_hook in (False, True):
            room = information_zone(preset, under_hook=under_hook)
            assert window.left <= room.left < room.right <= window.right
            assert window.top <= room.top < room.bottom <= window.bottom
    for shared in (False, True):
        layout = layout_of("portrait", name, shared=shared)
        half = layout.hero_size * preset.width / 2
        top, bottom = layout.hero_v * preset.height - half, layout.hero_v * preset.height + half
        assert bottom < middle - line or top > middle + line
        if arrangement.mat is not None:
            assert window.top < top < bottom < window.bottom
            assert layout.lowest_v * preset.height <= window.bottom or layout.lowest_v == 1.0
