"""The local clip provider."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reelwright.errors import ContentError
from reelwright.film.platforms.presets import Preset
from reelwright.film.scenes.model import PictureBrief
from reelwright_media.composing.probing import probe
from reelwright_media.shots.motionclips import MotionClips

BRIEF = PictureBrief(text="A whale", scenery="underwater", mood="awe", seed=3)


def test_a_clip_has_the_asked_length_and_the_presets_size(
    preset: Preset, make_picture: Callable[[str, int], Path], tmp_path: Path
) -> None:
    """The clip is a film without sound, as long as asked to the frame."""
    picture = make_picture("clip", 4).read_bytes()
    film = MotionClips(threads=1).film(BRIEF, picture, seconds=0.5, preset=preset)
    path = tmp_path / "clip.mp4"
    path.write_bytes(film)
    facts = probe(path)
    assert (facts.frames, facts.width, facts.height, facts.sound) == (15, 270, 480, None)


def test_the_same_brief_gives_the_same_clip(preset: Preset, make_picture: Callable[[str, int], Path]) -> None:
    """Nothing but the brief decides."""
    picture = make_picture("clip", 4).read_bytes()
    provider = MotionClips(threads=1)
    first, second = (provider.film(BRIEF, picture, seconds=0.2, preset=preset) for _ in range(2))
    assert first == second


def test_bytes_that_are_no_picture_are_refused(preset: Preset) -> None:
    """An unreadable picture is a ContentError."""
    with pytest.raises(ContentError):
        MotionClips(threads=1).film(BRIEF, b"", seconds=0.2, preset=preset)
