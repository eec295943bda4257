"""Two shots with captions and a crossfade: `python two_shots.py <folder> <width> <height> <frames>` prints CPU seconds as JSON.

`render` is the product's renderer, from picture files to video files. `encoder` is the floor under it: the same encoder with
the same settings on the same frames, painted beforehand and only copied in. Pictures stay in the folder for others to use.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from reelwright.captions.model import CaptionLine, CaptionWord
from reelwright.platforms.presets import Preset, SafeZone
from reelwright.scenes.model import PictureBrief
from reelwright.timeline.model import MusicCue, Shot, Timeline, Transition
from reelwright_media.captioning.style import CaptionStyle
from reelwright_media.painting import PaintedPictures
from reelwright_media.rendering.encoder import SegmentWriter
from reelwright_media.rendering.painter import CompositionPainter
from reelwright_media.rendering.planes import Planes, copy, empty_planes
from reelwright_media.rendering.renderer import FilmRenderer
from reelwright_media.rendering.shots import Footage, shot_composition
from reelwright_media.typography import draw_lines

FPS: Final = 30
THREADS: Final = 2
FADE_FRAMES: Final = 12
WORDS: Final = ("Bees", "see", "colours", "that", "we", "cannot")
SCENERIES: Final = ("sunset_sea", "forest")


def timeline_of(width: int, height: int, frames: int) -> Timeline:
    """Return two shots of so many frames; in each the words follow each other to its end."""
    preset = Preset(
        name="measured",
        width=width,
        height=height,
        max_seconds=60,
        safe_zone=SafeZone(top=0.13, right=0.12, bottom=0.21, left=0.05),
        caption_centre=0.70,
        thumbnail_width=width,
        thumbnail_height=height,
    )
    shots = tuple(
        Shot(
            index=index,
            start_frame=index * frames,
            frames=frames,
            picture_key=f"{index}.jpg",
            voice_key="voice",
            voice_offset_seconds=0,
            motion=("push_in", "pan_left")[index],
            transition=Transition(kind="crossfade", frames=FADE_FRAMES) if index else Transition(),
            captions=(_line(index * frames / FPS, frames / FPS),),
            mood="calm",
        )
        for index in range(2)
    )
    return Timeline(
        preset=preset, title="Two shots", language="en", caption_style="karaoke", shots=shots, music=MusicCue(mood=None)
    )


def _line(start: float, seconds: float) -> CaptionLine:
    each = seconds / len(WORDS)
    words = tuple(
        CaptionWord(text=word, start_seconds=start + place * each, end_seconds=start + (place + 1) * each)
        for place, word in enumerate(WORDS)
    )
    return CaptionLine(words=words, start_seconds=start, end_seconds=start + seconds)


def paint_pictures(folder: Path, width: int, height: int) -> None:
    """Write the two pictures, a little larger than the frame, as the product makes them."""
    for index, scenery in enumerate(SCENERIES):
        brief = PictureBrief.model_validate({"text": "Bees", "scenery": scenery, "mood": "calm", "seed": index})
        (folder / f"{index}.jpg").write_bytes(PaintedPictures().paint(brief, width=width, height=height))


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU seconds of this process, all threads, that `work` takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


def footage_of(folder: Path, shot: Shot) -> tuple[Footage, Footage]:
    """Return what the shot shows, and what the one before it showed."""
    before = folder / f"{shot.index - 1}.jpg" if shot.index else None
    return Footage(folder / shot.picture_key), Footage(before)


def render(folder: Path, timeline: Timeline) -> None:
    """Write both shots as the product does."""
    renderer = FilmRenderer(threads=THREADS)
    for shot in timeline.shots:
        now, before = footage_of(folder, shot)
        renderer.render_shot(
            timeline,
            shot,
            picture=folder / shot.picture_key if now.picture is None else now.picture,
            previous_picture=before.picture,
            clip=None,
            out=folder / f"{shot.index}.mp4",
            progress=lambda _fraction, _message: None,
        )


def painted(folder: Path, timeline: Timeline, shot: Shot) -> Iterator[Planes]:
    """Yield the shot's frames, each on planes of its own."""
    now, before = footage_of(folder, shot)
    composition = shot_composition(
        timeline, shot, footage=now, previous=before, style=CaptionStyle(), letterer=draw_lines
    )
    size = (timeline.preset.width, timeline.preset.height)
    painter = CompositionPainter(composition, empty_planes(*size))
    for frame in range(shot.frames):
        planes = empty_planes(*size)
        painter.paint(frame / FPS + 1e-6, planes)
        yield planes


def encode(frames: list[Planes], out: Path) -> None:
    """Write painted frames."""
    size = (frames[0].width, frames[0].height)
    with SegmentWriter(out, size=size, fps=FPS, threads=THREADS) as film:
        for planes in frames:
            film.add(partial(copy, planes))


def main(folder: Path, width: int, height: int, frames: int) -> dict[str, float]:
    """Measure renderer and floor, one after the other."""
    timeline = timeline_of(width, height, frames)
    paint_pictures(folder, width, height)
    figures = {"frames": 2.0 * frames, "render": cpu_seconds(lambda: render(folder, timeline)), "encoder": 0.0}
    for shot in timeline.shots:
        ready = list(painted(folder, timeline, shot))
        figures["encoder"] += cpu_seconds(partial(encode, ready, folder / "floor.mp4"))
    return figures


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), *map(int, sys.argv[2:5]))) + "\n")
