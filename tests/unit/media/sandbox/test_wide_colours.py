"""Film and pictures of HDR: the table of their colour space is written outside, because a decoder may write no file."""

import platform
import struct
import zlib
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from reelwright.errors import ContentError
from reelwright.film.decoding import ClipOrder, StillOrder
from reelwright_media.material.colours import ColourSpace
from reelwright_media.sandbox.outside import Sandbox
from reelwright_media.sandbox.tables import Tables
from tests.unit.media.sandbox.test_sandbox import hostile

pytestmark = pytest.mark.skipif(platform.system() != "Linux", reason="docs/security.md: other systems have no seals")
CLIP = ClipOrder(width=64, height=64, fps=30, seconds=0.2)
WHITE_OF_HLG = 0.75
"""BT.2408-7, table 1: the reference white of 203 cd/m²; it comes back near 245 of 255."""


def hlg_film(path: Path) -> Path:
    """Write ten frames of the reference white, as phones record it: BT.2020, HLG, 10 bits."""
    with av.open(str(path), "w", format="mp4") as film:
        stream = film.add_stream("libx264", rate=30, width=64, height=64, pix_fmt="yuv420p10le")
        stream.codec_context.color_primaries, stream.codec_context.color_trc, stream.codec_context.colorspace = 9, 18, 9
        planes = np.full((96, 64), 512, np.uint16)
        planes[:64] = round(64 + WHITE_OF_HLG * 876)
        for _ in range(10):
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p10le")
            frame.color_primaries, frame.color_trc, frame.colorspace = 9, 18, 9
            film.mux(stream.encode(frame))
        film.mux(stream.encode(None))
    return path


def test_a_film_of_hdr_becomes_one_for_ordinary_screens(tmp_path: Path) -> None:
    """Phones record HLG by default."""
    out = tmp_path / "out.mp4"
    Sandbox().clip(hlg_film(tmp_path / "own"), CLIP, out)
    with av.open(str(out)) as film:
        shown = next(film.decode(video=0)).to_ndarray(format="rgb24")
    assert shown.mean() == pytest.approx(245, abs=4)


def test_a_picture_of_hdr_becomes_one_for_ordinary_screens(tmp_path: Path) -> None:
    """A PNG says its colour space in a chunk behind the header, which has 33 bytes."""
    path, out = tmp_path / "own", tmp_path / "out"
    Image.fromarray(np.full((96, 96, 3), round(WHITE_OF_HLG * 255), np.uint8)).save(path, "PNG")
    body = b"cICP" + bytes((9, 18, 0, 1))
    data = path.read_bytes()
    path.write_bytes(data[:33] + struct.pack(">I", 4) + body + struct.pack(">I", zlib.crc32(body)) + data[33:])
    Sandbox().still(path, StillOrder(), out)
    assert np.asarray(Image.open(out)).mean() == pytest.approx(245, abs=4)


def test_a_second_file_of_the_same_colours_needs_no_second_start(tmp_path: Path) -> None:
    """Its still and its clip are two errands, and both would pay."""
    sandbox, own = Sandbox(), hlg_film(tmp_path / "own")
    sandbox.still(own, StillOrder(), tmp_path / "still")
    (table,) = tables_of(sandbox)
    made = table.stat().st_mtime_ns
    sandbox.clip(own, CLIP, tmp_path / "out.mp4")
    assert [(one, one.stat().st_mtime_ns) for one in tables_of(sandbox)] == [(table, made)]


def test_a_hostile_decoder_fills_no_disk_with_tables() -> None:
    """It may ask for three a file, with any codes; a dozen are kept between files."""
    tables = Tables(write=lambda space, folder: (folder / f"{space.primaries}").touch())
    for code in range(40):
        tables.add(ColourSpace(code, 18))
        assert (tables.folder / f"{code}").exists()
        assert len(list(tables.folder.iterdir())) <= 12


def tables_of(sandbox: Sandbox) -> list[Path]:
    """List the kept tables."""
    return sorted(sandbox._tables.folder.iterdir())


def test_a_decoder_that_asks_for_tables_for_ever_ends_its_file(tmp_path: Path) -> None:
    """Three colour spaces are the most; codes that are no bytes are no question."""
    path = tmp_path / "own"
    path.write_bytes(b"anything")
    for codes in ("[9, 18]", '["../x", 1]', "[256, 1]"):
        with pytest.raises(ContentError, match="crashed"):
            hostile(f'wire.write_header(pipe, {{"table": {codes}}})').still(path, StillOrder(), tmp_path / "out")
