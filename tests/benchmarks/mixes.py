"""The finished sound of three films, and what a recogniser hears in it: `python -m tests.benchmarks.mixes FOLDER` prints JSON.

The words are compared as they are said ("$500" and "five hundred dollars" are equal). The film is heard three times: whole,
without music, and the voice alone, which shows whether an error is in the mix, in the voice or in the recogniser.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from reelwright.film.text.reading.aloud import said_words as read_aloud
from reelwright.film.timeline.model import Timeline
from reelwright_media.composing.effects import lay_effects
from reelwright_media.composing.loudness import SILENCE_LUFS, measure
from reelwright_media.composing.mixing import BUS_LUFS, mix
from reelwright_media.composing.sound import CHANNELS, RATE, Sound, decibels, read_sound
from tests.benchmarks.ears import listened, transcript
from tests.benchmarks.narrated import LANGUAGE, ROOT, composed, made_film
from tests.benchmarks.passages import said_words, word_error_rate

_WINDOW: Final = RATE * 2 // 5
"""0.4 seconds, a block of ITU-R BS.1770."""

_SAME: Final = {"metres": "meters", "metre": "meter", "one thousand two hundred": "twelve hundred"}
"""Spellings of the recogniser for what the scripts say otherwise; it writes "1,200" for "twelve hundred"."""


class Film(NamedTuple):
    """A script of the repository, and who speaks it."""

    script: str
    voice: str


FILMS: Final = (
    Film("docs/sample-script.txt", "af_heart"),
    Film("docs/contact-sheet/scripts/finance.txt", "am_michael"),
    Film("docs/contact-sheet/scripts/volcano.txt", "af_bella"),
)


def main(folder: Path) -> dict[str, Any]:
    """Make the films in `folder` and return what was measured of each."""
    return {"films": [measured(folder, number, film) for number, film in enumerate(FILMS)]}


def measured(folder: Path, number: int, film: Film) -> dict[str, Any]:
    """Make a film and measure its sound."""
    place = folder / str(number)
    place.mkdir()
    timeline, voices, music = made_film(place, _text(ROOT / film.script), film.voice)
    bare = timeline.model_copy(update={"effects": ()})
    whole = composed(place / "film.mp4", timeline, voices, music)
    made = {
        "film": whole,
        "no_music": composed(place / "clean.mp4", timeline, voices, None),
        "voice": composed(place / "voice.mp4", bare, voices, None),
    }
    meant = _said(" ".join(word.text for line in timeline.captions for word in line.words))
    heard = {name: _said(transcript(listened(path), LANGUAGE)) for name, path in made.items()}
    return {
        **film._asdict(),
        "mood": timeline.music.mood,
        "seconds": timeline.seconds,
        "words": len(meant),
        "wer": {name: word_error_rate(meant, words) for name, words in heard.items()},
        "meant": " ".join(meant),
        "heard": {name: " ".join(words) for name, words in heard.items()},
        "effects_below_db": _effects_below(timeline, bare, voices),
        **measure(read_sound(whole))._asdict(),
    }


def _text(path: Path) -> str:
    """Read a script without the lines that name its title and language."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith(("title:", "language:"))).strip()


def _said(text: str) -> list[str]:
    said = " ".join(said_words(" ".join(read_aloud(text.split(), LANGUAGE)), {}))
    for spelling, same in _SAME.items():
        said = re.sub(rf"\b{spelling}\b", same, said)
    return said.split()


def _effects_below(timeline: Timeline, bare: Timeline, voices: list[Path]) -> float:
    """Return how far the loudest 0.4 s of the effects are under the loudness of the voice, in dB."""
    voice = mix(bare, voices=voices, music=None)
    effects: Sound = np.zeros((len(voice), CHANNELS), np.float32)
    lay_effects(effects, timeline.effects, voice_lufs=BUS_LUFS)
    steps = range(0, len(effects), _WINDOW // 4)
    loudest = max((float(np.square(effects[at : at + _WINDOW]).mean()) for at in steps), default=0.0)
    lufs = measure(voice).lufs
    return lufs - decibels(loudest**0.5) if loudest and lufs > SILENCE_LUFS else float("inf")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))) + "\n")
