"""Timelines add up to whole frames, keep voices apart, and vary their motion."""

import math
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import ContentError
from reelwright.film.captions.model import CaptionWord
from reelwright.film.captions.styles import BurnedStyle
from reelwright.film.platforms.presets import PRESETS
from reelwright.film.scenes.model import Mood, PictureBrief, Scene, ScenePlan
from reelwright.film.timeline.closing import BREATH_SECONDS
from reelwright.film.timeline.model import Timeline
from reelwright.film.timeline.planning import CLOSING_SECONDS, OPENING_SECONDS, RHYTHMS, SpokenScene, lay_out_timeline

MOODS = st.sampled_from(list(get_args(Mood)))
SCENES = st.lists(st.tuples(MOODS, st.floats(0.2, 9)), min_size=1, max_size=12)


def scene_of(index: int, mood: Mood) -> Scene:
    """Build a scene with a mood."""
    brief = PictureBrief(text="Hello sea.", scenery="rays", mood=mood, seed=1)
    return Scene(index=index, text="Hello sea.", keywords=(), mood=mood, brief=brief)


def speech_of(index: int, seconds: float) -> SpokenScene:
    """Build a voice whose two words share its length."""
    return SpokenScene(
        voice_key=f"voice{index}",
        picture_key=f"picture{index}",
        words=(
            CaptionWord(text="Hello", start_seconds=0.0, end_seconds=seconds / 2),
            CaptionWord(text="sea.", start_seconds=seconds / 2, end_seconds=seconds),
        ),
        seconds=seconds,
    )


def timeline_of(
    rows: list[tuple[Mood, float]],
    *,
    seed: int = 0,
    music: bool = True,
    music_key: str | None = None,
    closing: bool | None = False,
    loop: bool = False,
    platform: str = "tiktok",
    caption_style: BurnedStyle = "karaoke",
) -> Timeline:
    """Plan a timeline of scenes with moods and lengths."""
    plan = ScenePlan(
        title="A film",
        language="en",
        mood="awe",
        scenes=tuple(scene_of(index, mood) for index, (mood, _) in enumerate(rows)),
    )
    speeches = [speech_of(index, seconds) for index, (_, seconds) in enumerate(rows)]
    return lay_out_timeline(
        plan,
        speeches,
        preset=PRESETS[platform],
        caption_style=caption_style,
        music=music,
        music_key=music_key,
        closing=closing,
        loop=loop,
        seed=seed,
    )


@given(SCENES)
def test_shots_join_without_gap_and_add_up(rows: list[tuple[Mood, float]]) -> None:
    """Every shot starts where the one before ends, and the film is their sum."""
    timeline = timeline_of(rows)
    assert timeline.shots[0].start_frame == 0
    assert all(left.end_frame == right.start_frame for left, right in pairwise(timeline.shots))
    assert timeline.frames == sum(shot.frames for shot in timeline.shots)


@given(SCENES)
def test_each_voice_ends_within_its_shot_and_no_frame_is_wasted(rows: list[tuple[Mood, float]]) -> None:
    """A shot is its silences and its voice, rounded up to a frame."""
    timeline = timeline_of(rows)
    for (mood, seconds), shot in zip(rows, timeline.shots, strict=True):
        last = shot.index == len(rows) - 1
        silence = CLOSING_SECONDS if last else RHYTHMS[mood].gap_seconds
        needed = (shot.voice_offset_seconds + seconds + silence) * timeline.preset.fps
        assert needed - 0.001 <= shot.frames < needed + 1


@given(SCENES, st.integers(0, 20))
def test_no_motion_comes_twice_in_a_row_and_transitions_stay_short(rows: list[tuple[Mood, float]], seed: int) -> None:
    """The first shot is cut in; others come in within a third of either shot."""
    shots = timeline_of(rows, seed=seed).shots
    assert shots[0].transition.kind == "cut"
    assert all(left.motion != right.motion for left, right in pairwise(shots))
    for left, right in pairwise(shots):
        assert right.transition.frames <= min(left.frames, right.frames) / 3
        assert (right.transition.kind == "cut") == (right.transition.frames == 0)


@given(SCENES)
def test_captions_follow_the_voice_and_never_cross_a_cut(rows: list[tuple[Mood, float]]) -> None:
    """Lines lie within their shot, and the first word starts with its voice."""
    timeline = timeline_of(rows)
    for shot in timeline.shots:
        start, end = shot.start_frame / 30, shot.end_frame / 30
        assert shot.captions[0].start_seconds == pytest.approx(start + shot.voice_offset_seconds, abs=0.001)
        assert all(start <= line.start_seconds <= line.end_seconds <= end for line in shot.captions)
        assert [word.text for line in shot.captions for word in line.words] == ["Hello", "sea."]


def test_the_film_opens_and_closes_with_a_breath() -> None:
    """A quarter of a second before the first word, seven tenths behind the last voice."""
    timeline = timeline_of([("awe", 2.0)])
    assert timeline.shots[0].voice_offset_seconds == OPENING_SECONDS
    assert timeline.frames == math.ceil((OPENING_SECONDS + 2.0 + CLOSING_SECONDS) * 30)


@given(SCENES)
def test_the_closing_card_adds_its_frames_to_the_last_shot_and_nothing_else(rows: list[tuple[Mood, float]]) -> None:
    """Exact to the frame: a breath instead of the closing silence, then the card; captions end before it."""
    closed, open_ended = timeline_of(rows, closing=True), timeline_of(rows)
    assert closed.closing is not None
    assert open_ended.closing is None
    last, alone = closed.shots[-1], open_ended.shots[-1]
    spoken = (last.voice_offset_seconds + rows[-1][1] + BREATH_SECONDS) * 30
    assert last.frames == math.ceil(round(spoken, 6)) + closed.closing.frames
    assert closed.shots[:-1] == open_ended.shots[:-1]
    assert (last.start_frame, last.motion) == (alone.start_frame, alone.motion)
    assert last.captions[-1].end_seconds <= (last.end_frame - closed.closing.frames) / 30 + 1e-9


def test_a_film_that_is_as_long_as_its_platform_allows_goes_without_card() -> None:
    """A card is no reason to refuse a film, and none to cut one."""
    rows: list[tuple[Mood, float]] = [("calm", 178.5)]
    assert timeline_of(rows, closing=True, platform="shorts").closing is None
    assert timeline_of([("calm", 177.5)], closing=True, platform="shorts").closing is not None


def test_only_films_of_twenty_seconds_have_a_card_by_default() -> None:
    """In a short film two seconds without a word make viewers swipe."""
    lengths = (10.0, 18.9, 19.6, 60.0)
    carded = [seconds for seconds in lengths if timeline_of([("calm", seconds)], closing=None).closing is not None]
    assert carded == [19.6, 60.0]


@given(SCENES)
def test_a_film_without_card_ends_within_four_fifths_of_a_second_after_its_voice(
    rows: list[tuple[Mood, float]],
) -> None:
    """Whatever the mood; loops as well."""
    for loop in (False, True):
        timeline = timeline_of(rows, loop=loop)
        assert timeline.seconds - timeline.captions[-1].words[-1].end_seconds <= 0.8


def test_a_film_that_loops_fades_to_its_first_frame_after_the_last_word() -> None:
    """It has no card, not even a requested one: the card would stand between the end and the beginning."""
    timeline = timeline_of([("awe", 30.0)], loop=True, closing=True)
    assert timeline.closing is None
    fade_begins = (timeline.frames - timeline.loop_frames) / 30
    assert timeline.captions[-1].words[-1].end_seconds <= fade_begins


def test_a_hook_needs_captions() -> None:
    """Who wants no words on the picture gets none; the card is asked for apart."""
    rows: list[tuple[Mood, float]] = [("awe", 2.0)]
    assert timeline_of(rows).hook is not None
    bare = timeline_of(rows, caption_style="sidecar", closing=True)
    assert (bare.hook, bare.burned_captions) == (None, ())
    assert bare.captions
    assert bare.closing is not None


def test_what_the_hook_shows_is_not_burned_in_again() -> None:
    """Hook and burned captions together are all lines of the film, each word once."""
    timeline = timeline_of([("awe", 2.0), ("calm", 2.0)])
    assert timeline.hook is not None
    shown = [word.text for word in timeline.hook.words]
    shown += [word.text for line in timeline.burned_captions for word in line.words]
    assert shown == [word.text for line in timeline.captions for word in line.words]


def test_the_same_film_gives_the_same_timeline() -> None:
    """Chance comes from the seed."""
    rows: list[tuple[Mood, float]] = [("upbeat", 3.0)] * 6
    assert timeline_of(rows) == timeline_of(rows)
    assert timeline_of(rows) != timeline_of(rows, seed=5)


def test_music_is_the_mood_s_bed_the_user_s_file_or_silence() -> None:
    """One of three."""
    rows: list[tuple[Mood, float]] = [("calm", 3.0)]
    assert timeline_of(rows).music.mood == "awe"
    own = timeline_of(rows, music_key="mine.mp3").music
    assert (own.mood, own.key) == (None, "mine.mp3")
    silent = timeline_of(rows, music=False, music_key="mine.mp3").music
    assert (silent.mood, silent.key) == (None, None)


def test_a_film_longer_than_the_platform_allows_is_refused() -> None:
    """Now that the voice is known, the limit is exact."""
    with pytest.raises(ContentError, match="tiktok allows 600 s"):
        timeline_of([("calm", 300.0), ("calm", 300.0)])


def test_scenes_and_speeches_must_pair_up() -> None:
    """A missing voice is a defect of the caller, not a shorter film."""
    plan = ScenePlan(title="A film", language="en", mood="awe", scenes=(scene_of(0, "awe"),))
    with pytest.raises(ValueError, match="zip"):
        lay_out_timeline(plan, [], preset=PRESETS["shorts"])


@pytest.mark.parametrize("style", ["karaoke", "box", "pop", "sidecar"])
def test_the_style_changes_what_is_drawn_and_never_the_caption_files(style: BurnedStyle) -> None:
    """SRT and VTT are written from `captions`: they are the same whatever is burned in."""
    rows: list[tuple[Mood, float]] = [("awe", 2.0), ("calm", 3.0)]
    assert timeline_of(rows, caption_style=style).captions == timeline_of(rows).captions


def test_the_older_word_for_captions_in_files_alone_is_still_read() -> None:
    """A timeline that was kept by an earlier version says `none`."""
    kept = timeline_of([("awe", 2.0)]).model_dump(mode="json") | {"caption_style": "none"}
    assert Timeline.model_validate(kept).caption_style == "sidecar"


def test_a_pause_of_the_script_is_silence_behind_its_shot() -> None:
    """The picture stays, the next voice comes later by so much, and the film is longer by so much."""

    def planned(pause: float) -> Timeline:
        scenes = tuple(
            scene_of(index, "calm").model_copy(update={"pause_seconds": pause * (index == 0)}) for index in range(2)
        )
        plan = ScenePlan(title="", language="fi", mood="calm", scenes=scenes)
        return lay_out_timeline(plan, [speech_of(0, 1.0), speech_of(1, 1.0)], preset=PRESETS["tiktok"])

    short, long = planned(0.0), planned(2.0)
    assert long.shots[0].frames - short.shots[0].frames == 2 * PRESETS["tiktok"].fps
    assert long.shots[1].frames == short.shots[1].frames
    assert long.captions[-1].start_seconds - short.captions[-1].start_seconds == pytest.approx(2.0)
