"""Encodes decoded music as FLAC: a file of our own encoder, which the trusted processes may read."""

from pathlib import Path
from types import TracebackType
from typing import Final, Self

import av
import numpy as np
import numpy.typing as npt

RATE: Final = 48_000


class SoundWriter:
    """A FLAC file being written: 48 kHz, stereo, 16 bits. A context manager; `samples` counts what was added."""

    def __init__(self, path: Path) -> None:
        self._container = av.open(str(path), "w", format="flac")
        self._stream = self._container.add_stream("flac", rate=RATE, layout="stereo", format="s16")
        self.samples = 0

    def __enter__(self) -> Self:
        return self

    def add(self, block: npt.NDArray[np.int16]) -> None:
        """Encode samples x 2."""
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(block).reshape(1, -1), format="s16", layout="stereo")
        frame.sample_rate, frame.pts = RATE, self.samples
        self.samples += len(block)
        self._container.mux(self._stream.encode(frame))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._container:
            if error is None:
                self._container.mux(self._stream.encode(None))
