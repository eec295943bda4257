"""The caption looks of films: each is readable in every palette, and no two are drawn alike."""

from collections import Counter
from itertools import combinations, product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.captions.colours import colours_of, type_on_mat
from reelwright.film.captions.hooks import HOOKS
from reelwright.film.captions.looks import LOOKS
from reelwright.film.scenes.arrangements import ARRANGEMENTS
from reelwright.film.scenes.brand import BrandColours
from reelwright.film.scenes.look import look_of
from reelwright.film.scenes.model import Mood
from reelwright.film.text.contrast import contrast_of

_LARGE_TYPE = 3.0
_ANY_TYPE = 4.5
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


@pytest.mark.parametrize("name", LOOKS)
@given(main=HEX, accent=HEX)
def test_the_hook_has_contrast_in_any_colours(name: str, main: str, accent: str) -> None:
    """On its strip or its edge; the spoken word as well."""
    hook = LOOKS[name].in_colours(*BrandColours(main=main, accent=accent).palette[1:], "anton").hook
    ground = hook.panel or hook.edge
    assert hook.panel is not None or hook.edge_share >= _OUTLINED
    assert contrast_of(hook.fill, ground) >= _ANY_TYPE
    assert contrast_of(hook.lit, ground) >= _LARGE_TYPE


def test_hooks_are_drawn_in_many_ways() -> None:
    """Outlined letters are those of a few looks; each other way is that of some."""
    drawn = [LOOKS[name].hook for name in LOOKS]
    assert set(drawn) == set(HOOKS)
    assert max(Counter(drawn).values()) <= len(drawn) // 4


@given(main=HEX, accent=HEX)
def test_type_on_a_mat_has_contrast_in_any_colours(main: str, accent: str) -> None:
    """On every mat: words, the spoken word, and a word in a box of its colour."""
    roles = colours_of(*BrandColours(main=main, accent=accent).palette[1:])
    for role in {fill for arrangement in ARRANGEMENTS.values() for fill, _, _ in arrangement.colours}:
        fill, colours = roles[role], type_on_mat(roles[role], roles)
        assert min(contrast_of(one, fill) for one in (colours.plain, colours.spoken)) >= _ANY_TYPE
        assert contrast_of(colours.in_box, colours.spoken) >= _ANY_TYPE


@pytest.mark.parametrize("name", LOOKS)
def test_type_on_a_mat_is_flat_in_the_colours_of_the_mat(name: str) -> None:
    """In every arrangement and row of colours, without strips; the captions are as large as the arrangement says."""
    palette = BrandColours(main="#3060a0", accent="#ffd040").palette
    look = LOOKS[name].in_colours(*palette[1:], "anton")
    for arrangement, row in product(ARRANGEMENTS.values(), range(4)):
        mat = arrangement.mat_in(colours_of(*palette[1:]), row)
        if mat is None:
            continue
        style, colours = look.on_mat(mat.type), mat.type
        hook = style.hook
        assert (style.plain, style.spoken, style.box, style.on_box) == (
            *(colours.plain, colours.spoken, colours.spoken, colours.in_box),
        )
        assert not any((style.outline_share, style.shadow_opacity, style.panel, hook.edge_share, hook.shadow_opacity))
        assert (hook.fill, hook.lit, hook.panel) == (colours.plain, colours.spoken, None)
        assert style.type_share == look.type_share * arrangement.larger


def test_no_two_looks_share_face_and_ground() -> None:
    """What a viewer sees first differs: the face, the case, or what is behind or around the words."""
    seen = [
        (look.shape.face, look.shape.capitals, look.shape.painting, look.panel, look.outline) for look in LOOKS.values()
    ]
    assert all(left != right for left, right in combinations(seen, 2))


def test_words_that_appear_one_by_one_have_no_strip() -> None:
    """A strip behind words that are not there yet would tell their number."""
    assert all(look.panel is None for look in LOOKS.values() if look.shape.painting == "pop")


def test_every_look_is_that_of_some_film() -> None:
    """Two hundred films of each mood use all of them, and each mood several."""
    found = {mood: {look_of(mood, seed).captions.face for seed in range(200)} for mood in get_args(Mood)}
    assert set().union(*found.values()) == {look.shape.face for look in LOOKS.values()}
    assert all(len(faces) >= 4 for faces in found.values())
