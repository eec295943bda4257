"""The same two shots, written naively: `python naive_moviepy.py <folder> <font> <width> <height> <frames>`.

moviepy alone, by its own examples: a picture resized by a function of time, a text clip for each spoken word, a crossfade,
and `write_videofile` with its defaults. Prints CPU seconds (this process and its ffmpeg) as JSON.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any, Final

from moviepy import CompositeVideoClip, ImageClip, TextClip, vfx

FPS: Final = 30
FADE_SECONDS: Final = 0.4
WORDS: Final = ("Bees", "see", "colours", "that", "we", "cannot")


def shot(picture: Path, font: str, size: tuple[int, int], seconds: float) -> Any:
    """Return one shot: the picture grows by 12 %, the words come one by one."""
    image = ImageClip(str(picture)).with_duration(seconds)
    moving = image.resized(lambda t: 1 + 0.12 * t / seconds).with_position("center")
    each = seconds / len(WORDS)
    words = [
        TextClip(font=font, text=word, font_size=size[0] // 12, color="white", stroke_color="black", stroke_width=2)
        .with_start(place * each)
        .with_duration(each)
        .with_position(("center", 0.7), relative=True)
        for place, word in enumerate(WORDS)
    ]
    return CompositeVideoClip([moving, *words], size=size).with_duration(seconds)


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and its ended children so far."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def main(folder: Path, font: str, size: tuple[int, int], frames: int) -> dict[str, float]:
    """Write the film and return what it took."""
    begun = cpu_seconds()
    seconds = frames / FPS
    first, second = (shot(folder / f"{index}.jpg", font, size, seconds) for index in range(2))
    joined = second.with_start(seconds - FADE_SECONDS).with_effects([vfx.CrossFadeIn(FADE_SECONDS)])
    film = CompositeVideoClip([first, joined], size=size)
    film.write_videofile(str(folder / "naive.mp4"), fps=FPS, audio=False, threads=2, logger=None)
    return {"naive": cpu_seconds() - begun, "frames": film.duration * FPS}


if __name__ == "__main__":
    width, height, length = map(int, sys.argv[3:6])
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2], (width, height), length)) + "\n")
