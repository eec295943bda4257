"""The mat of a film covers its pictures around a window, on every frame."""

import math
from typing import get_args

import numpy as np
import pytest

from reelwright.film.captions.colours import colours_of
from reelwright.film.platforms.presets import PRESETS
from reelwright.film.scenes.arrangements import ARRANGEMENTS, ArrangementName, Ornament
from reelwright_media.canvas.placing import type_zone
from reelwright_media.canvas.planes import empty_planes, fill, rgb_from_planes
from reelwright_media.shots.mats import MatClip
from reelwright_media.shots.staying import room_of

PRESET = PRESETS["shorts"]
SMALL = PRESET.model_copy(update={"width": 270, "height": 480})
COLOURS = colours_of("#3060a0", "#101020", "#ffd040")
MATS = {name: mat for name, arrangement in ARRANGEMENTS.items() if (mat := arrangement.mat_in(COLOURS)) is not None}


@pytest.mark.parametrize("name", MATS)
def test_the_room_for_things_shows_the_picture_and_type_stands_on_the_mat_alone(name: ArrangementName) -> None:
    """In that room the picture is untouched; behind type that the mat holds nothing of it is seen."""
    preset, mat = ARRANGEMENTS[name].on(SMALL), MATS[name]
    room, zone = room_of(preset, mat), type_zone(preset)
    drawn = []
    for luma in (200, 40):
        planes = empty_planes(SMALL.width, SMALL.height)
        fill(planes, (luma, 90, 160))
        MatClip(mat, SMALL, 1.0).paint(0.5, planes, planes)
        rows = slice(math.ceil(room.top * SMALL.height), math.floor(room.bottom * SMALL.height))
        assert (planes.y[rows, math.ceil(room.left * SMALL.width) : math.floor(room.right * SMALL.width)] == luma).all()
        drawn.append(planes.y[zone.top : zone.bottom, zone.left : zone.right])
    assert (drawn[0] == drawn[1]).all() or not mat.holds_type(preset)
    assert len(np.unique(drawn[0])) == 1


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
def test_an_ornament_leaves_the_type_and_the_things_alone(name: ArrangementName, kind: Ornament) -> None:
    """It fills a part of the mat where neither captions nor the hook nor a thing may stand, and nothing else."""
    preset, mat = ARRANGEMENTS[name].on(SMALL), MATS[name]
    plain, drawn = (
        MatClip(mat.model_copy(update={"ornament": one}), SMALL, 1.0).picture().astype(int) for one in (None, kind)
    )
    changed = np.abs(plain - drawn).max(axis=2) > 0
    zone, room = type_zone(preset), room_of(preset, mat)
    assert not changed[round(room.top * 480) : round(room.bottom * 480), 24:246].any()
    assert not changed[zone.top : zone.bottom, zone.left : zone.right].any()
    rows = np.concatenate([changed[round(first * 480) : round(last * 480)] for first, last in mat.bands])
    assert 0.03 < rows.mean() < 0.9
    assert changed.sum() == rows.sum()


def test_type_stands_on_the_mat_where_the_arrangement_puts_it() -> None:
    """Captions that the request moves may leave the type's ground; then they are drawn as on a picture."""
    beside = {name for name, mat in MATS.items() if mat.holds_type(ARRANGEMENTS[name].on(PRESET))}
    assert beside == set(MATS) - {"stamp"}
    for name in ("round", "print", "band"):
        assert not MATS[name].holds_type(ARRANGEMENTS[name].on(PRESET).with_captions_at("middle"))


def test_a_mat_costs_little_to_lay() -> None:
    """Most of a frame is copied or left alone: the tiles that are blended are a small part of it."""
    for mat in MATS.values():
        alpha = MatClip(mat, PRESET, 1.0).picture()[..., 3]
        tiles = alpha.reshape(1920 // 32, 32, -1)[:, :, :1056].reshape(60, 32, 33, 32)
        low, high = tiles.min(axis=(1, 3)), tiles.max(axis=(1, 3))
        assert ((low < 255) & (high > 0)).mean() < 0.2
