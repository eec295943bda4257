"""The vector subjects: which there are, and each as pixels."""

from functools import lru_cache
from typing import Final

import numpy as np

from reelwright_media.assets import icons, locate
from reelwright_media.typography.vector import Pixels, rasterise_document

_PACKS: Final = {"fluent": "icons/fluent.zip", "noto": "icons/noto.zip"}
"""Set name -> asset. Fluent is best for objects, Noto for animals."""


def subjects() -> list[str]:
    """Return every name that `PictureBrief.subjects` may use, `set:name`, sorted.

    Raises MissingAssetError where the icon packs were not fetched.
    """
    return sorted(f"{prefix}:{name}" for prefix, asset in _PACKS.items() for name in icons.names(locate(asset)))


@lru_cache(maxsize=24)
def draw_subject(name: str, size_px: int) -> Pixels | None:
    """Return a subject as RGBA (alpha not premultiplied), cut to its ink, its longer side about `size_px`.

    None where there is no subject of this name. Raises MissingAssetError where the icon packs were not fetched.
    """
    prefix, _, icon = name.partition(":")
    if prefix not in _PACKS:
        return None
    svg = icons.read(locate(_PACKS[prefix]), icon)
    if svg is None:
        return None
    pixels = rasterise_document(svg, size_px, size_px)
    rows, columns = (np.flatnonzero(pixels[..., 3].max(axis=axis) > 8) for axis in (1, 0))  # noqa: PLR2004 - faint ink
    if not rows.size:
        return None
    return pixels[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
