"""Users' clips: H.264 and VP9, upright, in the film's shape and rate."""

from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from reelwright.errors import ContentError
from reelwright.film.platforms.presets import preset_for
from reelwright_media.composing.probing import probe
from reelwright_media.material import CroppedMaterial

MATERIAL = CroppedMaterial()
PRESET = preset_for("tiktok").model_copy(update={"width": 90, "height": 160, "fps": 30})
MakeClip = Callable[..., Path]


def red_middle(path: Path) -> tuple[float, float]:
    """Return where the busy square's middle stands in the last frame, as shares of width and height."""
    with av.open(str(path)) as film:
        image = list(film.decode(video=0))[-1].to_ndarray(format="rgb24")
    rows, columns = np.nonzero((image[..., 0] > 150) & (image[..., 2] < 120))
    return float(columns.mean() / image.shape[1]), float(rows.mean() / image.shape[0])


@pytest.mark.parametrize(("codec", "container"), [("libx264", "mp4"), ("libx264", "mov"), ("libvpx-vp9", "webm")])
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


def test_a_clip_that_lies_on_its_side_stands_up(clip: MakeClip, tmp_path: Path) -> None:
    """Phones film lying and write the turn into the track: the left edge of the stored frame is the top."""
    path = clip(size=(320, 180), at=(0.2, 0.5), turned=90)
    facts = MATERIAL.check(path)
    assert (facts.width, facts.height) == (180, 320)
    out = tmp_path / "out.mp4"
    MATERIAL.clip(path, out, preset=PRESET, seconds=1)
    across, down = red_middle(out)
    assert across == pytest.approx(0.5, abs=0.04)
    assert down == pytest.approx(0.2, abs=0.04)


def test_the_picture_of_a_clip_is_its_first_moment(clip: MakeClip) -> None:
    """Thumbnails and players that wait want a still."""
    data = MATERIAL.picture(clip(at=(0.2, 0.5)), width=90, height=160)
    assert data.startswith(b"\xff\xd8")


def test_other_codecs_are_refused_by_name(clip: MakeClip) -> None:
    """The message says what it is and what to send."""
    with pytest.raises(ContentError, match=r"is encoded as mpeg4: send H\.264 or VP9"):
        MATERIAL.check(clip(codec="mpeg4", container="mov"))


def test_a_clip_over_a_minute_is_refused(clip: MakeClip) -> None:
    """By its packets' own times."""
    with pytest.raises(ContentError, match="longer than 60 s"):
        MATERIAL.check(clip(size=(64, 64), frames=63, fps=1))


def test_a_clip_of_one_moment_is_refused(clip: MakeClip) -> None:
    """It would only flicker."""
    with pytest.raises(ContentError, match="or a picture"):
        MATERIAL.check(clip(frames=2))


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_clip_that_breaks_off_is_refused(clip: MakeClip, share: float) -> None:
    """An MP4 without its index cannot be read."""
    path = clip()
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(ContentError, match="damaged"):
        MATERIAL.check(path)


def test_a_playlist_in_a_films_clothes_opens_nothing(tmp_path: Path) -> None:
    """The demuxer is chosen by the signature and never guesses: no address in the file is ever asked."""
    path = tmp_path / "own.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypisom" + b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:9/x.ts\n" * 4)
    with pytest.raises(ContentError, match="damaged"):
        MATERIAL.check(path)
