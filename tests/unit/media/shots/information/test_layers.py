"""Information stays in its area, clear of captions and hook, and shows exactly its texts."""

from typing import get_args

import numpy as np
import pytest

from reelwright.film.platforms.presets import PRESETS, CaptionPosition, Preset
from reelwright.film.scenes.information.model import InformationKind, Location
from reelwright.film.text.faces import TitleFace
from reelwright.film.timeline.model import ShotInformation, TimedItem
from reelwright_media.canvas.placing import caption_zone
from reelwright_media.canvas.planes import Planes, empty_planes, fill
from reelwright_media.shots.information import InformationLayer
from reelwright_media.shots.information.counting import running
from reelwright_media.shots.information.zone import information_zone

PRESET = PRESETS["shorts"].model_copy(update={"width": 270, "height": 480})
PALETTE = ("#0b1030", "#33307f", "#080818", "#8fb8ff")
ITEMS = (
    TimedItem(text="88 days", label="Mercury", value=88, digits=(0, 2), enters_seconds=0.5, spoken_seconds=1.0),
    TimedItem(text="225 days", label="Venus", value=225, digits=(0, 3), enters_seconds=1.0, spoken_seconds=1.5),
)
KINDS = sorted(set(get_args(InformationKind)) - {"map", "route"})


def shown(kind: str) -> ShotInformation:
    """Build information of a kind."""
    items = ITEMS if kind in {"bars", "versus", "steps", "timeline"} else ITEMS[:1]
    parts = (1, 5) if kind == "ratio" else None
    data = {"kind": kind, "items": items, "parts": parts, "palette": PALETTE, "face": "anton"}
    return ShotInformation.model_validate(data)


def drawn(layer: InformationLayer, t: float, preset: Preset = PRESET) -> Planes:
    """Draw a layer on black."""
    planes = empty_planes(preset.width, preset.height)
    fill(planes)
    layer.lay(t, planes)
    return planes


@pytest.mark.parametrize("kind", KINDS)
def test_information_enters_with_its_words_and_stays_in_its_area(kind: str) -> None:
    """Nothing before the first words, everything inside the area at the end, and the last frames are alike."""
    layer = InformationLayer(shown(kind), PRESET, "en")
    before, after, later = drawn(layer, 0.0).y, drawn(layer, 4.0).y, drawn(layer, 5.0).y
    zone = information_zone(PRESET)
    rows, columns = np.nonzero(after > 40)

    assert not (before > 40).any()
    assert rows.size
    assert (after == later).all()
    assert zone.top - 6 <= rows.min() <= rows.max() <= zone.bottom + 6
    assert zone.left - 6 <= columns.min() <= columns.max() <= zone.right + 6


@pytest.mark.parametrize("text", ["450 nm", "1,000,000", "100,000 km", "$2,500,000", "€1.2bn", "12,345,678 people"])
@pytest.mark.parametrize("face", get_args(TitleFace))
@pytest.mark.parametrize("name", ["shorts", "youtube_wide"])
def test_a_number_that_counts_stays_in_its_area_however_long(name: str, face: str, text: str) -> None:
    """It is on one line in every face, and neither a step of the count nor its end is cut off at the side."""
    preset = PRESETS[name].model_copy(update={"width": 480, "height": 480 * 16 // 9} if name == "shorts" else {})
    digits = [place for place, letter in enumerate(text) if letter.isdecimal()]
    item = TimedItem(
        text=text, label="", value=9, digits=(digits[0], digits[-1] + 1), enters_seconds=0.2, spoken_seconds=1.0
    )
    layer = InformationLayer(shown("count").model_copy(update={"items": (item,), "face": face}), preset, "en")
    zone = information_zone(preset)
    for t in (0.6, 0.9, 3.0):
        columns = np.nonzero(drawn(layer, t, preset).y > 40)[1]
        assert columns.size
        assert zone.left - 8 <= columns.min() <= columns.max() <= zone.right + 8


@pytest.mark.parametrize("face", get_args(TitleFace))
def test_the_quotation_mark_stands_above_the_quotation(face: str) -> None:
    """An empty row is below it in every face, even above a long quotation."""
    text = "Nature has not intended mankind to work from 8 a.m. until midnight,"
    item = TimedItem(text=text, label="Churchill", value=None, enters_seconds=0.5, spoken_seconds=2.0)
    quote = shown("quote").model_copy(update={"items": (item,), "face": face})
    preset = PRESETS["shorts"].model_copy(update={"width": 480, "height": 852})
    rows = np.flatnonzero((drawn(InformationLayer(quote, preset, "en"), 4.0, preset).y > 90).any(axis=1))
    gap = int(np.flatnonzero(np.diff(rows) > 1)[0])
    assert rows[gap] - rows[0] < 0.12 * information_zone(preset).height


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("position", get_args(CaptionPosition))
def test_the_area_is_clear_of_captions_wherever_they_are(name: str, position: CaptionPosition) -> None:
    """It is at least a fifth of the frame, inside the safe zone, and no caption of two lines reaches it."""
    preset = PRESETS[name].with_captions_at(position)
    zone, safe = information_zone(preset), caption_zone(preset)
    line = 0.05 * min(preset.width, preset.height)
    middle = preset.caption_centre * preset.height

    assert safe.left <= zone.left < zone.right <= safe.right
    assert safe.top <= zone.top < zone.bottom <= safe.bottom
    assert zone.bottom <= middle - line or zone.top >= middle + line
    assert zone.height >= 0.2 * preset.height


def test_a_map_draws_its_ground_and_highlights_the_country() -> None:
    """The accent colour appears on land only after the country is named."""
    place = Location(latitude=36, longitude=138, country="392", box=(129.58, 31.01, 145.83, 45.51))
    data = {"kind": "map", "items": ITEMS[:1], "places": (place,), "palette": PALETTE, "face": "anton"}
    layer = InformationLayer(ShotInformation.model_validate(data), PRESET, "en")
    planes = empty_planes(PRESET.width, PRESET.height)

    assert layer.lay_ground(4.0, planes)
    assert len(np.unique(planes.y)) > 2
    assert not InformationLayer(shown("count"), PRESET, "en").lay_ground(4.0, planes)


@pytest.mark.parametrize(
    ("digits", "share", "written"),
    [
        ("26,507", 1.0, "26,507"),
        ("26,507", 0.5, "13,254"),
        ("26,507", 0.01, "265"),
        ("3.000", 0.5, "1.500"),
        ("2.5", 0.2, "0.5"),
        ("0.05", 1.0, "0.05"),
        ("10 100", 0.5, "5 050"),
        ("7", 0.0, "0"),
    ],
)
def test_a_number_counts_in_its_own_writing(digits: str, share: float, written: str) -> None:
    """Marks stay between the same digits, whatever they mean in the language."""
    assert running(digits, share) == written


def test_a_year_counts_its_last_years_only() -> None:
    """Nobody watches two thousand years."""
    assert running("1943", 0.0, years=True) == "1928"
    assert running("1943", 1.0, years=True) == "1943"
