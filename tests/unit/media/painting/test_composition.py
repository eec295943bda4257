"""Subjects stand where they are seen: inside the zoom, clear of the caption."""

from itertools import combinations

import numpy as np
import pytest

from reelwright.film.scenes.arrangements import ARRANGEMENTS, ArrangementName
from reelwright_media.painting.composition import LAYOUTS, Shape, layout_of, shape_of, spots

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
            assert 0.5 * hero.size <= spot.size < hero.size
            assert 0.05 * width < spot.u * width - reach
            assert spot.u * width + reach < 0.95 * width


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
@pytest.mark.parametrize("ground", [None, 0.615])
@pytest.mark.parametrize(("shape", "shared"), LAYOUTS)
def test_things_of_a_list_have_one_size_and_are_whole(
    shape: Shape,
    shared: bool,  # noqa: FBT001 - a key
    ground: float | None,
    arrangement: ArrangementName,
) -> None:
    """Two or three in their order, equally large, none tiny; floating ones do not touch, standing ones overlap by a third."""
    width, height = SIZES[shape]
    short, layout = min(width, height), layout_of(shape, arrangement, shared=shared)
    for count in (2, 3):
        found = spots(
            count,
            layout=layout,
            width=width,
            height=height,
            ground=ground,
            random=np.random.default_rng(1),
            equals=True,
        )
        size = found[0].size * short
        assert [spot.size * short for spot in found] == [size] * count
        assert size >= 0.19 * short
        assert all(0.05 * width < spot.u * width - size / 2 < 0.95 * width - size for spot in found)
        assert found == sorted(found, key=lambda spot: (ground is None and spot.v - found[0].v > 0.01, spot.u))
        apart = 0.66 * size if ground is not None else size
        for one, other in combinations(found, 2):
            assert max(abs(one.u - other.u) * width, abs(one.v - other.v) * height) >= apart


@pytest.mark.parametrize("arrangement", ARRANGEMENTS)
@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_of_floating_things_none_hides_much_of_another(arrangement: ArrangementName, shared: bool, seed: int) -> None:  # noqa: FBT001 - a key
    """A hero and its companions stand side by side, or share a corner."""
    width, height = SIZES["portrait"]
    for count in (2, 3):
        found = spots(
            count,
            layout=layout_of("portrait", arrangement, shared=shared),
            width=width,
            height=height,
            ground=None,
            random=np.random.default_rng(seed),
        )
        for one, other in combinations(found, 2):
            reach = (one.size + other.size) / 2 * width
            across, down = reach - abs(one.u - other.u) * width, reach - abs(one.v - other.v) * height
            assert max(0.0, across) * max(0.0, down) < 0.2 * (other.size * width) ** 2


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
