"""Transitions between shots, frame by frame, before encoding."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from reelwright.film.captions.model import CaptionLine, CaptionWord
from reelwright.film.captions.styles import CaptionStyle
from reelwright.film.makers import Footage
from reelwright.film.timeline.model import ClosingCard, HookTitle, Motion, Timeline, TransitionKind
from reelwright_media.canvas.composition import CompositeVideoClip
from reelwright_media.canvas.motion import PATHS
from reelwright_media.canvas.painter import CompositionPainter
from reelwright_media.canvas.planes import Plane, empty_planes
from reelwright_media.captioning.lettered import Letterer
from reelwright_media.shots.shots import shot_composition

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


@pytest.mark.parametrize("kind", ["crossfade", "slide", "push", "dip"])
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


@pytest.mark.parametrize("kind", ["crossfade", "slide", "push", "dip"])
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


def test_a_push_drives_the_old_picture_out_as_the_new_one_comes(compose: Compose, make_timeline: MakeTimeline) -> None:
    """In a push both move as one: nothing lies between them, nothing is covered."""
    timeline = make_timeline(frames=12, transition="push", transition_frames=10, motion="still")
    old, new = luma(compose(timeline, 0), 0), luma(compose(timeline, 1), 11)
    pushing = luma(compose(timeline, 1), 2)
    edge = next(at for at in range(0, 270, 2) if np.array_equal(pushing[:, at:], new[:, : 270 - at]))
    assert 0 < edge < 270
    assert np.array_equal(pushing[:, :edge], old[:, 270 - edge :])


def test_a_dip_is_black_in_its_middle(compose: Compose, make_timeline: MakeTimeline) -> None:
    """One picture goes before the other comes."""
    timeline = make_timeline(frames=12, transition="dip", transition_frames=8)
    assert luma(compose(timeline, 1), 4).max() <= 17
    assert luma(compose(timeline, 1), 1).mean() > 40


def test_the_hook_stands_instead_of_the_captions_of_its_words(
    compose: Compose, make_timeline: MakeTimeline, make_line: Callable[..., CaptionLine]
) -> None:
    """Nothing is doubled: the hook's lines are not drawn as captions, later ones are."""
    first, later = make_line("deep", "sea", start=0.0), make_line("is", "dark", start=0.2)
    plain = make_timeline(frames=12, lines=(first, later))
    hooked = plain.model_copy(update={"hook": HookTitle(words=first.words, end_seconds=0.2)})
    alone = make_timeline(frames=12, lines=(later,))
    assert len(compose(hooked, 0).clips) == len(compose(plain, 0).clips)
    assert np.array_equal(luma(compose(hooked, 0), 8), luma(compose(alone, 0), 8))
    assert not np.array_equal(luma(compose(hooked, 0), 3), luma(compose(plain, 0), 3))
    assert hooked.captions == plain.captions


def test_the_closing_card_stands_on_the_last_frames_of_the_last_shot(
    compose: Compose, make_timeline: MakeTimeline
) -> None:
    """Before its first frame the film is untouched; on the last one title and call are whole over a dark picture."""
    plain = make_timeline(frames=60, shots=2)
    closed = plain.model_copy(update={"closing": ClosingCard(title="Bees", call="Follow", frames=45)})
    assert np.array_equal(luma(compose(closed, 0), 59), luma(compose(plain, 0), 59))
    assert np.array_equal(luma(compose(closed, 1), 14), luma(compose(plain, 1), 14))
    last = luma(compose(closed, 1), 59)
    assert np.median(last) < 0.6 * np.median(luma(compose(plain, 1), 59))
    assert np.array_equal(last > 200, luma(compose(closed, 1), 55) > 200)
    assert (last > 200).sum() > 300


def test_the_last_frame_of_a_loop_leads_into_the_first(
    make_timeline: MakeTimeline, make_picture: Callable[[str, int], Path], block_letters: Letterer
) -> None:
    """Picture and hook of the first frame fade in over the last ones; before that the film is untouched."""
    plain = make_timeline(frames=30, shots=2)
    words = (CaptionWord(text="Bees", start_seconds=0.1, end_seconds=0.3),)
    hook = HookTitle(words=words, end_seconds=0.4)
    looping = plain.model_copy(update={"hook": hook, "loop_frames": 12})

    def shown(timeline: Timeline, index: int, frame: int) -> Plane:
        composition = shot_composition(
            timeline,
            timeline.shots[index],
            footage=Footage(make_picture(f"shot-{index}", index)),
            previous=Footage(make_picture(f"shot-{index - 1}", index - 1) if index else None),
            opening=Footage(make_picture("shot-0", 0)),
            style=CaptionStyle(),
            letterer=block_letters,
        )
        return luma(composition, frame)

    first, last = shown(looping, 0, 0), shown(looping, 1, 29)
    assert np.array_equal(shown(looping, 1, 17), shown(looping.model_copy(update={"loop_frames": 0}), 1, 17))
    assert np.abs(first.astype(int) - last.astype(int)).mean() < 3
    assert np.abs(first.astype(int) - shown(plain, 1, 29).astype(int)).mean() > 10
