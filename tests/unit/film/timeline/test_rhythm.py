"""Something new is seen every 2.5 seconds, on the words."""

import random
from itertools import pairwise

import pytest

from reelwright.film.captions.model import CaptionWord
from reelwright.film.scenes.acting import ActKind, SceneAct, act_in
from reelwright.film.scenes.information.rules import information_in
from reelwright.film.scenes.model import Entrance, Mood, PictureBrief, Scene
from reelwright.film.text.words import words_of
from reelwright.film.timeline.model import ShotEntrance
from reelwright.film.timeline.rhythm import BEATS, LONGEST_STILL_SECONDS, act_of_shot, beats_of, entrances_of_shot
from reelwright.film.timeline.showing import shown_information, spoken_between


def scene_of(text: str, mood: Mood = "drive", language: str = "en") -> Scene:
    """Build a scene with a subject."""
    brief = PictureBrief(text=text, scenery="space", subjects=("noto:whale",), mood=mood, seed=1)
    return Scene(
        index=0,
        text=text,
        keywords=(),
        mood=mood,
        brief=brief,
        information=information_in(text, language),
        act=act_in(text, language),
    )


def spoken(text: str, seconds: float, language: str = "en") -> tuple[CaptionWord, ...]:
    """Speak all words at an even pace."""
    words = words_of(text, language)
    each = seconds / len(words)
    return tuple(
        CaptionWord(text=word, start_seconds=place * each, end_seconds=(place + 1) * each)
        for place, word in enumerate(words)
    )


@pytest.mark.parametrize("mood", BEATS)
@pytest.mark.parametrize("seconds", [2.0, 4.5, 7.0, 12.0])
def test_no_shot_is_still_for_longer_than_two_and_a_half_seconds(mood: Mood, seconds: float) -> None:
    """Cuts count as news; changes do not crowd either."""
    scene = scene_of("A whale swims slowly under the ice and sings to the others far away in the dark sea", mood)
    words = spoken(scene.text, seconds)
    chance = random.Random(1)  # noqa: S311 - a repeatable choice
    beats = beats_of(scene, words, voice_starts=0.0, seconds=seconds, act=None, information=None, chance=chance)
    times = [0.0, *(beat.at_seconds for beat in beats), seconds]

    assert all(after - before <= LONGEST_STILL_SECONDS for before, after in pairwise(times))
    assert all(after - before >= 0.9 for before, after in pairwise(times))
    assert all(kind in BEATS[mood] for kind in (beat.kind for beat in beats))


def test_information_appears_with_its_own_words() -> None:
    """Each part enters a moment before it is said, and is complete then; the first is there from the start."""
    scene = scene_of("Sales were $20M in 2010, $35M in 2015 and $60M in 2020.")
    shown = shown_information(scene, spoken(scene.text, 12.0), 0.5)

    assert shown is not None
    assert [item.text for item in shown.items] == ["$20M", "$35M", "$60M"]
    assert [item.enters_seconds for item in shown.items] == [0.3, 5.4, 9.4]
    assert shown.items[0].spoken_seconds == 3.5


def test_a_figure_has_counted_up_when_it_begins_to_be_said() -> None:
    """While the voice says a number, large type and caption show the same value."""
    scene = scene_of("In all, the bees of one hive make 35,000 flights a day.")
    words = spoken(scene.text, 11.0)
    shown = shown_information(scene, words, 0.5)

    assert shown is not None
    (item,) = shown.items
    said = next(word for word in words if word.text == "35,000")
    assert item.spoken_seconds == pytest.approx(0.5 + said.start_seconds, abs=0.001)
    assert item.enters_seconds < item.spoken_seconds - 0.5


def test_an_act_begins_with_its_verb() -> None:
    """And a scene without a subject has no act."""
    scene = scene_of("The whale rises.")
    act = act_of_shot(scene, spoken(scene.text, 3.0), 0.0, 3.0)
    bare = scene.model_copy(update={"brief": scene.brief.model_copy(update={"subjects": ()})})

    assert act is not None
    assert (act.kind, act.at_seconds) == ("rise", 1.88)
    assert act_of_shot(bare, spoken(scene.text, 3.0), 0.0, 3.0) is None


@pytest.mark.parametrize(
    ("kind", "index", "at", "acts"),
    [
        ("appear", 0, 0.3, False),
        ("fill", 0, 0.3, False),
        ("fall", 0, 3.0, True),
        ("appear", 1, 0.3, True),
        ("appear", 1, 3.0, False),
        ("leave", 1, 0.3, False),
        ("leave", 1, 4.0, True),
    ],
)
def test_no_act_leaves_a_picture_without_its_subject_for_long(
    kind: ActKind, index: int, at: float, *, acts: bool
) -> None:
    """And the first frame of a film always shows its subject."""
    act = SceneAct(kind=kind, verb="rises", start=10, end=15)
    scene = scene_of("The whale rises.").model_copy(update={"index": index, "act": act})
    words = tuple(CaptionWord(text=word, start_seconds=at, end_seconds=at + 0.2) for word in words_of(scene.text, "en"))
    assert (act_of_shot(scene, words, 0.0, 5.0) is not None) is acts


@pytest.mark.parametrize(
    ("index", "start", "seconds", "times"),
    [
        (1, 4, 4.0, [1.213]),
        (1, 10, 4.0, [1.6]),
        (0, 10, 4.0, []),
        (1, 0, 4.0, []),
        (1, 10, 3.0, [1.2]),
    ],
)
def test_a_further_subject_enters_with_its_word(index: int, start: int, seconds: float, times: list[float]) -> None:
    """Not on the poster, not where it would be there at once, and not late: its place must not stay empty."""
    text = "The whale rises."
    update = {"index": index, "entrances": (Entrance(subject=1, start=start, end=start + 3),)}
    scene = scene_of(text).model_copy(update=update)
    found = entrances_of_shot(scene, spoken(text, 4.0), 0.0, seconds)
    assert [one.at_seconds for one in found] == times


def test_an_entrance_is_news() -> None:
    """The camera need not make any at the same moment."""
    scene, words = scene_of("The whale rises."), spoken("The whale rises.", 4.0)
    beats = beats_of(
        scene,
        words,
        voice_starts=0.0,
        seconds=4.0,
        act=None,
        information=None,
        entrances=(ShotEntrance(subject=1, at_seconds=2.0),),
        chance=random.Random(1),  # noqa: S311 - a repeatable choice
    )
    assert beats == ()


def test_words_are_found_in_scripts_without_spaces() -> None:
    """Positions count characters, and every character has its word."""
    text = "这座桥全长55公里。"
    words = spoken(text, len(words_of(text, "zh")), "zh")
    start, end = spoken_between(text, words, text.index("55"), text.index("。"))
    assert 0 < start < end <= words[-1].end_seconds
