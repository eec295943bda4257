"""The look of a film: palette, face for large type and captions, chosen once and held through all its scenes.

The mood limits the choice, the seed of the script makes it: the same script gives the same look. Films of a batch take turns
instead. The hue of the palette is turned by a few degrees more, so that two films with the same palette still differ.
"""

import colorsys
import random
from collections import Counter
from typing import Final, NamedTuple, TypeVar, get_args

from reelwright.film.captions.colours import colours_of
from reelwright.film.captions.looks import LOOKS
from reelwright.film.scenes.arrangements import ARRANGEMENTS, ArrangementName, Ornament
from reelwright.film.scenes.brand import BrandColours
from reelwright.film.scenes.model import FilmLook, Mood, PaletteCodes
from reelwright.film.scenes.treatments import TREATMENTS, GroundPrint, IconPrint
from reelwright.film.text.faces import TitleFace

Name = TypeVar("Name", bound=str)

_TURN: Final = 0.045
"""Largest turn of the hue, as a share of the circle: 16 degrees. The palette keeps its character."""

_MANY: Final = 27720
"""A multiple of the numbers of colour rows that any mat has, up to twelve."""

_PALETTES: Final[dict[str, PaletteCodes]] = {
    "night": ("#0b1030", "#33307f", "#080818", "#8fb8ff"),
    "nebula": ("#150a2e", "#5a2a8c", "#0a0618", "#ff8fd8"),
    "deep": ("#04222f", "#0d5a72", "#02131c", "#6ff0e0"),
    "ember": ("#2a0d14", "#8c2f2a", "#12060a", "#ffb04f"),
    "dawn": ("#5a5f9e", "#f0a58c", "#2b2347", "#ffc9d8"),
    "meadow": ("#2f7d6b", "#9fcf8c", "#12392f", "#e6f78a"),
    "sky": ("#3f8fd0", "#a8d8f0", "#173a66", "#ffdf6b"),
    "coral": ("#ff6b5e", "#ff9a8a", "#5a1f5c", "#ffd0dc"),
    "candy": ("#ff6fa8", "#ffb3c8", "#5a2382", "#a8f0e6"),
    "citrus": ("#ffc04d", "#f7953a", "#7a2d1c", "#e4f59a"),
    "mint": ("#2fb59a", "#a5e8d0", "#0f4a4f", "#ffc8b0"),
    "steel": ("#2b3a52", "#6d87a6", "#121a28", "#ffd45e"),
    "poster": ("#c8362e", "#f06a3c", "#2a1030", "#ffe6b0"),
    "royal": ("#2a2fa0", "#5f6ff0", "#10123f", "#ffcf5a"),
    "lilac": ("#7a6fc8", "#c9a8e0", "#2f2350", "#c8f0d8"),
    "ink": ("#16181f", "#3c4252", "#08090d", "#ff6b57"),
}
"""Top, middle, bottom and accent of each palette."""


class _Choices(NamedTuple):
    """Names of what fits a mood."""

    palettes: tuple[str, ...]
    captions: tuple[str, ...]
    treatments: tuple[str, ...]


_OF_MOOD: Final[dict[Mood, _Choices]] = {
    "awe": _Choices(
        ("night", "nebula", "deep", "royal", "dawn", "ember", "ink"),
        (
            "editorial",
            "subtitle",
            "shout",
            "banner",
            "slab",
            "quote",
            "stamp",
            "brush",
            "typed",
            "ticker",
            "pop",
            "label",
        ),
        (
            "lit",
            "spotlight",
            "poster",
            "medal",
            "ink",
            "circles",
            "noir",
            "theatre",
            "moonlit",
            "corner",
            "dial",
            "xerox",
            "halo",
            "ribbon",
            "tide",
            "beam",
            "mosaic",
        ),
    ),
    "calm": _Choices(
        ("dawn", "meadow", "sky", "mint", "lilac", "deep", "coral", "citrus"),
        (
            "editorial",
            "brush",
            "subtitle",
            "typed",
            "note",
            "quote",
            "label",
            "slab",
            "round",
            "plate",
            "stamp",
            "marker",
        ),
        (
            "lit",
            "collage",
            "riso",
            "flat",
            "two_tone",
            "sketch",
            "circles",
            "notebook",
            "target",
            "moonlit",
            "tide",
            "spotlight",
            "polka",
            "medal",
            "ribbon",
            "beam",
            "tiles",
        ),
    ),
    "upbeat": _Choices(
        ("coral", "candy", "citrus", "mint", "sky", "lilac", "royal"),
        (
            "label",
            "plate",
            "pop",
            "brush",
            "marker",
            "ticker",
            "bubble",
            "comic",
            "note",
            "round",
            "quote",
            "typed",
            "slab",
            "stamp",
            "subtitle",
            "shout",
        ),
        (
            "sticker",
            "badge",
            "riso",
            "cutout",
            "polka",
            "checker",
            "burst",
            "flat",
            "confetti",
            "rays",
            "surf",
            "target",
            "pop_art",
            "beam",
            "dots",
            "two_tone",
        ),
    ),
    "comedy": _Choices(
        ("candy", "citrus", "coral", "mint", "royal", "sky"),
        (
            "comic",
            "plate",
            "note",
            "label",
            "pop",
            "bubble",
            "ticker",
            "marker",
            "round",
            "typed",
            "brush",
            "quote",
            "slab",
            "stamp",
            "subtitle",
            "shout",
        ),
        (
            "comic",
            "shade",
            "dots",
            "burst",
            "polka",
            "notebook",
            "sticker",
            "collage",
            "tiles",
            "target",
            "pop_art",
            "scrapbook",
            "surf",
            "confetti",
            "badge",
            "flat",
            "two_tone",
        ),
    ),
    "tense": _Choices(
        ("ember", "ink", "night", "steel", "nebula", "deep", "royal"),
        (
            "typed",
            "banner",
            "subtitle",
            "pop",
            "slab",
            "stamp",
            "ticker",
            "quote",
            "editorial",
            "shout",
            "brush",
            "label",
        ),
        (
            "noir",
            "board",
            "comic",
            "newsprint",
            "spotlight",
            "medal",
            "ink",
            "theatre",
            "xerox",
            "mosaic",
            "dial",
            "poster",
            "halo",
            "ribbon",
            "spot",
            "beam",
        ),
    ),
    "drive": _Choices(
        ("poster", "royal", "steel", "citrus", "coral", "nebula", "deep"),
        (
            "pop",
            "banner",
            "shout",
            "marker",
            "ticker",
            "stamp",
            "slab",
            "comic",
            "bubble",
            "plate",
            "typed",
            "quote",
            "subtitle",
            "label",
        ),
        (
            "shade",
            "two_tone",
            "board",
            "newsprint",
            "spot",
            "burst",
            "checker",
            "poster",
            "ribbon",
            "tiles",
            "rays",
            "mosaic",
            "beam",
            "ink",
            "flat",
            "target",
            "spotlight",
        ),
    ),
}


_RESEMBLING: Final[tuple[ArrangementName, ...]] = ("slant", "screen", "header", "top")
"""Arrangements that are like another one: "torn" and "strip", "browser" and "print", "full"."""

_PALETTE_TURNS: Final = (
    ("night", "sky", "steel"),
    ("nebula", "candy", "lilac"),
    ("deep", "mint", "meadow"),
    ("ember", "coral"),
    ("dawn", "royal"),
    ("ink", "citrus", "poster"),
)
"""Palettes of one hue each, light and dark: films of a batch differ in hue first."""

_GROUND_TURNS: Final[tuple[tuple[GroundPrint, ...], ...]] = (
    ("scenery", "spotlight"),
    ("duotone", "poster"),
    ("mono", "halftone", "board"),
    ("paper", "ruled"),
    ("flat", "blocks"),
    ("stripes",),
    ("waves",),
    ("burst",),
    ("checks",),
    ("polka",),
    ("circles",),
)
"""Grounds that look alike: films of a batch take turns with them."""

_RARE_PRINTS: Final[tuple[IconPrint, ...]] = ("line", "riso")
"""Ways to draw things that have few treatments: they come last in the turns of a batch."""
_PRINTS: Final = tuple(one for one in get_args(IconPrint) if one not in _RARE_PRINTS)

_PLAYFUL: Final = frozenset(
    {"badge", "checker", "comic", "confetti", "dots", "notebook", "polka", "pop_art", "scrapbook", "surf"}
)
_DARK: Final = frozenset({"noir", "theatre", "xerox", "newsprint", "board", "spotlight"})
_RESTLESS: Final = frozenset({"burst", "checker", "comic", "dots", "pop_art", "newsprint", "noir", "xerox"})
_AGAINST: Final[dict[Mood, frozenset[str]]] = {
    "awe": _PLAYFUL,
    "calm": _RESTLESS,
    "upbeat": _DARK,
    "comedy": _DARK,
    "tense": _PLAYFUL,
    "drive": frozenset({"confetti", "polka", "notebook", "scrapbook", "moonlit", "theatre"}),
}
"""Treatments that contradict a mood. A film of a batch takes any other: films of all moods differ in how they draw things."""

_CAPTION_TURNS: Final = (
    ("typed",),
    ("slab",),
    ("quote",),
    ("stamp",),
    ("subtitle",),
    ("ticker", "marker"),
    ("shout", "round"),
    ("pop", "note"),
    ("brush", "marker"),
    ("editorial", "bubble"),
    ("banner", "plate"),
    ("label",),
)
"""Caption looks for each turn in a batch: the first that suits the mood. Films of different moods have different ones too."""


class InBatch(NamedTuple):
    """A film's place in its batch."""

    batch_id: str
    line: int


def look_of(mood: Mood, seed: int, colours: BrandColours | None = None, in_batch: InBatch | None = None) -> FilmLook:
    """Choose the look of a film, in the colours of a brand if given. Deterministic.

    Each part follows from the seed. In a batch the line takes it, out of an order of its own for each batch and part. Films
    of one batch share an arrangement only when all are used up, whatever their moods; captions and grounds nearly so.
    """
    choices, draw = _OF_MOOD[mood], _Draw(seed, in_batch)
    turn = _chance(seed, "hue").uniform(-_TURN, _TURN)
    codes = _PALETTES[draw.turn("palette", choices.palettes, _PALETTE_TURNS)]
    palette = _turned(codes, turn) if colours is None else colours.palette
    lettering = LOOKS[draw.turn("captions", choices.captions, _CAPTION_TURNS)]
    face = draw.spread("face", lettering.faces, get_args(TitleFace))
    captions = lettering.in_colours(*palette[1:], face)
    treatment = TREATMENTS[draw.treatment(mood, choices.treatments)]
    arrangement = draw.arrangement()
    arranged = ARRANGEMENTS[arrangement]
    ornament = draw.spread("ornament", arranged.ornaments, get_args(Ornament))
    mat = arranged.mat_in(colours_of(*palette[1:]), draw.number("mat"), ornament)
    return FilmLook(
        mood=mood, palette=palette, face=face, treatment=treatment, arrangement=arrangement, mat=mat, captions=captions
    )


class _Draw:
    """Draws the parts of one look by its seed, or by its line in an order that the batch has for each part."""

    def __init__(self, seed: int, in_batch: InBatch | None) -> None:
        self._seed = seed
        self._in_batch = in_batch

    def name(self, part: str, names: tuple[Name, ...]) -> Name:
        if self._in_batch is None:
            return _chance(self._seed, part).choice(names)
        order = _chance(self._in_batch.batch_id, part).sample(names, len(names))
        return order[self._in_batch.line % len(order)]

    def turn(self, part: str, names: tuple[str, ...], turns: tuple[tuple[str, ...], ...]) -> str:
        """Draw one of the names; in a batch out of the turn of the line, which has one that suits every mood."""
        if self._in_batch is None:
            return self.name(part, names)
        order = _chance(self._in_batch.batch_id, part).sample(turns, len(turns))
        again, place = divmod(self._in_batch.line, len(order))
        suiting = [name for name in order[place] if name in names]
        return suiting[again % len(suiting)]

    def arrangement(self) -> ArrangementName:
        """Draw an arrangement; in a batch those that resemble others come last in the order."""
        names: tuple[ArrangementName, ...] = get_args(ArrangementName)
        if self._in_batch is None:
            return self.name("stage", names)
        chance = _chance(self._in_batch.batch_id, "stage")
        first = [name for name in names if name not in _RESEMBLING]
        order = (*chance.sample(first, len(first)), *_RESEMBLING)
        return order[(self._in_batch.line - 1) % len(order)]

    def spread(self, part: str, names: tuple[Name, ...], of: tuple[Name, ...]) -> Name:
        """Draw one of the names; in a batch that which comes next after the line in an order of all there are."""
        if self._in_batch is None:
            return self.name(part, names)
        batch_id, line = self._in_batch
        order = _chance(batch_id, part).sample(of, len(of))
        return min(names, key=lambda name: (order.index(name) - line) % len(order))

    def treatment(self, mood: Mood, names: tuple[str, ...]) -> str:
        """Draw a treatment; in a batch the line takes one of an order that goes through the ways to draw things."""
        if self._in_batch is None:
            return self.name("treatment", names)
        order = _suiting(mood, _in_turns(_chance(self._in_batch.batch_id, "treatment")))
        return order[self._in_batch.line % len(order)]

    def number(self, part: str) -> int:
        """Draw a number below `_MANY`; lines of a batch count."""
        if self._in_batch is None:
            return _chance(self._seed, part).randrange(_MANY)
        return (self._in_batch.line + _chance(self._in_batch.batch_id, part).randrange(_MANY)) % _MANY


def _in_turns(chance: random.Random) -> list[str]:
    """Order all treatments: each way to draw things has its turn, with a ground unlike those before as far as there is one."""
    prints = (*chance.sample(_PRINTS, len(_PRINTS)), *_RARE_PRINTS)
    shuffled = chance.sample(list(TREATMENTS), len(TREATMENTS))
    used: Counter[int] = Counter()
    order: list[str] = []
    while len(order) < len(shuffled):
        for icons in prints:
            left = [name for name in shuffled if TREATMENTS[name].icons == icons and name not in order]
            if left:
                order.append(min(left, key=lambda name: used[_turn_of(TREATMENTS[name].ground)]))
                used[_turn_of(TREATMENTS[order[-1]].ground)] += 1
    return order


def _suiting(mood: Mood, order: list[str]) -> list[str]:
    """Keep what suits a mood; another is replaced by the last that draws things alike, which changes few places."""
    left = [name for name in order if name not in _AGAINST[mood]]
    kept: list[str] = []
    for wanted in order[: len(left)]:
        alike = [name for name in left if TREATMENTS[name].icons == TREATMENTS[wanted].icons] or left
        kept.append(wanted if wanted in left else alike[-1])
        left.remove(kept[-1])
    return kept


def _turn_of(ground: GroundPrint) -> int:
    return next(place for place, grounds in enumerate(_GROUND_TURNS) if ground in grounds)


def _chance(seed: int | str, part: str) -> random.Random:
    """Start a generator for one part of the look: the choice of one part does not depend on another's."""
    return random.Random(f"{seed}|look|{part}")  # noqa: S311 - a repeatable choice, not a secret


def _turned(codes: PaletteCodes, turn: float) -> PaletteCodes:
    top, middle, bottom, accent = (_turned_code(code, turn) for code in codes)
    return top, middle, bottom, accent


def _turned_code(code: str, turn: float) -> str:
    red, green, blue = (channel / 255 for channel in bytes.fromhex(code[1:]))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    return "#" + bytes(round(255 * one) for one in colorsys.hls_to_rgb((hue + turn) % 1, lightness, saturation)).hex()
