"""Thoughts keep the whole text and have the length of a scene."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.film.scenes.thoughts import MOST_SCENES, split_passages, split_thoughts
from reelwright.film.text.characters import spoken_characters
from reelwright.film.text.cleaning import clean, speakable
from reelwright.film.text.markup import PassageText
from reelwright.film.text.sentences import split_sentences
from reelwright.film.text.speaking import speech_seconds

TEXTS = st.lists(
    st.sampled_from(["Wait.", "the sea is deep,", "and cold", "Why?", "1,000 whales sing.", "你好。", "\n", "—"])
)


@given(TEXTS)
@settings(max_examples=60)
def test_thoughts_hold_exactly_the_letters_of_the_text(parts: list[str]) -> None:
    """Cutting a script into scenes loses, adds and reorders nothing that is spoken."""
    text = clean(" ".join(parts))
    thoughts = split_thoughts(text)
    assert spoken_characters("".join(thoughts)) == spoken_characters(text)
    assert all(speakable(thought) for thought in thoughts) or not speakable(text)


def test_short_sentences_become_one_thought() -> None:
    """A picture of half a second is no picture."""
    assert split_thoughts("Look up. See it? There. The star that guided sailors home for ages.")[0].startswith(
        "Look up. See it?"
    )


def test_the_hook_stands_alone() -> None:
    """The first sentence gets the first picture, if it can fill one."""
    assert (
        split_thoughts("You have never seen true darkness. It begins where sunlight ends. Wait.")[0]
        == "You have never seen true darkness."
    )


def test_long_sentences_are_cut_at_their_clauses() -> None:
    """A sentence of some fifteen seconds becomes scenes of at most about seven."""
    text = (
        "When the first ships came back from the other side of the world, full of silver and spice and stories, "
        "nobody in the harbour believed the sailors, because the things they told were too strange to be true."
    )
    thoughts = split_thoughts(text)
    assert len(thoughts) >= 2
    assert all(speech_seconds(thought) <= 8 for thought in thoughts)
    assert all(thought.endswith((",", ".")) for thought in thoughts)


def test_a_clause_without_marks_is_cut_between_words() -> None:
    """Even a text without any mark becomes scenes, in words as they were."""
    text = " ".join(f"word{number}" for number in "a" * 60)
    thoughts = split_thoughts(text)
    assert len(thoughts) > 2
    assert " ".join(thoughts) == text


def test_chinese_without_spaces_is_cut_too() -> None:
    """A script without spaces and marks has letters to cut between."""
    text = "我家的猫每天早上五点叫醒我" * 8
    thoughts = split_thoughts(text, "zh")
    assert len(thoughts) > 2
    assert "".join(thoughts) == text


def test_a_very_long_script_gets_longer_scenes_instead_of_more() -> None:
    """There are never more than sixty pictures."""
    thoughts = split_thoughts("The sea is deep and old and nobody knows it. " * 300)
    assert len(thoughts) <= MOST_SCENES


@pytest.mark.parametrize("bomb", ["Hi. ", "x, ", "A. ", "sea "])
def test_a_text_of_tiny_parts_is_cut_in_linear_time(bomb: str) -> None:
    """20,000 characters, the most that the API takes: a second of CPU, not the nine to eleven of every pair of places."""
    text = (bomb * 20_000)[:20_000].strip()
    began = time.process_time()
    thoughts = split_thoughts(text)
    assert time.process_time() - began < 5
    assert len(thoughts) <= MOST_SCENES
    assert " ".join(thoughts) == text


def test_a_film_has_as_many_scenes_as_its_pictures_ask_for_where_sentences_allow() -> None:
    """A picture that asks for the fourth scene of four sentences gets it; sentences themselves are never cut for it."""
    text = "The first was upright on my phone. The second jumps unevenly. The third is wide. The last was slow."
    passages = (PassageText(text=text, pause_seconds=1.0),)
    texts = [thought.text for thought in split_passages(passages, "en", least=4)]
    assert texts == list(split_sentences(text, "en"))
    assert len(split_passages(passages, "en", least=9)) == 4
    assert split_passages(passages, "en", least=4)[-1].pause_seconds == 1.0
