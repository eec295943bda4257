"""The caption looks of films: each is readable in every palette, and no two are drawn alike."""

from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.captions.looks import LOOKS
from reelwright.film.scenes.brand import BrandColours
from reelwright.film.scenes.look import look_of
from reelwright.film.scenes.model import Mood
from reelwright.film.text.contrast import contrast_of

_LARGE_TYPE = 3.0
_OUTLINED = 0.03
HEX = st.integers(0, 0xFFFFFF).map(lambda code: f"#{code:06x}")


@pytest.mark.parametrize("name", LOOKS)
@given(main=HEX, accent=HEX)
def test_type_has_contrast_in_any_colours(name: str, main: str, accent: str) -> None:
    """On a strip against the strip, else against its own outline; in a box against the box; titles are bright."""
    palette = BrandColours(main=main, accent=accent).palette
    style = LOOKS[name].in_colours(*palette[1:], "anton")
    ground = style.panel or style.outline
    assert style.panel is not None or style.outline_share >= _OUTLINED
    assert contrast_of(style.plain, ground) >= _LARGE_TYPE
    if style.painting == "box":
        assert contrast_of(style.on_box, style.box) >= _LARGE_TYPE
        assert style.panel is not None or contrast_of(style.on_box, style.outline) >= _LARGE_TYPE
    else:
        assert contrast_of(style.spoken, ground) >= _LARGE_TYPE
    assert contrast_of(style.accent, "#000000") >= _LARGE_TYPE


def test_no_two_looks_share_face_and_ground() -> None:
    """What a viewer sees first differs: the face, the case, or what is behind the words."""
    seen = [(look.shape.face, look.shape.capitals, look.shape.painting, look.panel) for look in LOOKS.values()]
    assert all(left != right for left, right in combinations(seen, 2))


def test_words_that_appear_one_by_one_have_no_strip() -> None:
    """A strip behind words that are not there yet would tell their number."""
    assert all(look.panel is None for look in LOOKS.values() if look.shape.painting == "pop")


def test_every_look_is_that_of_some_film() -> None:
    """Two hundred films of each mood use all of them, and each mood several."""
    found = {mood: {look_of(mood, seed).captions.face for seed in range(200)} for mood in get_args(Mood)}
    assert set().union(*found.values()) == {look.shape.face for look in LOOKS.values()}
    assert all(len(faces) >= 4 for faces in found.values())
