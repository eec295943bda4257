"""The template writer is a text provider."""

from pathlib import Path

import pytest

from reelwright.errors import ContentError, NeedsPointsError
from reelwright.film.script.model import Idea, TextProvider
from reelwright_media.writing.templates import TemplateWriter

WRITER: TextProvider = TemplateWriter()
IDEAS = (Path(__file__).parents[3] / "cases/ideas.txt").read_text("utf-8").splitlines()
"""Thirty ideas, written before the writer was measured with them."""
OF_A_GENRE = (
    "a funny video about Monday mornings",
    "a scary story about an empty lift",
    "a motivational video about running",
    "a calm meditation about rain",
    "a comedy about office meetings",
)


@pytest.mark.parametrize("prompt", OF_A_GENRE)
def test_an_idea_of_a_genre_becomes_a_script_that_opens_with_the_hook(prompt: str) -> None:
    """Hook, body and close in one text, and the topic is named in it."""
    hook = WRITER.write_hook(Idea(prompt=prompt))
    script = WRITER.write_script(Idea(prompt=prompt), hook.text, rewrite=0, advice=())
    assert script.startswith(hook.text)
    assert prompt.rsplit(maxsplit=1)[-1].lower() in script.lower()
    assert len(script.split()) > 50


def test_variants_come_best_first_and_the_first_is_the_hook() -> None:
    """The caller may offer the others."""
    hook = WRITER.write_hook(Idea(prompt="a funny video about my cat"))
    scores = [variant.score for variant in hook.variants]
    assert hook.text == hook.variants[0].text
    assert scores == sorted(scores, reverse=True)
    assert len(scores) >= 3


@pytest.mark.parametrize(
    "prompt",
    [
        *(idea for idea in IDEAS if idea not in OF_A_GENRE),
        "how to save for a house",
        "a funny video about why bees dance",
        "a scary video with 5 tips for better sleep",
        "a comedy about what inflation is",
        "a motivational video about students",
        "a horror story about the history of trains",
    ],
)
def test_a_prompt_without_a_genre_is_refused_instead_of_answered_by_phrases(prompt: str) -> None:
    """Templates know nothing: the user sends the points, or the operator sets up a text model."""
    with pytest.raises(NeedsPointsError, match="script_content"):
        WRITER.write_hook(Idea(prompt=prompt))
    with pytest.raises(NeedsPointsError, match="script_content"):
        WRITER.write_script(Idea(prompt=prompt), "Hook.", rewrite=0, advice=())


def test_a_prompt_in_another_language_asks_for_a_script() -> None:
    """Templates are English."""
    with pytest.raises(ContentError, match="script_content"):
        WRITER.write_hook(Idea(prompt="schwarze Löcher", language="de-DE"))


def test_a_wish_without_a_topic_takes_the_topic_of_its_genre() -> None:
    """W47's own example: a hook for a comedy video."""
    assert "Monday mornings" in WRITER.write_hook(Idea(prompt="Generate hook for comedy video")).text
