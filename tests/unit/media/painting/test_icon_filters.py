"""Icons' filters are rewritten without the steps that change nothing, and draw the same pixels."""

import numpy as np
import pytest

from reelwright_media.assets import icons, locate
from reelwright_media.painting.icon_filters import simplified
from reelwright_media.typography.vector import rasterise_document

HEAD = '<filter id="a" color-interpolation-filters="sRGB">'
EMPTY = '<feFlood flood-opacity="0" result="nothing"/>'
SHAPE = '<feBlend in="SourceGraphic" in2="nothing" result="shape"/>'
HARD = '<feColorMatrix in="SourceAlpha" result="hard" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 127 0"/>'


def steps(body: str) -> str:
    """Return what becomes of a filter's steps."""
    return simplified(f"{HEAD}{body}</filter>").removeprefix(HEAD).removesuffix("</filter>")


@pytest.mark.parametrize("name", ["briefcase", "alarm-clock", "anchor", "amphora"])
def test_an_icon_has_the_same_pixels(name: str) -> None:
    """Removed steps change no pixel."""
    svg = icons.read(locate("icons/fluent.zip"), name)
    assert svg
    assert len(simplified(svg)) != len(svg)
    np.testing.assert_array_equal(rasterise_document(simplified(svg), 96, 96), rasterise_document(svg, 96, 96))


def test_a_blend_over_nothing_is_left_out() -> None:
    """What reads its result, by name or as the step after it, reads its input."""
    assert steps(EMPTY + SHAPE + '<feOffset dx="1"/>') == '<feOffset in="SourceGraphic" dx="1" result="s1"/>'


def test_a_step_that_was_done_already_is_done_once() -> None:
    """The same step on the same picture has the same result."""
    shadow = '<feOffset dx="{0}"/><feComposite in2="hard" operator="out"/>'
    assert steps(HARD + shadow.format(1) + HARD + shadow.format(2)).count("feColorMatrix") == 1


@pytest.mark.parametrize(
    "body",
    [
        EMPTY + SHAPE,
        "<feMerge><feMergeNode/></feMerge>",
        '<feBlend in="SourceGraphic" in2="BackgroundImage"/>',
        HARD + HARD,
    ],
    ids=["the last step would go", "a step with steps in it", "a picture of nobody", "a repeated end"],
)
def test_what_is_not_understood_stays(body: str) -> None:
    """A filter is rewritten only if its end is known to be the same."""
    assert steps(body) == body


def test_other_colour_spaces_stay() -> None:
    """Only in sRGB are colours not converted between steps."""
    svg = f"<filter>{EMPTY}{SHAPE}<feOffset/></filter>"
    assert simplified(svg) == svg
