"""Prompts of pictures: one style a film, what a picture shows, search words, and what a request forbids."""

import pytest

from reelwright.film.scenes.model import Mood, PictureBrief, Scene, ScenePlan, Scenery
from reelwright.film.scenes.picturing import colours_of, mentions, prompt_of, query_of, style_of
from reelwright.film.script.describing import PictureWords
from reelwright.film.text.bans import bans_in

WORDS = PictureWords(shows="A sperm whale hangs upright in blue water.", search="sperm whale sleeping")
TEXT = "Whales sleep with one half of the brain, for about ninety minutes a day."


def scene(
    *, subjects: tuple[str, ...] = (), scenery: Scenery = "gradient", keywords: tuple[str, ...] = ("brain", "sleep")
) -> Scene:
    """Build a scene."""
    brief = PictureBrief(
        text=TEXT,
        scenery=scenery,
        subjects=subjects,
        mood="calm",
        seed=1,
        language="en-US",
        tint=("#04222f", "#0d5a72", "#02131c", "#6ff0e0"),
    )
    return Scene(index=0, text=TEXT, keywords=keywords, mood="calm", brief=brief)


def plan(mood: Mood = "calm") -> ScenePlan:
    """Build a plan of one scene."""
    return ScenePlan(title="Sleep", language="en-US", mood=mood, scenes=(scene(),))


@pytest.mark.parametrize("mood", ["awe", "calm", "upbeat", "comedy", "tense", "drive"])
def test_a_film_has_one_style_by_mood_and_palette_and_every_style_has_the_rules(mood: Mood) -> None:
    """The same film gives the same style; no style permits text or likenesses of real persons."""
    style = style_of(plan(mood), seed=3)
    assert style == style_of(plan(mood), seed=3)
    assert "deep teal" in style or "deep sky blue" in style
    for rule in ("No text, letters, numbers", "logos", "no likeness of a real person", "lower third"):
        assert rule in style
    assert "Never show" not in style


def test_seeds_choose_between_the_looks_of_a_mood() -> None:
    """So two films of a mood need not look the same."""
    assert len({style_of(plan(), seed=seed) for seed in range(20)}) == 2


def test_what_a_text_model_says_comes_first() -> None:
    """It is English and concrete."""
    assert prompt_of(scene(subjects=("noto:whale",)), WORDS, title="Sleep") == WORDS.shows


def test_without_a_text_model_subjects_and_place_of_the_plan_are_named() -> None:
    """The sentence gives the meaning, and is not to be written."""
    prompt = prompt_of(scene(subjects=("noto:spouting-whale",), scenery="sunset_sea"), None, title="Sleep")
    assert "Subject: spouting whale." in prompt
    assert "Place: sunset sea." in prompt
    assert "its meaning, not its words" in prompt
    assert "Place:" not in prompt_of(scene(), None, title="")


@pytest.mark.parametrize(
    ("subjects", "scenery", "words", "banned", "query"),
    [
        (("noto:whale",), "underwater", WORDS, (), ("sperm whale sleeping", "en")),
        (("noto:whale",), "underwater", None, (), ("whale underwater", "en")),
        (("noto:whale",), "grid", None, (), ("whale", "en")),
        ((), "forest", None, (), ("forest", "en")),
        (("noto:umbrella-with-rain-drops",), "storm", None, (), ("brain sleep", "en-US")),
        ((), "grid", None, (), ("brain sleep", "en-US")),
        (("noto:whale",), "underwater", WORDS, ("whales",), ("underwater", "en")),
        ((), "grid", None, ("brain",), None),
    ],
)
def test_stock_is_searched_by_the_subject_and_never_by_the_sentence(
    subjects: tuple[str, ...],
    scenery: Scenery,
    words: PictureWords | None,
    banned: tuple[str, ...],
    query: tuple[str, str] | None,
) -> None:
    """What a request forbids is not searched for."""
    assert query_of(scene(subjects=subjects, scenery=scenery), words, banned=banned) == query


@pytest.mark.parametrize(
    ("request_text", "language", "banned"),
    [
        ("A calm film about lakes, no people.", "en", ("people",)),
        ("A lake without boats or people. No music.", "en", ("boats", "people", "music")),
        ("Don't show spiders, snakes and blood; be funny", "en", ("spiders", "snakes", "blood")),
        ("Never show any brand logos please", "en", ("brand logos",)),
        ("Ein Film über den Wald, ohne Menschen und Autos.", "de", ("Menschen", "Autos")),
        ("Un bosque sin personas ni coches", "es", ("personas", "coches")),
        ("Un bosque sin personas", "es", ("personas",)),
        ("Une forêt sans voitures.", "fr", ("voitures",)),
        ("No matter what, no one knows why; without doubt great", "en", ()),
        ("Why cats purr", "en", ()),
        ("Knots and notes", "en", ()),
    ],
)
def test_what_a_request_forbids_is_listed_in_its_own_words(
    request_text: str, language: str, banned: tuple[str, ...]
) -> None:
    """A clause is no thing, and idioms forbid nothing."""
    assert bans_in(request_text, language) == banned


def test_a_ban_holds_for_the_plural_and_not_for_parts_of_words() -> None:
    """The word "cat" forbids cats, and no caterpillar is a cat in front of it."""
    assert mentions("two cats asleep", ("cat",))
    assert mentions("a cat", ("cats",))
    assert not mentions("a scatter plot", ("cat",))


def test_colours_have_names() -> None:
    """Names that every model knows."""
    assert colours_of(("#3f8fd0", "#a8d8f0", "#16181f", "#ffd45e")) == (
        "sky blue",
        "pale sky blue",
        "deep blue",
        "amber",
    )
