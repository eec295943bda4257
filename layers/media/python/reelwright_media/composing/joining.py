"""Joins segments into one video stream by copying packets, without decoding."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Self

import av

from reelwright.errors import StepError
from reelwright.film.timeline.model import Timeline

_SHAPE: Final = ("width", "height", "pix_fmt", "profile", "extradata")


class JoinedSegments:
    """The segments of a film as one sequence of packets. A context manager: the files are open inside it.

    Raises StepError if the number of segments or of their frames differs from the timeline, or if one was encoded with
    other parameters than the first, because players would show garbage after the join.
    """

    def __init__(self, timeline: Timeline, segments: list[Path]) -> None:
        if len(segments) != len(timeline.shots) or not segments:
            raise StepError(f"{len(segments)} segments were given for {len(timeline.shots)} shots.")
        self._timeline = timeline
        self._segments = segments
        self._stack = ExitStack()
        self._sources: list[tuple[av.container.InputContainer, av.VideoStream]] = []

    def __enter__(self) -> Self:
        try:
            for place, path in enumerate(self._segments):
                self._sources.append(self._opened(place, path))
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    @property
    def template(self) -> av.VideoStream:
        """The stream that the output's stream is created from."""
        return self._sources[0][1]

    def packets(self, stream: av.VideoStream) -> "Iterator[tuple[float, av.Packet[av.VideoStream]]]":
        """Yield decode time in seconds and packet, in order, addressed to the output's stream."""
        for shot, (container, source) in zip(self._timeline.shots, self._sources, strict=True):
            time_base = source.time_base
            if time_base is None:
                raise StepError(f"Segment {shot.index} has no time base.")
            offset = round(shot.start_frame / self._timeline.preset.fps / time_base)
            count = 0
            for packet in container.demux(source):
                if packet.dts is None or packet.pts is None:
                    continue  # the end marker
                packet.pts, packet.dts = packet.pts + offset, packet.dts + offset
                packet.stream = stream
                count += 1
                yield float(packet.dts * time_base), packet
            if count != shot.frames:
                raise StepError(f"Segment {shot.index} holds {count} frames, the timeline says {shot.frames}.")

    def _opened(self, place: int, path: Path) -> tuple[av.container.InputContainer, av.VideoStream]:
        try:
            container = self._stack.enter_context(av.open(str(path)))
            stream = container.streams.video[0]
        except (av.FFmpegError, IndexError) as error:
            raise StepError(f"Segment {place} cannot be read.") from error
        first = self._sources[0][1] if self._sources else stream
        if any(getattr(stream.codec_context, name) != getattr(first.codec_context, name) for name in _SHAPE):
            raise StepError(f"Segment {place} was encoded differently from the first one.")
        return container, stream
