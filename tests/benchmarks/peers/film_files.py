"""The measured film as files that every tool reads: pictures, sound, captions, camera.

`timeline_of` describes the film; here are the same pictures, times, words and camera paths in the formats of the others.
"""

import json
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np

from reelwright.film.captions.model import CaptionLine
from reelwright.film.timeline.model import Shot, Timeline
from reelwright_media.assets.location import locate
from reelwright_media.canvas.motion import view_at
from tests.benchmarks.film import FPS, picture, timeline_of
from tests.benchmarks.film_cost import paint_pictures

SIZE: Final = (1080, 1920)
SHOT_FRAMES: Final = 150
FONT: Final = "Montserrat-Black.ttf"
FONT_PIXELS: Final = 84
ASS_PIXELS: Final = 132
"""What draws letters of the same size: ASS counts the height of a line, the others that of the letters' square."""
CAPTION_CENTRE: Final = 0.70
SHORT_VOICE: Final = "voice-short.wav"
"""0.1 s shorter: MoneyPrinterTurbo shows a picture again to cover the sound and a margin of 0.1 s."""
_HERTZ: Final = 24_000
_HEAD: Final = """[Script Info]
ScriptType: v4.00+
PlayResX: {width}
PlayResY: {height}
WrapStyle: 2

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, BackColour, Bold, BorderStyle, Outline, Shadow, Alignment
Style: Word,Montserrat Black,{pixels},&H00FFFFFF,&H00000000,&H00000000,0,1,5,0,5

[Events]
Format: Layer, Start, End, Style, Text
"""
_SPOKEN: Final = r"{\c&H4AE0FF&}"
_WAITING: Final = r"{\c&HFFFFFF&}"


def film() -> Timeline:
    """Return the film: 20 s, 1080 x 1920, 30 frames per second, four shots, three crossfades, 56 words."""
    return timeline_of(*SIZE, SHOT_FRAMES)


def write_files(folder: Path) -> None:
    """Write everything that a tool reads into `folder`: about 20 MB."""
    timeline = film()
    paint_pictures(folder, timeline)
    (folder / FONT).write_bytes(locate(f"fonts/{FONT}").read_bytes())
    noise = np.random.default_rng(1).normal(0, 2500, round(timeline.seconds * _HERTZ)).astype("<i2")
    for shot in timeline.shots:
        first = round(shot.start_frame / FPS * _HERTZ)
        _write_sound(folder / f"voice-{shot.index}.wav", noise[first : first + round(shot.frames / FPS * _HERTZ)])
    _write_sound(folder / "voice.wav", noise)
    _write_sound(folder / SHORT_VOICE, noise[: -_HERTZ // 10])
    _write_sound(folder / "bed.wav", noise // 4)
    (folder / "captions.srt").write_text("\n".join(_subtitles(timeline)), encoding="utf-8")
    (folder / "captions.ass").write_text("\n".join([_HEAD_OF, *_events(timeline)]), encoding="utf-8")
    (folder / "film.json").write_text(json.dumps(as_properties(timeline)), encoding="utf-8")


def as_properties(timeline: Timeline) -> dict[str, Any]:
    """Return the film for Remotion: the view of each frame, the words of each line with their seconds."""
    return {
        "width": SIZE[0],
        "height": SIZE[1],
        "fps": FPS,
        "frames": timeline.frames,
        "font": FONT,
        "fontPixels": FONT_PIXELS,
        "captionCentre": CAPTION_CENTRE,
        "shots": [
            {
                "picture": picture(shot.index),
                "from": shot.start_frame,
                "fade": shot.transition.frames,
                "views": [list(view_at(shot.motion, at / FPS, length_seconds=length / FPS)) for at in range(length)],
            }
            for shot, length in shown(timeline)
        ],
        "lines": [line.model_dump(mode="json") for line in timeline.captions],
    }


def shown(timeline: Timeline) -> Iterator[tuple[Shot, int]]:
    """Yield each shot with the number of frames in which it is seen: its own, and those of the crossfade after it."""
    for shot in timeline.shots:
        after = timeline.shots[shot.index + 1 : shot.index + 2]
        yield shot, shot.frames + sum(later.transition.frames for later in after)


def _write_sound(path: Path, samples: np.ndarray[Any, np.dtype[np.int16]]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, _HERTZ, 0, "NONE", ""))
        file.writeframes(samples.astype("<i2").tobytes())


def _subtitles(timeline: Timeline) -> Iterator[str]:
    for number, line in enumerate(timeline.captions, start=1):
        words = " ".join(word.text for word in line.words)
        yield f"{number}\n{_clock(line.start_seconds, ',')} --> {_clock(line.end_seconds, ',')}\n{words}\n"


def _events(timeline: Timeline) -> Iterator[str]:
    """Yield one event for each word: its whole line, with the word in yellow."""
    for line in timeline.captions:
        ends = [*(word.start_seconds for word in line.words[1:]), line.end_seconds]
        for place, (word, end) in enumerate(zip(line.words, ends, strict=True)):
            where = f"{{\\pos({SIZE[0] // 2},{round(CAPTION_CENTRE * SIZE[1])})}}"
            text = _coloured(line, place)
            yield f"Dialogue: 0,{_clock(word.start_seconds, '.')},{_clock(end, '.')},Word,{where}{text}"


def _coloured(line: CaptionLine, spoken: int) -> str:
    return " ".join(
        f"{_SPOKEN if place == spoken else _WAITING}{word.text.upper()}" for place, word in enumerate(line.words)
    )


def _clock(seconds: float, mark: str) -> str:
    """Format a time for SRT (a comma, milliseconds) or ASS (a point, hundredths)."""
    hundredths = round(seconds * 100)
    whole, part = divmod(hundredths, 100)
    shown_part = f"{part:02}0" if mark == "," else f"{part:02}"
    return f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}{mark}{shown_part}"


_HEAD_OF: Final = _HEAD.format(width=SIZE[0], height=SIZE[1], pixels=ASS_PIXELS)
