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
Matrix = tuple[int, int, int, int]
"""a, b, c and d of a track's display matrix: x' = a x + c y, y' = b x + d y."""


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
        matrix: Matrix | None = None,
        image: npt.NDArray[Any] | None = None,
        pixels: str = "yuv420p",
        colours: tuple[int, int, int] | None = None,
        options: dict[str, str] | None = None,
    ) -> Path:
        path = tmp_path / f"own-{container}"
        with av.open(str(path), "w", format=container) as film:
            stream = film.add_stream(codec, rate=fps, options=options or {})
            assert isinstance(stream, av.VideoStream)
            stream.width, stream.height, stream.pix_fmt = (*size, pixels)
            if colours:
                context = stream.codec_context
                context.color_primaries, context.color_trc, context.colorspace = colours
            shown = scenery(*size, at=at) if image is None else image
            for _ in range(frames):
                frame = av.VideoFrame.from_ndarray(shown, format="rgb24" if shown.dtype == np.uint8 else "rgb48le")
                film.mux(stream.encode(frame.reformat(format=pixels, dst_colorspace=colours[2] if colours else None)))
            film.mux(stream.encode(None))
        if matrix:
            _place(path, matrix)
        return path

    return make


def _place(path: Path, matrix: Matrix) -> None:
    """Write the track's display matrix as phones do (ISO/IEC 14496-12, 8.3.2: tkhd, nine 32-bit numbers)."""
    data = bytearray(path.read_bytes())
    box = data.index(b"tkhd")
    at = box + 4 + 4 + 20 + 8 + 8  # version and flags, times and ids, reserved, layer to reserved
    a, b, c, d = (0x10000 * value for value in matrix)
    numbers = (a, b, 0, c, d, 0, 0, 0, 0x40000000)
    data[at : at + 36] = b"".join(value.to_bytes(4, "big", signed=True) for value in numbers)
    path.write_bytes(bytes(data))
