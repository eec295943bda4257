"""A shot's information as a layer over its picture."""

from pathlib import Path
from typing import Final

from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.arrangements import Mat
from reelwright.film.scenes.information.model import WITH_PICTURE
from reelwright.film.timeline.model import ShotInformation
from reelwright_media.canvas.placing import Box
from reelwright_media.canvas.planes import Planes
from reelwright_media.shots.information.drawing import Style, style_of
from reelwright_media.shots.information.globe import GlobeGround, is_for_globe
from reelwright_media.shots.information.ground import MapGround
from reelwright_media.shots.information.layouts import LAYOUTS
from reelwright_media.shots.information.parts import CardPart
from reelwright_media.shots.information.places import Ground, place_parts
from reelwright_media.shots.information.zone import information_zone

_HEADLINE_SHARE: Final = 0.29
"""Smallest height of a figure above a subject, as a share of the area's height."""


class InformationLayer:
    """Draws a shot's information; everything is set for the first frame that shows it."""

    def __init__(
        self,
        shown: ShotInformation,
        preset: Preset,
        language: str,
        *,
        font: Path | None = None,
        mat: Mat | None = None,
    ) -> None:
        self._shown = shown
        self._mat = mat
        self._preset = preset
        self._language = language
        self._font = font
        self._parts: list[CardPart] | None = None
        self._ground: Ground | None = None

    @property
    def fills_frame(self) -> bool:
        """Whether the picture behind is darkened, because nothing else of it matters."""
        return self._shown.kind not in WITH_PICTURE

    def lay(self, t: float, planes: Planes, headline: Box | None = None) -> None:
        """Draw the information at `t` seconds of the shot; `headline` is the picture's own place for large type."""
        if self._parts is None:
            box = information_zone(self._preset, self._mat)
            if headline is not None and not self.fills_frame:
                lowest = box.top + round(_HEADLINE_SHARE * box.height)
                box = Box(box.left, box.top, box.right, min(box.bottom, max(headline.bottom, lowest)))
            style = style_of(self._shown.palette, self._shown.face, self._language, self._font)
            self._parts = self._laid_out(box, style)
        for part in self._parts:
            part.lay(t, planes)

    def _laid_out(self, box: Box, style: Style) -> list[CardPart]:
        ground = self._map()
        if ground is not None:
            return place_parts(self._shown, box, style, ground)
        return LAYOUTS[self._shown.kind](self._shown, box, style)

    def lay_ground(self, t: float, planes: Planes) -> bool:
        """Draw the ground of a map in place of the picture; false for every other kind, which draws none."""
        ground = self._map()
        if ground is None:
            return False
        ground.draw(t, planes)
        return True

    def _map(self) -> Ground | None:
        if self._shown.places and self._ground is None:
            zone = information_zone(self._preset, self._mat)
            kind = GlobeGround if is_for_globe(self._shown.places) else MapGround
            self._ground = kind(self._shown, zone, (self._preset.width, self._preset.height))
        return self._ground
