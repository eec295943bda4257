"""Contrast of type on a ground. Colours are `#rrggbb`."""

import colorsys
from typing import Final

WHITE: Final = "#ffffff"
NEAR_BLACK: Final = "#101014"
_DARKER: Final = 0.02
"""Of lightness, 0-1."""


def contrast_of(one: str, other: str) -> float:
    """Compute the contrast ratio of two colours, 1-21 (WCAG 2.2, relative luminance)."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def readable_on(ground: str) -> str:
    """Choose white or nearly black type for a ground, whichever has more contrast; it is 4.3:1 at least."""
    return max((WHITE, NEAR_BLACK), key=lambda ink: contrast_of(ink, ground))


def darkened(colour: str, *, against: str, least: float) -> str:
    """Darken a colour in steps until its contrast with a brighter one is at least `least`. Hue and saturation stay."""
    red, green, blue = (channel / 255 for channel in bytes.fromhex(colour[1:]))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    while contrast_of(colour, against) < least and colour != "#000000":
        lightness = max(0.0, lightness - _DARKER)
        colour = "#" + bytes(round(255 * one) for one in colorsys.hls_to_rgb(hue, lightness, saturation)).hex()
    return colour


def lightened(colour: str, *, against: str, least: float) -> str:
    """Mix a colour with white in steps until its contrast with a darker one is at least `least`."""
    while contrast_of(colour, against) < least and colour != WHITE:
        colour = (
            "#" + bytes(min(255, channel + 1 + (255 - channel) // 8) for channel in bytes.fromhex(colour[1:])).hex()
        )
    return colour


def mixed(colour: str, other: str, share: float) -> str:
    """Mix two colours: `share` 0 is the first, 1 the other."""
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + bytes(round(one + share * (two - one)) for one, two in pairs).hex()


def readable_as(colour: str, ground: str, least: float) -> str:
    """Lighten a colour on a dark ground, or darken it on a light one, until its contrast is at least `least`, 4.5 at most."""
    if readable_on(ground) == WHITE and contrast_of(WHITE, ground) >= least:
        return lightened(colour, against=ground, least=least)
    return darkened(colour, against=ground, least=least)


def scaled(colour: str, share: float) -> str:
    """Multiply the channels of a colour by a share of 0-1."""
    return "#" + bytes(int(share * channel) for channel in bytes.fromhex(colour[1:])).hex()


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in bytes.fromhex(colour[1:]))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB (IEC 61966-2-1)
