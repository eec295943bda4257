"""The template writer is a text provider."""

import pytest

from reelwright.errors import ContentError, NeedsPointsError
from reelwright.film.script.model import Idea, TextProvider
from reelwright_media.writing.templates import TemplateWriter

WRITER: TextProvider = TemplateWriter()


@pytest.mark.parametrize(
    "prompt", ["a cat that runs the house", "the deep ocean", "waking up early", "black holes", "sourdough bread"]
)
def test_an_idea_becomes_a_script_that_opens_with_the_hook(prompt: str) -> None:
    """Hook, body and close in one text, and the topic is named in it."""
    hook = WRITER.write_hook(Idea(prompt=prompt))
    script = WRITER.write_script(Idea(prompt=prompt), hook.text, rewrite=0, advice=())
    assert script.startswith(hook.text)
    assert prompt.rsplit(maxsplit=1)[-1] in script.lower()
    assert len(script.split()) > 50


def test_variants_come_best_first_and_the_first_is_the_hook() -> None:
    """The caller may offer the others."""
    hook = WRITER.write_hook(Idea(prompt="black holes"))
    scores = [variant.score for variant in hook.variants]
    assert hook.text == hook.variants[0].text
    assert scores == sorted(scores, reverse=True)
    assert len(scores) >= 3


def test_the_asked_genre_wins_over_the_guess() -> None:
    """`genre` is the user's word."""
    guess, asked = (WRITER.write_hook(Idea(prompt="my cat", genre=genre)).text for genre in (None, "horror"))
    assert guess != asked


def test_no_genre_is_guessed() -> None:
    """A prompt without a genre's own words gets the default one: a wrong guess made a horror story of saving money."""
    found = WRITER.write_hook(Idea(prompt="a brook"))
    assert found == WRITER.write_hook(Idea(prompt="a brook", genre="educational"))


@pytest.mark.parametrize(
    "prompt",
    [
        "how to save for a house",
        "make a video about why bees dance",
        "5 tips for better sleep",
        "top ten healthy habits",
        "What is inflation?",
        "explain black holes to kids",
        "signs of burnout",
        "electric cars versus petrol cars",
        "3 exercises for back pain",
    ],
)
def test_a_prompt_that_asks_for_facts_is_refused_instead_of_answered_by_phrases(prompt: str) -> None:
    """Templates know nothing: the user sends the points, or the operator sets up a text model."""
    with pytest.raises(NeedsPointsError, match="script_content"):
        WRITER.write_script(Idea(prompt=prompt), "Hook.", rewrite=0, advice=())


def test_a_prompt_in_another_language_asks_for_a_script() -> None:
    """Templates are English."""
    with pytest.raises(ContentError, match="script_content"):
        WRITER.write_hook(Idea(prompt="schwarze Löcher", language="de-DE"))


def test_a_wish_without_a_topic_takes_the_topic_of_its_genre() -> None:
    """W47's own example: a hook for a comedy video."""
    assert "Monday mornings" in WRITER.write_hook(Idea(prompt="Generate hook for comedy video")).text
