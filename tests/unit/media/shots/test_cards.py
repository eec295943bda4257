"""The closing card: readable, in the safe zone, over a blurred and darkened picture."""

import numpy as np
import pytest

from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.platforms.presets import Preset
from reelwright.film.timeline.closing import CALLS
from reelwright.film.timeline.model import ClosingCard
from reelwright_media.canvas.planes import Plane, empty_planes, fill
from reelwright_media.diorama.model import CutoutRow, Diorama, DioramaSheet, Part
from reelwright_media.shots.cards import card_clip, defocused, scene_of
from tests.unit.media.shots.presets import small_preset

LONG = "The extraordinarily long title of a film about the deepest places of all the oceans of the world, part two"


def painted(card: ClosingCard, preset: Preset, language: str = "en", t: float = 1.6) -> Plane:
    """Return the luma of a black frame with the card."""
    shown = card_clip(card, preset=preset, language=language, style=CaptionStyle())
    assert shown is not None
    planes = empty_planes(preset.width, preset.height)
    fill(planes)
    shown.paint(t, planes, planes)
    return planes.y


@pytest.mark.parametrize("name", ["shorts", "youtube_wide", "square"])
@pytest.mark.parametrize("title", ["Bees", "The deep ocean", LONG, ""])
@pytest.mark.parametrize("call", ["Subscribe for more", ""])
def test_the_card_is_whole_inside_the_safe_zone(name: str, title: str, call: str) -> None:
    """Any title with or without a call, on its way in as well as at rest."""
    if not title and not call:
        return
    preset = small_preset(name)
    zone = preset.safe_zone
    for t in (0.5, 1.6):
        rows, columns = np.nonzero(painted(ClosingCard(title=title, call=call, frames=51), preset, t=t) > 40)
        assert rows.size > 20
        assert rows.min() >= zone.top * preset.height
        assert rows.max() < (1 - zone.bottom) * preset.height
        assert columns.min() >= zone.left * preset.width
        assert columns.max() < (1 - zone.right) * preset.width


@pytest.mark.parametrize("language", CALLS)
def test_every_language_s_call_can_be_drawn(language: str) -> None:
    """The plate has dark letters on it in each of the scripts."""
    for call in CALLS[language].values():
        luma = painted(ClosingCard(title="", call=call, frames=51), small_preset("shorts"), language)
        plate = luma[(luma > 40).any(axis=1)][:, (luma > 40).any(axis=0)]
        inner = plate[plate.shape[0] // 3 : -plate.shape[0] // 3]
        assert 0.04 < (inner < 80).mean() < 0.6


def test_all_stands_before_half_of_the_card_is_over() -> None:
    """However long the title: the rest of the time is for reading."""
    card = ClosingCard(title=LONG, call="Follow for more", frames=51)
    assert not np.array_equal(
        painted(card, small_preset("shorts"), t=0.8), painted(card, small_preset("shorts"), t=1.6)
    )
    assert np.array_equal(
        painted(card, small_preset("shorts"), t=1.4), painted(card, small_preset("shorts"), t=1.7 - 1e-3)
    )


def test_nothing_to_draw_is_no_card() -> None:
    """A title in a script without a font, and no call."""
    card = ClosingCard(title="\ue000", call="", frames=51)
    assert card_clip(card, preset=small_preset("shorts"), language="en", style=CaptionStyle()) is None


def test_the_ground_is_dark_and_soft() -> None:
    """A checkerboard of black and white becomes one dark grey: type owns the frame."""
    board = (np.indices((240, 136)).sum(axis=0) // 8 % 2 * 255).astype(np.uint8)
    soft = defocused(np.repeat(board[:, :, None], 3, axis=2))
    inner = soft[10:-10, 6:-6]
    assert 30 < inner.mean() < 70
    assert inner.std() < 6


@pytest.mark.parametrize(("part", "red"), [("subject", 200), ("type", 50)])
def test_the_ground_keeps_the_subject_but_not_the_picture_s_own_type(part: Part, red: int) -> None:
    """Blurred letters behind letters would be dirt; what reaches beyond the picture is cut off."""
    row = CutoutRow(left=-4, top=30, depth=1.0, part=part, floats=False)
    sheet = DioramaSheet(width=32, height=40, drift="none", drift_light=0, seed=1, cutouts=(row,))
    cutout = np.zeros((20, 12, 4), np.uint8)
    cutout[...] = (200, 0, 0, 255)
    scene = scene_of(Diorama(sheet, np.full((40, 32, 3), 50, np.uint8), (cutout,)))
    assert scene.shape == (40, 32, 3)
    assert tuple(scene[35, 3]) == ((200, 0, 0) if red == 200 else (50, 50, 50))
    assert tuple(scene[35, 10]) == (50, 50, 50)
