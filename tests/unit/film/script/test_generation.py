"""Templates give whole, agreeing, well-sized scripts."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.errors import ContentError
from reelwright.film.script.generation import fill, genre_templates, hook_texts, refuse_foreign, script_text
from reelwright.film.script.model import Genre, Idea
from reelwright.film.script.topic import Kind, Topic
from reelwright.film.text.speaking import speech_seconds

TOPICS: dict[Kind, Topic] = {
    "plural": Topic(text="black holes", short="black holes", kind="plural"),
    "singular": Topic(text="a cat that runs the house", short="the cat", kind="singular"),
    "gerund": Topic(text="waking up early", short="waking up early", kind="gerund"),
}
GENRES = st.sampled_from(sorted(genre_templates()))
KINDS = st.sampled_from(["plural", "singular", "gerund"])


@given(GENRES, KINDS)
def test_every_template_can_be_filled(genre: Genre, kind: Kind) -> None:
    """No slot is unknown, nothing is left open, sentences start with a capital and end with a mark."""
    row = genre_templates()[genre]
    for template in (*row.hooks, *(one for beat in row.beats for one in beat), *row.closes):
        text = fill(template.text, TOPICS[kind], 30)
        assert re.fullmatch(r"[A-Z].*[.?!]", text)
        assert "{" not in text


@given(GENRES, KINDS, st.integers(0, 99), st.integers(0, 2))
def test_a_script_is_near_the_asked_length_and_begins_with_its_hook(
    genre: Genre, kind: Kind, seed: int, rewrite: int
) -> None:
    """Thirty seconds at 150 words a minute, within 15 %."""
    idea = Idea(prompt="x", seconds=30, seed=seed)
    hook = hook_texts(TOPICS[kind], genre, idea)[0]
    script = script_text(TOPICS[kind], genre, idea, hook, rewrite)
    assert script.startswith(hook)
    assert speech_seconds(script, 150) == pytest.approx(30, rel=0.15)


def test_the_same_idea_gives_the_same_script_and_another_seed_another_one() -> None:
    """Everything random comes from the seed."""
    scripts = [
        script_text(TOPICS["plural"], "comedy", Idea(prompt="x", seed=seed), "Hook.", 0) for seed in (1, 1, 2, 3, 4)
    ]
    assert scripts[0] == scripts[1]
    assert len(set(scripts)) > 2


def test_a_rewrite_gives_another_text() -> None:
    """The quality gate must not get the same script back."""
    first, second = (
        script_text(TOPICS["gerund"], "motivational", Idea(prompt="x"), "Hook.", rewrite) for rewrite in (0, 1)
    )
    assert first != second


def test_verbs_agree_with_the_topic() -> None:
    """Plural topics take plural verbs and pronouns."""
    text = "{T} {is} loud, {c} keep{s} {its} word and {it} {does} not stop."
    assert fill(text, TOPICS["plural"], 30) == "Black holes are loud, black holes keep their word and they do not stop."
    assert fill(text, TOPICS["singular"], 30) == (
        "A cat that runs the house is loud, the cat keeps its word and it does not stop."
    )


def test_other_languages_are_refused_with_a_way_out() -> None:
    """Templates are English; the user may always send a script."""
    refuse_foreign("en-GB")
    with pytest.raises(ContentError, match="script_content"):
        refuse_foreign("fr-FR")
