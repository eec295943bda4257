"""The background of a composition is black, without a stored picture."""

import numpy as np

from reelwright_media.canvas.composition import CompositeVideoClip
from reelwright_media.canvas.ground import BlackGround
from reelwright_media.canvas.painter import CompositionPainter
from reelwright_media.canvas.planes import BLACK, empty_planes, fill

SIZE = (32, 48)


def empty_stage() -> CompositeVideoClip:
    """Return a composition on the ground, whose only clip begins after a second."""
    later = BlackGround(SIZE).with_start(1.0).with_duration(1.0)
    return CompositeVideoClip([BlackGround(SIZE), later], size=SIZE, use_bgclip=True)


def test_where_no_clip_plays_the_frame_is_black() -> None:
    """Whatever the encoder's buffer held before is painted over, and the ground takes no road through RGB."""
    composition = empty_stage()
    planes = empty_planes(*SIZE)
    fill(planes, (200, 90, 90))
    painter = CompositionPainter(composition, empty_planes(*SIZE))
    painter.paint(0.5, planes)
    assert all((plane == value).all() for plane, value in zip(planes, BLACK, strict=True))
    assert painter.generic_frames == 0


def test_moviepy_itself_sees_the_same_black() -> None:
    """A composition on it stays an ordinary moviepy clip."""
    composition = empty_stage()
    assert np.array_equal(composition.get_frame(0.0), np.zeros((SIZE[1], SIZE[0], 3), np.uint8))
