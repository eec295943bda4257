"""A diorama with a camera motion, as a clip: backdrop, specks, subjects and type each move at their own speed."""

import math
from collections.abc import Callable
from typing import Final, NamedTuple

import cv2

from reelwright.errors import StepError
from reelwright.film.timeline.model import Motion
from reelwright_media.canvas.motion import (
    FAR_PATHS,
    View,
    eased,
    far_view_at,
    moving_axis,
    nearer,
    steady_zoom,
    view_at,
)
from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.pictures import enlarged_planes
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import Planes, RgbImage, empty_planes, planes_from_rgb, rgb_from_planes
from reelwright_media.canvas.sampling import Slide, draw_view
from reelwright_media.canvas.tiles import PlaneTile, fit_box, plane_tile
from reelwright_media.diorama.model import CutoutRow, Diorama, DioramaSheet, Premultiplied
from reelwright_media.shots.actor import Actor, Placement
from reelwright_media.shots.changes import STEADY, Changes
from reelwright_media.shots.darkening import darkened
from reelwright_media.shots.specks import Specks
from reelwright_media.shots.sprites import OVERSIZE as SPRITE_OVERSIZE
from reelwright_media.shots.sprites import Corner, Sprite, trimmed
from reelwright_media.shots.staying import ANYWHERE, Extent, clear_of, extent_of, kept, most_zoom

TYPE_ENTERS_SECONDS: Final = 0.2
"""When type enters: viewers see the picture first, then its text."""
_ENTRANCE_SECONDS: Final = 0.4
_SMALLEST_TYPE: Final = 0.82
_BOB_SHARE: Final = 0.011
"""Amplitude of a floating subject's motion, as a share of the frame's shorter side."""
_BOB_SECONDS: Final = 4.2
_CUT_SHARE: Final = 0.015
"""How far a subject may leave the frame beyond the backdrop's own motion, as a share of the frame."""
_DEPTH_SHARES: Final = (1.0, 0.8, 0.6, 0.4, 0.2)
"""Shares of a subject's depth to try, until its motion keeps it in the frame."""


class ParallaxClip(PaintedClip):
    """A diorama moved by one camera motion of `motion_seconds`; the clip may show only a part of the motion.

    `diorama` is called once, for the first frame. Type is fixed on the screen and enters at `type_from_seconds`; on a
    poster without a thing it is there from the first frame. Things stay in the `room`. From `flat_from_seconds` on, where a
    transition hides the parallax, all planes move as one picture at the backdrop's speed: it is composed once and then only
    shifted. Frames depend on diorama and time only, not on their order.
    """

    def __init__(
        self,
        diorama: Callable[[], Diorama],
        *,
        size: tuple[int, int],
        motion: Motion,
        motion_seconds: float,
        seconds: float,
        type_from_seconds: float = TYPE_ENTERS_SECONDS,
        flat_from_seconds: float = math.inf,
        changes: Changes = STEADY,
        room: Extent = ANYWHERE,
        is_poster: bool = False,
    ) -> None:
        super().__init__(size, seconds)
        self._diorama = diorama
        self._motion: Motion = motion
        self._motion_seconds = motion_seconds
        self._type_from_seconds = type_from_seconds
        self._flat_from_seconds = flat_from_seconds
        self._changes = changes
        self._room = room
        self._is_poster = is_poster
        # Lists and dictionaries, because moviepy copies clips shallowly: copies share what was decoded.
        self._prepared: dict[int, _PreparedDiorama] = {}
        self._read: list[_OpenedDiorama] = []
        self._flat: list[Planes] = []

    def frame_function(self, t: float) -> RgbImage:
        """Draw the RGB picture at `t` seconds."""
        planes = empty_planes(*self._own_size)
        self.draw(t, planes)
        return rgb_from_planes(planes)

    def draw(self, t: float, planes: Planes) -> None:
        """Draw the diorama at `t` seconds to `planes`."""
        prepared = self._prepared_for(self._changes.beat_at(min(t, self._flat_from_seconds)))
        if t > self._flat_from_seconds:
            self._draw_flat(prepared, t, planes)
        else:
            self._draw_deep(prepared, t, planes)
        information = self._changes.information
        if information is not None:
            information.lay(t, planes, prepared.headline)
            return
        alone = self._is_poster and not prepared.subjects
        enters = -_ENTRANCE_SECONDS if alone else self._type_from_seconds
        for lettering in prepared.type:
            lettering.lay((t - enters) / _ENTRANCE_SECONDS, planes)

    def _prepared_for(self, beat: int) -> "_PreparedDiorama":
        """Prepare the planes for the zoom of a beat, at which they are drawn cheaply; only one beat's are kept."""
        if beat not in self._prepared:
            if not self._read:
                self._read.append(_OpenedDiorama(self._diorama(), self._own_size, self._changes, self._room))
            scene = _Staging(self._own_size, self._motion, self._motion_seconds, self._changes, beat)
            self._prepared = {beat: _PreparedDiorama(self._read[0], scene)}
        return self._prepared[beat]

    def _draw_deep(self, prepared: "_PreparedDiorama", t: float, planes: Planes) -> None:
        view = self._changes.seen(view_at(self._motion, t, length_seconds=self._motion_seconds), t)
        information = self._changes.information
        if information is None or not information.lay_ground(t, planes):
            draw_view(prepared.backdrop, self._far_view(t), planes, prepared.slide)
        prepared.specks.lay_far(t, view, planes.y)
        for subject in prepared.subjects:
            shift = (0.0, prepared.bob(subject.row, t))
            near = kept(nearer(view, subject.depth), prepared.extent, prepared.room)
            if isinstance(subject.sprite, Actor):
                subject.sprite.lay(t, Placement(near, shift), subject.oversize, planes)
            else:
                subject.sprite.lay(near, shift, planes)
        prepared.specks.lay_near(t, view, planes.y)

    def _draw_flat(self, prepared: "_PreparedDiorama", t: float, planes: Planes) -> None:
        """Draw the scene of `flat_from_seconds`, shifted by the backdrop's motion since then."""
        if not self._flat:
            flat = empty_planes(*self._own_size)
            self._draw_deep(prepared, self._flat_from_seconds, flat)
            self._flat.append(flat)
        then, now = self._far_view(self._flat_from_seconds), self._far_view(t)
        right, down = (now.centre_x - then.centre_x) * now.zoom, (now.centre_y - then.centre_y) * now.zoom
        for source, target in zip(self._flat[0], planes, strict=True):
            height, width = target.shape
            middle = (width * (0.5 + right) - 0.5, height * (0.5 + down) - 0.5)
            cv2.getRectSubPix(source, (width, height), middle, target)

    def _far_view(self, t: float) -> View:
        return self._changes.seen(far_view_at(self._motion, t, length_seconds=self._motion_seconds), t)


class _Staging(NamedTuple):
    """What a diorama is prepared for: frame size, camera motion and its seconds, changes, and the beat."""

    size: tuple[int, int]
    motion: Motion
    motion_seconds: float
    changes: Changes
    beat: int

    @property
    def zoom(self) -> float:
        """The zoom of the beat."""
        return self.changes.zoom_of(self.beat)


class _OpenedDiorama:
    """What is the same in every beat: colours as planes, type, specks.

    Raises StepError if the diorama has another size than the frames: it was painted for another film.
    """

    def __init__(self, diorama: Diorama, size: tuple[int, int], changes: Changes, room: Extent) -> None:
        sheet = diorama.sheet
        if (sheet.width, sheet.height) != size:
            raise StepError(f"A picture in planes of {sheet.width}x{sheet.height} was given for a film of {size}.")
        rows = list(zip(sheet.cutouts, diorama.cutouts, strict=True))
        information = changes.information
        quiet = information is not None and information.fills_frame
        self.sheet = sheet
        self.backdrop = planes_from_rgb(darkened(diorama.backdrop) if quiet else diorama.backdrop)
        self.shown = [] if quiet else [(row, rgba) for row, rgba in rows if row.part == "subject"]
        self.headline = next((_box_of(row, rgba) for row, rgba in rows if row.part == "type"), None)
        self.extent = extent_of(self.shown, size)
        self.room = room if self.extent is None else clear_of(self.headline, self.extent, room, size)
        self.most_zoom = math.inf if self.extent is None else most_zoom(self.extent, self.room)
        self.sprites: dict[int, tuple[float, Sprite | Actor]] = {}
        self.type = [_Lettering(rgba, row, size) for row, rgba in rows if row.part == "type"]
        self.specks = Specks(sheet.drift, light=sheet.drift_light, seed=sheet.seed, width=size[0], height=size[1])


class _PreparedDiorama:
    """A diorama's planes at the sizes of one beat."""

    def __init__(self, opened: _OpenedDiorama, scene: _Staging) -> None:
        sheet, size = opened.sheet, scene.size
        zoom = FAR_PATHS[scene.motion][0].zoom * scene.zoom
        self.backdrop = enlarged_planes(opened.backdrop, *size, oversize=zoom)
        self.slide = Slide(moving_axis(scene.motion))
        self.subjects = [_subject(place, opened, scene) for place in range(len(opened.shown))]
        self.type, self.headline, self.specks = opened.type, opened.headline, opened.specks
        self.extent, self.room = opened.extent, opened.room
        self._phase = sheet.seed % 97 / 97
        self._bob_px = _BOB_SHARE * min(size)

    def bob(self, row: CutoutRow, t: float) -> float:
        """Vertical offset of a floating subject in pixels, positive downward; the phase differs by depth."""
        if not row.floats:
            return 0.0
        turns = self._phase + row.depth / 3 + t / _BOB_SECONDS
        return self._bob_px * (0.4 + 0.6 * row.depth) * math.sin(2 * math.pi * turns)


class _Subject(NamedTuple):
    """A subject and the depth that sets its speed: 0 moves with the backdrop."""

    row: CutoutRow
    sprite: Sprite | Actor
    depth: float
    oversize: float


def _subject(place: int, opened: _OpenedDiorama, scene: _Staging) -> _Subject:
    """Prepare a subject at the size that it mostly has: that of a constant zoom with the beat's.

    A subject whose zoom changes anyway has one size in all beats, and its sprite is made once.
    """
    row, rgba = opened.shown[place]
    ends = [view_at(scene.motion, at, length_seconds=scene.motion_seconds) for at in (0, scene.motion_seconds)]
    zoom = steady_zoom(scene.motion)
    depth = _depth(row, rgba, opened.sheet, ends)
    steady = None if zoom is None else min(nearer(View(zoom * scene.zoom, 0.5, 0.5), depth).zoom, opened.most_zoom)
    oversize = SPRITE_OVERSIZE if steady is None else steady
    if place not in opened.sprites or opened.sprites[place][0] != oversize:
        act = scene.changes.act_of(len(opened.shown) - 1 - place)
        corner = Corner(row.left, row.top)
        if act is None:
            sprite: Sprite | Actor = Sprite(*trimmed(rgba, corner), oversize=oversize)
        else:
            sprite = Actor(row, rgba, act, scene.size, opened.room)
        opened.sprites[place] = (oversize, sprite)
    return _Subject(row, opened.sprites[place][1], depth, oversize)


def _box_of(row: CutoutRow, rgba: Premultiplied) -> Box:
    return Box(row.left, row.top, row.left + rgba.shape[1], row.top + rgba.shape[0])


def _depth(row: CutoutRow, rgba: Premultiplied, sheet: DioramaSheet, ends: list[View]) -> float:
    """Reduce the subject's depth until the motion does not carry it out of the frame; 0 as the last resort."""
    left, right = row.left / sheet.width, (row.left + rgba.shape[1]) / sheet.width
    top, bottom = row.top / sheet.height, (row.top + rgba.shape[0]) / sheet.height

    def outside(depth: float) -> float:
        views = [nearer(view, depth) for view in ends]
        spans = [(left, right, view.centre_x, view.zoom) for view in views]
        spans += [(top, bottom, view.centre_y, view.zoom) for view in views]
        return float(max(max((centre - low) * zoom, (high - centre) * zoom) - 0.5 for low, high, centre, zoom in spans))

    allowed = max(0.0, outside(0.0)) + _CUT_SHARE
    return next((row.depth * share for share in _DEPTH_SHARES if outside(row.depth * share) <= allowed), 0.0)


class _Lettering:
    """Type of a diorama, fixed on the screen: grows during its entrance, then is cached and costs one blend per frame."""

    def __init__(self, rgba: Premultiplied, row: CutoutRow, size: tuple[int, int]) -> None:
        self._rgba = rgba
        left, top = row.left // 2 * 2, row.top // 2 * 2
        wide, high = -(-rgba.shape[1] // 2) * 2, -(-rgba.shape[0] // 2) * 2
        self._box = Box(left, top, min(left + wide, size[0]), min(top + high, size[1]))
        self._tile: PlaneTile | None = None

    def lay(self, share: float, planes: Planes) -> None:
        """Blend the type onto the frame; `share` is the progress of its entrance, and nothing is drawn up to 0."""
        if share <= 0:
            return
        if share < 1:
            way = eased(share)
            self._at(_SMALLEST_TYPE + (1 - _SMALLEST_TYPE) * way, way).lay(planes.region(*self._box))
            return
        if self._tile is None:
            self._tile = self._at(1.0, 1.0)
        self._tile.lay(planes.region(*self._box))

    def _at(self, scale: float, opacity: float) -> PlaneTile:
        return plane_tile(fit_box(self._rgba, self._box.width, self._box.height, scale=scale, opacity=opacity))
