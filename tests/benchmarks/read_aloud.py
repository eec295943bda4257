"""The passage of each language, read by each of its voices and written down again.

`python -m tests.benchmarks.read_aloud FOLDER` prints one line of JSON (and tells how far it is): a row a voice, and rows of
other speeds and of the fallback voice.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from reelwright.film.makers import SpeechProvider
from reelwright.film.voices.table import VOICES
from reelwright_media.speech.espeak import EspeakSpeech
from reelwright_media.speech.kokoro import KokoroSpeech
from tests.benchmarks.ears import certainty, listened, transcript
from tests.benchmarks.passages import PASSAGES, said_words, word_error_rate

_ASSETS: Final = Path(__file__).resolve().parents[2] / ".assets"
_LANGUAGES: Final = {"en-us": "en-US", "en-gb": "en-GB", "fr-fr": "fr", "pt-br": "pt"}
_SPEEDS: Final = (0.8, 1.25)
_FALLBACK: Final = ("de", "en-US")


class Reading(NamedTuple):
    """Who reads in which language, and how fast."""

    provider: str
    language: str
    voice: str
    speed: float = 1.0


def readings() -> Iterator[Reading]:
    """Give every voice at its own pace, the default speaker of English at others, and the fallback."""
    for voice in VOICES.values():
        yield Reading("kokoro", _LANGUAGES.get(voice.accent, voice.accent), voice.name)
    for speed in _SPEEDS:
        yield Reading("kokoro", "en-US", "af_heart", speed)
    for language in _FALLBACK:
        yield Reading("espeak", language, "female")


def main(folder: Path) -> dict[str, Any]:
    """Return a row a reading: itself, words, seconds, the word error rate, and how surely it is taken for its language."""
    providers: dict[str, SpeechProvider] = {
        "kokoro": KokoroSpeech(_ASSETS / "kokoro.onnx", _ASSETS / "voices"),
        "espeak": EspeakSpeech(),
    }
    rows = []
    for reading in readings():
        spoken = reading.language.split("-")[0]
        passage = PASSAGES[spoken]
        speech = providers[reading.provider].speak(
            passage.text, language=reading.language, voice=reading.voice, speed=reading.speed
        )
        file = folder / "read.wav"
        file.write_bytes(speech.wav)
        meant = said_words(passage.text, passage.said)
        sound = listened(file)
        heard = said_words(transcript(sound, spoken), passage.said)
        wer = word_error_rate(meant, heard)
        facts = {"words": len(meant), "seconds": speech.seconds, "wer": wer, "certainty": certainty(sound, spoken)}
        rows.append({**reading._asdict(), **facts})
        sys.stderr.write(f"{reading.voice} {reading.language} {reading.speed:g}: WER {wer:.3f}\n")
    return {"rows": rows}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))) + "\n")
