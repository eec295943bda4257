"""Every act changes the picture of its subject, begins where it stood and ends at rest."""

from typing import get_args

import numpy as np
import pytest

from reelwright.film.scenes.acting import ActKind
from reelwright.film.timeline.model import ShotAct
from reelwright_media.canvas.motion import View
from reelwright_media.canvas.planes import Plane, empty_planes, fill
from reelwright_media.diorama.model import CutoutRow
from reelwright_media.shots.acting import ACTS, pose_at
from reelwright_media.shots.actor import Actor, Placement

SIZE = (160, 240)
VIEW = Placement(View(1.06, 0.5, 0.5), (0.0, 0.0))


def frame(kind: ActKind, t: float) -> Plane:
    """Draw a square that acts at one second."""
    rgba = np.zeros((60, 60, 4), np.uint8)
    rgba[6:54, 6:54] = (200, 120, 40, 255)
    row = CutoutRow(left=50, top=80, depth=1.0, part="subject", floats=True)
    planes = empty_planes(*SIZE)
    fill(planes)
    Actor(row, rgba, ShotAct(kind=kind, at_seconds=1.0), SIZE).lay(t, VIEW, 1.1, planes)
    return planes.y


@pytest.mark.parametrize("kind", get_args(ActKind))
def test_every_act_is_seen_and_comes_to_rest(kind: ActKind) -> None:
    """The frame during or after the act differs from the one before; afterwards nothing moves."""
    before, during = frame(kind, 0.5), frame(kind, 1.0 + ACTS[kind].seconds * 0.4)
    after, later = frame(kind, 3.0), frame(kind, 4.0)

    assert (np.abs(before.astype(int) - during) > 30).any()
    assert (after == later).all()


def test_who_appears_is_not_there_before_and_who_leaves_is_gone() -> None:
    """The verb decides when."""
    assert not (frame("appear", 0.5) > 20).any()
    assert (frame("appear", 3.0) > 20).any()
    assert (frame("leave", 0.5) > 20).any()
    assert not (frame("leave", 3.0) > 20).any()


@pytest.mark.parametrize("kind", get_args(ActKind))
def test_poses_stay_in_bounds(kind: ActKind) -> None:
    """No pose is larger than a third more, so that a subject stays in the frame and sharp."""
    poses = [pose_at(kind, share * ACTS[kind].seconds / 20) for share in range(-2, 23)]
    assert all(0 <= pose.scale <= 1.35 for pose in poses)
    assert all(abs(pose.down) <= 0.25 for pose in poses)
