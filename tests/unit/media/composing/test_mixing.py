"""Voice and music in one track."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from reelwright.film.timeline.model import MusicCue, Timeline
from reelwright_media.composing.mixing import mix
from reelwright_media.composing.sound import RATE, decibels, fade, read_sound

MakeVoice = Callable[..., Path]


def level_db(sound: np.ndarray) -> float:
    """Return the RMS level in dBFS."""
    return decibels(float(np.sqrt((sound**2).mean())))


def with_own_music(timeline: Timeline) -> Timeline:
    """Return the film with a file of the user's as its music."""
    return timeline.model_copy(update={"music": MusicCue(mood=None, key="song")})


def test_music_ducks_under_the_voice_and_comes_back(timeline: Timeline, make_voice: MakeVoice) -> None:
    """Between and after words the bed is at least 5 dB louder than while somebody speaks."""
    shots = (timeline.shots[0].model_copy(update={"frames": 240}),)
    film = timeline.model_copy(update={"shots": shots})
    tone = make_voice(seconds=8.0, level=0.5, rate=48_000, hertz=400.0)
    quiet, speaking = make_voice(level=0), make_voice(seconds=2.0)
    alone = mix(film, voices=[quiet], music=tone)
    both = mix(film, voices=[speaking], music=tone)
    voice = mix(film, voices=[speaking], music=None)
    bed = both - voice
    under = slice(round(0.6 * RATE), round(1.6 * RATE))
    after = slice(round(3.5 * RATE), round(5.5 * RATE))
    assert level_db(alone[under]) - level_db(bed[under]) > 5
    assert level_db(alone[after]) - level_db(bed[after]) == pytest.approx(0, abs=0.5)


def test_the_bed_is_soft_at_the_films_end(timeline: Timeline, make_voice: MakeVoice) -> None:
    """The last samples are silent and the second before them falls."""
    tone = make_voice(seconds=20.0, level=0.5, rate=48_000, hertz=400.0)
    track = mix(with_own_music(timeline), voices=[make_voice(level=0)] * 2, music=tone)
    assert np.abs(track[-48:]).max() < 1e-3
    assert level_db(track[-12_000:]) < level_db(track[48_000:60_000]) - 10


def test_music_shorter_than_the_film_is_repeated(timeline: Timeline, make_voice: MakeVoice) -> None:
    """A user's short song is looped without a hole."""
    song = make_voice(seconds=0.75, level=0.5, rate=44_100, hertz=400.0)
    track = mix(with_own_music(timeline), voices=[make_voice(level=0)] * 2, music=song)
    assert len(track) == round(91 / 30 * RATE)
    quarter = RATE // 2
    levels = [level_db(track[at : at + quarter]) for at in range(quarter, len(track) - 2 * quarter, quarter)]
    assert min(levels) > max(levels) - 12


def test_a_mono_voice_is_heard_on_both_sides_at_its_level(make_voice: MakeVoice) -> None:
    """Resampling to 48 kHz stereo changes neither level nor length."""
    sound = read_sound(make_voice(seconds=1.0, level=0.4))
    assert sound.shape[1] == 2
    assert len(sound) == pytest.approx(RATE, abs=32)
    assert np.array_equal(sound[:, 0], sound[:, 1])
    assert np.abs(sound).max() == pytest.approx(0.4, rel=0.1)


def test_a_fade_longer_than_the_sound_is_harmless() -> None:
    """Short sounds are faded over what they have."""
    sound = np.ones((100, 2), np.float32)
    fade(sound, in_seconds=1, out_seconds=1)
    assert sound[0].max() < 0.01
    assert sound[-1].max() < 0.01
