"""Users' clips, as phones and browsers write them: known by content, and fitted to the film's shape and rate."""

from pathlib import Path

import pytest

from reelwright_media.composing.probing import probe
from tests.unit.media.material.films import MATERIAL, PRESET, MakeClip, red_middle


@pytest.mark.parametrize(
    ("codec", "container"),
    [
        ("libx264", "mp4"),
        ("libx264", "mov"),
        ("libx264", "matroska"),
        ("libx265", "mov"),
        ("libsvtav1", "mp4"),
        ("libvpx-vp9", "webm"),
    ],
)
def test_a_clip_is_known_by_its_content(clip: MakeClip, codec: str, container: str) -> None:
    """Containers and codecs that phones and browsers write."""
    facts = MATERIAL.check(clip(codec=codec, container=container))
    assert (facts.kind, facts.width, facts.height) == ("clip", 160, 90)
    assert facts.seconds == pytest.approx(1.0, abs=0.06)


def test_a_clip_gets_the_films_shape_and_rate(clip: MakeClip, tmp_path: Path) -> None:
    """Joinable like every other segment: constant rate, yuv420p, BT.709, no sound."""
    out = tmp_path / "out.mp4"
    MATERIAL.clip(clip(frames=20, fps=20), out, preset=PRESET, seconds=30)
    facts = probe(out)
    assert (facts.width, facts.height, facts.fps, facts.frames) == (90, 160, 30, 30)
    assert (facts.codec, facts.pixel_format, facts.steady, facts.bt709) == ("h264", "yuv420p", True, True)
    assert facts.sound is None


def test_only_what_is_shown_is_written(clip: MakeClip, tmp_path: Path) -> None:
    """The first seconds of a long clip."""
    out = tmp_path / "out.mp4"
    MATERIAL.clip(clip(frames=40, fps=20), out, preset=PRESET, seconds=0.5)
    assert probe(out).frames == 15


@pytest.mark.parametrize("at", [(0.15, 0.5), (0.85, 0.5)])
def test_the_crop_of_a_clip_keeps_its_subject(clip: MakeClip, tmp_path: Path, at: tuple[float, float]) -> None:
    """One crop for all frames, where the eye looks."""
    out = tmp_path / "out.mp4"
    MATERIAL.clip(clip(size=(320, 180), at=at), out, preset=PRESET, seconds=1)
    across, down = red_middle(out)
    assert 0.2 < across < 0.8
    assert down == pytest.approx(0.5, abs=0.03)


def test_the_picture_of_a_clip_is_its_first_moment(clip: MakeClip) -> None:
    """Thumbnails and players that wait want a still."""
    data = MATERIAL.picture(clip(at=(0.2, 0.5)), width=90, height=160)
    assert data.startswith(b"\xff\xd8")
