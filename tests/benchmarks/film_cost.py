"""What rendering costs: `python -m tests.benchmarks.film_cost <verb> <folder> <width> <height> <frames a shot>`, as JSON.

`pictures` paints the pictures into the folder. `render` is the product's renderer, from picture files to video files, in a
process of its own, so its peak of memory is that of the work alone. `compare` renders each shot and right after it measures
the floor: the same encoder with the same settings on the same frames, painted meanwhile and only copied in; what else the
machine does then weighs on both alike. Both take the film as the product makes it: pictures in planes that move at their own
speeds, and the hook in large type. `render-flat` and `compare-flat` take flat pictures and no hook, as moviepy alone can.
`join` mixes the sound and joins what `render` wrote.
"""

import json
import resource
import sys
import time
import wave
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.makers import Footage
from reelwright.film.scenes.model import PictureBrief
from reelwright.film.timeline.model import Shot, Timeline
from reelwright_media.canvas.encoder import SegmentWriter
from reelwright_media.canvas.painter import CompositionPainter
from reelwright_media.canvas.planes import Planes, copy, empty_planes
from reelwright_media.painting import PaintedPictures
from reelwright_media.renderer import FilmRenderer
from reelwright_media.shots.shots import shot_composition
from reelwright_media.typography import draw_lines
from tests.benchmarks.film import (
    FPS,
    SCENERIES,
    SUBJECTS,
    THREADS,
    picture,
    pictures_in,
    planes_file,
    timeline_of,
    titled,
)
from tests.composed import compose_whole

Figures = dict[str, float]
_HERTZ: Final = 24_000
_MEGABYTE: Final = 1024  # ru_maxrss counts kilobytes on Linux


def paint_pictures(folder: Path, timeline: Timeline) -> Figures:
    """Write the pictures as the product makes them, in the size of the frame: flat, and in planes."""
    size = timeline.preset
    for index, scenery in enumerate(SCENERIES):
        brief = PictureBrief.model_validate(
            {"text": "Bees", "scenery": scenery, "mood": "calm", "seed": index, "subjects": SUBJECTS[index]}
        )
        painted_scene = PaintedPictures().paint_diorama(brief, width=size.width, height=size.height)
        (folder / picture(index)).write_bytes(painted_scene.picture)
        (folder / planes_file(index)).write_bytes(painted_scene.diorama)
    return {}


def render(folder: Path, timeline: Timeline, *, deep: bool = True) -> Figures:
    """Write every shot as the product does: files in, files out. Deep: from pictures in planes, with the hook."""
    timeline = titled(timeline) if deep else timeline
    work = partial(_render_shot, FilmRenderer(threads=THREADS), folder, timeline, deep=deep)
    cpu, clock = _spent(lambda: [work(shot) for shot in timeline.shots])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
    return {"cpu_seconds": cpu, "wall_seconds": clock, "peak_megabytes": peak, "frames": timeline.frames}


def compare(folder: Path, timeline: Timeline, *, deep: bool = True) -> Figures:
    """Write every shot as the product does, and then from frames that are painted already; `deep` as in `render`."""
    timeline = titled(timeline) if deep else timeline
    renderer = FilmRenderer(threads=THREADS)
    ours, floor = 0.0, 0.0
    for shot in timeline.shots:
        ours += _spent(partial(_render_shot, renderer, folder, timeline, shot, deep=deep))[0]
        ready = painted(folder, timeline, shot, deep=deep)
        floor += _spent(partial(_encode, ready, folder / "floor.mp4"))[0]
    return {"render": ours, "encoder": floor, "ratio": ours / floor, "frames": timeline.frames}


def _render_shot(renderer: FilmRenderer, folder: Path, timeline: Timeline, shot: Shot, *, deep: bool) -> None:
    own, before = _footage(folder, shot, deep=deep)
    renderer.render_shot(
        timeline,
        shot,
        footage=own,
        previous=before,
        out=folder / f"{shot.index}.mp4",
        progress=lambda _fraction, _message: None,
    )


def _encode(frames: list[Planes], out: Path) -> None:
    with SegmentWriter(out, size=(frames[0].width, frames[0].height), fps=FPS, threads=THREADS) as film:
        for planes in frames:
            film.add(partial(copy, planes))


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    """Return the CPU seconds of this process, all threads, and the seconds on the clock that work takes."""
    begun = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - begun[0], time.perf_counter() - begun[1]


def painted(folder: Path, timeline: Timeline, shot: Shot, *, deep: bool) -> list[Planes]:
    """Return the shot's frames, each on planes of its own."""
    own, before = _footage(folder, shot, deep=deep)
    composition = shot_composition(
        timeline, shot, footage=own, previous=before, style=CaptionStyle(), letterer=draw_lines
    )
    size = (timeline.preset.width, timeline.preset.height)
    painter = CompositionPainter(composition, empty_planes(*size))
    frames = [empty_planes(*size) for _ in range(shot.frames)]
    for number, planes in enumerate(frames):
        painter.paint(number / FPS + 1e-6, planes)
    return frames


def _footage(folder: Path, shot: Shot, *, deep: bool) -> tuple[Footage, Footage]:
    """Return what the shot shows, and what the one before it showed."""
    own, before = pictures_in(folder, shot)
    if not deep:
        return Footage(own), Footage(before)
    return (
        Footage(own, diorama=folder / planes_file(shot.index)),
        Footage(before, diorama=folder / planes_file(shot.index - 1) if before else None),
    )


def join(folder: Path, timeline: Timeline) -> Figures:
    """Compose the film as the product does, from voices and a bed that are noise: mixed, made loud, encoded, joined."""
    voices = [_sound(folder / f"voice-{shot.index}.wav", shot.frames / FPS) for shot in timeline.shots]
    bed = _sound(folder / "bed.wav", timeline.seconds)
    segments = [folder / f"{shot.index}.mp4" for shot in timeline.shots]
    film = folder / "film.mp4"
    cpu, _ = _spent(lambda: compose_whole(timeline, segments=segments, voices=voices, music=bed, out=film))
    return {"cpu_seconds": cpu, "frames": timeline.frames, "megabytes": film.stat().st_size / 1e6}


def _sound(path: Path, seconds: float) -> Path:
    noise = np.random.default_rng(1).normal(0, 2500, int(seconds * _HERTZ)).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_HERTZ)
        file.writeframes(noise.tobytes())
    return path


_VERBS: Final[dict[str, Callable[[Path, Timeline], Figures]]] = {
    "pictures": paint_pictures,
    "render": render,
    "render-flat": partial(render, deep=False),
    "compare": compare,
    "compare-flat": partial(compare, deep=False),
    "join": join,
}

if __name__ == "__main__":
    verb, place, *numbers = sys.argv[1:]
    measured_film = timeline_of(*map(int, numbers))
    sys.stdout.write(json.dumps(_VERBS[verb](Path(place), measured_film)) + "\n")
