"""Pieces come in, stand, and leave; moviepy shows the same."""

import numpy as np
import pytest

from reelwright_media.canvas.composition import CompositeVideoClip
from reelwright_media.canvas.painter import CompositionPainter
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import Plane, empty_planes, rgb_from_planes
from reelwright_media.shots.kinetic import ENTRANCE_SECONDS, LEAVE_SECONDS, KineticClip, KineticPiece

SIZE = (120, 100)
BOX = Box(20, 30, 100, 70)
SECONDS = 2.0


def block(grey: int = 255, width: int = 24, height: int = 16) -> np.ndarray:
    """Return an opaque block."""
    return np.dstack([np.full((height, width, 3), grey, np.uint8), np.full((height, width), 255, np.uint8)])


def clip(*, leaves: bool = False) -> KineticClip:
    """Return two blocks, the second one second after the first."""
    pieces = [KineticPiece(block(), 6, 12, 0.0), KineticPiece(block(200), 44, 12, 1.0)]
    return KineticClip(pieces, BOX, seconds=SECONDS, leaves=leaves)


def painted(shown: KineticClip, t: float) -> Plane:
    """Return the luma of a black frame with the clip, without the RGB road."""
    composition = CompositeVideoClip([shown], size=SIZE, bg_color=(0, 0, 0))
    painter = CompositionPainter(composition, empty_planes(*SIZE))
    planes = empty_planes(*SIZE)
    painter.paint(t, planes)
    assert painter.generic_frames == 0
    return planes.y


def test_at_rest_every_piece_stands_on_its_pixels() -> None:
    """After its entrance a piece is exactly where it was set, as large and as bright."""
    luma = painted(clip(), 1.0 + ENTRANCE_SECONDS + 0.01)
    assert (luma[42:58, 26:50] == 235).all()
    assert (luma[42:58, 64:88] == luma[50, 70]).all()
    assert (luma[:40] == 16).all()
    assert (luma[60:] == 16).all()


def test_pieces_come_in_one_after_another() -> None:
    """Before its moment a piece is not there; on its way it is smaller, lower and paler."""
    alone = painted(clip(), 0.9)
    assert (alone[:, 60:] == 16).all()
    coming = painted(clip(), 1.0 + ENTRANCE_SECONDS * 0.2)[:, 60:]
    rows = np.flatnonzero((coming > 20).any(axis=1))
    assert 16 < coming.max() < 150
    assert rows.size < 18
    assert rows.mean() > 50.5


def test_an_entrance_never_jumps() -> None:
    """From frame to frame the middle of a piece moves up or stands, but for the small way back of its settling."""
    places = []
    for frame in range(1, 12):
        light = painted(
            KineticClip([KineticPiece(block(), 6, 16, 0.0)], BOX, seconds=SECONDS, leaves=False), frame / 30
        )
        weight = light.astype(float) - 16
        places.append(float((weight.sum(axis=1) * np.arange(SIZE[1])).sum() / weight.sum()))
    steps = np.diff(places)
    assert steps.min() > -2.5
    assert steps.max() < 0.3
    assert places[0] - places[-1] > 1


def test_what_leaves_is_gone_at_the_end() -> None:
    """All fade together in the last moments; without leaving, all stand to the last frame."""
    gone, half = painted(clip(leaves=True), SECONDS - 1e-3), painted(clip(leaves=True), SECONDS - LEAVE_SECONDS / 2)
    assert gone.max() < 20
    assert 80 < half.max() < 180
    assert painted(clip(), SECONDS - 1e-3).max() == 235


@pytest.mark.parametrize("t", [0.1, 0.7, 1.15, 1.95])
def test_painting_shows_what_moviepy_composes(t: float) -> None:
    """Colours and mask of the ordinary clip give the same picture as the planes."""
    shown = clip(leaves=True)
    composition = CompositeVideoClip([shown], size=SIZE, bg_color=(90, 140, 60))
    planes = empty_planes(*SIZE)
    CompositionPainter(composition, empty_planes(*SIZE)).paint(t, planes)
    difference = np.abs(rgb_from_planes(planes).astype(int) - composition.get_frame(t)[:, :, :3])
    assert difference.mean() < 1.5
    assert np.percentile(difference, 98) < 12


def test_a_clip_that_was_changed_takes_the_rgb_road() -> None:
    """An effect of moviepy's own is shown, not passed over."""
    moved = clip().with_position((0, 0))
    assert not moved.can_paint()
