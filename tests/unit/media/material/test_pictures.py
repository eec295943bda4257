"""Users' pictures: judged by content, bounded before they are decoded, cropped and never stretched."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from reelwright.errors import ContentError
from tests.unit.media.material.whole import WholeRoad

MATERIAL = WholeRoad()
Pixels = npt.NDArray[np.uint8]
MakePicture = Callable[..., Path]
Calm = Callable[..., Pixels]


STORED: dict[int, Callable[[Pixels], Pixels]] = {
    1: lambda image: image,
    2: lambda image: image[:, ::-1],
    3: lambda image: image[::-1, ::-1],
    4: lambda image: image[::-1],
    5: lambda image: image.swapaxes(0, 1),
    6: lambda image: np.rot90(image, 1),
    7: lambda image: image[::-1, ::-1].swapaxes(0, 1),
    8: lambda image: np.rot90(image, -1),
}
"""How a camera stores an upright picture, by the EXIF orientation that it writes."""


def opened(data: bytes) -> Pixels:
    """Return a JPEG's pixels."""
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))


def red_box(image: Pixels) -> tuple[int, int, int, int]:
    """Return left, right, top and bottom of the busy square."""
    rows, columns = np.nonzero((image[..., 0] > 170) & (image[..., 2] < 110))
    return int(columns.min()), int(columns.max()), int(rows.min()), int(rows.max())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF", "GIF"])
def test_a_picture_is_known_by_its_content(picture: MakePicture, calm: Calm, kind: str) -> None:
    """The name says nothing."""
    facts = MATERIAL.check(picture(calm(400, 300, at=(0.5, 0.5)), kind, name="film.mp4"))
    assert (facts.kind, facts.width, facts.height, facts.seconds) == ("picture", 400, 300, None)


@pytest.mark.parametrize("at", [(0.14, 0.5), (0.5, 0.5), (0.86, 0.5)])
def test_the_crop_keeps_what_the_eye_looks_at_and_stretches_nothing(
    picture: MakePicture, calm: Calm, at: tuple[float, float]
) -> None:
    """From wide to tall two thirds of the width go, and never the busy part; a square stays a square."""
    image = opened(MATERIAL.picture(picture(calm(960, 540, at=at)), width=270, height=480))
    assert image.shape == (480, 270, 3)
    left, right, top, bottom = red_box(image)
    assert left > 2
    assert right < 267
    assert abs((right - left) - (bottom - top)) <= 4
    assert right - left == pytest.approx(540 / 4 * 480 / 540, abs=6)


def test_a_tall_picture_becomes_a_wide_one_around_its_subject(picture: MakePicture, calm: Calm) -> None:
    """The same along the other axis."""
    image = opened(MATERIAL.picture(picture(calm(540, 960, at=(0.5, 0.15))), width=480, height=270))
    _, _, top, bottom = red_box(image)
    assert 2 < top < bottom < 267


def test_a_photo_that_lies_on_its_side_stands_up(picture: MakePicture, calm: Calm) -> None:
    """Phones write the turn into EXIF; size and picture follow it."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn right to see it upright
    image = calm(400, 300, at=(0.5, 0.2))
    path = picture(np.ascontiguousarray(np.rot90(image)), "JPEG", exif=exif, quality=95)
    facts = MATERIAL.check(path)
    assert (facts.width, facts.height) == (400, 300)
    _, _, top, bottom = red_box(opened(MATERIAL.picture(path, width=400, height=300)))
    assert (top + bottom) / 2 == pytest.approx(60, abs=4)


@pytest.mark.parametrize("kind", ["JPEG", "HEIF", "AVIF"])
@pytest.mark.parametrize("value", range(1, 9))
def test_every_exif_orientation_stands_right(picture: MakePicture, calm: Calm, kind: str, value: int) -> None:
    """Turned, mirrored or both: the square comes back where it was (EXIF 2.32, 4.6.4)."""
    image = calm(400, 300, at=(0.3, 0.2))
    exif = Image.Exif()
    exif[0x0112] = value
    path = picture(np.ascontiguousarray(STORED[value](image)), kind, exif=exif.tobytes(), quality=95)
    facts = MATERIAL.check(path)
    assert (facts.width, facts.height) == (400, 300)
    left, right, top, bottom = red_box(opened(MATERIAL.picture(path, width=400, height=300)))
    assert ((left + right) / 2, (top + bottom) / 2) == pytest.approx((120, 60), abs=4)


@pytest.mark.parametrize(("codes", "signal"), [((9, 18), 0.75), ((9, 16), 0.5807)], ids=["HLG", "PQ"])
def test_the_white_of_hdr_is_white(picture: MakePicture, codes: tuple[int, int], signal: float) -> None:
    """The reference white of 203 cd/m² (BT.2408-7): near 255, with room above it for what is brighter."""
    path = picture(np.full((96, 96, 3), round(signal * 255), np.uint8))
    data = path.read_bytes()
    body = b"cICP" + bytes((*codes, 0, 1))
    chunk = struct.pack(">I", 4) + body + struct.pack(">I", zlib.crc32(body))
    path.write_bytes(data[:33] + chunk + data[33:])  # behind the header, which has 33 bytes
    assert opened(MATERIAL.picture(path, width=96, height=96)).mean() == pytest.approx(245, abs=3)


@pytest.mark.parametrize(("ink", "ground"), [((10, 10, 10), "light"), ((240, 240, 240), "dark")])
def test_what_is_transparent_sets_off_what_is_visible(
    picture: MakePicture, ink: tuple[int, int, int], ground: str
) -> None:
    """A dark logo gets a light ground, a light one a dark ground."""
    image = np.zeros((100, 100, 4), np.uint8)
    image[30:70, 30:70] = (*ink, 255)
    found = opened(MATERIAL.picture(picture(image), width=100, height=100))
    assert ("light" if found[5, 5].mean() > found[50, 50].mean() else "dark") == ground
    assert abs(float(found[5, 5].mean()) - float(found[50, 50].mean())) > 150


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "1", "I;16"])
def test_every_colour_mode_becomes_a_picture(tmp_path: Path, mode: str) -> None:
    """Grey, print colours, palettes, one bit and sixteen."""
    path = tmp_path / "own"
    image = Image.new(mode, (120, 100), 0x8000 if mode == "I;16" else None)
    image.save(path, format="JPEG" if mode == "CMYK" else "PNG")
    assert MATERIAL.check(path).kind == "picture"
    found = opened(MATERIAL.picture(path, width=60, height=50))
    assert found.shape == (50, 60, 3)
    if mode == "I;16":
        assert found.mean() == pytest.approx(128, abs=3)


@pytest.mark.parametrize("side", [7_500, 60_000])
def test_a_decompression_bomb_is_refused_unread(tmp_path: Path, side: int) -> None:
    """A header that claims 3.6 billion pixels costs nothing: its data, here none at all, is never looked at."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0))
    path = tmp_path / "own"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b""))
    with pytest.raises(ContentError, match="more than 50 million pixels"):
        MATERIAL.check(path)


def test_a_picture_that_breaks_off_is_refused(picture: MakePicture) -> None:
    """Half a file has a good header; only decoding all of it shows the truth."""
    for kind in ("JPEG", "PNG", "WEBP", "HEIF", "AVIF"):
        path = picture(np.random.default_rng(1).integers(0, 255, (200, 200, 3), np.uint8), kind)
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
        with pytest.raises(ContentError, match="damaged"):
            MATERIAL.check(path)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is neither a picture"),
        (b"hello", "is neither a picture"),
        (b"#EXTM3U\nhttp://169.254.169.254/\n", "is neither a picture"),
        (b"GIF89a" + bytes(40), "damaged"),
        (b"%PDF-1.7", "is a PDF document"),
        (b"<svg/>", "is an SVG drawing"),
        (b'<?xml version="1.0"?><!-- a --><svg/>', "is an SVG drawing"),
        (b"II*\x00" + bytes(40), r"is a TIFF picture or a raw photo, which is not accepted. Save it as JPEG or PNG\."),
        (b"RIFF\x00\x00\x00\x00AVI LIST", r"is an AVI clip, which is not accepted. Save it as MP4 \(H\.264\)\."),
    ],
    ids=["empty", "text", "playlist", "gif", "pdf", "svg", "svg with a prologue", "tiff", "avi"],
)
def test_other_files_are_refused_by_their_first_bytes(tmp_path: Path, data: bytes, says: str) -> None:
    """No decoder is asked to guess; a playlist could name another address. Known formats are named, with a remedy."""
    path = tmp_path / "own.jpg"
    path.write_bytes(data)
    with pytest.raises(ContentError, match=says):
        MATERIAL.check(path)


def test_a_tiny_picture_is_refused(picture: MakePicture) -> None:
    """A favicon cannot fill a screen."""
    with pytest.raises(ContentError, match="each side needs 64"):
        MATERIAL.check(picture(np.zeros((32, 400, 3), np.uint8)))


def test_the_same_file_gives_the_same_picture(picture: MakePicture, calm: Calm) -> None:
    """What is made once stays what it is."""
    path = picture(calm(300, 200, at=(0.3, 0.5)))
    assert MATERIAL.picture(path, width=90, height=160) == MATERIAL.picture(path, width=90, height=160)


@pytest.mark.parametrize(
    ("mode", "side", "fits"), [("RGBA", 5_001, False), ("LA", 5_001, False), ("RGBA", 1_000, True)]
)
def test_a_transparent_picture_over_25_million_pixels_is_refused_undecoded(
    tmp_path: Path, mode: str, side: int, *, fits: bool
) -> None:
    """A WebP of 130 KB took 2.5 GB."""
    path = tmp_path / "clear.png"
    Image.new(mode, (side, side)).save(path, compress_level=1)
    if fits:
        assert MATERIAL.check(path).width == side
    else:
        with pytest.raises(ContentError, match="transparent parts and more than 25 million pixels"):
            MATERIAL.check(path)
