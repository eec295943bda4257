"""Users' pictures: JPEG, PNG, WebP, HEIC, AVIF and GIF, turned upright, in sRGB, without transparency.

The size in the header is checked before decoding, so a small file that would decode to gigabytes is refused
undecoded. The first bytes alone choose the decoder; the file's name is ignored.
"""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import Final

import av
import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import Image, ImageCms

from reelwright.errors import ContentError
from reelwright.film.scenes.material import MAX_PIXELS, MAX_TRANSPARENT_PIXELS, MIN_SIDE_PIXELS, PICTURE_ADVICE
from reelwright_media.canvas.planes import RgbImage
from reelwright_media.material.colours import TABLE_FORMAT, ColourSpace, ColourTable
from reelwright_media.material.orientation import EXIF_ORIENTATIONS, UPRIGHT, Orientation
from reelwright_media.material.signatures import format_of

pillow_heif.register_heif_opener(thumbnails=False)

_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, OverflowError, RuntimeError, struct.error)
"""Exceptions of Pillow's decoders and libheif on damaged files (Pillow's fuzzers' list)."""
_TOO_LARGE: Final = f"has more than {MAX_PIXELS // 1_000_000} million pixels: scale it down."
_TOO_LARGE_WITH_ALPHA: Final = (
    f"has transparent parts and more than {MAX_TRANSPARENT_PIXELS // 1_000_000} million pixels: scale it down, or save it "
    "without transparency."
)
_MARK_ADVICE: Final = "Save the logo as PNG."
_INVISIBLE: Final = 8
"""Alpha up to which a pixel does not count as visible."""
_ORIENTATION_TAG: Final = 0x0112
_CHECKED_PIXELS: Final = 256
_DARK_BACKDROP: Final = (18, 18, 24)
_LIGHT_BACKDROP: Final = (245, 245, 242)
_MIDDLE_LUMA: Final = 110
_COLOUR_TAGS: Final = ((b"colrnclx", struct.Struct(">HH")), (b"cICP", struct.Struct(">BB")))
"""Tags before the codes of primaries and transfer: a box of HEIF and AVIF, a chunk of PNG (third edition)."""
_HEADER_BYTES: Final = 1 << 16


def checked_size(path: Path) -> tuple[int, int]:
    """Decode a whole picture and return its upright width and height in pixels.

    Raises ContentError if it is damaged, too large or too small.
    """
    with opened_picture(path) as image:
        size = image.size
        image.draft("RGB", (_CHECKED_PIXELS, _CHECKED_PIXELS))  # JPEG: every byte is read, few pixels are made
        image.load()
        return exif_orientation(image).size(*size)


def read_rgb(path: Path, *, least: int) -> RgbImage:
    """Read a picture upright in sRGB; a large one is reduced, but no side below `least` pixels."""
    with opened_picture(path) as image:
        image.draft("RGB", (least, least))
        orientation = exif_orientation(image)
        pixels = np.asarray(opaque(_in_srgb(_reduced(image, least))), np.uint8)
    space = _colour_space(path)
    return np.ascontiguousarray(orientation.upright(pixels if space.is_bt709 else _converted(pixels, space)))


def read_mark(path: Path, *, most: int) -> npt.NDArray[np.uint8]:
    """Read a logo with its transparency: upright, cut to its visible part, no side above `most` pixels.

    Returns height x width x 4, not premultiplied. Of an animation the first frame is read. Raises ContentError for a clip, and
    for a picture of which nothing is visible.
    """
    if format_of(path).kind != "picture":
        raise ContentError(f"is no picture. {_MARK_ADVICE}")
    with opened_picture(path) as image:
        orientation = exif_orientation(image)
        clear = (image if image.has_transparency_data else _in_srgb(image)).convert("RGBA")
    visible = clear.getchannel("A").point(lambda alpha: 255 * (alpha > _INVISIBLE)).getbbox()
    if visible is None:
        raise ContentError(f"shows nothing: all of it is transparent. {_MARK_ADVICE}")
    mark = clear.crop(visible)
    mark.thumbnail((most, most), Image.Resampling.LANCZOS)
    return np.ascontiguousarray(orientation.upright(np.asarray(mark, np.uint8)))


@contextmanager
def opened_picture(path: Path, *, checks_size: bool = True) -> Iterator[Image.Image]:
    """Open a picture without decoding it; decoder errors are raised as ContentError."""
    try:
        with Image.open(path, formats=[format_of(path).reader]) as image:
            if checks_size:
                _refuse_wrong_size(*image.size, transparent=image.has_transparency_data)
            yield image
    except Image.DecompressionBombError as error:  # Pillow's own bound, twice as far as ours
        raise ContentError(_TOO_LARGE) from error
    except _BROKEN as error:
        raise ContentError(f"is damaged or is not a picture. {PICTURE_ADVICE}") from error


def exif_orientation(image: Image.Image) -> Orientation:
    """Read the picture's EXIF orientation. HEIC files are already upright, turned by the decoder."""
    return EXIF_ORIENTATIONS.get(image.getexif().get(_ORIENTATION_TAG, 1), UPRIGHT)


def opaque(image: Image.Image) -> Image.Image:
    """Convert to RGB; transparent parts get a backdrop that contrasts with the visible part."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    clear = image.convert("RGBA")
    small = np.asarray(clear.resize((_CHECKED_PIXELS, _CHECKED_PIXELS), Image.Resampling.NEAREST), np.float32)
    alpha = small[..., 3:] / 255
    luma = float((small[..., :3].mean(axis=2, keepdims=True) * alpha).sum() / max(float(alpha.sum()), 1.0))
    backdrop = Image.new("RGBA", clear.size, (*(_DARK_BACKDROP if luma > _MIDDLE_LUMA else _LIGHT_BACKDROP), 255))
    backdrop.alpha_composite(clear)
    return backdrop.convert("RGB")


def _refuse_wrong_size(width: int, height: int, *, transparent: bool) -> None:
    if width * height > MAX_PIXELS:
        raise ContentError(_TOO_LARGE)
    if transparent and width * height > MAX_TRANSPARENT_PIXELS:
        raise ContentError(_TOO_LARGE_WITH_ALPHA)
    if min(width, height) < MIN_SIDE_PIXELS:
        raise ContentError(f"has {width} x {height} pixels: each side needs {MIN_SIDE_PIXELS} at least.")


def _reduced(image: Image.Image, least: int) -> Image.Image:
    """Shrink by a whole number: four copies of 50 million transparent pixels would fill a function's memory."""
    factor = min(image.size) // least
    return image.reduce(factor) if factor > 1 and image.mode in {"RGB", "RGBA", "L", "CMYK"} else image


def _in_srgb(image: Image.Image) -> Image.Image:
    """Convert the picture to sRGB by its profile; an unreadable profile is ignored."""
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


def _colour_space(path: Path) -> ColourSpace:
    """Read the codes of HDR pictures (cameras' HEIC, AVIF, screenshots in PNG), which Pillow does not pass on."""
    with path.open("rb") as file:
        header = file.read(_HEADER_BYTES)
    for mark, codes in _COLOUR_TAGS:
        at = header.find(mark) + len(mark)
        if at >= len(mark) and at + codes.size <= len(header):
            return ColourSpace(*codes.unpack_from(header, at))
    return ColourSpace(1, 1)


def _converted(pixels: RgbImage, space: ColourSpace) -> RgbImage:
    height, width = pixels.shape[:2]
    frame = av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format=TABLE_FORMAT)
    frame.pts, frame.time_base = 0, Fraction(1, 1000)
    return np.asarray(ColourTable(space, width, height).through(frame).to_ndarray(format="rgb24"), np.uint8)
