"""Contrast of type on a ground. Colours are `#rrggbb`."""

from typing import Final

WHITE: Final = "#ffffff"
NEAR_BLACK: Final = "#101014"
_DARKER: Final = 0.9


def contrast_of(one: str, other: str) -> float:
    """Compute the contrast ratio of two colours, 1-21 (WCAG 2.2, relative luminance)."""
    lights = sorted((_luminance(one), _luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def readable_on(ground: str) -> str:
    """Choose white or nearly black type for a ground, whichever has more contrast; it is 4.3:1 at least."""
    return max((WHITE, NEAR_BLACK), key=lambda ink: contrast_of(ink, ground))


def darkened(colour: str, *, against: str, least: float) -> str:
    """Darken a colour in steps until its contrast with a brighter one is at least `least`."""
    while contrast_of(colour, against) < least and colour != "#000000":
        colour = scaled(colour, _DARKER)
    return colour


def lightened(colour: str, *, against: str, least: float) -> str:
    """Mix a colour with white in steps until its contrast with a darker one is at least `least`."""
    while contrast_of(colour, against) < least and colour != WHITE:
        colour = (
            "#" + bytes(min(255, channel + 1 + (255 - channel) // 8) for channel in bytes.fromhex(colour[1:])).hex()
        )
    return colour


def scaled(colour: str, share: float) -> str:
    """Multiply the channels of a colour by a share of 0-1."""
    return "#" + bytes(int(share * channel) for channel in bytes.fromhex(colour[1:])).hex()


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in bytes.fromhex(colour[1:]))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB (IEC 61966-2-1)
