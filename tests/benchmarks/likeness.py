"""How like naive moviepy our frames are: `python -m tests.benchmarks.likeness <folder> <width> <height> <frames> <each>`.

Structural similarity after Wang, Bovik, Sheikh and Simoncelli (2004), "Image quality assessment": luma, a Gaussian window of
sigma 1.5 and 11 pixels, K1 = 0.01, K2 = 0.03, the mean over the frame. 1 is equality. Frames are compared before encoding.
"""

import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.makers import Footage
from reelwright.film.timeline.model import Timeline
from reelwright_media.canvas.painter import CompositionPainter
from reelwright_media.canvas.planes import Plane, empty_planes, planes_from_rgb
from reelwright_media.shots.shots import shot_composition
from reelwright_media.typography import draw_lines
from tests.benchmarks.film import FPS, pictures_in, timeline_of
from tests.benchmarks.naive_moviepy import naive_film

_WINDOW: Final = (11, 11)
_SIGMA: Final = 1.5
_LUMINANCE_FLOOR: Final = (0.01 * 255) ** 2
_CONTRAST_FLOOR: Final = (0.03 * 255) ** 2
_INTO_FRAME: Final = 1e-6


def similarity(one: Plane, other: Plane) -> float:
    """Return the mean structural similarity of two pictures in grey, of one size."""
    a, b = one.astype(np.float64), other.astype(np.float64)
    soft = partial(cv2.GaussianBlur, ksize=_WINDOW, sigmaX=_SIGMA)
    mean_a, mean_b = soft(a), soft(b)
    spread_a, spread_b = soft(a * a) - mean_a**2, soft(b * b) - mean_b**2
    together = soft(a * b) - mean_a * mean_b
    likeness: npt.NDArray[np.float64] = (
        (2 * mean_a * mean_b + _LUMINANCE_FLOOR)
        * (2 * together + _CONTRAST_FLOOR)
        / ((mean_a**2 + mean_b**2 + _LUMINANCE_FLOOR) * (spread_a + spread_b + _CONTRAST_FLOOR))
    )
    return float(likeness.mean())


def pairs(folder: Path, timeline: Timeline, naive: Any, *, each_frames: int) -> Iterator[tuple[int, Plane, Plane]]:
    """Yield frame number, our luma and the naive film's luma, one frame in so many."""
    size = (timeline.preset.width, timeline.preset.height)
    for shot in timeline.shots:
        own, before = pictures_in(folder, shot)
        composition = shot_composition(
            timeline, shot, footage=Footage(own), previous=Footage(before), style=CaptionStyle(), letterer=draw_lines
        )
        painter = CompositionPainter(composition, empty_planes(*size))
        for number in range(shot.frames):
            frame = shot.start_frame + number
            if frame % each_frames == 0:
                planes = empty_planes(*size)
                painter.paint(number / FPS + _INTO_FRAME, planes)
                yield frame, planes.y, planes_from_rgb(naive.get_frame(frame / FPS + _INTO_FRAME)).y


def main(folder: Path, width: int, height: int, frames: int, each_frames: int) -> dict[str, float]:
    """Compare one frame in so many, without captions."""
    timeline = timeline_of(width, height, frames, captions=False)
    naive = naive_film(folder, timeline, "", opaque=True)
    found = [similarity(ours, theirs) for _, ours, theirs in pairs(folder, timeline, naive, each_frames=each_frames)]
    return {"mean": float(np.mean(found)), "least": min(found), "frames": len(found)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), *map(int, sys.argv[2:6]))) + "\n")
