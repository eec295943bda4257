"""What the sandbox costs a film with own files: `python -m tests.benchmarks.own_files <folder> [rounds]`, as JSON.

The film has four shots of 5 s, 1080 x 1920: one of a 12-megapixel photograph, one of a clip of 10 s at 1080p, two of painted
pictures. A whole film is made each time, the two ways in turns: the files are decoded in this process, as before the sandbox,
or by the product's sandbox; then the product's renderer draws all shots and joins them. `film_*` is measured around all of
it, the parts inside. CPU seconds are those of this process and of its children, so a busy machine changes them little; the
median of the rounds counts. `cold` is the import of the code of the two functions in a fresh process.
"""

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

import av
import cv2
import numpy as np

from reelwright.film.decoding import ClipOrder, StillOrder
from reelwright.film.makers import Footage
from reelwright.film.platforms.presets import Preset
from reelwright.film.timeline.model import Shot, Timeline
from reelwright_media.fitting.stills import FittedStills
from reelwright_media.renderer import FilmRenderer
from reelwright_media.sandbox.outside import Sandbox
from tests.benchmarks.film import THREADS, picture, timeline_of
from tests.benchmarks.film_cost import join, paint_pictures
from tests.unit.media.material.whole import WholeRoad

FRAMES: Final = 150
PHOTO: Final = (3000, 4000, 3)
CLIP_FRAMES: Final = 300


def main(folder: Path, rounds: int) -> dict[str, list[float]]:
    """Return CPU seconds of each part, of whole films before and after, and of cold starts: the median, then each round."""
    timeline = timeline_of(1080, 1920, FRAMES)
    paint_pictures(folder, timeline)
    _photo(folder / "own.jpg")
    _film(folder / "own.mp4")
    spent: dict[str, list[float]] = {}
    for _ in range(rounds):
        for way in WAYS:
            begun = perf_counter()
            _note(spent, f"film_{way}", partial(_whole, folder, timeline, way, spent))
            spent.setdefault(f"wall_{way}", []).append(perf_counter() - begun)
        for name in ("material", "intake"):
            _note(spent, f"cold_{name}", partial(_imported, name))
    return {name: [round(one, 2) for one in (median(seconds), *seconds)] for name, seconds in spent.items()}


def _whole(folder: Path, timeline: Timeline, way: str, spent: dict[str, list[float]]) -> None:
    """Make the film once."""
    shown, clip = folder / "shown.jpg", folder / "clip.mp4"
    picture_of, clip_of = WAYS[way]
    _note(spent, f"picture_{way}", lambda: picture_of(folder / "own.jpg", shown, timeline.preset))
    _note(spent, f"clip_{way}", lambda: clip_of(folder / "own.mp4", clip, timeline.preset))
    _note(spent, "render", lambda: _draw(folder, shown, clip, timeline))
    _note(spent, "join", lambda: join(folder, timeline))


def _note(spent: dict[str, list[float]], name: str, work: Callable[[], object]) -> None:
    spent.setdefault(name, []).append(_cpu(work))


def _picture_before(photo: Path, shown: Path, size: Preset) -> None:
    shown.write_bytes(WholeRoad().picture(photo, width=size.width, height=size.height))


def _clip_before(film: Path, clip: Path, size: Preset) -> None:
    WholeRoad().clip(film, clip, preset=size, seconds=10)


def _picture_after(photo: Path, shown: Path, size: Preset) -> None:
    still = shown.with_name("still.jpg")
    Sandbox(threads=THREADS).still(photo, StillOrder(), still)
    shown.write_bytes(FittedStills().fit(still.read_bytes(), width=size.width, height=size.height))


def _clip_after(film: Path, clip: Path, size: Preset) -> None:
    order = ClipOrder(width=size.width, height=size.height, fps=size.fps, seconds=10)
    Sandbox(threads=THREADS).clip(film, order, clip)


Way = tuple[Callable[[Path, Path, Preset], None], Callable[[Path, Path, Preset], None]]
WAYS: Final[dict[str, Way]] = {"before": (_picture_before, _clip_before), "after": (_picture_after, _clip_after)}
"""Who decodes: this process, or the sandbox."""


def _draw(folder: Path, shown: Path, clip: Path, timeline: Timeline) -> None:
    for shot in timeline.shots:
        _shot(folder, shot, shown, clip, timeline)


def _shot(folder: Path, shot: Shot, shown: Path, clip: Path, timeline: Timeline) -> None:
    own = [Footage(shown), Footage(shown, clip)]
    footage = [*own, *(Footage(folder / picture(index)) for index in (2, 3))]
    FilmRenderer(threads=THREADS).render_shot(
        timeline,
        shot,
        footage=footage[shot.index],
        previous=footage[shot.index - 1] if shot.index else Footage(None),
        out=folder / f"{shot.index}.mp4",
        progress=lambda _fraction, _message: None,
    )


def _cpu(work: Callable[[], object]) -> float:
    def now() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(one.ru_utime + one.ru_stime for one in used)

    begun = now()
    work()
    return now() - begun


def _imported(name: str) -> None:
    """Import the handler of a function as a cold start does."""
    module = "functions.material.handler" if name == "material" else "reelwright_media.steps.decode"
    command = [sys.executable, "-c", f"import {module}"]
    subprocess.run(command, check=True, env={"POWERTOOLS_TRACE_DISABLED": "1"})  # noqa: S603 - ours


def _photo(path: Path) -> Path:
    """Write a photograph's worth of detail."""
    noise = np.random.default_rng(3).integers(0, 255, (PHOTO[0] // 8, PHOTO[1] // 8, 3), np.uint8)
    cv2.imwrite(str(path), cv2.resize(noise, (PHOTO[1], PHOTO[0]), interpolation=cv2.INTER_CUBIC))
    return path


def _film(path: Path) -> Path:
    """Write a clip of moving noise, 1920 x 1080 at 30 frames per second."""
    small = np.random.default_rng(7).integers(0, 255, (135, 240, 3), np.uint8)
    noise = cv2.resize(small, (1920, 1080)).astype(np.uint8)
    with av.open(str(path), "w") as film:
        stream = film.add_stream("libx264", rate=30, options={"preset": "ultrafast", "crf": "26"})
        stream.width, stream.height, stream.pix_fmt = 1920, 1080, "yuv420p"
        for place in range(CLIP_FRAMES):
            moved = np.ascontiguousarray(np.roll(noise, 3 * place, axis=1))
            film.mux(stream.encode(av.VideoFrame.from_ndarray(moved, format="rgb24")))
        film.mux(stream.encode(None))
    return path


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    sys.stdout.write(json.dumps(main(target, int(sys.argv[2]) if len(sys.argv) > 2 else 3)) + "\n")
