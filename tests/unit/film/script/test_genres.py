"""A genre counts only where the prompt names it as the kind of the film."""

import pytest

from reelwright.film.script.genres import names_something_real, wish_of


@pytest.mark.parametrize(
    ("prompt", "genre", "topic"),
    [
        ("Generate hook for comedy video", "comedy", ""),
        ("Make a funny video about office meetings!", "comedy", "office meetings"),
        ("a short, funny video about doing laundry", "comedy", "doing laundry"),
        ("my dog, but make it funny", "comedy", "my dog"),
        ("Comedy: my in-laws", "comedy", "my in-laws"),
        ("the basement as a horror story", "horror", "the basement"),
        ("saving money in a funny way", "comedy", "saving money"),
        ("tell me a scary bedtime story", "horror", ""),
        ("a love story about two umbrellas", "drama", "two umbrellas"),
        ("a calm meditation about rain", "calm", "rain"),
        ("Please create a 30 second motivational tiktok about saving money", "motivational", "saving money"),
    ],
)
def test_a_prompt_that_names_a_genre_gives_it_with_the_topic(prompt: str, genre: str, topic: str) -> None:
    """As an adjective of the film, as its noun, before a colon, or after the topic."""
    assert wish_of(prompt) == (genre, topic)


@pytest.mark.parametrize(
    "prompt",
    ["comedy clubs in New York", "horror films of the 1970s", "ghost towns", "my cat", "calm down a baby", "love"],
)
def test_a_topic_with_the_word_of_a_genre_names_none(prompt: str) -> None:
    """A guess made a horror story of saving money."""
    assert wish_of(prompt) is None


def test_names_and_years_are_real_and_weekdays_are_not() -> None:
    """Fiction about the Titanic would be false."""
    assert names_something_real("the Titanic")
    assert names_something_real("summer of 1969")
    assert not names_something_real("Monday mornings, when I wake up")
