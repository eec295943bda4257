"""The film on other platforms."""

from collections.abc import Callable
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from reelwright.errors import ContentError, JobCancelledError
from reelwright.film.platforms.presets import Preset
from reelwright.film.timeline.model import Timeline
from reelwright_media.canvas.planes import empty_planes, fill
from reelwright_media.composing.exporting import export_film
from reelwright_media.composing.fitting import Fitting
from reelwright_media.composing.probing import probe
from reelwright_media.composing.sound import read_sound
from tests.composed import compose_whole


def silent(fraction: float, message: str) -> None:
    """Report to nobody."""


def frames(path: Path) -> list[np.ndarray]:
    """Return the full-range greys of every frame."""
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]


@pytest.fixture
def film(timeline: Timeline, segments: list[Path], make_voice: Callable[..., Path], tmp_path: Path) -> Path:
    """Return a composed film of 91 frames whose grey rises."""
    out = tmp_path / "film.mp4"
    compose_whole(timeline, segments=segments, voices=[make_voice()] * 2, music=None, out=out, progress=silent)
    return out


def test_the_same_shape_is_copied(film: Path, preset: Preset, tmp_path: Path) -> None:
    """Nothing to change, nothing is changed: the file is the same to the byte."""
    out = tmp_path / "out.mp4"
    other = preset.model_copy(update={"name": "other"})
    export_film(film, source=preset, target=other, out=out, threads=1, progress=silent)
    assert out.read_bytes() == film.read_bytes()


@pytest.mark.parametrize(("width", "height"), [(480, 270), (300, 300), (540, 960), (270, 480)])
def test_an_export_has_the_targets_size_and_every_frame(
    film: Path, preset: Preset, tmp_path: Path, width: int, height: int
) -> None:
    """Another shape has the target's size, all frames at the same distance, and the sound of the film, copied."""
    out = tmp_path / "out.mp4"
    target = preset.model_copy(update={"width": width, "height": height})
    export_film(film, source=preset, target=target, out=out, threads=1, progress=silent)
    facts = probe(out)
    assert (facts.width, facts.height, facts.frames, facts.steady) == (width, height, 91, True)
    assert (facts.faststart, facts.bt709, facts.profile, facts.title) == (True, True, "High", "Tide & time")
    assert np.array_equal(read_sound(out), read_sound(film))


def test_a_film_in_another_shape_stands_whole_in_the_middle_of_a_dark_cover(
    film: Path, preset: Preset, tmp_path: Path
) -> None:
    """The centre is as bright as the film, the sides are darker and not black."""
    out = tmp_path / "out.mp4"
    wide = preset.model_copy(update={"width": 480, "height": 270})
    export_film(film, source=preset, target=wide, out=out, threads=1, progress=silent)
    picture, original = frames(out)[60].astype(int), frames(film)[60].astype(int)
    assert picture[135, 240] == pytest.approx(original[240, 135], abs=4)
    assert 10 < picture[135, 40] < 0.7 * original[240, 135]


def test_a_film_too_long_ends_with_a_soft_fade(film: Path, preset: Preset, tmp_path: Path) -> None:
    """Pictures and sound are cut at the platform's limit and die away before it."""
    out = tmp_path / "out.mp4"
    short = preset.model_copy(update={"max_seconds": 2})
    export_film(film, source=preset, target=short, out=out, threads=1, progress=silent)
    facts, shown = probe(out), frames(out)
    assert facts.frames == 60
    assert facts.sound is not None
    assert facts.sound.seconds == pytest.approx(2, abs=0.03)
    assert shown[-1].max() < 8
    assert 8 < shown[50].mean() < frames(film)[50].mean() - 10
    assert shown[40].mean() == pytest.approx(frames(film)[40].mean(), abs=3)
    assert np.abs(read_sound(out)[-480:]).max() < 0.01


def test_another_loudness_changes_the_sound_alone(film: Path, preset: Preset, tmp_path: Path) -> None:
    """Pictures are copied packet by packet, the sound is brought to the target."""
    out = tmp_path / "out.mp4"
    quiet = preset.model_copy(update={"loudness_lufs": -23.0})
    export_film(film, source=preset, target=quiet, out=out, threads=1, progress=silent)
    facts = probe(out, listen=True)
    assert facts.sound is not None
    assert facts.sound.loudness_lufs == pytest.approx(-23, abs=1)
    assert (facts.frames, facts.steady) == (91, True)
    assert all(np.array_equal(a, b) for a, b in zip(frames(out), frames(film), strict=True))


def test_a_cancelled_export_leaves_no_file(film: Path, preset: Preset, tmp_path: Path) -> None:
    """What `progress` raises passes through; nothing half-written stays."""

    def cancel(fraction: float, message: str) -> None:
        if fraction > 0.3:
            raise JobCancelledError(message)

    wide = preset.model_copy(update={"width": 480, "height": 270})
    with pytest.raises(JobCancelledError):
        export_film(film, source=preset, target=wide, out=tmp_path / "out.mp4", threads=1, progress=cancel)
    assert list(tmp_path.iterdir()) == [film]


def test_a_file_that_is_no_film_is_refused(preset: Preset, tmp_path: Path) -> None:
    """An unreadable film is a ContentError."""
    broken = tmp_path / "film.mp4"
    broken.write_bytes(b"nothing")
    with pytest.raises(ContentError):
        export_film(broken, source=preset, target=preset, out=tmp_path / "out.mp4", threads=1, progress=silent)


@pytest.mark.parametrize("target", [(480, 270), (300, 300), (270, 560), (200, 480), (286, 480)])
def test_nothing_is_ever_stretched(target: tuple[int, int]) -> None:
    """A circle stays a circle in every shape, in the middle, whole or cropped."""
    picture, painted = empty_planes(270, 480), empty_planes(*target)
    fill(picture)
    cv2.circle(picture.y, (135, 240), 60, 235, -1)
    Fitting((270, 480), target).paint(picture, painted)
    rows, columns = np.nonzero(painted.y > 170)
    assert np.ptp(rows) == pytest.approx(np.ptp(columns), abs=2)
    assert rows.mean() == pytest.approx(target[1] / 2, abs=2)
    assert columns.mean() == pytest.approx(target[0] / 2, abs=2)


def test_close_shapes_are_cropped_instead_of_framed() -> None:
    """Two thin strips beside the film would look like a mistake."""
    assert Fitting((270, 480), (286, 480)).crops
    assert not Fitting((270, 480), (480, 270)).crops
    assert not Fitting((270, 480), (270, 270)).crops
