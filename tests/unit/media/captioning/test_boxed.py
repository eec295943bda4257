"""The style `box`: the box is behind the spoken word."""

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from reelwright.film.captions.styles import STYLES
from reelwright_media.captioning.boxed import GLIDE_SECONDS, GLIDE_STEPS, Boxed, BoxState
from reelwright_media.captioning.karaoke import RESTING

if TYPE_CHECKING:
    from tests.unit.media.captioning.conftest import Lettered


def box_columns(boxed: Boxed, seconds: float) -> tuple[float, float]:
    """Return where the box begins and ends, by what differs from the line at rest."""
    changed = (boxed.draw(boxed.state_at(seconds)) != boxed.draw(BoxState(RESTING))).any(axis=(0, 2))
    columns = np.flatnonzero(changed)
    return float(columns[0]), float(columns[-1])


def test_the_box_stands_behind_the_spoken_word_in_every_script(lettered: "Lettered", language: str) -> None:
    """Right-to-left words too: the box reaches from a little before the word's letters to a little behind them."""
    line, type_ = lettered(language)
    boxed = Boxed(line, type_, STYLES["box"])
    for place, boxes in enumerate(type_.boxes):
        begin, end = box_columns(boxed, 0.4 * place + 0.3)
        assert begin <= boxes[0].left
        assert end >= boxes[0].right - 1
        assert end - begin < boxes[0].right - boxes[0].left + 0.45 * type_.type_px


def test_words_of_arabic_go_from_right_to_left(lettered: "Lettered") -> None:
    """On each line, a later word stands further left."""
    for _, type_ in (lettered("ar"), lettered("he")):
        boxes = [word[0] for word in type_.boxes]
        assert all(after.right <= box.left for box, after in pairwise(boxes) if box.line == after.line)
        assert any(box.line == after.line for box, after in pairwise(boxes))


def test_the_box_glides_and_does_not_jump(lettered: "Lettered") -> None:
    """Its rear end goes to the next word, forward only, in a tenth of a second; that word is in the box from the start."""
    line, type_ = lettered("en-US", "sea and sky")
    boxed = Boxed(line, type_, STYLES["box"])
    left = [box_columns(boxed, 0.4 + seconds)[0] for seconds in (-0.01, 0.0, 0.04, GLIDE_SECONDS, 0.3)]
    assert left == sorted(left)
    assert left[0] < left[1] < left[2] < left[3] == left[4]
    assert boxed.state_at(0.4).step < GLIDE_STEPS
    assert box_columns(boxed, 0.4)[1] >= type_.boxes[1][0].right - 1


def test_no_box_stands_in_a_silence(lettered: "Lettered") -> None:
    """Before the first word is spoken the line is at rest."""
    line, type_ = lettered("en-US")
    later = line.model_copy(
        update={
            "words": tuple(word.model_copy(update={"start_seconds": word.start_seconds + 1}) for word in line.words)
        }
    )
    assert Boxed(later, type_, STYLES["box"]).state_at(0.5) == BoxState(RESTING)


def test_a_word_that_no_font_has_gets_no_box(lettered: "Lettered") -> None:
    """An emoji is left out, and so is its box; nothing else moves."""
    line, type_ = lettered("en-US", "fun \U0001f389 here")
    boxed = Boxed(line, type_, STYLES["box"])
    assert type_.boxes[1] == ()
    assert np.array_equal(boxed.draw(boxed.state_at(0.7)), boxed.draw(BoxState(RESTING)))


@pytest.mark.parametrize("text", ["a b", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk und"])
def test_the_letters_hide_the_box_and_not_the_box_the_letters(lettered: "Lettered", text: str) -> None:
    """What is opaque without the box is the same with it."""
    line, type_ = lettered("en-US", text)
    boxed = Boxed(line, type_, STYLES["box"])
    plain, shown = boxed.draw(BoxState(RESTING)), boxed.draw(boxed.state_at(0.3))
    opaque = plain[..., 3] == 255
    assert np.array_equal(plain[opaque], shown[opaque])
    assert (shown[..., 3] >= plain[..., 3]).all()
