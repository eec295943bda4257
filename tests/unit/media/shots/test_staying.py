"""Type stands on one ground; no thing is under it, behind a mat's edge or cut off, in any arrangement or act."""

import math
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import product
from operator import itemgetter
from typing import Any, Final, NamedTuple, get_args

import numpy as np
import pytest

from reelwright.film.captions.colours import colours_of
from reelwright.film.captions.looks import LOOKS
from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.platforms.presets import PRESETS, Preset
from reelwright.film.scenes.acting import ActKind
from reelwright.film.scenes.arrangements import ARRANGEMENTS, ArrangementName, Mat
from reelwright.film.timeline.model import HookTitle
from reelwright_media.canvas.motion import PATHS, View, nearer
from reelwright_media.canvas.placing import Box, caption_zone, type_zone
from reelwright_media.captioning.lettered import LetteredLine
from reelwright_media.painting.composition import PictureLayout, Spot, layout_of, shape_of, spots
from reelwright_media.shots.acting import ACTS, PART_LEAN_DEGREES, Pose, Travel, copies_at, pose_at
from reelwright_media.shots.changes import BEAT_ROWS, FOCUS
from reelwright_media.shots.information.zone import information_zone
from reelwright_media.shots.staying import Extent, acting, clear_of, kept, room_of, seen
from reelwright_media.shots.titles import hook_clip
from reelwright_media.typography import Tile

TRAVELS: Final[dict[ActKind, Travel]] = {kind: row.travel for kind, row in ACTS.items()}
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
    """It is in the window or outside of it, with the line around it; information is in the room, beside the zone."""
    preset, mat = staged.preset, staged.mat or Mat()
    zone, safe = type_zone(preset), caption_zone(preset)
    assert safe.top <= zone.top < zone.bottom <= safe.bottom
    assert zone.height >= 0.15 * preset.height
    top, bottom, line = mat.top * preset.height, (1 - mat.bottom) * preset.height, mat.line_share * preset.width
    inside = top <= zone.top and zone.bottom <= bottom
    assert inside or zone.top >= bottom + line or zone.bottom <= top - line
    information, room = information_zone(preset, staged.mat), mat.room
    assert room[0] * preset.width - 1 <= information.left < information.right <= (1 - room[2]) * preset.width + 1
    assert room[1] * preset.height - 1 <= information.top < information.bottom <= (1 - room[3]) * preset.height + 1
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
            box = seen(extent, kept(view, extent, room))
            assert room.left - 0.001 <= box.left < box.right <= room.right + 0.001
            assert room.top - 0.001 <= box.top < box.bottom <= room.bottom + 0.001


@ALL
def test_the_thing_that_acts_stays_whole_and_clear_of_type_in_every_pose(staged: Stage) -> None:
    """Each act of the hero and its copies, from before to after it, in the views that differ most."""
    for shared, things in pictures(staged, counts=(1, 2)):
        layout = layout_of(shape_of(*staged.size), staged.arrangement, shared=shared)
        extent, hero = around(things, staged.size), around(things[:1], staged.size)
        room = room_of(staged.preset, staged.mat)
        if shared:
            room = clear_of(lettering(layout, staged.size), extent, room, staged.size)
        for view, kind in product(far_apart(), get_args(ActKind)):
            stands = seen(hero, kept(view, extent, room))
            for pose in [] if ACTS[kind].leaves else poses_of(kind):
                posed = acting(pose, TRAVELS[kind], stands, room, staged.size)
                box = bounded(posed, stands, staged.size)
                assert room.left - 0.001 <= box.left <= box.right <= room.right + 0.001, (kind, pose)
                assert room.top - 0.001 <= box.top <= box.bottom <= room.bottom + 0.001, (kind, pose)


@ALL
def test_a_thing_that_rises_or_falls_moves_as_far_as_its_room_allows(staged: Stage) -> None:
    """It is not pressed against an edge: its way there is shortened, and ends at the edge."""
    layout = layout_of(shape_of(*staged.size), staged.arrangement, shared=False)
    room, thing = room_of(staged.preset, staged.mat), Extent(0.4, layout.hero_v - 0.05, 0.6, layout.hero_v + 0.05)
    for kind in ("rise", "fall"):
        downs = [acting(pose, TRAVELS[kind], thing, room, staged.size).down for pose in poses_of(kind)]
        assert max(downs) - min(downs) > 0.15
        assert len(set(downs)) > 0.6 * len(downs)


def test_captions_in_the_middle_of_a_thing_do_not_push_it_away() -> None:
    """Where a request has moved captions to, no other place may be free."""
    preset = PRESETS["shorts"].with_captions_at("middle")
    view = View(1.2, 0.5, 0.5)
    assert kept(view, Extent(0.2, 0.3, 0.8, 0.6), room_of(preset, None)) is view


def pictures(staged: Stage, counts: tuple[int, ...] = (1, 2, 3)) -> Iterator[tuple[bool, list[Spot]]]:
    """Compose pictures of every number of things, without and with a headline."""
    for shared, count, equals, stands in product((False, True), counts, (False, True), (False, True)):
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


@cache
def far_apart() -> list[View]:
    """List the views that differ most: the first and last zoom and shift of all."""
    every = list(views())
    return [choose(every, key=itemgetter(axis)) for axis in range(3) for choose in (min, max)]


@cache
def poses_of(kind: ActKind) -> list[Pose]:
    """List the poses of a thing and of its copies, before, in and after its act."""
    times = [share * ACTS[kind].seconds / 8 for share in range(-1, 10)]
    return [pose for t in times for pose in (pose_at(kind, t), *copies_at(kind, t))]


def bounded(pose: Pose, thing: Extent, size: tuple[int, int]) -> Extent:
    """Find the rectangle around a thing in a pose: its corners moved with its halves, turned and scaled about its middle."""
    width, height = size
    wide, high = (thing.right - thing.left) * width / 2, (thing.bottom - thing.top) * height / 2
    lean = math.radians(PART_LEAN_DEGREES) * pose.parted
    corners = [
        (
            side * (wide * (1 + pose.parted) + 2 * high * math.sin(lean) * (up < 0)),
            up * high + wide * math.sin(lean) / 2 * up,
        )
        for side, up in product((-1, 1), repeat=2)
    ]
    turn = math.radians(pose.turn)
    turned = [(x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)) for x, y in corners]
    u = (thing.left + thing.right) / 2 + pose.right * min(size) / width
    v = thing.middle_v + pose.down * min(size) / height
    us, vs = zip(*((u + pose.scale * x / width, v + pose.scale * y / height) for x, y in turned), strict=True)
    return Extent(min(us), min(vs), max(us), max(vs))


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


def word(text: str) -> CaptionWord:
    """Time a word."""
    return CaptionWord(text=text, start_seconds=0.2, end_seconds=0.6)


def within(box: Box, zone: Box) -> bool:
    """Check whether a box is in a zone."""
    return zone.left <= box.left < box.right <= zone.right and zone.top <= box.top < box.bottom <= zone.bottom


def filling(words: Sequence[str], *, max_width_px: int, tallest_px: int, **_: Any) -> Tile:
    """Letter nothing, in the largest tile that is allowed."""
    return Tile(np.zeros((tallest_px, max_width_px, 4), np.uint8), lines=tuple(words), size_px=20.0)
