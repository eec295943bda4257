"""A video file (a provider's clip, an exported film) as a clip; PyAV decodes it in process, straight to YUV planes."""

from collections.abc import Iterator
from pathlib import Path

import av
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter

from reelwright.errors import ContentError
from reelwright_media.canvas.painted import PaintedClip
from reelwright_media.canvas.planes import Planes, RgbImage, copy, empty_planes, planes_of, rgb_from_planes

_TIME_SLACK_SECONDS = 1e-3
"""Frame times are sums of floats: a frame counts as reached a millisecond early."""


class MovingClip(PaintedClip):
    """A video that covers the frame: cropped to the frame's shape, never stretched, looped if the clip is longer.

    Frames are decoded forward; a step back in time reopens the file, so render in order. `close` releases the file.
    """

    def __init__(self, path: Path, *, size: tuple[int, int], seconds: float) -> None:
        super().__init__(size, seconds)
        self._reader = _Reader(path, size)

    def frame_function(self, t: float) -> RgbImage:
        """Decode the RGB picture at `t` seconds."""
        planes = empty_planes(*self._own_size)
        self.draw(t, planes)
        return rgb_from_planes(planes)

    def draw(self, t: float, planes: Planes) -> None:
        """Copy the video's frame at `t` seconds to `planes`."""
        copy(self._reader.at(t), planes)

    def close(self) -> None:
        """Release the file; a later frame opens it again."""
        self._reader.close()


class _Reader:
    """Decodes the frame shown at a time, scaled and cropped to the size. Raises ContentError if the file is no video."""

    def __init__(self, path: Path, size: tuple[int, int]) -> None:
        self._path = path
        self._size = size
        self._container: av.container.InputContainer | None = None
        self._frames: Iterator[av.VideoFrame] = iter(())
        self._frame_seconds = 0.0
        self._first_time = 0.0
        self._loop_start = 0.0
        self._next: av.VideoFrame | None = None
        self._shown: av.VideoFrame | None = None
        self._shown_since = 0.0
        self._fitted: Planes | None = None
        self._reformatter = VideoReformatter()

    def at(self, t: float) -> Planes:
        """Decode up to the frame shown at `t` seconds; a looped video counts on, so `t` may exceed its length."""
        now = t + _TIME_SLACK_SECONDS
        if self._container is None or now < self._shown_since:
            self._open(loop_start=0.0)
        while self._next is not None and (self._shown is None or self._time_of(self._next) <= now):
            self._take(self._next)
        if self._shown is None:
            raise ContentError("The clip of a scene holds no pictures.")
        if self._fitted is None:
            self._fitted = self._fit(self._shown)
        return self._fitted

    def close(self) -> None:
        """Close the file and forget the decoded frames."""
        if self._container is not None:
            self._container.close()
        self._container, self._shown, self._fitted, self._next = None, None, None, None

    def _open(self, *, loop_start: float) -> None:
        self.close()
        try:
            self._container = av.open(str(self._path))
            stream = self._container.streams.video[0]
        except (av.FFmpegError, IndexError) as error:
            raise ContentError("The clip of a scene cannot be read as film.") from error
        stream.thread_type = "AUTO"
        self._frames = self._container.decode(stream)
        self._frame_seconds = 1 / float(stream.average_rate or 30)
        self._loop_start = loop_start
        self._next = self._read()
        self._first_time = (self._next.time or 0.0) if self._next else 0.0

    def _read(self) -> av.VideoFrame | None:
        try:
            return next(self._frames, None)
        except av.FFmpegError as error:
            raise ContentError("The clip of a scene is damaged.") from error

    def _time_of(self, frame: av.VideoFrame) -> float:
        return self._loop_start + (frame.time or 0.0) - self._first_time

    def _take(self, frame: av.VideoFrame) -> None:
        """Make a frame the shown one and decode its successor; the first frame follows the last."""
        since = self._time_of(frame)
        self._next = self._read()
        if self._next is None:
            self._open(loop_start=since + self._frame_seconds)
        self._shown, self._shown_since, self._fitted = frame, since, None

    def _fit(self, frame: av.VideoFrame) -> Planes:
        width, height = self._size
        scale = max(width / frame.width, height / frame.height)
        wide, high = _even_up(frame.width * scale, width), _even_up(frame.height * scale, height)
        same = (frame.width, frame.height) == (wide, high) and frame.format.name == "yuv420p"
        planes = planes_of(frame if same else self._reformatted(frame, wide, high))
        left, top = (wide - width) // 4 * 2, (high - height) // 4 * 2
        shown = empty_planes(width, height)
        copy(planes.region(left, top, left + width, top + height), shown)
        return shown

    def _reformatted(self, frame: av.VideoFrame, width: int, height: int) -> av.VideoFrame:
        return self._reformatter.reformat(
            frame,
            width,
            height,
            "yuv420p",
            dst_colorspace=Colorspace.ITU709,
            dst_color_range=ColorRange.MPEG,
            interpolation=Interpolation.BICUBIC,
        )


def _even_up(value: float, least: int) -> int:
    """Round to the nearest even number, at least the even `least`."""
    return max(least, 2 * round(value / 2))
