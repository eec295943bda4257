"""Users' pictures: JPEG, PNG and WebP, turned upright, in sRGB, without transparency.

The size in the header is bounded before anything is decoded, so a small file that unfolds into gigabytes is refused
unread. Only these three decoders are ever tried, whatever the file calls itself.
"""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, ImageCms, ImageOps

from reelwright.errors import ContentError
from reelwright.film.scenes.material import MAX_PIXELS, MIN_SIDE_PIXELS
from reelwright_media.canvas.planes import RgbImage

_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, OverflowError, struct.error)
"""What Pillow's decoders raise on damaged files (its fuzzers' list)."""
_TURNED_ORIENTATIONS: Final = frozenset({5, 6, 7, 8})
"""EXIF orientations that swap width and height (EXIF 2.32, tag 0x0112)."""
_TOO_LARGE: Final = f"has more than {MAX_PIXELS // 1_000_000} million pixels: scale it down."
_ORIENTATION_TAG: Final = 0x0112
_CHECKED_PIXELS: Final = 256
_DARK_BACKDROP: Final = (18, 18, 24)
_LIGHT_BACKDROP: Final = (245, 245, 242)
_MIDDLE_LUMA: Final = 110


def is_picture(head: bytes) -> bool:
    """Return whether a file of these first 16 bytes is JPEG, PNG or WebP by its signature."""
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def checked_size(path: Path) -> tuple[int, int]:
    """Return width and height of a picture as it is meant to be seen, after decoding all of it.

    Raises ContentError where it is damaged, too large or too small.
    """
    with _opened(path) as image:
        width, height = image.size
        image.draft("RGB", (_CHECKED_PIXELS, _CHECKED_PIXELS))  # JPEG: every byte is read, few pixels are made
        turned = image.getexif().get(_ORIENTATION_TAG) in _TURNED_ORIENTATIONS
        image.load()
    return (height, width) if turned else (width, height)


def read_rgb(path: Path, *, least: int) -> RgbImage:
    """Return the picture upright in sRGB; a JPEG may be read smaller, no side below `least` if it was not before."""
    with _opened(path) as image:
        image.draft("RGB", (least, least))
        upright = ImageOps.exif_transpose(image)
        return np.asarray(_opaque(_in_srgb(upright)), np.uint8)


@contextmanager
def _opened(path: Path) -> Iterator[Image.Image]:
    try:
        with Image.open(path, formats=_FORMATS) as image:
            _refuse_wrong_size(*image.size)
            yield image
    except Image.DecompressionBombError as error:  # Pillow's own bound, twice as far as ours
        raise ContentError(_TOO_LARGE) from error
    except _BROKEN as error:
        raise ContentError("is damaged or no picture: send a JPEG, PNG or WebP file that opens elsewhere.") from error


def _refuse_wrong_size(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise ContentError(_TOO_LARGE)
    if min(width, height) < MIN_SIDE_PIXELS:
        raise ContentError(f"has {width} x {height} pixels: each side needs {MIN_SIDE_PIXELS} at least.")


def _in_srgb(image: Image.Image) -> Image.Image:
    """Return the picture in sRGB, its profile applied; a profile that cannot be read is left out."""
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # 16 bits of grey
        image = Image.fromarray((np.asarray(image, np.uint32) >> 8).clip(0, 255).astype(np.uint8))
    if not profile or image.mode not in {"RGB", "CMYK", "L"}:
        return image
    target = ImageCms.createProfile("sRGB")
    with suppress(ImageCms.PyCMSError, OSError, ValueError):
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        return ImageCms.profileToProfile(image, source, target, outputMode="RGB") or image
    return image


def _opaque(image: Image.Image) -> Image.Image:
    """Return RGB; what is transparent becomes a backdrop that the visible part stands out from."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    pixels = np.asarray(clear, np.float32)
    alpha = pixels[..., 3:] / 255
    luma = float((pixels[..., :3].mean(axis=2, keepdims=True) * alpha).sum() / max(float(alpha.sum()), 1.0))
    backdrop = Image.new("RGBA", clear.size, (*(_DARK_BACKDROP if luma > _MIDDLE_LUMA else _LIGHT_BACKDROP), 255))
    return Image.alpha_composite(backdrop, clear).convert("RGB")
