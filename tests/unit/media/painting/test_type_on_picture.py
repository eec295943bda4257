"""Headlines and titles fit, in every shape and script."""

import numpy as np
import pytest

from reelwright.film.captions.colours import colours_of
from reelwright.film.captions.hooks import HOOKS
from reelwright.film.captions.styles import TitleStyle
from reelwright_media.painting.composition import LAYOUTS, THUMBNAIL_LAYOUTS, Shape
from reelwright_media.painting.palette import colour, palette
from reelwright_media.painting.sprites import lay
from reelwright_media.painting.type_on_picture import headline, ink, styled_tile, title

SIZES: dict[Shape, tuple[int, int]] = {"portrait": (216, 384), "square": (240, 240), "wide": (384, 216)}
TONES = palette(("#112233", "#223344", "#0a0a12", "#ff8fb0"))
TEXTS = ["W", "WWWW WWWW WWWW WWWW WWWW", "100 %", "المحيط العميق مظلم", "深海は完全な闇です", "มหาสมุทรลึกมืดมาก"]


def inked(image: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> tuple[float, float, float, float]:
    """Return where white or coloured letters lie on grey: left, top, right, bottom as shares."""
    rows, columns = np.nonzero(image.max(axis=2) > 0.75)
    height, width = image.shape[:2]
    return columns.min() / width, rows.min() / height, columns.max() / width, rows.max() / height


def grey(shape: Shape) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """Return a plain picture to draw on."""
    width, height = SIZES[shape]
    return np.full((height, width, 3), 0.5, np.float32)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("shape", "shared"), LAYOUTS)
def test_a_headline_stays_inside_what_the_zoom_leaves(shape: Shape, shared: bool, text: str) -> None:  # noqa: FBT001 - a key
    """No letter within 5.4 % of an edge: the renderer's zoom of 1.12 would cut it."""
    image = grey(shape)
    width, height = SIZES[shape]
    lay(image, headline(text, LAYOUTS[shape, shared], TONES, width=width, height=height))

    left, top, right, bottom = inked(image)
    assert min(left, top) > 0.054
    assert max(right, bottom) < 0.946


@pytest.mark.parametrize("name", HOOKS)
def test_a_headline_drawn_as_the_hook_stays_there_with_all_that_lies_behind_it(name: str) -> None:
    """Each way of drawing it is another picture than the outlined one."""
    width, height = SIZES["portrait"]
    style = HOOKS[name].in_colours(colours_of("#3060a0", "#101020", "#ffd040"), "archivo")
    layout = LAYOUTS["portrait", True]
    drawn, plain = (
        headline("TEN MINUTES", layout, TONES, width=width, height=height, face="archivo", style=one)
        for one in (style, None)
    )
    high, wide = drawn.alpha.shape
    assert 0 <= drawn.left <= drawn.left + wide <= width
    assert 0 <= drawn.top <= drawn.top + high <= height
    assert drawn.alpha.max() == 1.0
    assert not np.array_equal(drawn.rgb, plain.rgb)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(("shape", "has_subject"), THUMBNAIL_LAYOUTS)
def test_a_title_fills_its_place_without_leaving_the_picture(shape: Shape, has_subject: bool, text: str) -> None:  # noqa: FBT001 - a key
    """Large: a seventh of the height, for one letter too; whole: nothing at the very edge."""
    image = grey(shape)
    title(image, text, THUMBNAIL_LAYOUTS[shape, has_subject], TONES)

    left, top, right, bottom = inked(image)
    assert bottom - top > 1 / 7
    assert min(left, top) > 0.005
    assert max(right, bottom) < 0.995


@pytest.mark.parametrize("capitals", [True, False])
def test_a_name_is_coloured_in_capitals_too(capitals: bool) -> None:  # noqa: FBT001 - a style
    """It is known by its letters as written: in capitals the longer verb would look like the stronger word."""
    style = TitleStyle(capitals=capitals, fill="#ffffff", lit="#ff0000")
    tile = styled_tile(
        "They visited Lima", LAYOUTS["portrait", False], style, size=SIZES["portrait"], language="en", font=None
    )
    areas = [tile.rgba[box.top : box.bottom, box.left : box.right] for boxes in tile.boxes for box in boxes]
    assert [bool((area == (255, 0, 0, 255)).all(axis=2).any()) for area in areas] == [False, False, True]


def test_dark_accents_are_lightened_for_type() -> None:
    """Coloured letters must read on a dark ground."""
    assert ink(colour("#201060")) @ np.array([0.2126, 0.7152, 0.0722]) == pytest.approx(0.62, abs=0.01)
    assert np.array_equal(ink(colour("#ffe08a")), colour("#ffe08a"))
