"""Specks drift, evenly and within the frame."""

from itertools import pairwise
from typing import get_args

import numpy as np
import pytest

from reelwright_media.canvas.motion import View
from reelwright_media.canvas.planes import Plane
from reelwright_media.diorama.model import Drift
from reelwright_media.shots.specks import CURRENTS, Specks

WHOLE = View(1.0, 0.5, 0.5)
SIZE = (216, 384)


def drawn(drift: Drift, t: float, *, seed: int = 3, ground: int = 60) -> Plane:
    """Return the luma of a plain frame with all its specks."""
    luma = np.full((SIZE[1], SIZE[0]), ground, np.uint8)
    specks = Specks(drift, light=0.5, seed=seed, width=SIZE[0], height=SIZE[1])
    specks.lay_far(t, WHOLE, luma)
    specks.lay_near(t, WHOLE, luma)
    return luma


@pytest.mark.parametrize("drift", get_args(Drift))
def test_specks_only_add_light_and_come_from_the_seed(drift: Drift) -> None:
    """Every kind: nothing darkens, the same seed and time give the same frame, another seed another one."""
    frame = drawn(drift, 1.3)
    assert frame.min() == 60
    assert np.array_equal(frame, drawn(drift, 1.3))
    assert (frame.max() > 75) == (drift != "none")
    assert np.array_equal(frame, drawn(drift, 1.3, seed=4)) == (drift == "none")


def test_light_does_not_overflow() -> None:
    """On white they are white."""
    assert drawn("snow", 0.5, ground=250).min() >= 250


def test_specks_that_leave_the_frame_are_cut_off_at_its_edge() -> None:
    """Those across the right and lower edge look, inside, as they do on a frame that goes on beyond it."""
    across = np.zeros(SIZE[0] + SIZE[1], bool)
    for seed in range(6):
        narrow, wide = np.zeros((SIZE[1], SIZE[0]), np.uint8), np.zeros((SIZE[1] + 40, SIZE[0] + 40), np.uint8)
        specks = Specks("snow", light=0.8, seed=seed, width=SIZE[0], height=SIZE[1])
        for luma in (narrow, wide):
            specks.lay_far(0.4, WHOLE, luma)
            specks.lay_near(0.4, WHOLE, luma)
        assert np.array_equal(narrow, wide[: SIZE[1], : SIZE[0]])
        across |= np.concatenate([wide[SIZE[1], : SIZE[0]], wide[: SIZE[1], SIZE[0]]]) > 0
    assert across.any()


@pytest.mark.parametrize("drift", ["bubbles", "snow"])
def test_bubbles_rise_and_snow_falls(drift: Drift) -> None:
    """A frame a tenth of a second later is most like this one moved the way of the current."""
    before, after = drawn(drift, 1.0).astype(float) - 60, drawn(drift, 1.25).astype(float) - 60
    best = max(range(-6, 7), key=lambda rows: float((np.roll(before, rows, axis=0) * after).sum()))
    assert np.sign(-best) == np.sign(CURRENTS[drift].up)


def test_specks_move_by_parts_of_a_pixel() -> None:
    """From frame to frame the light changes everywhere a little and nowhere by a whole speck."""
    frames = [drawn("dust", at / 30).astype(float) for at in range(6)]
    changes = [np.abs(after - before).max() for before, after in pairwise(frames)]
    assert min(changes) > 0
    assert max(changes) < 0.5 * (max(frame.max() for frame in frames) - 60)


def test_a_view_that_moves_shifts_near_specks_further_than_far_ones() -> None:
    """The depth of a pan shows in the dust too."""
    moved = View(1.0, 0.52, 0.5)
    ways = []
    for lay in ("lay_far", "lay_near"):
        specks = Specks("snow", light=0.8, seed=8, width=SIZE[0], height=SIZE[1])
        frames = []
        for view in (WHOLE, moved):
            luma = np.zeros((SIZE[1], SIZE[0]), np.uint8)
            getattr(specks, lay)(0.0, view, luma)
            frames.append(luma.astype(float))
        ways.append(max(range(16), key=lambda c: float((np.roll(frames[0], -c, axis=1) * frames[1]).sum())))
    assert ways[1] > ways[0] > 0
