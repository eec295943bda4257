"""Sound effects, synthesised: no samples, no licence, no network. Each is as loud as its row says, in mono or stereo.

Samples were tried first: the CC0 set of `sonic-pi-samples` comes as a Debian package only, which machines without apt cannot
fetch by an ordinary client (docs/decisions/0047).
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from reelwright.film.timeline.model import EffectKind, SoundCue
from reelwright_media.composing.sound import CHANNELS, RATE, Sound, factor

Mono = npt.NDArray[np.float32]

BELOW_VOICE_DB: Final[dict[EffectKind, float]] = {"hit": -8.0, "whoosh": -13.0, "tick": -14.0, "riser": -14.0}
"""Level of an effect's loudest tenth of a second under the loudness of the voice: at least 6 dB, so that it never covers
a word."""
_WINDOW: Final = RATE // 10
_WHOOSH_SECONDS: Final = 0.7
_RISER_SECONDS: Final = 1.6
_HIT_SECONDS: Final = 0.9
_TICK_SECONDS: Final = 0.05


def lay_effects(track: Sound, cues: tuple[SoundCue, ...], *, voice_lufs: float) -> None:
    """Add the effects of a film to its sound, in place; `voice_lufs` is the loudness of its voice."""
    for number, cue in enumerate(cues):
        sound = _levelled(EFFECTS[cue.kind](np.random.default_rng([number, len(cues)])), cue.kind, voice_lufs)
        start = round((cue.at_seconds - LEADS_SECONDS[cue.kind]) * RATE)
        heard = sound[max(0, -start) :][: max(0, len(track) - max(0, start))]
        track[max(0, start) : max(0, start) + len(heard)] += heard


def _levelled(sound: Sound, kind: EffectKind, voice_lufs: float) -> Sound:
    windows = np.pad(sound, ((0, -len(sound) % _WINDOW), (0, 0))).reshape(-1, _WINDOW * CHANNELS)
    loudest = float(np.sqrt((windows**2).mean(axis=1)).max())
    return sound * np.float32(factor(voice_lufs + BELOW_VOICE_DB[kind]) / max(loudest, 1e-9))


def _times(seconds: float) -> Mono:
    return np.asarray(np.arange(round(seconds * RATE)) / RATE, np.float32)


def _swept_noise(random: np.random.Generator, low_hz: Mono, high_hz: Mono) -> Sound:
    """Filter noise by a band whose edges move: overlapping windows, each filtered by its own spectrum."""
    size, hop = 2048, 512
    length = len(low_hz)
    noise = random.standard_normal((length + size, CHANNELS)).astype(np.float32)
    swept = np.zeros((length + size, CHANNELS), np.float32)
    window = np.hanning(size).astype(np.float32)[:, None]
    bins = np.fft.rfftfreq(size, 1 / RATE)
    for start in range(0, length, hop):
        low, high = low_hz[start], high_hz[start]
        shape = 1 / np.sqrt(1 + (low / np.maximum(bins, 1)) ** 4) / np.sqrt(1 + (bins / high) ** 4)
        spectrum = np.fft.rfft(noise[start : start + size] * window, axis=0) * shape[:, None]
        swept[start : start + size] += np.fft.irfft(spectrum, size, axis=0).astype(np.float32) * window
    return swept[:length]


def _stereo(mono: Mono) -> Sound:
    return np.repeat(mono[:, None], CHANNELS, axis=1)


def _hit(random: np.random.Generator) -> Sound:
    """Sound a soft boom: a falling sine with a short noise at its front."""
    t = _times(_HIT_SECONDS)
    cycles = 42 * t + (110 - 42) / 14 * (1 - np.exp(-14 * t))
    boom = np.sin(2 * np.pi * cycles) * np.exp(-5.5 * t) * np.minimum(1, t / 0.004)
    front = np.diff(random.standard_normal(len(t) + 1)) * np.exp(-38 * t) * 0.10
    mid = np.sin(2 * np.pi * 165 * t) * np.exp(-16 * t) * 0.35
    return _stereo(np.asarray(np.tanh(1.4 * (boom + front + mid)), np.float32))


def _whoosh(random: np.random.Generator) -> Sound:
    """Sound moving air: a band of noise that rises and falls, and passes from right to left, as the picture does."""
    t = _times(_WHOOSH_SECONDS)
    share = t / _WHOOSH_SECONDS
    swell = np.sin(np.pi * share**0.8) ** 2.2
    middle = 380 + 2600 * np.sin(np.pi * share**0.9) ** 2
    air = _swept_noise(random, np.asarray(middle * 0.6, np.float32), np.asarray(middle * 1.6, np.float32))
    place = np.clip(share, 0, 1)
    sides = np.stack([np.sqrt(0.25 + 0.5 * place), np.sqrt(0.75 - 0.5 * place)], axis=1)
    return np.asarray(air * swell[:, None] * sides, np.float32)


def _tick(random: np.random.Generator) -> Sound:
    """Sound a small click of wood."""
    t = _times(_TICK_SECONDS)
    pitch = 1900 + 60 * float(random.random())
    click = np.sin(2 * np.pi * pitch * t) * np.exp(-130 * t) + 0.4 * np.sin(2 * np.pi * 2.7 * pitch * t) * np.exp(
        -210 * t
    )
    return _stereo(np.asarray(click * np.minimum(1, t / 0.0008), np.float32))


def _riser(random: np.random.Generator) -> Sound:
    """Sound a rise of noise and tone that stops at its end, where the line begins."""
    t = _times(_RISER_SECONDS)
    share = t / _RISER_SECONDS
    swell = share**2.4 * np.minimum(1, (_RISER_SECONDS - t) / 0.03)
    air = _swept_noise(
        random, np.asarray(300 + 2200 * share**2, np.float32), np.asarray(1200 + 6500 * share**2, np.float32)
    )
    turns = np.cumsum(196 * 2 ** (share * 1.0)) / RATE
    tone = 0.22 * (np.sin(2 * np.pi * turns) + 0.5 * np.sin(4.01 * np.pi * turns))
    return np.asarray((0.8 * air + tone[:, None]) * swell[:, None], np.float32)


EFFECTS: Final[dict[EffectKind, Callable[[np.random.Generator], Sound]]] = {
    "hit": _hit,
    "whoosh": _whoosh,
    "tick": _tick,
    "riser": _riser,
}
LEADS_SECONDS: Final[dict[EffectKind, float]] = {"hit": 0.0, "whoosh": 0.3, "tick": 0.0, "riser": _RISER_SECONDS}
"""How long before its cue an effect starts: a whoosh is loudest, and a riser ends, at the cue."""
