"""Topics get a grammar that templates can rely on."""

import pytest

from reelwright.errors import ContentError
from reelwright.film.script.topic import topic_of


@pytest.mark.parametrize(
    ("prompt", "text", "short", "kind"),
    [
        ("black holes", "black holes", "black holes", "plural"),
        ("the deep ocean", "the deep ocean", "the deep ocean", "singular"),
        ("Waking up early", "waking up early", "waking up early", "gerund"),
        ("a cat that runs the house", "a cat that runs the house", "the cat", "singular"),
        ("lighthouse keeper", "a lighthouse keeper", "the lighthouse keeper", "singular"),
        ("My dog ate my homework", "the day my dog ate my homework", "that day", "singular"),
        ("Paris in spring", "Paris in spring", "Paris", "singular"),
        ("Black holes", "black holes", "black holes", "plural"),
        ("physics", "physics", "physics", "singular"),
        ("children", "children", "children", "plural"),
    ],
)
def test_a_prompt_becomes_a_topic_with_number(prompt: str, text: str, short: str, kind: str) -> None:
    """Number, article and short form are found by rule."""
    topic = topic_of(prompt)
    assert (topic.text, topic.short, topic.kind) == (text, short, kind)


@pytest.mark.parametrize("prompt", ["", "\U0001f600", "?!"])
def test_a_prompt_without_a_topic_is_refused(prompt: str) -> None:
    """Where nothing is left to speak about, the user is told so."""
    with pytest.raises(ContentError, match="topic"):
        topic_of(prompt)


def test_a_long_wish_is_cut_at_a_joint() -> None:
    """A topic has at most nine words, cut before a preposition."""
    topic = topic_of("The history of the Roman Empire and its influence on modern law, politics and engineering")
    assert topic.text == "the history of the Roman Empire"
