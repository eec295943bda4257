"""Encodes planes as H.264 in process: no pipe, no RGB, no colour conversion.

Every segment uses the same parameters, so segments join by stream copy. GOPs are closed (x264's default) and
every segment starts with an IDR frame. The house preset is x264's superfast with macroblock tree and a lookahead of 20
frames: on designed pictures it beats veryfast in quality (SSIM .975 against .969, 300 frames of 1080x1920, November
2026) at a third less CPU. It was not checked on natural film.
"""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Final

import av

from reelwright_media.canvas.planes import Planes, planes_of

HOUSE_OPTIONS: Final = {
    "preset": "superfast",
    "crf": "23",
    "profile": "high",
    "x264-params": "mbtree=1:rc-lookahead=20",
}
_BT709: Final = 1
_LIMITED_RANGE: Final = 1
_BUFFERS: Final = 4
"""Frames painted in turn: x264 copies its input, but PyAV may still hold recent frames."""


def house_stream(
    container: av.container.OutputContainer, size: tuple[int, int], fps: int, threads: int
) -> av.VideoStream:
    """Add a video stream with our only format: yuv420p, BT.709 tags, constant `fps`, frame threads.

    PyAV's default is slice threads, which cost x264 more CPU and bits.
    """
    stream = container.add_stream("libx264", rate=fps, options=dict(HOUSE_OPTIONS))
    stream.width, stream.height, stream.pix_fmt = (*size, "yuv420p")
    codec = stream.codec_context
    codec.thread_count, codec.thread_type = threads, "FRAME"
    codec.color_primaries, codec.color_trc, codec.colorspace = _BT709, _BT709, _BT709
    codec.color_range = _LIMITED_RANGE
    codec.time_base = Fraction(1, fps)
    return stream


class FrameEncoder:
    """Paints and encodes frames of one stream, one after the other, at constant frame rate."""

    def __init__(self, container: av.container.OutputContainer, stream: av.VideoStream) -> None:
        self._container = container
        self._stream = stream
        self._ring = [av.VideoFrame(stream.width, stream.height, "yuv420p") for _ in range(_BUFFERS)]
        self._canvases = [planes_of(frame) for frame in self._ring]
        self.frames = 0

    def add(self, paint: Callable[[Planes], None]) -> None:
        """Paint the next frame with `paint` and encode it."""
        place = self.frames % _BUFFERS
        paint(self._canvases[place])
        frame = self._ring[place]
        frame.pts, frame.time_base = self.frames, self._stream.codec_context.time_base
        self._container.mux(self._stream.encode(frame))
        self.frames += 1

    def finish(self) -> None:
        """Flush the encoder's delayed frames to the container."""
        self._container.mux(self._stream.encode(None))


class SegmentWriter:
    """A video-only MP4 being written: a context manager that yields a `FrameEncoder` and closes the file."""

    def __init__(self, path: Path, *, size: tuple[int, int], fps: int, threads: int) -> None:
        self._container = av.open(str(path), "w", format="mp4")
        self._frames = FrameEncoder(self._container, house_stream(self._container, size, fps, threads))

    def __enter__(self) -> FrameEncoder:
        return self._frames

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._container:
            if error is None:
                self._frames.finish()
