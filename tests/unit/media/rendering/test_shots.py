"""How shots follow each other, frame by frame and before any codec."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from reelwright.captions.model import CaptionLine
from reelwright.timeline.model import Motion, Timeline, TransitionKind
from reelwright_media.captioning.lineclip import Letterer
from reelwright_media.captioning.style import CaptionStyle
from reelwright_media.rendering.composition import CompositeVideoClip
from reelwright_media.rendering.motion import PATHS
from reelwright_media.rendering.painter import CompositionPainter
from reelwright_media.rendering.planes import Plane, empty_planes
from reelwright_media.rendering.shots import Footage, shot_composition

MakeTimeline = Callable[..., Timeline]
Compose = Callable[[Timeline, int], CompositeVideoClip]


@pytest.fixture
def compose(make_picture: Callable[[str, int], Path], block_letters: Letterer) -> Compose:
    """Return a builder of a shot's composition; shot n shows picture n."""

    def build(timeline: Timeline, index: int) -> CompositeVideoClip:
        return shot_composition(
            timeline,
            timeline.shots[index],
            footage=Footage(make_picture(f"shot-{index}", index)),
            previous=Footage(make_picture(f"shot-{index - 1}", index - 1) if index else None),
            style=CaptionStyle(),
            letterer=block_letters,
        )

    return build


def luma(composition: CompositeVideoClip, frame: int) -> Plane:
    """Return the luma of one frame of a composition."""
    planes = empty_planes(*composition.size)
    CompositionPainter(composition, empty_planes(*composition.size)).paint(frame / 30 + 1e-6, planes)
    return planes.y


@pytest.mark.parametrize("kind", ["crossfade", "slide"])
@pytest.mark.parametrize("motion", list(PATHS))
def test_a_transition_begins_with_the_previous_shots_next_frame(
    compose: Compose, make_timeline: MakeTimeline, kind: TransitionKind, motion: Motion
) -> None:
    """The first frame of a transition is, to the pixel, the frame that the previous shot would have shown next."""
    timeline = make_timeline(frames=12, transition=kind, transition_frames=5, motion=motion)
    before, after = compose(timeline, 0), compose(timeline, 1)
    assert np.array_equal(luma(_endless(before), 12), luma(after, 0))


def _endless(composition: CompositeVideoClip) -> CompositeVideoClip:
    """Return the composition's picture without the end that its shot puts to it."""
    return CompositeVideoClip([composition.clips[0].with_duration(10)], size=composition.size, bg_color=(0, 0, 0))


@pytest.mark.parametrize("kind", ["crossfade", "slide"])
def test_a_transition_ends_with_the_new_shot_alone(
    compose: Compose, make_timeline: MakeTimeline, kind: TransitionKind
) -> None:
    """After its frames a transition has left no trace: the shot looks as if it had been cut to."""
    soft = make_timeline(frames=12, transition=kind, transition_frames=5)
    hard = soft.model_copy(
        update={
            "shots": (
                soft.shots[0],
                soft.shots[1].model_copy(update={"transition": make_timeline().shots[1].transition}),
            )
        }
    )
    for frame in (5, 8, 11):
        assert np.array_equal(luma(compose(soft, 1), frame), luma(compose(hard, 1), frame))
    assert not np.array_equal(luma(compose(soft, 1), 3), luma(compose(hard, 1), 3))


def test_a_slide_comes_in_from_the_right_over_a_picture_that_gives_way(
    compose: Compose, make_timeline: MakeTimeline
) -> None:
    """In a slide the left of the frame still shows the old picture, moved to the left, the right the new one."""
    timeline = make_timeline(frames=12, transition="slide", transition_frames=10, motion="still")
    old, new, sliding = luma(compose(timeline, 0), 0), luma(compose(timeline, 1), 11), luma(compose(timeline, 1), 1)
    edge = 2 * round((1 - (1 - (1 - 1 / 10) ** 3)) * 270 / 2)
    pushed = 2 * round((1 - (1 - 1 / 10) ** 3) / 3 * 270 / 2)
    assert np.array_equal(sliding[:, edge:], new[:, : 270 - edge])
    assert np.array_equal(sliding[:, :edge], old[:, pushed : pushed + edge])


def test_a_line_begun_in_the_shot_before_stays_until_its_end(
    compose: Compose, make_timeline: MakeTimeline, make_line: Callable[..., CaptionLine]
) -> None:
    """A caption that overlaps a cut is drawn in both shots."""
    lines = (make_line("over", "the", "cut", start=0.3, each=0.1),)
    spoken, silent = make_timeline(frames=12, lines=lines), make_timeline(frames=12)
    assert not np.array_equal(luma(compose(spoken, 1), 2), luma(compose(silent, 1), 2))
    assert np.array_equal(luma(compose(spoken, 1), 7), luma(compose(silent, 1), 7))


def test_a_new_line_takes_over_from_one_that_overlaps_it(
    compose: Compose, make_timeline: MakeTimeline, make_line: Callable[..., CaptionLine]
) -> None:
    """Two lines are never on top of each other: the later one wins."""
    early, late = make_line("a", "b", "c", "d", start=0.0), make_line("e", "f", start=0.2)
    both, alone = make_timeline(frames=12, lines=(early, late)), make_timeline(frames=12, lines=(late,))
    assert np.array_equal(luma(compose(both, 0), 8), luma(compose(alone, 0), 8))
