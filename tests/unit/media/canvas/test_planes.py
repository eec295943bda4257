"""Planes of YUV 4:2:0 made from RGB."""

import numpy as np

from reelwright_media.canvas.planes import planes_from_rgb


def test_planes_of_an_image_are_sited_left() -> None:
    """An even column's chroma is the column's own: the mean with both neighbours, weighted 1-2-1."""
    picture = np.zeros((4, 16, 3), np.uint8)
    picture[:, 8] = (0, 0, 255)
    u = planes_from_rgb(picture).u[0].astype(int) - 128
    assert u[4] > 0
    assert u[3] == u[5] == 0
