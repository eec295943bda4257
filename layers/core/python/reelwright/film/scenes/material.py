"""Users' own pictures, clips, music and fonts: accepted formats, limits, and the assignment of files to scenes."""

from collections.abc import Sequence
from typing import Final, Literal, get_args

from reelwright.errors import ContentError

PictureType = Literal[
    "image/avif",
    "image/gif",
    "image/heic",
    "image/heif",
    "image/jpeg",
    "image/png",
    "image/webp",
]
"""Content types of uploads. An animated GIF, WebP, PNG or AVIF file is played as a clip."""
ClipType = Literal["video/mp4", "video/quicktime", "video/webm", "video/x-matroska"]
PICTURE_TYPES: Final[tuple[str, ...]] = get_args(PictureType)
CLIP_TYPES: Final[tuple[str, ...]] = get_args(ClipType)
SoundType = Literal["audio/flac", "audio/mp4", "audio/mpeg", "audio/ogg", "audio/wav"]
SOUND_TYPES: Final[tuple[str, ...]] = get_args(SoundType)
FontType = Literal["font/otf", "font/ttf"]
FONT_TYPES: Final[tuple[str, ...]] = get_args(FontType)
SOUND_CODECS: Final = ("aac", "alac", "flac", "mp3float", "opus", "pcm_f32le", "pcm_s16le", "pcm_s24le", "vorbis")
"""FFmpeg's decoders of music. Only these are opened."""
CLIP_CODECS: Final = {"av1": "AV1", "h264": "H.264", "hevc": "HEVC", "prores": "ProRes", "vp9": "VP9"}
"""FFmpeg's name of each accepted codec, and its common name. Only these decoders are opened."""
PICTURE_ADVICE: Final = "Save it as JPEG or PNG."
CLIP_ADVICE: Final = "Save it as MP4 (H.264)."
FONT_ADVICE: Final = "Save it as TTF or OTF."

MAX_MATERIALS: Final = 50
"""Files per film: a ten-minute film has about this number of scenes."""
MAX_PICTURE_BYTES: Final = 20 * 2**20
MAX_CLIP_BYTES: Final = 100 * 2**20
MAX_SOUND_BYTES: Final = 50 * 2**20
MAX_FONT_BYTES: Final = 2 * 2**20
"""Fonts of Latin, Greek and Cyrillic have 0.1-0.5 MB."""
MAX_TOTAL_BYTES: Final = 500 * 2**20
"""Total size of one film's files: one step reads them all, and it has two minutes."""
MAX_PIXELS: Final = 50_000_000
"""A 48-megapixel phone picture fits; decoded it takes 150 MB. Small files that claim more are decompression bombs."""
MAX_TRANSPARENT_PIXELS: Final = 25_000_000
"""The same with transparent parts: four bytes a pixel, and some decoders cannot make a smaller copy."""
MAX_CLIP_CHECK_SECONDS: Final = 60.0
MAX_CLIP_FIT_SECONDS: Final = 240.0
"""Time to check and to convert one clip, below the time limits of the steps that do it."""
MIN_SIDE_PIXELS: Final = 64
MAX_CLIP_PIXELS: Final = 4096 * 2304
MAX_CLIP_SECONDS: Final = 60.0
MAX_CLIP_FRAMES: Final = 14_400
"""One minute at 240 frames per second, the fastest slow motion of phones."""
MAX_CLIP_PIXELS_IN_ALL: Final = 20_000_000_000
"""Total pixels of all frames: 40 s of 4K at 60 frames per second. Decoding takes about 25 s at 1.2 ns per pixel."""
MAX_ANIMATION_PIXELS_IN_ALL: Final = 1_000_000_000
"""The same for animated pictures, whose decoders are about ten times slower."""

_REFUSED_TYPES: Final = {
    "application/pdf": "a PDF document",
    "font/collection": "a collection of fonts",
    "font/woff": "a web font (WOFF)",
    "font/woff2": "a web font (WOFF2)",
    "image/bmp": "a BMP picture",
    "image/jp2": "a JPEG 2000 picture",
    "image/jxl": "a JPEG XL picture",
    "image/svg+xml": "an SVG drawing",
    "image/tiff": "a TIFF picture or a raw photo",
    "image/vnd.adobe.photoshop": "a Photoshop file",
    "image/x-icon": "an icon",
    "video/mp2t": "an MPEG transport stream",
    "video/mpeg": "an MPEG program stream",
    "video/ogg": "an Ogg clip",
    "video/x-flv": "a Flash clip",
    "video/x-ms-wmv": "a Windows Media clip",
    "video/x-msvideo": "an AVI clip",
}


_ADVICES: Final = {"video": CLIP_ADVICE, "font": FONT_ADVICE}


def refusal(content_type: str) -> str:
    """Describe a file of a type that is not accepted, with the remedy: "is an AVI clip. Save it …"."""
    name = _REFUSED_TYPES.get(content_type)
    if name is None:
        return (
            "is neither a picture in JPEG, PNG, WebP, HEIC, AVIF or GIF nor a clip in MP4, MOV, WebM or MKV. "
            "Save it as JPEG, PNG or MP4 (H.264); music as MP3, M4A, WAV, FLAC or Ogg; fonts as TTF or OTF."
        )
    advice = _ADVICES.get(content_type.partition("/")[0], PICTURE_ADVICE)
    return f"is {name}, which is not accepted. {advice}"


def most_bytes(content_type: str) -> int:
    """Look up the size limit in bytes of a file type; raises KeyError for a type that is not accepted."""
    return _MOST_BYTES[content_type]


_MOST_BYTES: Final = (
    dict.fromkeys(PICTURE_TYPES, MAX_PICTURE_BYTES)
    | dict.fromkeys(CLIP_TYPES, MAX_CLIP_BYTES)
    | dict.fromkeys(SOUND_TYPES, MAX_SOUND_BYTES)
    | dict.fromkeys(FONT_TYPES, MAX_FONT_BYTES)
)


def assign(wanted: Sequence[int | None], scenes: int) -> dict[int, int]:
    """Map each scene to the index in `wanted` of its file; `wanted` holds the requested scene of each file, or None.

    A file with a requested scene gets it; the other files take the free scenes in order, and surplus files are not shown.
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
