"""The style `pop`: words appear when they are spoken, and do not move afterwards."""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from reelwright.film.captions.styles import STYLES
from reelwright_media.canvas.tiles import PremultipliedRgba
from reelwright_media.captioning.pop import GROWTH_STEPS, Pop, PopState

if TYPE_CHECKING:
    from tests.unit.media.captioning.conftest import Lettered


def standing(pop: Pop, shown: int) -> PremultipliedRgba:
    """Draw the first `shown` words at rest."""
    return pop.draw(PopState(shown, lit=False, step=GROWTH_STEPS))


def test_nothing_is_shown_before_it_is_spoken(lettered: "Lettered", language: str) -> None:
    """In every script the letters of the words to come are not there, and those of the others are as they will stay."""
    line, type_ = lettered(language, style="pop")
    pop = Pop(line, type_, STYLES["pop"])
    whole = type_.tile([STYLES["pop"].plain] * len(type_)).rgba
    for shown in range(len(type_) + 1):
        picture = standing(pop, shown)[: whole.shape[0], : whole.shape[1]]
        there = picture[..., 3] > 0
        assert np.array_equal(picture[there], whole[there])
        middles = [((box.left + box.right) // 2, box) for boxes in type_.boxes[shown:] for box in boxes]
        assert not any(picture[box.top : box.bottom, middle, 3].any() for middle, box in middles)


def test_all_words_make_the_whole_line(lettered: "Lettered", language: str) -> None:
    """Cut apart and put together, not a pixel is missing."""
    line, type_ = lettered(language, style="pop")
    whole = type_.tile([STYLES["pop"].plain] * len(type_)).rgba
    picture = standing(Pop(line, type_, STYLES["pop"]), len(type_))
    assert np.array_equal(picture[: whole.shape[0], : whole.shape[1]], whole)


def test_a_word_grows_and_never_shrinks(lettered: "Lettered") -> None:
    """From its first frame on more of it is there, until it is whole; then it rests."""
    line, type_ = lettered("en-US", "sea", style="pop")
    pop = Pop(line, type_, STYLES["pop"])
    covered = [int(pop.draw(pop.state_at(frame / 30))[..., 3].sum()) for frame in range(8)]
    assert all(before <= after for before, after in pairwise(covered))
    assert covered[0] < covered[-1]
    assert covered[3:] == [covered[3]] * 5


def test_the_spoken_word_is_lit_and_the_others_are_plain(lettered: "Lettered") -> None:
    """The accent moves on with the voice, in the reading direction of the script."""
    line, type_ = lettered("he", style="pop")
    pop = Pop(line, type_, STYLES["pop"])
    for place, boxes in enumerate(type_.boxes):
        picture = pop.draw(pop.state_at(0.4 * place + 0.2)).astype(int)
        yellow = (picture[..., 0] - picture[..., 2]) > 100
        columns = np.flatnonzero(yellow[boxes[0].top : boxes[0].bottom].any(axis=0))
        assert boxes[0].left - 2 <= columns.min()
        assert columns.max() <= boxes[0].right + 2


def test_a_word_that_no_font_has_comes_as_nothing(lettered: "Lettered") -> None:
    """An emoji is left out, and the line goes on."""
    line, type_ = lettered("en-US", "fun \U0001f389 here", style="pop")
    pop = Pop(line, type_, STYLES["pop"])
    assert np.array_equal(pop.draw(pop.state_at(0.7)), standing(pop, 1))
