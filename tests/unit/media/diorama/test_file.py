"""A diorama keeps everything on its way through a file."""

from pathlib import Path

import numpy as np
import pytest

from reelwright.errors import ContentError
from reelwright_media.diorama.file import pack, read_diorama
from reelwright_media.diorama.model import CutoutRow, Diorama, DioramaSheet


def diorama() -> Diorama:
    """Return a small one: grey scenery, a half-clear red cut-out."""
    row = CutoutRow(left=-3, top=5, depth=0.7, part="subject", floats=True)
    sheet = DioramaSheet(width=32, height=48, drift="dust", drift_light=0.3, seed=9, cutouts=(row,))
    cutout = np.zeros((8, 6, 4), np.uint8)
    cutout[2:6, 1:5] = (120, 10, 4, 128)
    return Diorama(sheet, np.full((48, 32, 3), 90, np.uint8), (cutout,))


def test_a_diorama_reads_back_as_it_was(tmp_path: Path) -> None:
    """The sheet and the cut-outs exactly, the backdrop as far as a JPEG keeps it."""
    given = diorama()
    path = tmp_path / "planes.zip"
    path.write_bytes(pack(given))
    read = read_diorama(path)
    assert read.sheet == given.sheet
    assert np.array_equal(read.cutouts[0], given.cutouts[0])
    assert np.abs(read.backdrop.astype(int) - given.backdrop).max() <= 2


def test_the_same_diorama_gives_the_same_bytes() -> None:
    """No date of the day gets into the file: a retried step finds what the first one wrote."""
    assert pack(diorama()) == pack(diorama())


@pytest.mark.parametrize("broken", [b"", b"no archive", pack(diorama())[:-60]])
def test_what_is_no_diorama_is_named_so(tmp_path: Path, broken: bytes) -> None:
    """ContentError, not a library's own error."""
    path = tmp_path / "planes.zip"
    path.write_bytes(broken)
    with pytest.raises(ContentError, match="planes"):
        read_diorama(path)
