"""Files such as users send, made in the test: no fixture files, so each says what is in it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

MakeClip = Callable[..., Path]
_MATRICES = {
    0: (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000),
    90: (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000),
}


def scenery(width: int, height: int, *, at: tuple[float, float]) -> npt.NDArray[np.uint8]:
    """Return a calm sky with one busy coloured square, centred at these shares of width and height."""
    image = np.full((height, width, 3), (150, 170, 190), np.uint8)
    side = min(width, height) // 4
    left, top = int(at[0] * width) - side // 2, int(at[1] * height) - side // 2
    board = np.indices((side, side)).sum(axis=0) // 4 % 2
    image[top : top + side, left : left + side] = np.where(board[..., None] == 1, (200, 30, 30), (250, 240, 40))
    return image


@pytest.fixture
def calm() -> Callable[..., npt.NDArray[np.uint8]]:
    """Return `scenery`: a calm sky with one busy square."""
    return scenery


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    """Return a maker of picture files: `picture(image, "PNG", **pillow_options)`."""

    def make(image: npt.NDArray[np.uint8], kind: str = "PNG", name: str = "own", **options: Any) -> Path:
        path = tmp_path / name
        Image.fromarray(image).save(path, format=kind, **options)
        return path

    return make


@pytest.fixture
def clip(tmp_path: Path) -> MakeClip:
    """Return a maker of clips: each frame's grey rises, and the busy square stands at `at`."""

    def make(
        *,
        size: tuple[int, int] = (160, 90),
        frames: int = 20,
        fps: int = 20,
        codec: str = "libx264",
        container: str = "mp4",
        at: tuple[float, float] = (0.5, 0.5),
        turned: int = 0,
    ) -> Path:
        path = tmp_path / f"own-{container}"
        with av.open(str(path), "w", format=container) as film:
            stream = film.add_stream(codec, rate=fps)
            assert isinstance(stream, av.VideoStream)
            stream.width, stream.height, stream.pix_fmt = (*size, "yuv420p")
            for _ in range(frames):
                image = scenery(*size, at=at)
                film.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
            film.mux(stream.encode(None))
        if turned:
            _turn(path, turned)
        return path

    return make


def _turn(path: Path, degrees: int) -> None:
    """Write the track's display matrix as phones do (ISO/IEC 14496-12, 8.3.2: tkhd, nine 32-bit numbers)."""
    data = bytearray(path.read_bytes())
    box = data.index(b"tkhd")
    at = box + 4 + 4 + 20 + 8 + 8  # version and flags, times and ids, reserved, layer to reserved
    data[at : at + 36] = b"".join(value.to_bytes(4, "big", signed=True) for value in _MATRICES[degrees])
    path.write_bytes(bytes(data))
