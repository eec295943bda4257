"""Caption styles, as data."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from reelwright.film.scenes.brand import BrandColours
from reelwright.film.text.lettering import capitals_of

Painting = Literal["karaoke", "pop", "box"]


@dataclass(frozen=True, slots=True)
class CaptionStyle:
    """Colours as `#rrggbb`; the type size is a share of the frame's shorter side."""

    painting: Painting = "karaoke"
    """How the spoken word is emphasised; see `painters`."""
    plain: str = "#ffffff"
    spoken: str = "#ffe04a"
    """The accent colour: fill of the spoken word, and of the strongest words of a title."""
    box: str = "#f0245e"
    """Fill of the box behind the spoken word. White on it has a contrast of 4.1:1; WCAG requires 3:1 for large type."""
    type_share: float = 0.078
    capitals: bool = True
    """Set words in capitals."""
    font: Path | None = None
    """A brand's font."""


STYLES: Final[dict[str, CaptionStyle]] = {
    "karaoke": CaptionStyle(),
    "pop": CaptionStyle("pop", type_share=0.084),
    "box": CaptionStyle("box"),
}
"""Styles that are burned in, by their name in a request. Films without burned captions use `karaoke` for titles."""


def style_named(name: str) -> CaptionStyle:
    """Look up a caption style; `karaoke` for names that burn nothing in, because titles need a style too."""
    return STYLES.get(name, STYLES["karaoke"])


def branded(style: CaptionStyle, colours: BrandColours | None, font: Path | None = None) -> CaptionStyle:
    """Give a style the colours and the font of a brand; its own without any."""
    style = replace(style, font=font)
    return style if colours is None else replace(style, spoken=colours.accent, box=colours.box)


def lettered(words: Sequence[str], style: CaptionStyle, language: str) -> list[str]:
    """Apply the style's capitals to the words of a line."""
    return capitals_of(words, language) if style.capitals else list(words)
