"""Type stands on one ground, and no thing of a picture is under it, behind a mat's edge or cut off, in any arrangement."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import pytest

from reelwright.film.captions.colours import colours_of
from reelwright.film.captions.looks import LOOKS
from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.platforms.presets import PRESETS, Preset
from reelwright.film.scenes.arrangements import ARRANGEMENTS, ArrangementName, Mat
from reelwright.film.timeline.model import HookTitle
from reelwright_media.canvas.motion import PATHS, View, nearer
from reelwright_media.canvas.placing import Box, caption_zone, type_zone
from reelwright_media.captioning.lettered import LetteredLine
from reelwright_media.painting.composition import PictureLayout, Spot, layout_of, shape_of, spots
from reelwright_media.shots.changes import BEAT_ROWS, FOCUS
from reelwright_media.shots.information.zone import information_zone
from reelwright_media.shots.mats import window_of
from reelwright_media.shots.staying import Extent, clear_of, kept, room_of
from reelwright_media.shots.titles import hook_clip
from reelwright_media.typography import Tile

COLOURS = colours_of("#3060a0", "#101020", "#ffd040")
TEXTS = ("Stop.", "Nobody has lived on this extraordinary rock since 1989", "Bundesverfassungsgerichtsentscheidungen")


class Stage(NamedTuple):
    """A preset as an arrangement changes it, and the mat of its films."""

    preset: Preset
    arrangement: ArrangementName
    mat: Mat | None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the frame."""
        return self.preset.width, self.preset.height


def stage(name: str, arrangement: ArrangementName) -> Stage:
    """Arrange a film of a preset, with half of its pixels."""
    preset = PRESETS[name]
    small = preset.model_copy(update={"width": preset.width // 4 * 2, "height": preset.height // 4 * 2})
    row = ARRANGEMENTS[arrangement]
    return Stage(row.on(small), arrangement, row.mat_in(COLOURS) if preset.portrait else None)


STAGES = [stage("shorts", arrangement) for arrangement in ARRANGEMENTS]
STAGES += [stage(name, "full") for name in ("square", "youtube_wide")]
ALL = pytest.mark.parametrize("staged", STAGES, ids=lambda staged: f"{staged.preset.name}-{staged.arrangement}")


@ALL
def test_the_zone_of_type_is_on_one_side_of_every_edge_of_the_window(staged: Stage) -> None:
    """It is in the window or outside of it, with the line around it; information is in the window, beside the zone."""
    zone, safe = type_zone(staged.preset), caption_zone(staged.preset)
    assert safe.top <= zone.top < zone.bottom <= safe.bottom
    assert zone.height >= 0.15 * staged.preset.height
    if staged.mat is not None:
        window, line = window_of(staged.mat, staged.preset), staged.mat.line_share * staged.preset.width
        inside = window.top <= zone.top and zone.bottom <= window.bottom
        assert inside or zone.top >= window.bottom + line or zone.bottom <= window.top - line
        information = information_zone(staged.preset)
        assert window.left <= information.left < information.right <= window.right
        assert window.top <= information.top < information.bottom <= window.bottom
        assert information.bottom <= zone.top or information.top >= zone.bottom


@ALL
def test_a_caption_as_large_as_it_may_be_stays_in_the_zone_of_type(staged: Stage) -> None:
    """In every look, wherever its lines begin."""
    line = CaptionLine(words=(word("word"),), start_seconds=0.2, end_seconds=0.6)
    for look, language in product(LOOKS.values(), ("en", "ar")):
        style = look.in_colours("#3060a0", "#101020", "#ffd040", "anton")
        box = LetteredLine(line, preset=staged.preset, language=language, style=style, letterer=filling).box
        assert within(box, type_zone(staged.preset))


@ALL
def test_the_hook_stays_in_the_zone_of_type(staged: Stage) -> None:
    """Short and long ones, and one word that is too wide, in the type that is drawn."""
    for text in TEXTS:
        words = tuple(map(word, text.split()))
        hook = HookTitle(words=words, end_seconds=2.0, intro="A brand" if len(words) == 1 else "")
        clip = hook_clip(hook, preset=staged.preset, language="en", style=CaptionStyle())
        assert clip is not None
        left, top = clip.pos(0.0)  # type: ignore[no-untyped-call] # moviepy ships no types
        assert within(Box(left, top, left + clip.size[0], top + clip.size[1]), type_zone(staged.preset))


@ALL
def test_the_things_of_a_picture_stay_whole_and_clear_of_type_in_every_view(staged: Stage) -> None:
    """One, two and three, in a list or not, floating or standing, at both ends of every motion and in every beat."""
    for shared, things in pictures(staged):
        layout = layout_of(shape_of(*staged.size), staged.arrangement, shared=shared)
        room = room_of(staged.preset, staged.mat)
        extent = around(things, staged.size)
        if shared:
            room = clear_of(lettering(layout, staged.size), extent, room, staged.size)
        for view in views():
            seen = on_frame(extent, kept(view, extent, room))
            assert room.left - 0.001 <= seen.left < seen.right <= room.right + 0.001
            assert room.top - 0.001 <= seen.top < seen.bottom <= room.bottom + 0.001


def test_captions_in_the_middle_of_a_thing_do_not_push_it_away() -> None:
    """Where a request has moved captions to, no other place may be free."""
    preset = PRESETS["shorts"].with_captions_at("middle")
    view = View(1.2, 0.5, 0.5)
    assert kept(view, Extent(0.2, 0.3, 0.8, 0.6), room_of(preset, None)) is view


def pictures(staged: Stage) -> Iterator[tuple[bool, list[Spot]]]:
    """Compose pictures of every number of things, without and with a headline."""
    for shared, count, equals, stands in product((False, True), (1, 2, 3), (False, True), (False, True)):
        layout = layout_of(shape_of(*staged.size), staged.arrangement, shared=shared)
        ground = layout.lowest_v if stands else None
        random = np.random.default_rng(count)
        width, height = staged.size
        yield (
            shared,
            spots(count, layout=layout, width=width, height=height, ground=ground, random=random, equals=equals),
        )


def views() -> Iterator[View]:
    """List views of the nearest plane: the ends of every motion, in every beat."""
    for path, (beat, _) in product(PATHS.values(), BEAT_ROWS.values()):
        for view in path:
            x, y = ((centre - focus) / beat.zoom + focus for centre, focus in zip(view[1:], FOCUS, strict=True))
            yield nearer(View(view.zoom * beat.zoom, x + beat.right, y + beat.down), 1.0)


def around(things: Sequence[Spot], size: tuple[int, int]) -> Extent:
    """Find the rectangle around things as large as their spots."""
    width, height = size
    half = [(spot.size * min(size) / 2 / width, spot.size * min(size) / 2 / height) for spot in things]
    middles = [spot.v - (down if spot.stands else 0) for spot, (_, down) in zip(things, half, strict=True)]
    lefts, rights = zip(
        *((spot.u - beside, spot.u + beside) for spot, (beside, _) in zip(things, half, strict=True)), strict=True
    )
    tops, bottoms = zip(*((v - down, v + down) for v, (_, down) in zip(middles, half, strict=True)), strict=True)
    return Extent(min(lefts), min(tops), max(rights), max(bottoms))


def lettering(layout: PictureLayout, size: tuple[int, int]) -> Box:
    """Find the largest headline of a layout."""
    width, height = size
    left, top = layout.text_u - layout.text_wide / 2, layout.text_v - layout.text_tall / 2
    right, bottom = left + layout.text_wide, top + layout.text_tall
    return Box(int(left * width), int(top * height), int(right * width), int(bottom * height))


def on_frame(extent: Extent, view: View) -> Extent:
    """Project a rectangle of the picture onto the frame."""
    across = (0.5 + (edge - view.centre_x) * view.zoom for edge in (extent.left, extent.right))
    down = (0.5 + (edge - view.centre_y) * view.zoom for edge in (extent.top, extent.bottom))
    (left, right), (top, bottom) = across, down
    return Extent(left, top, right, bottom)


def word(text: str) -> CaptionWord:
    """Time a word."""
    return CaptionWord(text=text, start_seconds=0.2, end_seconds=0.6)


def within(box: Box, zone: Box) -> bool:
    """Check whether a box is in a zone."""
    return zone.left <= box.left < box.right <= zone.right and zone.top <= box.top < box.bottom <= zone.bottom


def filling(words: Sequence[str], *, max_width_px: int, tallest_px: int, **_: Any) -> Tile:
    """Letter nothing, in the largest tile that is allowed."""
    return Tile(np.zeros((tallest_px, max_width_px, 4), np.uint8), lines=tuple(words), size_px=20.0)
