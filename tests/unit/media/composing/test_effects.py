"""Effects are heard and stay under the voice."""

from typing import get_args

import numpy as np
import pytest

from reelwright.film.timeline.model import EffectKind, SoundCue
from reelwright_media.composing.effects import lay_effects
from reelwright_media.composing.loudness import measure
from reelwright_media.composing.sound import RATE, Sound

VOICE_LUFS = -16.0


def laid(kind: EffectKind, at_seconds: float, seconds: float = 4.0) -> Sound:
    """Return a silent track with one effect."""
    track = np.zeros((round(seconds * RATE), 2), np.float32)
    lay_effects(track, (SoundCue(kind=kind, at_seconds=at_seconds),), voice_lufs=VOICE_LUFS)
    return track


@pytest.mark.parametrize("kind", get_args(EffectKind))
def test_an_effect_is_at_least_six_decibels_under_the_voice(kind: EffectKind) -> None:
    """By its loudest tenth of a second, and by its loudness; and it is there."""
    track = laid(kind, 2.0)
    power = (track.reshape(-1, RATE // 10, 2) ** 2).mean(axis=(1, 2))
    assert 10 * np.log10(power.max()) <= VOICE_LUFS - 6
    assert measure(track).lufs <= VOICE_LUFS - 6
    assert np.abs(track).max() > 0.01


@pytest.mark.parametrize("kind", get_args(EffectKind))
@pytest.mark.parametrize("at_seconds", [0.0, 0.1, 3.95])
def test_an_effect_at_an_edge_of_the_film_is_cut(kind: EffectKind, at_seconds: float) -> None:
    """The track keeps its length, and no sample is lost to the other end."""
    track = laid(kind, at_seconds)
    assert len(track) == 4 * RATE
    assert not np.abs(track[RATE * 7 // 4 : RATE * 9 // 4]).any()


def test_a_riser_ends_and_a_whoosh_is_loudest_at_its_cue() -> None:
    """They belong to what happens then."""
    riser, whoosh = laid("riser", 2.0), laid("whoosh", 2.0)
    assert not np.abs(riser[2 * RATE + 48 :]).any()
    level = (whoosh.reshape(-1, RATE // 20, 2) ** 2).mean(axis=(1, 2))
    assert abs(int(level.argmax()) / 20 - 2.0) < 0.2
