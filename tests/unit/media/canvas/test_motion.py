"""Camera motion: views stay on the picture, and short shots move less."""

import numpy as np
import pytest

from reelwright.film.timeline.model import Motion
from reelwright_media.canvas.motion import DEEPEST_ZOOM, FAR_PATHS, PATHS, view_at


def test_views_stay_on_the_picture_and_within_the_deepest_zoom() -> None:
    """No motion shows what lies beyond the picture's edge, at any time."""
    for motion in PATHS:
        for seconds in np.linspace(-1, 6, 50):
            view = view_at(motion, float(seconds), length_seconds=5)
            half = 0.5 / view.zoom
            assert 1 <= view.zoom <= DEEPEST_ZOOM
            assert half - 1e-9 <= view.centre_x <= 1 - half + 1e-9
            assert half - 1e-9 <= view.centre_y <= 1 - half + 1e-9


def test_a_short_shot_moves_no_faster_than_a_long_one() -> None:
    """Two seconds take half of the path: the camera never hurries."""
    short = view_at("push_in", 2, length_seconds=2).zoom - 1
    assert short == pytest.approx((view_at("push_in", 4, length_seconds=4).zoom - 1) / 2)


@pytest.mark.parametrize("motion", list(FAR_PATHS))
def test_a_backdrop_never_zooms_and_never_shows_beyond_its_edge(motion: Motion) -> None:
    """It is moved without scaling, which is what makes planes cheap, and its picture is large enough for all of it."""
    start, end = FAR_PATHS[motion]
    assert start.zoom == end.zoom
    room = (1 - 1 / start.zoom) / 2
    assert all(abs(centre - 0.5) <= room for view in (start, end) for centre in (view.centre_x, view.centre_y))
