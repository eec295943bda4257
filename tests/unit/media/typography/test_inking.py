"""Every pixel of a text belongs to a word that is drawn there, also where words touch."""

import numpy as np
import pytest

from reelwright_media.typography import Lettering
from reelwright_media.typography.inking import ink_of
from reelwright_media.typography.layout import Block, Room, lay_out
from reelwright_media.typography.words import set_words

TITLES = ["EL AÑO DEL NIÑO", "GROSSE STÄDTE", "LES GÉANTS DE PÂQUES", "BEYONCÉ ÉCLAIR", "CHÚNG NHẢY", "ŞÖFÖR İÇİN ÜZÜM"]
TIGHT = Lettering("anton", outline_share=0.075, leading=0.6)
"""Lines so close that accents reach into the letters above."""


def block_of(words: list[str], width: int = 300) -> Block:
    """Return the words in tight lines."""
    return lay_out(tuple(words), Room(width, 120, 66, len(words), 4000), TIGHT, None)


@pytest.mark.parametrize("title", [*TITLES, " ".join(TITLES)])
def test_a_pixel_belongs_to_a_word_that_is_drawn_there(title: str) -> None:
    """Where an accent touches the line above, no third word gets the pixel, and no number of a word is invented."""
    words = title.split()
    ink = ink_of(block_of(words), 5.0)
    tiles = set_words(
        words, fills=["#ffffff"] * len(words), size_px=120, box=(300, 4000), most_lines=len(words), lettering=TIGHT
    ).words
    assert ink.words.max() < len(words)
    for place, tile in enumerate(tiles):
        assert tile is not None
        reach = np.zeros(ink.letters.shape, bool)
        rows, columns = tile.rgba.shape[:2]
        reach[tile.top : tile.top + rows, tile.left : tile.left + columns] = tile.rgba[..., 3] > 0
        own = (ink.letters > 0) & (ink.words == place)
        assert own.any()
        assert not (own & ~reach).any()


def test_any_number_of_words_is_told_apart() -> None:
    """Three hundred words are one drawing, and each has its own pixels."""
    ink = ink_of(lay_out(tuple(["WORD"] * 300), Room(900, 20, 10, 60), TIGHT, None), 2.0)
    assert set(np.unique(ink.words)) == set(range(300))
