"""Paints a composition frame by frame into a video-only file."""

from functools import partial
from pathlib import Path
from typing import Final

from reelwright.film.makers import Progress
from reelwright_media.canvas.composition import CompositeVideoClip
from reelwright_media.canvas.encoder import SegmentWriter
from reelwright_media.canvas.heap import keep_freed_memory
from reelwright_media.canvas.outputs import written_whole
from reelwright_media.canvas.painter import CompositionPainter
from reelwright_media.canvas.planes import empty_planes

REPORT_EVERY_FRAMES: Final = 15
_INTO_FRAME_SECONDS: Final = 1e-6
"""Added to each frame's start, because a sum of floats may be slightly below it."""


def write_segment(
    composition: CompositeVideoClip, out: Path, *, frames: int, fps: int, threads: int, progress: Progress, message: str
) -> None:
    """Write exactly `frames` frames of the composition as an MP4 without sound.

    `out` is written atomically; an error of the painter, or one that `progress` raises to cancel, leaves no file.
    The composition's clips are closed in any case.
    """
    keep_freed_memory()
    width, height = composition.size
    painter = CompositionPainter(composition, empty_planes(width, height))
    try:
        with written_whole(out) as part, SegmentWriter(part, size=(width, height), fps=fps, threads=threads) as film:
            for frame in range(frames):
                if frame % REPORT_EVERY_FRAMES == 0:
                    progress(frame / frames, message)
                film.add(partial(painter.paint, frame / fps + _INTO_FRAME_SECONDS))
        progress(1.0, message)
    finally:
        for clip in composition.clips:
            clip.close()
