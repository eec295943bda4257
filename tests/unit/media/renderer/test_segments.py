"""The segment of a shot, for any picture: format, length, progress and errors."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from reelwright.errors import ContentError, JobCancelledError, MissingArtefactError
from reelwright.film.timeline.model import Timeline
from reelwright_media.composing.probing import probe
from tests.unit.media.renderer.reports import Reports

if TYPE_CHECKING:
    from tests.unit.media.renderer.conftest import Render


def test_a_segment_has_exactly_the_shots_frames_and_the_house_format(
    render: "Render", make_timeline: Callable[..., Timeline]
) -> None:
    """A segment is video only, H.264 High, yuv420p, BT.709, constant frame rate, and as long as its shot."""
    facts = probe(render(make_timeline(shots=1, frames=13)))
    assert (facts.frames, facts.fps, facts.steady) == (13, 30.0, True)
    assert (facts.width, facts.height, facts.codec, facts.profile) == (270, 480, "h264", "High")
    assert (facts.pixel_format, facts.bt709, facts.sound) == ("yuv420p", True, None)


def test_the_same_shot_gives_the_same_bytes(render: "Render", make_timeline: Callable[..., Timeline]) -> None:
    """A step that runs twice writes the same artefact."""
    timeline = make_timeline(shots=1, frames=4)
    one, two = (render(timeline, name=name) for name in ("one.mp4", "two.mp4"))
    assert one.read_bytes() == two.read_bytes()


def test_progress_rises_and_is_reported_every_half_second(
    render: "Render", make_timeline: Callable[..., Timeline]
) -> None:
    """Reports come at least every 15 frames, rise, and end at 1."""
    reports = Reports()
    render(make_timeline(shots=1, frames=40), progress=reports)
    assert reports.fractions == [0, 15 / 40, 30 / 40, 1]


def test_a_cancelled_shot_leaves_no_file(
    render: "Render", make_timeline: Callable[..., Timeline], tmp_path: Path
) -> None:
    """An error of `progress` ends the step and is not changed; no partial file remains."""
    with pytest.raises(JobCancelledError):
        render(make_timeline(shots=1, frames=40), progress=Reports(cancel_at=2))
    assert list(tmp_path.iterdir()) == []


def test_the_first_shot_may_fade_in_from_black(
    render: "Render", make_timeline: Callable[..., Timeline], decode: Callable[[Path], list[np.ndarray]]
) -> None:
    """A transition of the first shot starts from black, because there is no previous shot."""
    timeline = make_timeline(shots=1, frames=8)
    transition = make_timeline(transition="crossfade", transition_frames=4).shots[1].transition
    shot = timeline.shots[0].model_copy(update={"transition": transition})
    frames = decode(render(timeline.model_copy(update={"shots": (shot,)})))
    assert frames[0].max() <= 20
    assert frames[-1].mean() > 60


def test_a_transition_without_the_previous_picture_asks_for_it(
    render: "Render", make_timeline: Callable[..., Timeline]
) -> None:
    """A missing input is an error that a new attempt can help, not a wrong film."""
    with pytest.raises(MissingArtefactError):
        render(make_timeline(transition="crossfade", transition_frames=4), 1)


def test_a_file_that_is_no_picture_is_the_users_to_change(
    render: "Render", make_timeline: Callable[..., Timeline], tmp_path: Path
) -> None:
    """An unreadable picture is a ContentError and leaves no segment."""
    broken = tmp_path / "picture.jpg"
    broken.write_bytes(b"not a picture")
    with pytest.raises(ContentError):
        render(make_timeline(shots=1), picture=broken)
    assert list(tmp_path.iterdir()) == [broken]
