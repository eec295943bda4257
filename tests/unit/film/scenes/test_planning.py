"""Plans keep the text, vary their pictures, and say what is wrong with a script."""

import zlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.errors import ContentError
from reelwright.film.platforms.presets import PRESETS
from reelwright.film.scenes.concepts import concept_table
from reelwright.film.scenes.headline import LONGEST_HEADLINE
from reelwright.film.scenes.model import ScenePlan
from reelwright.film.scenes.planning import plan_film
from reelwright.film.text.characters import spoken_characters

OCEAN = (
    "You have never seen true darkness. Two hundred meters below the waves, sunlight disappears. Animals in the deep "
    "ocean make their own light. At the bottom of the Mariana Trench, the pressure is 1,000 times higher. Imagine fifty "
    "jumbo jets stacked on your chest. We have better maps of Mars than of our own sea floor."
)
CAT = "This cat thinks it pays the rent. She inspects every delivery before I may. She sits on the laptop while I work."


class WordEmbedder:
    """A vector of the words in a text: equal words, equal meaning; nothing else is known."""

    def embed(self, texts: list[str]) -> list[list[float]]:
        """Return unit vectors with one of 2039 places for each word."""
        vectors = []
        for text in texts:
            vector = [0.0] * 2039
            for word in text.casefold().split():
                vector[zlib.crc32(word.strip(".,!?").encode()) % 2039] += 1
            length = sum(value**2 for value in vector) ** 0.5 or 1.0
            vectors.append([value / length for value in vector])
        return vectors


EMBEDDER = WordEmbedder()


def plan_of(
    text: str, *, title: str = "A film", language: str = "en-US", seed: int = 0, preset: str = "shorts"
) -> ScenePlan:
    """Plan with the word embedder."""
    return plan_film(text, title=title, language=language, preset=PRESETS[preset], embedder=EMBEDDER, seed=seed)


@given(st.text(alphabet="ab . ,!?你好。\n1", min_size=1, max_size=80))
@settings(max_examples=15)
def test_scenes_hold_exactly_the_letters_of_the_script(text: str) -> None:
    """Whatever the script, all of it is spoken."""
    if not spoken_characters(text):
        return
    plan = plan_of(text)
    assert spoken_characters("".join(scene.text for scene in plan.scenes)) == spoken_characters(text)


def test_the_same_script_gives_the_same_plan_and_a_seed_changes_only_seeds() -> None:
    """Plans are repeatable; another seed paints the same subjects anew."""
    assert plan_of(OCEAN) == plan_of(OCEAN)
    first, second = plan_of(OCEAN), plan_of(OCEAN, seed=2)
    assert [scene.brief.subjects for scene in first.scenes] == [scene.brief.subjects for scene in second.scenes]
    assert first.scenes[0].brief.seed != second.scenes[0].brief.seed


def test_things_named_by_the_words_are_shown() -> None:
    """Ocean animals in the abyss, jets in the air, the figure in large type."""
    scenes = plan_of(OCEAN, title="Three facts about the deep ocean").scenes
    briefs = {scene.text.split()[0]: scene.brief for scene in scenes}
    assert briefs["Animals"].scenery == "abyss"
    assert "noto:jellyfish" in briefs["Animals"].subjects
    assert briefs["At"].headline == "1,000x"
    assert briefs["At"].scenery == "trench"
    assert briefs["Imagine"].subjects == ("fluent:airplane",)


def test_a_pronoun_keeps_the_hero_in_the_picture() -> None:
    """`She` is still the cat."""
    scenes = plan_of(CAT, title="The cat").scenes
    assert all(any("cat" in subject for subject in scene.brief.subjects) for scene in scenes)
    assert "fluent:laptop" in scenes[2].brief.subjects


def test_no_two_scenes_of_a_film_show_the_same() -> None:
    """Subject and scenery together come once, also where the script repeats itself."""
    plan = plan_of("The whale sings in the deep ocean tonight. " * 6)
    shown = [(scene.brief.scenery, scene.brief.subjects) for scene in plan.scenes if scene.brief.subjects]
    assert len(shown) == len(set(shown)) >= 2


def test_a_thought_without_a_thing_gets_scenery_and_large_type() -> None:
    """Below the threshold nothing is guessed."""
    brief = plan_of("Whatever it may be, so be it.", title="So be it").scenes[0].brief
    assert brief.subjects == ()
    assert brief.headline is not None


def test_headlines_fit_and_do_not_repeat_at_once() -> None:
    """At most 24 letters, never the same twice in a row."""
    lines = [scene.brief.headline for scene in plan_of("We count to 100 percent again today. " * 5).scenes]
    assert all(line is None or len(line) <= LONGEST_HEADLINE for line in lines)
    assert all(left != right for left, right in pairwise(lines) if left)


def test_all_subjects_come_from_the_table() -> None:
    """No free choice over all icons."""
    known = {subject for concept in concept_table().concepts for look in concept.looks for subject in look}
    assert {subject for scene in plan_of(OCEAN + CAT).scenes for subject in scene.brief.subjects} <= known


def test_the_film_s_mood_follows_its_subject() -> None:
    """Cats are comedy, the ocean is awe."""
    assert plan_of(CAT, title="The cat").mood == "comedy"
    assert plan_of(OCEAN, title="The deep ocean").mood == "awe"


def test_valence_is_read_for_english_only() -> None:
    """The reader knows no other language."""

    class Refusing:
        """Fails the test when asked."""

        def valence(self, text: str) -> float:
            """Raise."""
            raise AssertionError(text)

    plan_film(
        "Hola a todos.",
        title="Hola",
        language="es",
        preset=PRESETS["shorts"],
        embedder=EMBEDDER,
        valence=Refusing(),
    )


@pytest.mark.parametrize("text", ["", "\U0001f600 \U0001f680", "?!"])
def test_a_script_with_nothing_to_say_is_refused(text: str) -> None:
    """The error says what to do."""
    with pytest.raises(ContentError, match="at least one word"):
        plan_of(text)


def test_a_script_too_long_for_the_platform_is_refused_with_the_figures() -> None:
    """Where a shorter platform fails a longer one may do."""
    text = "The sea is deep and old and nobody knows it. " * 80
    with pytest.raises(ContentError, match=r"shorts allows 180 s: cut it by about \d+ %"):
        plan_of(text)
    assert plan_of(text, preset="tiktok").scenes


def test_a_pause_of_the_script_lies_behind_a_scene() -> None:
    """No scene reaches over it, and what was left out is in no scene."""
    plan = plan_film(
        "NARRATOR: The sea is deep. [pause 2s] And **cold**.",
        title="# The *sea*",
        language="en",
        preset=PRESETS["shorts"],
        embedder=EMBEDDER,
        script_format="auto",
    )
    assert [(scene.text, scene.pause_seconds) for scene in plan.scenes] == [
        ("The sea is deep.", 2.0),
        ("And cold.", 0.0),
    ]
    assert plan.title == "The sea"


def test_more_pauses_than_scenes_make_no_film_of_a_thousand_pictures() -> None:
    """The shortest ones give way."""
    plan = plan_film(
        "Go. [pause 100ms] " * 100,
        title="",
        language="en",
        preset=PRESETS["youtube_wide"],
        embedder=EMBEDDER,
        script_format="auto",
    )
    assert len(plan.scenes) <= 60


@pytest.mark.parametrize(
    ("text", "subject", "kind"),
    [
        ("Then the storm came and broke the guitar.", "fluent:guitar", "break"),
        ("The guitar was new, and he broke a candle.", "fluent:guitar", None),
        ("The guitar breaks, and nobody has an egg.", "fluent:guitar", "break"),
    ],
)
def test_a_thing_breaks_that_is_the_object_of_the_verb(text: str, subject: str, kind: str | None) -> None:
    """Without an object in its clause, what is named before the verb breaks."""
    scene = plan_of(text).scenes[-1]
    act = scene.act if scene.brief.subjects[:1] == (subject,) else None
    assert (None if act is None else act.kind) == kind


def test_further_things_enter_with_their_words() -> None:
    """The plan holds where the word of each is."""
    scene = plan_of("There was a sea. The dog ate an egg in the garden of the old hotel.").scenes[-1]
    words = {scene.brief.subjects[one.subject]: scene.text[one.start : one.end] for one in scene.entrances}
    assert words.get("fluent:egg") == "egg"
