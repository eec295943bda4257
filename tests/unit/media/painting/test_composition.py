"""Subjects stand where they are seen: inside the zoom, clear of the caption."""

import numpy as np
import pytest

from reelwright_media.painting.composition import LAYOUTS, Shape, shape_of, spots

SIZES: dict[Shape, tuple[int, int]] = {"portrait": (1080, 1920), "square": (1080, 1080), "wide": (1920, 1080)}
CAPTION_TOP: dict[Shape, float] = {"portrait": 0.625, "square": 0.70, "wide": 0.74}


@pytest.mark.parametrize("ground", [None, 0.615])
@pytest.mark.parametrize(("shape", "shared"), LAYOUTS)
@pytest.mark.parametrize("seed", range(4))
def test_the_hero_is_whole_and_above_the_caption(shape: Shape, shared: bool, ground: float | None, seed: int) -> None:  # noqa: FBT001 - a key
    """For one, two and three subjects, whatever the seed turns around; no companion is cropped by an edge."""
    width, height = SIZES[shape]
    short = min(width, height)
    for count in (1, 2, 3):
        found = spots(
            count,
            layout=LAYOUTS[shape, shared],
            width=width,
            height=height,
            ground=ground,
            random=np.random.default_rng(seed),
        )
        assert len(found) == count
        hero = found[0]
        half = hero.size * short / 2
        bottom = hero.v * height + (0 if hero.stands else half)
        assert bottom <= CAPTION_TOP[shape] * height
        assert 0.05 * width < hero.u * width - half
        assert hero.u * width + half < 0.95 * width
        for spot in found[1:]:
            reach = spot.size * short / 2
            assert spot.size < hero.size
            assert 0.05 * width < spot.u * width - reach
            assert spot.u * width + reach < 0.95 * width


def test_no_subject_needs_no_spot() -> None:
    """Scenery alone is a picture too."""
    layout = LAYOUTS["portrait", False]
    assert spots(0, layout=layout, width=9, height=16, ground=None, random=np.random.default_rng(1)) == []


@pytest.mark.parametrize(
    ("width", "height", "shape"),
    [(1080, 1920, "portrait"), (1920, 1080, "wide"), (1080, 1080, "square"), (1080, 1200, "square")],
)
def test_shapes(width: int, height: int, shape: Shape) -> None:
    """Nearly square counts as square."""
    assert shape_of(width, height) == shape
