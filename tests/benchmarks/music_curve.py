"""Draws the loudness of composed music over time: `python -m tests.benchmarks.music_curve docs/music-loudness.png`.

One row a mood, for a film of 30 seconds whose last word ends at 28 seconds; levels of a second, in dB under the loudest.
"""

import io
import sys
import wave
from pathlib import Path
from typing import Final, get_args

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from reelwright.film.scenes.model import Mood
from reelwright_media.music.bed import SynthesisedMusic

SECONDS: Final = 30
ENDING_SECONDS: Final = 28.0
_WIDTH, _ROW, _MARGIN = 900, 110, 90
_RANGE_DB: Final = 18.0


def levels(data: bytes, *, step_seconds: float = 0.5) -> list[float]:
    """Compute the level of each piece of a WAV, in dB under the loudest."""
    with wave.open(io.BytesIO(data)) as file:
        sound = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2) / 32768
        size = round(step_seconds * file.getframerate())
    power = [float((sound[at : at + size] ** 2).mean()) for at in range(0, len(sound) - size + 1, size)]
    return [10 * float(np.log10(max(one, 1e-9) / max(power))) for one in power]


def main(out: Path) -> None:
    """Draw the curves of all moods to a PNG."""
    moods = get_args(Mood)
    picture = Image.new("RGB", (_WIDTH, _ROW * len(moods) + 30), "#ffffff")
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    wide = _WIDTH - _MARGIN - 20
    for row, mood in enumerate(moods):
        top = row * _ROW + 14
        curve = levels(SynthesisedMusic().play(mood, seconds=SECONDS, seed=5, ending_seconds=ENDING_SECONDS))
        points = [
            (_MARGIN + wide * (place + 0.5) / len(curve), top + (_ROW - 30) * min(1.0, -level / _RANGE_DB))
            for place, level in enumerate(curve)
        ]
        draw.rectangle((_MARGIN, top, _MARGIN + wide, top + _ROW - 30), outline="#cccccc")
        ending = _MARGIN + wide * ENDING_SECONDS / SECONDS
        draw.line((ending, top, ending, top + _ROW - 30), fill="#d04040")
        draw.line(points, fill="#2050b0", width=3)
        draw.text((10, top + 28), mood, fill="#202020", font=font)
    draw.text(
        (_MARGIN, _ROW * len(moods) + 6),
        f"0 to {SECONDS} s; top 0 dB, bottom -{_RANGE_DB:.0f} dB; red: the last word",
        fill="#606060",
        font=font,
    )
    picture.save(out, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
