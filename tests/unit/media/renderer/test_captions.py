"""Captions in a rendered segment: the timeline's style, inside the safe zone."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reelwright.film.captions.model import CaptionLine
from reelwright.film.captions.styles import STYLES
from reelwright.film.timeline.model import Timeline
from reelwright_media.captioning.lettered import Letterer
from reelwright_media.typography import Tile

if TYPE_CHECKING:
    from tests.unit.media.renderer.conftest import Render


def test_the_timeline_says_in_which_style_captions_are_drawn(
    render: "Render",
    block_letters: Letterer,
    make_timeline: Callable[..., Timeline],
    make_line: Callable[..., CaptionLine],
) -> None:
    """The type of `pop` is larger than that of the others, and without captions nothing is set."""
    sizes: list[float] = []

    def letterer(words: Sequence[str], *, fills: Sequence[str], size_px: float, **room: Any) -> Tile:
        sizes.append(size_px)
        return block_letters(words, fills=fills, size_px=size_px, **room)

    largest = []
    plain = make_timeline(shots=1, frames=4, lines=(make_line("one", "two", each=0.05),), motion="still")
    for style in STYLES:
        sizes.clear()
        render(plain.model_copy(update={"caption_style": style}), letterer=letterer)
        largest.append(max(sizes) / 270)
    assert largest == pytest.approx([style.type_share for style in STYLES.values()])


def test_captions_stay_inside_the_safe_zone(
    render: "Render",
    make_timeline: Callable[..., Timeline],
    make_line: Callable[..., CaptionLine],
    decode: Callable[[Path], list[np.ndarray]],
) -> None:
    """A captioned film differs from a bare one inside the preset's safe zone only, and does differ there."""
    timeline = make_timeline(shots=1, frames=12, lines=(make_line("one", "two", "three", each=0.12),), motion="still")
    bare = timeline.model_copy(update={"caption_style": "sidecar"})
    captioned, plain = (decode(render(each))[10].astype(int) for each in (timeline, bare))
    zone, height, width = timeline.preset.safe_zone, 480, 270
    rows, columns = np.nonzero(np.abs(captioned - plain) > 40)
    assert len(rows) > 300
    assert rows.min() >= zone.top * height
    assert rows.max() < (1 - zone.bottom) * height
    assert columns.min() >= zone.left * width
    assert columns.max() < (1 - zone.right) * width
