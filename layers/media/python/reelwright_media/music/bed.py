"""The music provider of the product: pieces composed for a film's mood and length, all at one loudness."""

import io
import wave
from typing import Final

import numpy as np

from reelwright.film.scenes.model import Mood
from reelwright_media.composing.mastering import limit
from reelwright_media.composing.mixing import bring_to_bus
from reelwright_media.composing.sound import CHANNELS, RATE, Sound, factor, fade
from reelwright_media.music.band import Band
from reelwright_media.music.form import form_of
from reelwright_media.music.scores import SCORES

_IN_SECONDS: Final = 0.03
_OUT_SECONDS: Final = 0.5
_MOST_FADE_SHARE: Final = 0.25
_LEAST_ENDING_SECONDS: Final = 1.0
"""An earlier ending leaves no time for music before it."""
_PEAK_DB: Final = -2.0
"""Of samples; the peaks between them reach 0.8 dB higher."""
_TRANSPOSITIONS: Final = (-2, -1, 0, 1, 2, 3)


class SynthesisedMusic:
    """Implements `reelwright.film.makers.MusicProvider` in numpy: about 0.04 CPU seconds a second of music."""

    name = "synthesised"

    def play(self, mood: Mood, *, seconds: float, seed: int, ending_seconds: float | None) -> bytes:
        """Synthesise a 48 kHz stereo 16-bit WAV of exactly `seconds` (rounded to samples); see `MusicProvider`.

        All moods have the same integrated loudness (BS.1770); pieces shorter than the 0.4 s that a measurement needs
        keep their level. Deterministic; another seed gives another key, other figures and another melody.
        """
        score = SCORES[mood]
        random = np.random.default_rng([seed, list(SCORES).index(mood)])
        ends = ending_seconds is not None
        until = min(seconds, max(_LEAST_ENDING_SECONDS, ending_seconds)) if ending_seconds is not None else seconds
        form = form_of(score.bar_seconds, until)
        band = Band(score, form, random, transpose=int(random.choice(_TRANSPOSITIONS)))
        bed = np.tanh(band.perform(round(seconds * RATE), ends=ends))
        share = seconds * _MOST_FADE_SHARE
        if ends:
            fade(bed, in_seconds=min(_IN_SECONDS, share), out_seconds=min(_OUT_SECONDS, share))
        return _wav(_at_bus(bed))


def _at_bus(bed: Sound) -> Sound:
    """Bring a bed to the bus loudness, twice, as limiting its few peaks, so that 16 bits hold them, makes it quieter."""
    for _ in range(2):
        bring_to_bus(bed)
        bed = limit(bed, factor(_PEAK_DB))
    return bed


def _wav(sound: Sound) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(CHANNELS)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(np.rint(np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    return file.getvalue()
