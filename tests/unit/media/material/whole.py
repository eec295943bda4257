"""Files of users from content to film, in this process: decoded, kept, fitted. The product decodes in the sandbox."""

import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from reelwright.film.platforms.presets import Preset
from reelwright_media.canvas.encoder import SegmentWriter
from reelwright_media.canvas.planes import copy
from reelwright_media.fitting.stills import FittedStills, kept
from reelwright_media.material.decoded import FileFacts, frames_of, looked_at


class WholeRoad:
    """The media that a film makes of a user's file."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock

    def check(self, path: Path) -> FileFacts:
        """Return the file's facts."""
        return looked_at(path, least=1920, clock=self._clock)[0]

    def picture(self, path: Path, *, width: int, height: int) -> bytes:
        """Return the JPEG that a scene of this size shows."""
        still = kept(looked_at(path, least=max(width, height), clock=self._clock)[1])
        return FittedStills().fit(still, width=width, height=height)

    def clip(self, path: Path, out: Path, *, preset: Preset, seconds: float) -> None:
        """Write the film that a scene shows."""
        size = (preset.width, preset.height)
        with SegmentWriter(out, size=size, fps=preset.fps, threads=2) as film:
            for planes, times in frames_of(path, size=size, fps=preset.fps, seconds=seconds, clock=self._clock):
                for _ in range(times):
                    film.add(partial(copy, planes))
