"""Prompts become topics whose grammar templates can rely on."""

import pytest

from reelwright.errors import ContentError
from reelwright.film.script.topic import gerund, topic_of


@pytest.mark.parametrize(
    ("prompt", "text", "short", "kind"),
    [
        ("black holes", "black holes", "black holes", "plural"),
        ("the deep ocean", "the deep ocean", "the deep ocean", "singular"),
        ("Waking up early", "waking up early", "waking up early", "gerund"),
        ("a cat that runs the house", "a cat that runs the house", "the cat", "singular"),
        ("lighthouse keeper", "a lighthouse keeper", "the lighthouse keeper", "singular"),
        ("Make a funny video about office meetings!", "office meetings", "office meetings", "plural"),
        ("Please create a 30 second tiktok video about saving money", "saving money", "saving money", "gerund"),
        ("how to bake bread", "baking bread", "baking bread", "gerund"),
        ("3 facts about Mars", "Mars", "Mars", "singular"),
        ("why cats purr", "the reason cats purr", "the answer", "singular"),
        ("My dog ate my homework", "the day my dog ate my homework", "that day", "singular"),
        ("Make a video about Ada Lovelace", "Ada Lovelace", "Ada Lovelace", "singular"),
        ("Paris in spring", "Paris in spring", "Paris", "singular"),
        ("Black holes", "black holes", "black holes", "plural"),
        ("physics", "physics", "physics", "singular"),
        ("children", "children", "children", "plural"),
    ],
)
def test_a_prompt_becomes_a_topic_with_number(prompt: str, text: str, short: str, kind: str) -> None:
    """The wish around the topic goes; number, article and short form are found by rule."""
    topic = topic_of(prompt)
    assert (topic.text, topic.short, topic.kind) == (text, short, kind)


def test_a_prompt_that_only_asks_for_a_film_takes_the_other_topic() -> None:
    """`Generate hook for comedy video` names no topic: the genre's own is taken."""
    assert topic_of("Generate hook for comedy video", otherwise="Monday mornings").text == "Monday mornings"


@pytest.mark.parametrize("prompt", ["", "\U0001f600", "make a video", "?!"])
def test_a_prompt_without_a_topic_is_refused(prompt: str) -> None:
    """Where nothing is left to speak about, the user is told so."""
    with pytest.raises(ContentError, match="topic"):
        topic_of(prompt)


def test_a_long_wish_is_cut_at_a_joint() -> None:
    """A topic has at most nine words, cut before a preposition."""
    topic = topic_of("The history of the Roman Empire and its influence on modern law, politics and engineering")
    assert topic.text == "the history of the Roman Empire"


def test_gerunds_follow_english_spelling() -> None:
    """Silent e goes, short verbs double, -ie becomes -y."""
    assert [gerund(verb) for verb in ("make", "run", "lie", "see", "read", "be")] == [
        "making", "running", "lying", "seeing", "reading", "being",
    ]  # fmt: skip
