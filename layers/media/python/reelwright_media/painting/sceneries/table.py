"""The sceneries as data: paint function, default colours, particles, height of the ground."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from reelwright.film.scenes.model import PictureBrief, Scenery
from reelwright_media.diorama.model import Drift
from reelwright_media.painting.field import Field, Image
from reelwright_media.painting.palette import Palette, palette, tinted
from reelwright_media.painting.sceneries import (
    closeups,
    country,
    graphic,
    grounds,
    indoors,
    interior,
    land,
    outdoors,
    sea,
    sky,
    town,
)


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

    def tones(self, brief: PictureBrief) -> Palette:
        """Compute the colours for a brief. Raises ValueError if a code is not `#rrggbb`."""
        own = palette(brief.palette or self.codes)
        return own if brief.tint is None or brief.palette else tinted(own, palette(brief.tint), self.tint)


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
    "earth": SceneryRow(closeups.earth, ("#0a1430", "#1d4f8c", "#03050c", "#9fd0ff"), "none", tint=0.2),
    "black_hole": SceneryRow(closeups.black_hole, ("#0a0612", "#2a1038", "#050308", "#ffb35e"), "none", tint=0.15),
    "storm": SceneryRow(country.storm, ("#2b3350", "#5a6488", "#0d1020", "#bcd0ff"), "none", tint=0.25),
    "snow": SceneryRow(country.snow, ("#6f9fd0", "#c3dcf2", "#23406b", "#ffe9c9"), "snow", 0.64, tint=0.2),
    "field": SceneryRow(country.field, ("#4a9bdc", "#b5e0f0", "#1d4a2c", "#ffe48a"), "dust", 0.645, tint=0.2),
    "beach": SceneryRow(country.beach, ("#3f9fe0", "#b0e6f5", "#0f5a6e", "#fff0b5"), "none", 0.67, tint=0.15),
    "river": SceneryRow(country.river, ("#5a9bd0", "#bfe0e8", "#17452f", "#fff0b0"), "dust", tint=0.2),
    "bridge": SceneryRow(outdoors.bridge, ("#5a8fd0", "#f5c9a0", "#1a3a52", "#ffe0a8"), "none", 0.63, tint=0.25),
    "street": SceneryRow(outdoors.street, ("#5aa5e0", "#cfe6f2", "#2c2f3a", "#ffd98a"), "dust", 0.66, tint=0.25),
    "old_town": SceneryRow(outdoors.old_town, ("#7a6a9a", "#f0b890", "#3a2a24", "#ffd08a"), "dust", 0.66, tint=0.3),
    "road": SceneryRow(outdoors.road, ("#4a9be0", "#d5ebf5", "#27402a", "#ffe6a0"), "none", 0.68, tint=0.25),
    "railway": SceneryRow(outdoors.railway, ("#6f8fc0", "#f0c8a8", "#2f2a2c", "#ffd9a0"), "dust", 0.68, tint=0.3),
    "market": SceneryRow(outdoors.market, ("#5f7fb0", "#f0c898", "#3a2418", "#ffd27a"), "dust", 0.68, tint=0.3),
    "stadium": SceneryRow(outdoors.stadium, ("#101a3a", "#2c4a7a", "#0c1420", "#fff0b0"), "dust", 0.66, tint=0.3),
    "office": SceneryRow(indoors.office, ("#8fa8c0", "#d9dfe6", "#2c3442", "#cfe6ff"), "dust", 0.64, tint=0.35),
    "school": SceneryRow(indoors.school, ("#d9c79a", "#efe0b8", "#5a3a24", "#fff0c0"), "dust", 0.64, tint=0.3),
    "hospital": SceneryRow(indoors.hospital, ("#9fd0d8", "#d5eef0", "#3a5a6b", "#8fe0d0"), "none", 0.64, tint=0.2),
    "laboratory": SceneryRow(
        indoors.laboratory, ("#2f4f7a", "#6f9fc0", "#16243a", "#9fe8ff"), "dust", 0.615, tint=0.35
    ),
    "bedroom": SceneryRow(indoors.bedroom, ("#2a2f5a", "#5a4a7a", "#1a1530", "#ffcf8a"), "dust", 0.66, tint=0.35),
    "gym": SceneryRow(indoors.gym, ("#3a4252", "#6a7486", "#1a1d26", "#ffb34a"), "dust", 0.66, tint=0.4),
    "stage": SceneryRow(indoors.stage, ("#7a1f35", "#b83a4a", "#1c0a14", "#ffe0a0"), "dust", 0.66, tint=0.4),
    "neurons": SceneryRow(closeups.neurons, ("#2a1a4a", "#6a3a8c", "#0c0818", "#ff9fd0"), "sparks", tint=0.4),
    "dna": SceneryRow(closeups.dna, ("#12304a", "#1f5a7a", "#08141f", "#7fe8ff"), "dust", tint=0.4),
    "circuit": SceneryRow(closeups.circuit, ("#0a2a2f", "#155a5a", "#04100f", "#5fffd0"), "sparks", tint=0.5),
    "gradient": SceneryRow(grounds.soft_gradient, ("#4a5fd0", "#c05fd0", "#2a1a5a", "#ffc08a"), "none", tint=1.0),
    "halftone": SceneryRow(grounds.halftone, ("#ff8a5a", "#ffc05a", "#a52a5a", "#fff0b0"), "none", tint=1.0),
    "grid": SceneryRow(grounds.grid, ("#12305a", "#1f5a8c", "#081428", "#8fd0ff"), "none", tint=1.0),
    "bokeh": SceneryRow(grounds.bokeh, ("#2a1a3a", "#7a3a5a", "#140a1f", "#ffc98a"), "dust", tint=1.0),
}
