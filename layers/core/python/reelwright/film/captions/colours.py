"""The colours of a film by their part in its palette, and those of type on a ground of one of them."""

from typing import Final, Literal, NamedTuple

from reelwright.film.captions.styles import MatType
from reelwright.film.text.contrast import (
    NEAR_BLACK,
    WHITE,
    contrast_of,
    darkened,
    lightened,
    mixed,
    readable_as,
    readable_on,
    scaled,
)

Role = Literal["white", "accent", "vivid", "ink", "paper", "pale", "black"]
"""A colour by its part in the palette: the bright accent, the palette's middle dark enough for white type, its darkest
colour, a tint of its middle that is nearly white, and three that every film has."""
Roles = dict[Role, str]

LEAST_CONTRAST: Final = 4.5
"""WCAG 2.2, 1.4.3: the contrast of type of any size."""
_INK_SHARE: Final = 0.45
_TOLD_APART: Final = 60
"""Distance of two colours, as the sum over their channels, from which a spoken word is seen among the others."""
_PALE_SHARE: Final = 0.8
_PAPER: Final = "#f7f1e3"


class TypeColours(NamedTuple):
    """Type on a ground: its words, and the spoken one."""

    plain: str
    spoken: str


def colours_of(middle: str, dark: str, accent: str) -> Roles:
    """Find the colour of each part in a palette. An accent too dark for type on black is lightened."""
    return {
        "white": WHITE,
        "accent": lightened(accent, against=NEAR_BLACK, least=LEAST_CONTRAST),
        "vivid": darkened(middle, against=_PAPER, least=LEAST_CONTRAST),
        "ink": scaled(dark, _INK_SHARE),
        "paper": _PAPER,
        "pale": mixed(middle, WHITE, _PALE_SHARE),
        "black": NEAR_BLACK,
    }


def type_on(ground: str, roles: Roles) -> TypeColours:
    """Choose the colours of flat type on a ground: both have a contrast of 4.5:1, and the spoken word stands out."""
    plain = readable_on(ground)
    if contrast_of(plain, ground) < LEAST_CONTRAST:
        plain = readable_as(plain, ground, LEAST_CONTRAST)
    if plain == NEAR_BLACK and contrast_of(roles["ink"], ground) >= LEAST_CONTRAST:
        plain = roles["ink"]
    order: tuple[Role, Role] = ("accent", "vivid") if plain == WHITE else ("vivid", "accent")
    choices = [readable_as(roles[role], ground, LEAST_CONTRAST) for role in order]
    far = (choice for choice in choices if _distance(choice, plain) >= _TOLD_APART)
    return TypeColours(plain, next(far, max(choices, key=lambda choice: _distance(choice, plain))))


def type_on_mat(fill: str, roles: Roles) -> MatType:
    """Choose the colours of flat type on a mat, and of a word in a box of its spoken word's colour."""
    plain, spoken = type_on(fill, roles)
    return MatType(plain=plain, spoken=spoken, in_box=type_on(spoken, roles).plain)


def _distance(one: str, other: str) -> int:
    return sum(abs(a - b) for a, b in zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True))
