"""A brand's colours in pictures and captions."""

from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.scenes.brand import BrandColours
from reelwright.film.scenes.look import look_of
from reelwright.film.text.contrast import WHITE, contrast_of

HEX = st.integers(0, 0xFFFFFF).map(lambda code: f"#{code:06x}")


@given(HEX, HEX)
def test_white_type_is_readable_on_a_brands_box(main: str, accent: str) -> None:
    """Whatever the colour is; a dark one stays as it is."""
    colours = BrandColours(main=main, accent=accent)
    assert contrast_of(WHITE, colours.box) >= 3
    assert colours.box == main or contrast_of(WHITE, main) < 3


@given(HEX, HEX)
def test_a_brand_decides_the_palette_and_the_script_the_face(main: str, accent: str) -> None:
    """Main colour in the middle, accent last."""
    branded = look_of("awe", 3, BrandColours(main=main, accent=accent))
    assert branded.palette[1::2] == (main, accent)
    assert branded.face == look_of("awe", 3).face
