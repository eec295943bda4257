"""Words become tiles: in any script, in the right order, without boxes for unknown letters."""

import numpy as np
import pytest

from reelwright_media.typography import Lettering, Tile, draw_lines

SCRIPTS = {
    "latin": ("SEEN", "DARK"),
    "arabic": ("المحيط", "العميق"),
    "hebrew": ("חשוך", "העמוק"),
    "devanagari": ("समुद्र", "गहरा"),
    "thai": ("มหาสมุทร", "มืดมาก"),
    "japanese": ("深海は", "闇です"),
    "korean": ("바다는", "깊은"),
    "chinese": ("深海", "漆黑"),
}


def drawn(*words: str, fills: list[str] | None = None, wide: int = 600, lines: int = 2, size: float = 40) -> Tile:
    """Return words drawn in white, unless fills are given."""
    return draw_lines(words, fills=fills or ["#ffffff"] * len(words), size_px=size, max_width_px=wide, most_lines=lines)


def mean_column(tile: Tile, channel: int) -> float:
    """Return where the ink of a pure red (0) or blue (2) word lies, from the left."""
    other = tile.rgba[..., 2 - channel].astype(int)
    mask = (tile.rgba[..., channel] > 128) & (other < 64)
    return float(np.nonzero(mask)[1].mean())


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_draws_its_own_letters(script: str) -> None:
    """Two words of a script look different: were they boxes, words of one length would look the same."""
    one, other = SCRIPTS[script]
    assert drawn(one).rgba[..., 3].max() == 255
    first, second = drawn(one[:3]).rgba, drawn(other[:3]).rgba
    assert first.shape != second.shape or not np.array_equal(first, second)


@pytest.mark.parametrize(("script", "leftward"), [("latin", False), ("arabic", True), ("hebrew", True)])
def test_words_run_in_the_direction_of_their_script(script: str, leftward: bool) -> None:  # noqa: FBT001 - a case
    """The first word stands left in Latin, right in Arabic and Hebrew."""
    tile = drawn(*SCRIPTS[script], fills=["#ff0000", "#0000ff"])

    assert len(tile.lines) == 1
    assert (mean_column(tile, 0) > mean_column(tile, 2)) is leftward


def test_a_latin_word_first_in_arabic_still_stands_right() -> None:
    """The direction comes from the whole text, not from its first letter."""
    tile = drawn("GPU", "المحيط", "العميق", fills=["#ff0000", "#0000ff", "#0000ff"])

    assert mean_column(tile, 0) > mean_column(tile, 2)


@pytest.mark.parametrize("unknown", ["\U0001f600", "தமிழ்", "\ue000", "❤️"[1:]])
def test_letters_without_a_font_are_left_out(unknown: str) -> None:
    """A word no font has leaves no trace: no box, no gap."""
    with_it, without = drawn("Hello", unknown), drawn("Hello")

    assert np.array_equal(with_it.rgba, without.rgba)


def test_nothing_drawable_is_one_clear_pixel() -> None:
    """A caption of emoji alone must not stop a film."""
    tile = drawn("\U0001f600")

    assert tile.rgba.shape == (1, 1, 4)
    assert not tile.rgba.any()


def test_tiles_of_one_line_differ_in_colour_only() -> None:
    """Karaoke replaces one tile by the next: size and coverage must not move by a pixel."""
    first = drawn("TRUE", "DARKNESS", fills=["#ffdd00", "#ffffff"])
    second = drawn("TRUE", "DARKNESS", fills=["#ffffff", "#ffdd00"])

    assert np.array_equal(first.rgba[..., 3], second.rgba[..., 3])
    assert not np.array_equal(first.rgba, second.rgba)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_word_in_its_own_fill_is_the_same_ink_as_in_a_line_of_that_fill(script: str) -> None:
    """A mixture of fills takes each pixel from the line drawn wholly in one of them, up to ten words and beyond."""
    words = SCRIPTS[script] * 5
    white, red = (drawn(*words, fills=[fill] * 10, wide=900).rgba for fill in ("#ffffff", "#ff0000"))
    everywhere = np.zeros(white.shape[:2], bool)
    for lit in range(10):
        mixed = drawn(*words, fills=["#ff0000" if word == lit else "#ffffff" for word in range(10)], wide=900).rgba
        from_red = (mixed != white).any(axis=2)
        assert from_red.any()
        assert not (from_red & everywhere).any()
        assert np.array_equal(np.where(from_red[..., None], red, white), mixed)
        everywhere |= from_red
    assert np.array_equal(everywhere, (white != red).any(axis=2))


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_ink_is_cut_off_at_the_sides(script: str) -> None:
    """Outline and letters end inside the tile, in every script."""
    tile = drawn(*SCRIPTS[script] * 2, wide=260)

    assert tile.width <= 260
    assert tile.rgba[:, [0, -1], 3].max() < 128


def test_colours_are_premultiplied() -> None:
    """No channel exceeds alpha, so that a frame is blended with one multiplication."""
    rgba = drawn("SOFT").rgba

    assert (rgba[..., :3] <= rgba[..., 3:]).all()


def test_long_text_is_set_smaller_until_it_fits() -> None:
    """The line limit and the width hold; the size gives way."""
    tile = drawn(*["incomprehensibilities"] * 4, wide=400, lines=2)

    assert len(tile.lines) <= 2
    assert tile.width <= 400
    assert tile.size_px < 40


@pytest.mark.parametrize("word", ["มหาสมุทรลึกมืดมากและเย็นไม่มีแสง", "averyveryverylongaddress/withoutanyspaceinit"])
def test_a_word_without_spaces_breaks_rather_than_shrink_to_nothing(word: str) -> None:
    """Thai has no spaces and addresses have none: they take a second line before they become unreadable."""
    tile = drawn(word, wide=300)

    assert "".join(tile.lines) == word
    assert len(tile.lines) == 2
    assert tile.width <= 300


def test_markup_in_the_text_is_text() -> None:
    """Words of a user reach the SVG escaped: they are drawn, never obeyed."""
    tile = draw_lines(
        ["</text><rect", "&amp;"], fills=["#ffffff"] * 2, size_px=40, max_width_px=900, lettering=Lettering()
    )

    assert tile.lines == ("</text><rect &amp;",)
    assert tile.rgba[..., 3].any()
