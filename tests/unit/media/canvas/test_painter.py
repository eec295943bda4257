"""Clips look the same whether they are painted directly or through moviepy's RGB frames."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from moviepy import ColorClip, vfx

from reelwright_media.canvas.composition import CompositeVideoClip
from reelwright_media.canvas.painter import CompositionPainter
from reelwright_media.canvas.pictures import read_picture
from reelwright_media.canvas.planes import RgbImage, empty_planes, rgb_from_planes
from reelwright_media.shots.effects import FadeOver, SlideOver
from reelwright_media.shots.pictureclip import PictureClip

WIDTH, HEIGHT = 270, 480


@pytest.fixture
def clip(make_picture: Callable[[str, int], Path]) -> PictureClip:
    """Return a picture pushed in over one second."""
    path = make_picture("painted", 5)
    return PictureClip(
        lambda: read_picture(path), size=(WIDTH, HEIGHT), motion="push_in", motion_seconds=1.0, seconds=1.0
    )


def painted(composition: CompositeVideoClip, t: float) -> tuple[RgbImage, int]:
    """Return the frame of our painter, and the number of clips that were painted through RGB."""
    planes = empty_planes(WIDTH, HEIGHT)
    painter = CompositionPainter(composition, empty_planes(WIDTH, HEIGHT))
    painter.paint(t, planes)
    return rgb_from_planes(planes), painter.generic_frames


def on_black(*clips: object) -> CompositeVideoClip:
    """Return a composition of the clips over black."""
    return CompositeVideoClip(list(clips), size=(WIDTH, HEIGHT), bg_color=(0, 0, 0))


def difference(one: RgbImage, other: RgbImage) -> float:
    """Return the mean difference of two pictures, in levels."""
    return float(np.abs(one.astype(int) - other.astype(int)).mean())


def test_a_known_clip_is_painted_directly(clip: PictureClip) -> None:
    """The fast road is taken, and shows what moviepy itself would show."""
    composition = on_black(clip)
    frame, generic = painted(composition, 0.4)
    assert generic == 0
    assert difference(frame, composition.get_frame(0.4)) < 1.0


@pytest.mark.parametrize(
    "change",
    [
        lambda clip: clip.with_effects([vfx.MultiplyColor(0.5)]),
        lambda clip: clip.with_effects([vfx.MirrorX()]),
        lambda clip: clip.with_effects([vfx.MultiplySpeed(0.5)]),
        lambda clip: clip.with_effects([vfx.Resize(0.5)]),
        lambda clip: clip.with_effects([vfx.Crop(x1=31, y1=17, width=121, height=203)]),
        lambda clip: clip.with_position((31, -57)),
        lambda clip: clip.with_position("center").with_effects([vfx.Resize(0.7)]),
        lambda clip: clip.with_position((0.2, 0.1), relative=True),
        lambda clip: clip.with_opacity(0.4),
        lambda clip: clip.with_effects([vfx.FadeIn(0.8)]),
        lambda clip: clip.subclipped(0.3, 0.9),
        lambda clip: clip.with_effects([FadeOver(0.9)]).with_effects([vfx.MultiplyColor(0.5)]),
        lambda clip: clip.with_effects([FadeOver(0.9)]).with_opacity(0.5),
        lambda clip: clip.with_effects([SlideOver(0.9)]).with_effects([vfx.MirrorX()]),
        lambda clip: clip.with_effects([vfx.MultiplyColor(0.5)]).with_effects([FadeOver(0.9)]),
    ],
)
def test_a_clip_changed_by_moviepy_takes_the_rgb_road_and_is_right(
    clip: PictureClip, change: Callable[[PictureClip], object]
) -> None:
    """Whatever moviepy does to a painted clip is seen in the film: never wrong, only slower."""
    composition = on_black(ColorClip((WIDTH, HEIGHT), (40, 90, 160), duration=1), change(clip))
    frame, generic = painted(composition, 0.3)
    assert generic >= 2
    assert difference(frame, composition.get_frame(0.3)) < 1.2
    assert difference(frame, painted(on_black(clip), 0.3)[0]) > 1.5


@pytest.mark.parametrize("effect", [FadeOver(0.9), SlideOver(0.9)])
def test_a_recorded_transition_looks_as_moviepy_composes_it(clip: PictureClip, effect: object) -> None:
    """Our transitions are painted on the fast road and seen by moviepy's own tools as well."""
    below = ColorClip((WIDTH, HEIGHT), (40, 90, 160), duration=1)
    composition = on_black(below, clip.with_effects([effect]))
    frame, generic = painted(composition, 0.3)
    assert generic == 1
    assert difference(frame, composition.get_frame(0.3)) < 1.5


def test_what_lies_under_a_covering_clip_is_not_painted(clip: PictureClip) -> None:
    """Clips that cannot be seen cost nothing."""
    hidden = ColorClip((WIDTH, HEIGHT), (255, 0, 0), duration=1)
    assert painted(on_black(hidden, clip), 0.3)[1] == 0


def test_the_background_colour_is_painted_where_no_clip_is(clip: PictureClip) -> None:
    """A composition's own background shows beside a clip that does not fill it."""
    composition = CompositeVideoClip(
        [clip.with_effects([vfx.Resize(0.5)])], size=(WIDTH, HEIGHT), bg_color=(200, 30, 90)
    )
    frame, _ = painted(composition, 0.3)
    assert np.abs(frame[-20:, -20:].astype(int) - (200, 30, 90)).max() <= 3


def test_colours_survive_the_way_to_planes_and_back() -> None:
    """BT.709 in limited range keeps plain colours within rounding."""
    for colour in ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (123, 45, 67)):
        frame, _ = painted(on_black(ColorClip((WIDTH, HEIGHT), colour, duration=1)), 0)
        assert np.abs(frame.astype(int) - colour).max() <= 3
