"""The sceneries as data: paint function, default colours, particles, height of the ground."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from reelwright.film.scenes.model import Scenery
from reelwright_media.diorama.model import Drift
from reelwright_media.painting.field import Field, Image
from reelwright_media.painting.palette import Palette, palette, tinted
from reelwright_media.painting.sceneries import graphic, interior, land, sea, sky, town


@dataclass(frozen=True, slots=True)
class SceneryRow:
    """One scenery. `codes` are its default top, middle, bottom and accent colours.

    `stands` is the vertical position of the ground for subjects, as a share of the height; None lets them float.
    """

    paint: Callable[[Field, Palette], Image]
    codes: tuple[str, str, str, str]
    drift: Drift
    stands: float | None = None
    tint: float = 0.4
    """How far the scenery takes the film's palette, 0-1: graphic ones take it whole, a forest stays a forest."""

    def tones(self, film: tuple[str, str, str, str] | None) -> Palette:
        """Compute the colours in a film with this palette. Raises ValueError if a code is not `#rrggbb`."""
        own = palette(self.codes)
        return own if film is None else tinted(own, palette(film), self.tint)


SCENERIES: Final[dict[Scenery, SceneryRow]] = {
    "underwater": SceneryRow(sea.underwater, ("#1b8fb0", "#0b4f7a", "#03202f", "#9fefff"), "bubbles"),
    "abyss": SceneryRow(sea.abyss, ("#04101f", "#0d3f6b", "#01040a", "#3fc6ff"), "sparks"),
    "trench": SceneryRow(sea.trench, ("#0c6d91", "#07405e", "#010a12", "#7fe9ff"), "bubbles"),
    "sunset_sea": SceneryRow(sea.sunset_sea, ("#33305e", "#b9587a", "#1c1c3c", "#ffb067"), "dust"),
    "space": SceneryRow(sky.space, ("#0a0718", "#41208a", "#1b3fa8", "#e05cd6"), "dust"),
    "mountains": SceneryRow(land.mountains, ("#4a6285", "#c7a491", "#101d33", "#ffd9a6"), "dust"),
    "city": SceneryRow(town.city, ("#0b1030", "#5a2c82", "#0b0a18", "#ff8fb0"), "dust"),
    "aurora": SceneryRow(sky.aurora, ("#050d26", "#0f3550", "#050b16", "#53f5b5"), "snow"),
    "rays": SceneryRow(graphic.rays, ("#ff7a6b", "#ff9f5a", "#4b1a63", "#ffe08a"), "none", tint=1.0),
    "forest": SceneryRow(land.forest, ("#2f6b52", "#5d9a6a", "#0a2318", "#f3f0a8"), "dust", 0.615),
    "desert": SceneryRow(land.desert, ("#3f7fb5", "#f3c58a", "#7a3a2a", "#ffb45e"), "dust", 0.615),
    "kitchen": SceneryRow(interior.kitchen, ("#5fb0a5", "#9ed0bd", "#3b2a2a", "#ffd98a"), "dust", 0.61),
    "room": SceneryRow(interior.room, ("#5a6ea8", "#d59a8c", "#3d2433", "#ffd08a"), "dust", 0.625),
    "paper": SceneryRow(graphic.paper, ("#ff9b71", "#e8506e", "#4a1f5c", "#ffe3b0"), "none", tint=1.0),
}
