"""What a rendered segment must be, whatever its pictures."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from reelwright.errors import ContentError, JobCancelledError, MissingArtefactError
from reelwright.film.captions.model import CaptionLine
from reelwright.film.timeline.model import Timeline
from reelwright_media.canvas.encoder import SegmentWriter
from reelwright_media.canvas.planes import Planes, fill
from reelwright_media.captioning.lettered import Letterer
from reelwright_media.captioning.style import STYLES
from reelwright_media.composing.probing import probe
from reelwright_media.renderer import FilmRenderer
from reelwright_media.typography import Tile

MakePicture = Callable[[str, int], Path]


class Reports:
    """Collects progress reports; raises at the one with number `cancel_at`."""

    def __init__(self, cancel_at: int | None = None) -> None:
        self.fractions: list[float] = []
        self._cancel_at = cancel_at

    def __call__(self, fraction: float, message: str) -> None:
        """Note a report."""
        if len(self.fractions) == self._cancel_at:
            raise JobCancelledError(message)
        self.fractions.append(fraction)


@pytest.fixture
def renderer(block_letters: Letterer) -> FilmRenderer:
    """Return a renderer that needs no fonts."""
    return FilmRenderer(threads=1, letterer=block_letters)


def test_a_segment_has_exactly_the_shots_frames_and_the_house_format(
    renderer: FilmRenderer, make_timeline: Callable[..., Timeline], make_picture: MakePicture, tmp_path: Path
) -> None:
    """A segment is video only, H.264 High, yuv420p, BT.709, constant frame rate, and as long as its shot."""
    timeline = make_timeline(shots=1, frames=13)
    out = tmp_path / "segment.mp4"
    renderer.render_shot(
        timeline,
        timeline.shots[0],
        picture=make_picture("a", 1),
        previous_picture=None,
        clip=None,
        out=out,
        progress=Reports(),
    )
    facts = probe(out)
    assert (facts.frames, facts.fps, facts.steady) == (13, 30.0, True)
    assert (facts.width, facts.height, facts.codec, facts.profile) == (270, 480, "h264", "High")
    assert (facts.pixel_format, facts.bt709, facts.sound) == ("yuv420p", True, None)


def test_the_same_shot_gives_the_same_bytes(
    renderer: FilmRenderer, make_timeline: Callable[..., Timeline], make_picture: MakePicture, tmp_path: Path
) -> None:
    """A step that runs twice writes the same artefact."""
    timeline = make_timeline(shots=1, frames=4)
    files = [tmp_path / "one.mp4", tmp_path / "two.mp4"]
    for out in files:
        renderer.render_shot(
            timeline,
            timeline.shots[0],
            picture=make_picture("a", 1),
            previous_picture=None,
            clip=None,
            out=out,
            progress=Reports(),
        )
    assert files[0].read_bytes() == files[1].read_bytes()


def test_progress_rises_and_is_reported_every_half_second(
    renderer: FilmRenderer, make_timeline: Callable[..., Timeline], make_picture: MakePicture, tmp_path: Path
) -> None:
    """Reports come at least every 15 frames, rise, and end at 1."""
    timeline = make_timeline(shots=1, frames=40)
    reports = Reports()
    renderer.render_shot(
        timeline,
        timeline.shots[0],
        picture=make_picture("a", 1),
        previous_picture=None,
        clip=None,
        out=tmp_path / "segment.mp4",
        progress=reports,
    )
    assert reports.fractions == [0, 15 / 40, 30 / 40, 1]


def test_a_cancelled_shot_leaves_no_file(
    renderer: FilmRenderer, make_timeline: Callable[..., Timeline], make_picture: MakePicture, tmp_path: Path
) -> None:
    """What `progress` raises ends the step, passes through, and nothing half-written stays behind."""
    timeline = make_timeline(shots=1, frames=40)
    with pytest.raises(JobCancelledError):
        renderer.render_shot(
            timeline,
            timeline.shots[0],
            picture=make_picture("a", 1),
            previous_picture=None,
            clip=None,
            out=tmp_path / "segment.mp4",
            progress=Reports(cancel_at=2),
        )
    assert list(tmp_path.iterdir()) == []


def test_the_first_shot_may_fade_in_from_black(
    renderer: FilmRenderer,
    make_timeline: Callable[..., Timeline],
    make_picture: MakePicture,
    decode: Callable[[Path], list[np.ndarray]],
    tmp_path: Path,
) -> None:
    """A transition of the first shot has nothing to come from but black."""
    timeline = make_timeline(shots=1, frames=8)
    shot = timeline.shots[0].model_copy(
        update={"transition": make_timeline(transition="crossfade", transition_frames=4).shots[1].transition}
    )
    out = tmp_path / "segment.mp4"
    renderer.render_shot(
        timeline,
        shot,
        picture=make_picture("a", 1),
        previous_picture=None,
        clip=None,
        out=out,
        progress=Reports(),
    )
    frames = decode(out)
    assert frames[0].max() <= 20
    assert frames[-1].mean() > 60


def test_a_transition_without_the_previous_picture_asks_for_it(
    renderer: FilmRenderer, make_timeline: Callable[..., Timeline], make_picture: MakePicture, tmp_path: Path
) -> None:
    """A missing input is an error that a new attempt can help, not a wrong film."""
    timeline = make_timeline(transition="crossfade", transition_frames=4)
    with pytest.raises(MissingArtefactError):
        renderer.render_shot(
            timeline,
            timeline.shots[1],
            picture=make_picture("a", 1),
            previous_picture=None,
            clip=None,
            out=tmp_path / "segment.mp4",
            progress=Reports(),
        )


def test_a_file_that_is_no_picture_is_the_users_to_change(
    renderer: FilmRenderer, make_timeline: Callable[..., Timeline], tmp_path: Path
) -> None:
    """An unreadable picture is a ContentError and leaves no segment."""
    timeline = make_timeline(shots=1)
    broken = tmp_path / "picture.jpg"
    broken.write_bytes(b"not a picture")
    with pytest.raises(ContentError):
        renderer.render_shot(
            timeline,
            timeline.shots[0],
            picture=broken,
            previous_picture=None,
            clip=None,
            out=tmp_path / "segment.mp4",
            progress=Reports(),
        )
    assert list(tmp_path.iterdir()) == [broken]


def test_the_timeline_says_in_which_style_captions_are_drawn(
    block_letters: Letterer,
    make_timeline: Callable[..., Timeline],
    make_line: Callable[..., CaptionLine],
    make_picture: MakePicture,
    tmp_path: Path,
) -> None:
    """The type of `pop` is larger than that of the others, and without captions nothing is set."""
    sizes: list[float] = []

    def letterer(words: Sequence[str], *, fills: Sequence[str], size_px: float, **room: Any) -> Tile:
        sizes.append(size_px)
        return block_letters(words, fills=fills, size_px=size_px, **room)

    largest = []
    plain = make_timeline(shots=1, frames=4, lines=(make_line("one", "two", each=0.05),), motion="still")
    for style in STYLES:
        timeline = plain.model_copy(update={"caption_style": style})
        sizes.clear()
        FilmRenderer(threads=1, letterer=letterer).render_shot(
            timeline,
            timeline.shots[0],
            picture=make_picture("a", 1),
            previous_picture=None,
            clip=None,
            out=tmp_path / "segment.mp4",
            progress=Reports(),
        )
        largest.append(max(sizes) / 270)
    assert largest == pytest.approx([style.type_share for style in STYLES.values()])


def test_captions_stay_inside_the_safe_zone(
    *,
    renderer: FilmRenderer,
    make_timeline: Callable[..., Timeline],
    make_line: Callable[..., CaptionLine],
    make_picture: MakePicture,
    decode: Callable[[Path], list[np.ndarray]],
    tmp_path: Path,
) -> None:
    """A captioned film differs from a bare one inside the preset's safe zone only, and does differ there."""
    timeline = make_timeline(shots=1, frames=12, lines=(make_line("one", "two", "three", each=0.12),), motion="still")
    bare = timeline.model_copy(update={"caption_style": "sidecar"})
    films = []
    for number, each in enumerate((timeline, bare)):
        out = tmp_path / f"{number}.mp4"
        renderer.render_shot(
            each,
            each.shots[0],
            picture=make_picture("a", 1),
            previous_picture=None,
            clip=None,
            out=out,
            progress=Reports(),
        )
        films.append(decode(out)[10].astype(int))
    zone, height, width = timeline.preset.safe_zone, 480, 270
    rows, columns = np.nonzero(np.abs(films[0] - films[1]) > 40)
    assert len(rows) > 300
    assert rows.min() >= zone.top * height
    assert rows.max() < (1 - zone.bottom) * height
    assert columns.min() >= zone.left * width
    assert columns.max() < (1 - zone.right) * width


def test_a_clip_takes_the_pictures_place_and_is_looped(
    *,
    renderer: FilmRenderer,
    make_timeline: Callable[..., Timeline],
    make_picture: MakePicture,
    make_clip: Callable[[Path, list[int]], Path],
    decode: Callable[[Path], list[np.ndarray]],
    tmp_path: Path,
) -> None:
    """A clip shorter than its shot starts again; the picture is not seen."""
    greys = [40, 70, 100, 130, 160, 190]
    timeline, out = make_timeline(shots=1, frames=15), tmp_path / "out.mp4"
    renderer.render_shot(
        timeline,
        timeline.shots[0],
        picture=make_picture("b", 2),
        previous_picture=None,
        clip=make_clip(tmp_path / "clip.mp4", greys),
        out=out,
        progress=Reports(),
    )
    shown = [round(float(frame.mean())) for frame in decode(out)]
    assert shown == pytest.approx([*greys, *greys, *greys[:3]], abs=3)


def test_a_clip_of_another_shape_is_cropped_and_never_stretched(
    renderer: FilmRenderer,
    make_timeline: Callable[..., Timeline],
    make_picture: MakePicture,
    decode: Callable[[Path], list[np.ndarray]],
    tmp_path: Path,
) -> None:
    """A wide clip covers a high frame: its middle is shown, its proportions kept."""
    clip, out = tmp_path / "wide.mp4", tmp_path / "out.mp4"

    def circle(planes: Planes) -> None:
        fill(planes)
        cv2.circle(planes.y, (320, 180), 60, 235, -1)

    with SegmentWriter(clip, size=(640, 360), fps=30, threads=1) as film:
        for _ in range(3):
            film.add(circle)
    timeline = make_timeline(shots=1, frames=3)
    renderer.render_shot(
        timeline,
        timeline.shots[0],
        picture=make_picture("a", 1),
        previous_picture=None,
        clip=clip,
        out=out,
        progress=Reports(),
    )
    rows, columns = np.nonzero(decode(out)[1] > 128)
    assert np.ptp(rows) == pytest.approx(160, abs=3)
    assert np.ptp(columns) == pytest.approx(160, abs=3)
    assert rows.mean() == pytest.approx(240, abs=2)
    assert columns.mean() == pytest.approx(135, abs=2)


def test_a_shot_after_a_clip_fades_from_the_clip_or_is_cut(
    renderer: FilmRenderer,
    make_timeline: Callable[..., Timeline],
    make_picture: MakePicture,
    decode: Callable[[Path], list[np.ndarray]],
    tmp_path: Path,
) -> None:
    """The tail of a clip is painted from the clip; where that is not given the shot starts with a cut."""
    clip_timeline = make_timeline(shots=1, frames=20)
    clip = tmp_path / "clip.mp4"
    shown, own, unseen = make_picture("a", 1), make_picture("b", 2), make_picture("c", 3)
    renderer.render_shot(
        clip_timeline,
        clip_timeline.shots[0],
        picture=shown,
        previous_picture=None,
        clip=None,
        out=clip,
        progress=Reports(),
    )
    timeline = make_timeline(frames=12, transition="crossfade", transition_frames=4, clip_of_first="clips/0")
    frames = []
    for previous_clip in (clip, None):
        out = tmp_path / "out.mp4"
        renderer.render_shot(
            timeline,
            timeline.shots[1],
            picture=own,
            previous_picture=unseen,
            clip=None,
            out=out,
            progress=Reports(),
            previous_clip=previous_clip,
        )
        frames.append(decode(out))
    assert np.abs(frames[0][0].astype(int) - decode(clip)[12].astype(int)).mean() < 2
    assert np.abs(frames[1][0].astype(int) - frames[0][5].astype(int)).mean() < 3
