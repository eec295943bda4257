"""How captions look, as data."""

from dataclasses import dataclass
from typing import Final, Literal

from reelwright.film.text.languages import primary_language

Painting = Literal["karaoke", "pop", "box"]


@dataclass(frozen=True, slots=True)
class CaptionStyle:
    """Colours as `#rrggbb`; the type size is a share of the frame's shorter side."""

    painting: Painting = "karaoke"
    """What happens to the spoken word: see `painters`."""
    plain: str = "#ffffff"
    spoken: str = "#ffe04a"
    """The accent: fill of the word that is being spoken, and of the strongest words of a title."""
    box: str = "#f0245e"
    """Fill of the box behind the spoken word: white letters on it have a contrast of 4.1 to 1 (WCAG asks 3 of large type)."""
    type_share: float = 0.078
    capitals: bool = True
    """Set words in capitals, where the language's capitals are unambiguous."""


STYLES: Final[dict[str, CaptionStyle]] = {
    "karaoke": CaptionStyle(),
    "pop": CaptionStyle("pop", type_share=0.084),
    "box": CaptionStyle("box"),
}
"""The look of each style that is burned in, by its word in a request; a film without has the titles of `karaoke`."""
_DOTTED_I: Final = frozenset({"tr", "az"})
"""Languages whose i has a dotted capital, which `str.upper` does not give."""


def style_named(name: str) -> CaptionStyle:
    """Return the look of a caption style; that of `karaoke` where the style burns nothing in."""
    return STYLES.get(name, STYLES["karaoke"])


def written(word: str, style: CaptionStyle, language: str) -> str:
    """Return a word as the style sets it."""
    plain_capitals = primary_language(language) not in _DOTTED_I
    return word.upper() if style.capitals and plain_capitals else word
