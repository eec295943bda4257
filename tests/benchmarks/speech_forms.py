"""The two files of Kokoro heard by a recogniser: `python -m tests.benchmarks.speech_forms FOLDER` prints JSON."""

import json
import sys
from pathlib import Path
from typing import Final

import numpy as np

from reelwright_media.speech.kokoro_model import RATE, KokoroModel, styles
from reelwright_media.speech.sound import wav
from tests.benchmarks.ears import listened, transcript
from tests.benchmarks.passages import PASSAGES, said_words, word_error_rate
from tests.benchmarks.speech_settings import ASSETS, PLAIN, READY, numbers_of

FILES: Final = (READY, PLAIN)
VOICES: Final = ("af_heart", "am_michael")


def main(folder: Path) -> dict[str, float]:
    """Return the word error rate of the English passage by file, over all voices."""
    passage = PASSAGES["en"]
    meant = said_words(passage.text, passage.said)
    rates: dict[str, float] = {}
    for name in FILES:
        model, path = KokoroModel(ASSETS / name, threads=2), folder / "heard.wav"
        found = []
        for voice in VOICES:
            style = styles(ASSETS / "voices" / f"{voice}.bin")
            sounds = [model.speak(numbers, style, speed=1.0).samples for numbers in numbers_of(passage.text)]
            path.write_bytes(wav(np.concatenate(sounds), RATE))
            heard = said_words(transcript(listened(path), "en"), passage.said)
            found.append(word_error_rate(meant, heard))
        rates[name] = sum(found) / len(found)
    return rates


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))) + "\n")
