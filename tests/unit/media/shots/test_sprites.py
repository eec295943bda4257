"""Cut-outs move by parts of a pixel, and only where they are."""

from itertools import pairwise

import numpy as np
import pytest

from reelwright_media.canvas.motion import View
from reelwright_media.canvas.planes import Plane, Planes, empty_planes, fill
from reelwright_media.shots.sprites import OVERSIZE, Corner, Sprite

WIDTH, HEIGHT = 200, 160
WHOLE = View(1.0, 0.5, 0.5)
AT = Corner(60, 50)


def disc(size: int = 40) -> np.ndarray:
    """Return a white disc with a soft edge, premultiplied."""
    at = np.arange(size) - (size - 1) / 2
    alpha = np.clip(size / 2 - 3 - np.hypot(at[:, None], at[None, :]), 0, 1) * 255
    return np.repeat(alpha[:, :, None], 4, axis=2).astype(np.uint8)


def drawn(
    view: View, *, shift: tuple[float, float] = (0.0, 0.0), corner: Corner = AT, oversize: float = OVERSIZE
) -> Planes:
    """Return a black frame with the disc on it."""
    planes = empty_planes(WIDTH, HEIGHT)
    fill(planes)
    Sprite(disc(), corner, oversize=oversize).lay(view, shift, planes)
    return planes


def middle(luma: Plane) -> tuple[float, float]:
    """Return the middle of the light, columns and rows, to a fraction of a pixel."""
    light = luma.astype(float) - 16
    return (
        float((light.sum(axis=0) * np.arange(light.shape[1])).sum() / light.sum()),
        float((light.sum(axis=1) * np.arange(light.shape[0])).sum() / light.sum()),
    )


def test_at_rest_a_cut_out_stands_where_it_was_cut() -> None:
    """Its middle is that of the picture it came from, in luma and in chroma."""
    planes = drawn(WHOLE)
    assert middle(planes.y) == pytest.approx((60 + 19.5, 50 + 19.5), abs=0.03)
    assert int(planes.y.max()) >= 234
    assert np.abs(planes.u.astype(int) - 128).max() <= 1


@pytest.mark.parametrize("oversize", [OVERSIZE, 1.0])
@pytest.mark.parametrize("axis", [0, 1])
def test_a_slow_shift_is_even_and_never_goes_back(axis: int, oversize: float) -> None:
    """A tenth of a pixel a frame moves the middle by a tenth of a pixel, not by none and then by one; on both roads."""
    places = []
    for tenth in range(24):
        way = tenth / 10
        planes = drawn(WHOLE, shift=(way, 0.0) if axis == 0 else (0.0, way), oversize=oversize)
        places.append(middle(planes.y)[axis])
    steps = [after - before for before, after in pairwise(places)]
    assert min(steps) > 0
    assert max(steps) < 0.2
    assert places[-1] - places[0] == pytest.approx(2.3, abs=0.06)


def test_a_sprite_that_is_kept_at_its_only_zoom_looks_the_same() -> None:
    """The cheap road, without scaling, differs from the other by interpolation alone."""
    view = View(1.15, 0.53, 0.48)
    cheap, dear = drawn(view, oversize=1.15), drawn(view)
    assert middle(cheap.y) == pytest.approx(middle(dear.y), abs=0.05)
    assert np.abs(cheap.y.astype(int) - dear.y).mean() < 0.4


def test_a_zoom_grows_the_cut_out_about_the_middle_of_the_view() -> None:
    """At a zoom of 1.2 its distance from the frame's middle and its light grow as they should."""
    near, far = drawn(View(1.2, 0.5, 0.5)), drawn(WHOLE)
    wanted = WIDTH / 2 + (79.5 + 0.5 - WIDTH / 2) * 1.2 - 0.5
    assert middle(near.y)[0] == pytest.approx(wanted, abs=0.06)
    light = (near.y.astype(float) - 16).sum() / (far.y.astype(float) - 16).sum()
    assert light == pytest.approx(1.44, rel=0.02)


@pytest.mark.parametrize("corner", [Corner(-20, 60), Corner(180, 60), Corner(60, -25), Corner(60, 140)])
def test_what_is_partly_outside_is_cut_off(corner: Corner) -> None:
    """The part inside is the same as that of a larger frame; nothing wraps around."""
    luma = drawn(WHOLE, corner=corner).y
    columns = np.flatnonzero((luma > 60).any(axis=0))
    rows = np.flatnonzero((luma > 60).any(axis=1))
    assert columns.min() >= max(0, corner.left)
    assert columns.max() <= min(WIDTH, corner.left + 40)
    assert rows.min() >= max(0, corner.top)
    assert rows.max() <= min(HEIGHT, corner.top + 40)


@pytest.mark.parametrize("corner", [Corner(-90, 60), Corner(260, 60), Corner(60, -99), Corner(60, 300)])
def test_what_is_outside_draws_nothing(corner: Corner) -> None:
    """A subject that the camera has left behind costs nothing and breaks nothing."""
    assert int(drawn(WHOLE, corner=corner).y.max()) == 16
