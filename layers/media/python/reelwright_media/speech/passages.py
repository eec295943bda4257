"""Joins several spoken passages with silence between them, for scripts with pause marks."""

import io
import wave
from collections.abc import Sequence

from reelwright.film.captions.model import CaptionWord
from reelwright.film.makers import Speech

_SAMPLE_BYTES = 2


def joined(speeches: Sequence[Speech], pauses: Sequence[float]) -> Speech:
    """Join the speeches in order, each followed by its pause in seconds; all must be of one provider and voice.

    Word times are shifted accordingly. Raises ValueError if the sample rates differ.
    """
    rates, frames, words = set(), [], []
    seconds = 0.0
    for speech, pause in zip(speeches, pauses, strict=True):
        with wave.open(io.BytesIO(speech.wav)) as sound:
            rate = sound.getframerate()
            frames += [sound.readframes(sound.getnframes()), bytes(_SAMPLE_BYTES * round(pause * rate))]
        rates.add(rate)
        words += [_moved(word, seconds) for word in speech.words]
        seconds += speech.seconds + pause
    if len(rates) != 1:
        raise ValueError(f"passages of one speech have {sorted(rates)} samples a second")
    return speeches[0].model_copy(
        update={"wav": _wav(b"".join(frames), rates.pop()), "words": tuple(words), "seconds": seconds}
    )


def _moved(word: CaptionWord, seconds: float) -> CaptionWord:
    return CaptionWord(
        text=word.text, start_seconds=word.start_seconds + seconds, end_seconds=word.end_seconds + seconds
    )


def _wav(frames: bytes, rate: int) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(_SAMPLE_BYTES)
        out.setframerate(rate)
        out.writeframes(frames)
    return file.getvalue()
