"""The finished film: joins, sound, and what happens when its parts do not fit."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from reelwright.errors import ContentError, JobCancelledError, StepError
from reelwright.film.timeline.model import MusicCue, Timeline
from reelwright_media.composing.probing import probe
from reelwright_media.composing.sound import read_sound
from reelwright_media.music.bed import SynthesisedMusic
from tests.composed import compose_whole

MakeVoice = Callable[..., Path]


def silent(fraction: float, message: str) -> None:
    """Report to nobody."""


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """Return a bed a little longer than the film."""
    path = tmp_path / "music.wav"
    path.write_bytes(SynthesisedMusic().play("drive", seconds=3.2, seed=1, ending_seconds=2.5))
    return path


def test_the_film_is_the_sum_of_its_segments(
    timeline: Timeline, segments: list[Path], make_voice: MakeVoice, music: Path, tmp_path: Path
) -> None:
    """No frame is lost or doubled at a join, all stand at the same distance, and each shows what its segment showed."""
    out = tmp_path / "film.mp4"
    compose_whole(timeline, segments=segments, voices=[make_voice()] * 2, music=music, out=out, progress=silent)
    facts = probe(out)
    assert (facts.frames, facts.steady, facts.fps) == (91, True, 30.0)
    with av.open(str(out)) as container:
        greys = [int(frame.to_ndarray(format="gray")[100, 100]) for frame in container.decode(video=0)]
    limited = [16 + grey * 219 / 255 for grey in greys]
    assert limited == pytest.approx([30 + 2 * frame for frame in range(91)], abs=3)


def test_the_film_plays_in_a_browser(
    timeline: Timeline, segments: list[Path], make_voice: MakeVoice, music: Path, tmp_path: Path
) -> None:
    """H.264 High and AAC-LC in yuv420p, index first, title written, sound as long as the pictures."""
    out = tmp_path / "film.mp4"
    compose_whole(timeline, segments=segments, voices=[make_voice()] * 2, music=music, out=out, progress=silent)
    facts = probe(out)
    assert facts.sound is not None
    assert (facts.codec, facts.profile, facts.pixel_format, facts.bt709) == ("h264", "High", "yuv420p", True)
    assert (facts.sound.codec, facts.sound.profile, facts.sound.rate, facts.sound.channels) == ("aac", "LC", 48_000, 2)
    assert facts.faststart
    assert facts.title == "Tide & time"
    assert facts.sound.seconds == pytest.approx(facts.seconds, abs=0.03)


@pytest.mark.parametrize("level", [0.02, 0.3, 0.95])
@pytest.mark.parametrize("with_music", [True, False])
def test_the_film_has_the_platforms_loudness(
    *,
    timeline: Timeline,
    segments: list[Path],
    make_voice: MakeVoice,
    music: Path,
    tmp_path: Path,
    level: float,
    with_music: bool,
) -> None:
    """Whatever the voices' level, the encoded film is within 1 LU of the preset and under its true peak."""
    out = tmp_path / "film.mp4"
    voices = [make_voice(level=level), make_voice(level=level)]
    compose_whole(
        timeline, segments=segments, voices=voices, music=music if with_music else None, out=out, progress=silent
    )
    sound = probe(out, listen=True).sound
    assert sound is not None
    assert sound.loudness_lufs == pytest.approx(timeline.preset.loudness_lufs, abs=1)
    assert sound.true_peak_dbtp is not None
    assert sound.true_peak_dbtp < timeline.preset.true_peak_dbtp


def test_voices_are_heard_where_the_timeline_puts_them(
    timeline: Timeline, segments: list[Path], make_voice: MakeVoice, tmp_path: Path
) -> None:
    """Each voice starts at its shot's start plus its offset, to the millisecond, after encoding as well."""
    out = tmp_path / "film.mp4"
    compose_whole(
        timeline, segments=segments, voices=[make_voice(seconds=0.6)] * 2, music=None, out=out, progress=silent
    )
    sound = np.abs(read_sound(out)).max(axis=1)
    first = np.argmax(sound > 0.05)
    second = 60_000 + np.argmax(sound[60_000:] > 0.05)
    assert second - first == pytest.approx(45 / 30 * 48_000, abs=48)
    assert first == pytest.approx(0.1 * 48_000, abs=0.03 * 48_000)
    assert sound[48_000:70_000].max() < 0.01


def test_a_film_in_which_nothing_sounds_has_a_silent_track(
    timeline: Timeline, segments: list[Path], make_voice: MakeVoice, tmp_path: Path
) -> None:
    """Silence is not turned up into noise."""
    out = tmp_path / "film.mp4"
    quiet = timeline.model_copy(update={"music": MusicCue(mood=None)})
    compose_whole(quiet, segments=segments, voices=[make_voice(level=0)] * 2, music=None, out=out, progress=silent)
    assert np.abs(read_sound(out)).max() < 1e-4


def test_a_cancelled_film_leaves_no_file(
    timeline: Timeline, segments: list[Path], make_voice: MakeVoice, tmp_path: Path
) -> None:
    """What `progress` raises passes through; nothing half-written stays."""

    def cancel_late(fraction: float, message: str) -> None:
        if fraction >= 0.6:
            raise JobCancelledError(message)

    with pytest.raises(JobCancelledError):
        compose_whole(
            timeline,
            segments=segments,
            voices=[make_voice()] * 2,
            music=None,
            out=tmp_path / "film.mp4",
            progress=cancel_late,
        )
    assert list(tmp_path.iterdir()) == []


def test_a_segment_of_the_wrong_length_is_not_joined(
    timeline: Timeline, segments: list[Path], make_voice: MakeVoice, tmp_path: Path
) -> None:
    """A film whose pictures run away from its sound is an error, not a result."""
    with pytest.raises(StepError, match="45 frames"):
        compose_whole(
            timeline,
            segments=[segments[0], segments[0]],
            voices=[make_voice()] * 2,
            music=None,
            out=tmp_path / "film.mp4",
            progress=silent,
        )
    assert list(tmp_path.iterdir()) == []


def test_a_segment_of_another_size_is_not_joined(
    timeline: Timeline,
    segments: list[Path],
    make_segment: Callable[..., Path],
    make_voice: MakeVoice,
    tmp_path: Path,
) -> None:
    """Segments join by copy only where they were encoded alike."""
    with pytest.raises(StepError, match="differently"):
        compose_whole(
            timeline,
            segments=[segments[0], make_segment(46, width=480, height=270)],
            voices=[make_voice()] * 2,
            music=None,
            out=tmp_path / "film.mp4",
            progress=silent,
        )


def test_the_number_of_segments_and_voices_must_fit(
    timeline: Timeline, segments: list[Path], make_voice: MakeVoice, tmp_path: Path
) -> None:
    """One of each a shot."""
    for few, many in ((segments[:1], [make_voice()] * 2), (segments, [make_voice()])):
        with pytest.raises(StepError, match="were given"):
            compose_whole(timeline, segments=few, voices=many, music=None, out=tmp_path / "film.mp4", progress=silent)


def test_music_that_is_no_sound_is_the_users_to_change(
    timeline: Timeline, segments: list[Path], make_voice: MakeVoice, tmp_path: Path
) -> None:
    """A user's file that cannot be decoded is a ContentError."""
    broken = tmp_path / "song.mp3"
    broken.write_bytes(b"not a song")
    with pytest.raises(ContentError):
        compose_whole(
            timeline,
            segments=segments,
            voices=[make_voice()] * 2,
            music=broken,
            out=tmp_path / "film.mp4",
            progress=silent,
        )
