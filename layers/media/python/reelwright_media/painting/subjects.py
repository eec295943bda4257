"""The vector subjects: lists and rasterises them."""

from functools import lru_cache
from typing import Final

import numpy as np

from reelwright_media.assets import icons, locate
from reelwright_media.painting.icon_filters import simplified
from reelwright_media.typography.vector import Pixels, rasterise_document

_PACKS: Final = {"fluent": "icons/fluent.zip", "noto": "icons/noto.zip", "people": "icons/people.zip"}
"""Icon set to asset. Fluent has the better objects, Noto the better animals; people are Fluent's, in five skin tones."""


def subjects() -> list[str]:
    """List every name that `PictureBrief.subjects` may use, `set:name`, sorted.

    Raises MissingAssetError if the icon packs were not fetched.
    """
    return sorted(f"{prefix}:{name}" for prefix, asset in _PACKS.items() for name in icons.names(locate(asset)))


def is_subject(name: str) -> bool:
    """Whether an icon has this name, without drawing it. Raises MissingAssetError if the icon packs were not fetched."""
    prefix, _, icon = name.partition(":")
    return prefix in _PACKS and icon in icons.names(locate(_PACKS[prefix]))


@lru_cache(maxsize=24)
def draw_subject(name: str, size_px: int) -> Pixels | None:
    """Rasterise a subject as RGBA (straight alpha), cropped to its ink, its longer side about `size_px`.

    None if the name is unknown or the icon is empty. Raises MissingAssetError if the icon packs were not fetched.
    """
    prefix, _, icon = name.partition(":")
    if prefix not in _PACKS:
        return None
    svg = icons.read(locate(_PACKS[prefix]), icon)
    if svg is None:
        return None
    pixels = rasterise_document(simplified(svg), size_px, size_px)
    rows, columns = (np.flatnonzero(pixels[..., 3].max(axis=axis) > 8) for axis in (1, 0))  # noqa: PLR2004 - faint ink
    if not rows.size:
        return None
    return pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
