"""How captions look, as data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaptionStyle:
    """Colours as `#rrggbb`; the type size is a share of the frame's shorter side."""

    plain: str = "#ffffff"
    spoken: str = "#ffe04a"
    """Fill of the word that is being spoken: the accent."""
    type_share: float = 0.078
    capitals: bool = True
    """Set words in capitals, where the language's capitals are unambiguous (see `written`)."""


_DOTTED_I = frozenset({"tr", "az"})
"""Languages whose i has a dotted capital, which `str.upper` does not give."""


def written(word: str, style: CaptionStyle, language: str) -> str:
    """Return a word as the style sets it."""
    plain_capitals = language.partition("-")[0].lower() not in _DOTTED_I
    return word.upper() if style.capitals and plain_capitals else word
