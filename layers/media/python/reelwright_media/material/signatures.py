"""The format of a file by its first bytes: the reader that opens it, or the name of a refused format.

Readers never guess the format: one that guesses could read a playlist as a film and fetch its entries.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal, NamedTuple, TypeVar

from reelwright.errors import ContentError
from reelwright.film.scenes.material import refusal

_HEAD_BYTES: Final = 4096
Kind = Literal["picture", "film"]
Named = TypeVar("Named")


class Format(NamedTuple):
    """The kind of a file and its reader."""

    kind: Kind
    reader: str
    """Pillow's format for a picture, FFmpeg's demuxer for a film."""


_SIGNATURES: Final = (
    (0, b"\xff\xd8\xff", Format("picture", "JPEG")),
    (0, b"\x89PNG\r\n\x1a\n", Format("picture", "PNG")),
    (0, b"GIF87a", Format("picture", "GIF")),
    (0, b"GIF89a", Format("picture", "GIF")),
    (8, b"WEBP", Format("picture", "WEBP")),
    (0, b"\x1a\x45\xdf\xa3", Format("film", "matroska")),  # EBML, of Matroska and WebM (RFC 8794, 11.2.1)
)
_BRANDS: Final = (
    (frozenset({b"avif", b"avis"}), Format("picture", "AVIF")),
    (frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}), Format("picture", "HEIF")),
)
"""Brands of `ftyp` that name a picture (ISO/IEC 23008-12, annex B; AVIF 1.1, 8). All other brands name a film."""
_REFUSED: Final = (
    (0, b"%PDF", "application/pdf"),
    (0, b"8BPS", "image/vnd.adobe.photoshop"),
    (0, b"BM", "image/bmp"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"\x00\x00\x01\x00", "image/x-icon"),
    (0, b"\x00\x00\x00\x0cjP  ", "image/jp2"),
    (0, b"\x00\x00\x00\x0cJXL ", "image/jxl"),
    (0, b"\xff\x0a", "image/jxl"),
    (0, b"\x00\x00\x01\xba", "video/mpeg"),
    (0, b"FLV\x01", "video/x-flv"),
    (0, b"G@", "video/mp2t"),
    (0, b"OggS", "video/ogg"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "video/x-ms-wmv"),
    (8, b"AVI ", "video/x-msvideo"),
)


def format_of(path: Path) -> Format:
    """Read the first bytes of a file; raises ContentError with the format's name if it is not accepted."""
    head = _head(path)
    found = _of_brands(head) if head[4:8] == b"ftyp" else _named(_SIGNATURES, head)
    if found is None:
        raise ContentError(refusal(_refused_type(head)))
    return found


_SOUNDS: Final = (
    (0, b"ID3", "mp3"),
    (0, b"\xff\xfb", "mp3"),
    (0, b"\xff\xf3", "mp3"),
    (0, b"\xff\xf2", "mp3"),
    (8, b"WAVE", "wav"),
    (0, b"fLaC", "flac"),
    (0, b"OggS", "ogg"),
    (4, b"ftyp", "mov"),
    (0, b"\x1a\x45\xdf\xa3", "matroska"),
)
"""Demuxers of sounds; films are among them, because their sound may be music."""


def sound_reader(path: Path) -> str:
    """Choose FFmpeg's demuxer of a sound by the file's first bytes; raises ContentError for any other file."""
    reader = _named(_SOUNDS, _head(path))
    if reader is None:
        raise ContentError("is no music in MP3, M4A, WAV, FLAC or Ogg. Save it as MP3 or WAV.")
    return reader


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD_BYTES)


def _named(signatures: Iterable[tuple[int, bytes, Named]], head: bytes) -> Named | None:
    """Find what the first matching signature names; a row is an offset, the bytes there, and the name."""
    return next((named for offset, magic, named in signatures if head.startswith(magic, offset)), None)


def _of_brands(head: bytes) -> Format:
    """Choose by the major brand and the compatible ones, from the box `ftyp` (ISO/IEC 14496-12, 4.3)."""
    length = min(int.from_bytes(head[:4], "big"), len(head))
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, length - 3, 4))}
    if head[8:12] == b"qt  ":
        return Format("film", "mov")
    return next((found for names, found in _BRANDS if brands & names), Format("film", "mov"))


def _refused_type(head: bytes) -> str:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    if text.startswith((b"<svg", b"<?xml")) and b"<svg" in text:
        return "image/svg+xml"
    return _named(_REFUSED, head) or ""
