"""Words drawn one by one are the words drawn together."""

import numpy as np
import pytest

from reelwright_media.typography import Lettering, draw_lines
from reelwright_media.typography.drawing import composite
from reelwright_media.typography.words import SetWords, set_words

TEXTS = [["Why", "your", "cat", "judges", "you"], ["هل", "تعلم", "أن", "المحيط"], ["深海に", "は", "誰も"], ["one"]]
LOOK = Lettering("anton", "#000000", 0.06, 0.6, 0.1, 0.05)


def together(block: SetWords) -> np.ndarray:
    """Return the block's tiles laid over each other."""
    whole = np.zeros((block.height, block.width, 4), np.uint8)
    for tile in block.words:
        if tile is not None:
            layer = np.zeros_like(whole)
            layer[tile.top : tile.top + tile.rgba.shape[0], tile.left : tile.left + tile.rgba.shape[1]] = tile.rgba
            whole = composite(whole, layer)
    return whole


@pytest.mark.parametrize("words", TEXTS)
def test_the_tiles_laid_over_each_other_are_the_text(words: list[str]) -> None:
    """Same size, same places, same letters; only shadows of neighbours may add up."""
    fills = ["#ffffff", "#ffe04a", "#ffffff", "#ffffff", "#ffffff"][: len(words)]
    block = set_words(words, fills=fills, size_px=40, box=(240, 400), most_lines=3, lettering=LOOK)
    drawn = draw_lines(words, fills=fills, size_px=40, max_width_px=240, most_lines=3, lettering=LOOK)
    whole = together(block)
    assert whole.shape == drawn.rgba.shape
    difference = np.abs(whole.astype(int) - drawn.rgba)
    assert difference[..., :3].mean() < 1.0
    assert np.percentile(difference[..., :3], 99) < 40
    assert block.size_px == drawn.size_px


def test_every_word_has_its_own_tile_and_place() -> None:
    """In reading order from left to right within a line."""
    block = set_words(
        ["see", "the", "sea"], fills=["#ffffff"] * 3, size_px=30, box=(400, 90), most_lines=1, lettering=LOOK
    )
    lefts = [tile.left for tile in block.words if tile is not None]
    assert len(lefts) == 3
    assert lefts == sorted(lefts)
    assert lefts[1] - lefts[0] > 20


def test_a_box_that_is_too_low_makes_the_type_smaller() -> None:
    """The block always fits."""
    words = ["many", "words", "in", "a", "narrow", "box", "make", "many", "lines"]
    block = set_words(words, fills=["#ffffff"] * 9, size_px=60, box=(200, 80), most_lines=5, lettering=LOOK)
    assert block.height <= 80
    assert block.width <= 200
    assert block.size_px < 60


def test_words_without_a_font_have_no_tile() -> None:
    """The others keep theirs."""
    block = set_words(["a", "\ue000"], fills=["#ffffff"] * 2, size_px=30, box=(200, 80), most_lines=1, lettering=LOOK)
    assert [tile is None for tile in block.words] == [False, True]
