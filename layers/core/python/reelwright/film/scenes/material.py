"""Users' own pictures and clips: how much is taken, and which scene shows which."""

from collections.abc import Sequence
from typing import Final

from reelwright.errors import ContentError

PICTURE_TYPES: Final = ("image/jpeg", "image/png", "image/webp")
CLIP_TYPES: Final = ("video/mp4", "video/quicktime", "video/webm")
MAX_MATERIALS: Final = 50
"""Own files of one film: a ten-minute film has about so many scenes."""
MAX_PICTURE_BYTES: Final = 20 * 2**20
MAX_CLIP_BYTES: Final = 100 * 2**20
MAX_TOTAL_BYTES: Final = 500 * 2**20
"""Of one film's files together: they are all read before anything is made, within the two minutes of that step."""
MAX_PIXELS: Final = 50_000_000
"""A 48-megapixel phone picture; decoded it takes 150 MB, and a small file that claims more is a decompression bomb."""
MIN_SIDE_PIXELS: Final = 64
MAX_CLIP_PIXELS: Final = 4096 * 2304
MAX_CLIP_SECONDS: Final = 60.0
CLIP_CODECS: Final = ("h264", "vp9")


def most_bytes(content_type: str) -> int:
    """Return how large a file of this type may be; raises KeyError for a type that is not taken."""
    return _MOST_BYTES[content_type]


_MOST_BYTES: Final = dict.fromkeys(PICTURE_TYPES, MAX_PICTURE_BYTES) | dict.fromkeys(CLIP_TYPES, MAX_CLIP_BYTES)


def assign(wanted: Sequence[int | None], scenes: int) -> dict[int, int]:
    """Return scene -> place in `wanted` of what it shows; `wanted` holds the asked scene of each file, or None.

    A file that asks for a scene gets it; the others take the free scenes in order, and what is left over is not shown.
    Raises ContentError for a scene that the film does not have.
    """
    shown: dict[int, int] = {}
    for place, scene in enumerate(wanted):
        if scene is None:
            continue
        if scene >= scenes:
            has = "one scene, 0" if scenes == 1 else f"{scenes} scenes, 0 to {scenes - 1}"
            raise ContentError(f"images.{place} asks for scene {scene}, and the film has {has}: choose one of them.")
        shown[scene] = place
    free = (scene for scene in range(scenes) if scene not in shown)
    rest = [place for place, scene in enumerate(wanted) if scene is None]
    return shown | dict(zip(free, rest, strict=False))
