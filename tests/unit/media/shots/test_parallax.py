"""Depth: near planes move further than far ones, evenly, and come back to the same pixels."""

from itertools import pairwise

import cv2
import numpy as np
import pytest

from reelwright.film.timeline.model import Motion, ShotEntrance
from reelwright_media.canvas.planes import Plane, empty_planes
from reelwright_media.diorama.model import CutoutRow, Diorama, DioramaSheet, Drift, Part
from reelwright_media.shots.changes import Changes
from reelwright_media.shots.parallax import TYPE_ENTERS_SECONDS, ParallaxClip

SIZE = (180, 320)
SECONDS = 5.0


def diorama(
    *, part: Part = "subject", depth: float = 1.0, floats: bool = False, drift: Drift = "none", top: int = 130
) -> Diorama:
    """Return black scenery with a grey spot left of the middle, and a white block of 40 x 44 to the right of it."""
    width, height = SIZE
    backdrop = np.zeros((height, width, 3), np.uint8)
    columns, rows = np.meshgrid(np.arange(width), np.arange(height))
    backdrop[np.hypot(columns - 50, rows - 150) < 14] = 120
    block = np.zeros((52, 48, 4), np.uint8)
    block[4:48, 4:44] = 255
    soft = np.asarray(cv2.GaussianBlur(block, (0, 0), 1.0), np.uint8)  # edges as soft as drawn ones
    row = CutoutRow(left=96, top=top - 4, depth=depth, part=part, floats=floats)
    sheet = DioramaSheet(width=width, height=height, drift=drift, drift_light=0.5, seed=5, cutouts=(row,))
    return Diorama(sheet, backdrop, (soft,))


def clip(given: Diorama, motion: Motion = "pan_left") -> ParallaxClip:
    """Return the clip of a diorama."""
    return ParallaxClip(lambda: given, size=SIZE, motion=motion, motion_seconds=SECONDS, seconds=SECONDS)


def painted(shown: ParallaxClip, t: float) -> Plane:
    """Return the luma at a time."""
    planes = empty_planes(*SIZE)
    shown.draw(t, planes)
    return planes.y


def middle(luma: Plane, *, bright: bool) -> tuple[float, float]:
    """Return the middle (columns, rows) of the white block, or of the grey spot left of it."""
    weight = luma.astype(float) - 16
    weight[:, :78] *= not bright
    weight[:, 78:] *= bright
    return (
        float((weight.sum(axis=0) * np.arange(luma.shape[1])).sum() / weight.sum()),
        float((weight.sum(axis=1) * np.arange(luma.shape[0])).sum() / weight.sum()),
    )


def test_a_further_subject_is_there_after_its_entrance() -> None:
    """And the first one is there all the time; cut-outs are listed from far to near, the first subject last."""
    given = diorama()
    first = given.sheet.cutouts[0].model_copy(update={"left": 20})
    sheet = given.sheet.model_copy(update={"cutouts": (given.sheet.cutouts[0], first)})
    changes = Changes(entrances=(ShotEntrance(subject=1, at_seconds=2.0),))
    shown = ParallaxClip(
        lambda: Diorama(sheet, given.backdrop, given.cutouts * 2),
        size=SIZE,
        motion="rise",
        motion_seconds=SECONDS,
        seconds=SECONDS,
        changes=changes,
    )
    before, after = painted(shown, 1.0), painted(shown, 3.0)
    assert (before[:, 100:140].max() > 150, before[:, 24:60].max() > 150) == (False, True)
    assert (after[:, 100:140].max() > 150, after[:, 24:60].max() > 150) == (True, True)


@pytest.mark.parametrize("motion", ["pan_left", "pan_right", "rise"])
def test_the_subject_moves_further_than_its_scenery(motion: Motion) -> None:
    """The depth of a pan: about 1.7 times as far, in the same direction."""
    shown = clip(diorama(), motion)
    axis = 1 if motion == "rise" else 0
    first, last = painted(shown, 0.0), painted(shown, SECONDS)
    far = middle(last, bright=False)[axis] - middle(first, bright=False)[axis]
    near = middle(last, bright=True)[axis] - middle(first, bright=True)[axis]
    assert abs(far) > 8
    assert 1.5 < near / far < 2.1


@pytest.mark.parametrize(("motion", "way"), [("push_in", 1), ("pull_out", -1)])
def test_the_subject_grows_and_shrinks_before_scenery_that_keeps_its_size(motion: Motion, way: int) -> None:
    """A rolling camera: the near grows, the horizon stays as large as it is and sinks a little; or both the other way."""
    shown = clip(diorama(), motion)
    first, last = (painted(shown, t) for t in (0.0, SECONDS)[::way])
    spot = [float((frame[:, :78] > 60).sum()) for frame in (first, last)]
    block = [float((frame > 180).sum()) for frame in (first, last)]
    assert 0.97 < spot[1] / spot[0] < 1.03
    assert 1.34 < block[1] / block[0] < 1.46
    assert 10 < middle(last, bright=False)[1] - middle(first, bright=False)[1] < 25


@pytest.mark.parametrize("motion", ["pan_left", "push_in", "rise", "still"])
def test_under_a_transition_the_planes_go_on_as_one_picture(motion: Motion) -> None:
    """Its first frame is that of the planes; after it all of them go on at the backdrop's speed."""
    given, joins = diorama(drift="dust"), 3.0
    deep = clip(given, motion)
    flat = ParallaxClip(
        lambda: given, size=SIZE, motion=motion, motion_seconds=SECONDS, seconds=SECONDS, flat_from_seconds=joins
    )
    assert np.array_equal(painted(deep, joins), painted(flat, joins))
    assert np.abs(painted(deep, joins).astype(int) - painted(flat, joins + 1e-6)).max() <= 1
    axis = 1 if motion in {"rise", "push_in"} else 0
    ways = [
        middle(painted(flat, joins + 0.5), bright=bright)[axis] - middle(painted(flat, joins), bright=bright)[axis]
        for bright in (True, False)
    ]
    assert ways[0] == pytest.approx(ways[1], abs=0.35)
    assert (abs(ways[0]) > 0.5) == (motion != "still")


@pytest.mark.parametrize("motion", ["pan_left", "push_in", "rise"])
def test_a_motion_is_smooth_to_parts_of_a_pixel(motion: Motion) -> None:
    """Frame by frame the subject goes one way, and no step differs from its neighbours by a tenth of a pixel."""
    shown = clip(diorama(), motion)
    axis = 1 if motion == "rise" else 0
    places = [middle(painted(shown, frame / 30), bright=True)[axis] for frame in range(30, 90)]
    steps = np.diff(places)
    assert (steps > 0).all() or (steps < 0).all()
    assert max(abs(after - before) for before, after in pairwise(steps)) < 0.1


def test_the_same_diorama_gives_the_same_frames_in_any_order() -> None:
    """A shot's tail is painted again by the next shot's segment, from its middle: it must meet the pixel."""
    given = diorama(floats=True, drift="sparks")
    forward, backward = clip(given), clip(given)
    times = (0.0, 1.3, 2.6, 4.9)
    there = [painted(forward, t) for t in times]
    back = [painted(backward, t) for t in reversed(times)][::-1]
    assert all(np.array_equal(one, other) for one, other in zip(there, back, strict=True))


def test_what_floats_rises_and_sinks_and_what_stands_does_not() -> None:
    """A still picture shows it: only the floating subject moves, by a few pixels at most."""
    for floats in (True, False):
        shown = clip(diorama(floats=floats), "still")
        places = [middle(painted(shown, t), bright=True)[1] for t in np.linspace(0, 4.2, 15)]
        swing = max(places) - min(places)
        assert (1.5 < swing < 5) if floats else (swing < 0.01)


def test_type_comes_in_after_the_picture_and_then_stands_still() -> None:
    """Lettering is not part of the scene: the camera does not move it."""
    shown = clip(diorama(part="type"), "pan_left")
    assert (painted(shown, TYPE_ENTERS_SECONDS) > 200).sum() == 0
    coming = (painted(shown, TYPE_ENTERS_SECONDS + 0.2) > 200).sum()
    early, late = painted(shown, 1.0), painted(shown, 4.5)
    assert 0 < coming < (early > 200).sum()
    assert np.array_equal(early[130:174, 100:140], late[130:174, 100:140])


def test_a_subject_that_depth_would_carry_out_of_the_frame_moves_less() -> None:
    """A large subject near the upper edge stays whole in a rise."""
    shown = clip(diorama(top=36), "rise")
    ends = [painted(shown, t) for t in (0.0, SECONDS)]
    assert min(int((frame > 120).sum(axis=0).max()) for frame in ends) >= 44 * 1.1


def test_a_far_subject_moves_less_than_a_near_one() -> None:
    """Companions lie between the hero and the scenery."""
    ways = []
    for depth in (0.3, 1.0):
        shown = clip(diorama(depth=depth))
        ways.append(middle(painted(shown, SECONDS), bright=True)[0] - middle(painted(shown, 0.0), bright=True)[0])
    assert abs(ways[0]) < abs(ways[1]) - 3
