"""The measured film, written naively: `python -m tests.benchmarks.naive_moviepy <folder> <font> <width> <height> <frames> ...`.

`...` is first and last second of the stretch to render, and 1 for opaque or 0; prints CPU seconds as JSON. moviepy alone, by
its own examples: a picture resized by a function of time, a text clip for each line and one for each spoken word, crossfades,
and `write_videofile` with its defaults. Same pictures, camera, times and words as the product's. Opaque: a background colour
on every composition, which spares moviepy the mask of the whole frame; its examples do without.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
from moviepy import CompositeVideoClip, ImageClip, TextClip, VideoClip
from PIL import ImageFont

from reelwright.film.captions.model import CaptionLine
from reelwright.film.timeline.model import Shot, Timeline
from reelwright_media.canvas.motion import view_at
from tests.benchmarks.film import FPS, pictures_in, timeline_of

_CENTRE: Final = 0.7


def naive_film(folder: Path, timeline: Timeline, font: str, *, opaque: bool) -> Any:
    """Return the whole film as moviepy's composition; captions where the timeline has them burned in."""
    size = (timeline.preset.width, timeline.preset.height)
    ground: dict[str, Any] = {"bg_color": (0, 0, 0)} if opaque else {}
    shots = [_shot(folder, timeline, shot, ground) for shot in timeline.shots]
    lines = timeline.captions if timeline.caption_style == "karaoke" else ()
    words = [clip for line in lines for clip in _line(line, font, size)]
    return CompositeVideoClip([*shots, *words], size=size, **ground).with_duration(timeline.seconds)


def _shot(folder: Path, timeline: Timeline, shot: Shot, ground: dict[str, Any]) -> Any:
    width, height = timeline.preset.width, timeline.preset.height
    after = timeline.shots[shot.index + 1 : shot.index + 2]
    seconds = (shot.frames + sum(later.transition.frames for later in after)) / FPS

    def view(t: float) -> tuple[float, float, float]:
        return view_at(shot.motion, t, length_seconds=seconds)

    def corner(t: float) -> tuple[int, int]:
        zoom, x, y = view(t)
        return round(width / 2 - x * int(width * zoom)), round(height / 2 - y * int(height * zoom))

    picture = ImageClip(str(pictures_in(folder, shot)[0])).with_duration(seconds)
    moving = picture.resized(lambda t: view(t)[0]).with_position(corner)
    clip = CompositeVideoClip([moving], size=(width, height), **ground).with_duration(seconds)
    if shot.transition.frames:
        fade = shot.transition.frames / FPS
        mask = VideoClip(lambda t: np.full((height, width), _eased(t / fade)), is_mask=True, duration=seconds)
        clip = clip.with_mask(mask)
    return clip.with_start(shot.start_frame / FPS)


def _eased(share: float) -> float:
    clamped = min(1.0, max(0.0, share))
    return clamped * clamped * (3 - 2 * clamped)


def _line(line: CaptionLine, font: str, size: tuple[int, int]) -> list[Any]:
    """Return the line in white, and over it each word in yellow while it is spoken."""
    text = " ".join(word.text for word in line.words).upper()
    points = int(min(0.078 * size[0], 1.2 * size[0] / len(text)))
    measure = ImageFont.truetype(font, points)
    look: dict[str, Any] = {"font": font, "font_size": points, "stroke_color": "black", "stroke_width": 4}
    look["margin"] = (10, 20)
    left, top = int((size[0] - measure.getlength(text)) / 2), int(_CENTRE * size[1])
    whole = TextClip(text=text, color="white", **look).with_position((left, top))
    clips = [whole.with_start(line.start_seconds).with_end(line.end_seconds)]
    place = float(left)
    for word in line.words:
        clip = TextClip(text=word.text.upper(), color="#ffe04a", **look).with_position((int(place), top))
        clips.append(clip.with_start(word.start_seconds).with_end(word.end_seconds))
        place += measure.getlength(f"{word.text.upper()} ")
    return clips


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and its ended children so far."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def main(arguments: list[str]) -> dict[str, float]:
    """Write the stretch and return what it took."""
    folder, font, *numbers = arguments
    width, height, frames = map(int, numbers[:3])
    first, last, opaque = float(numbers[3]), float(numbers[4]), numbers[5] == "1"
    begun = cpu_seconds()
    film = naive_film(Path(folder), timeline_of(width, height, frames), font, opaque=opaque)
    stretch = film.subclipped(first, last)
    stretch.write_videofile(str(Path(folder, "naive.mp4")), fps=FPS, audio=False, threads=2, logger=None)
    return {"cpu_seconds": cpu_seconds() - begun, "frames": round((last - first) * FPS)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1:])) + "\n")
