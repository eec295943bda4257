"""The letter A is named, the article is not."""

import pytest

from reelwright_media.speech.english_letters import letters_joined
from reelwright_media.speech.espeak_library import espeak


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("use A I now", "use A.I now"),
        ("the U S A is", "the U S.A is"),
        ("an F A Q", "an F.A.Q"),
        ("A I is here", "A.I is here"),
        ("A P I calls", "A.P I calls"),
        ("at seven a m sharp", "at seven a.m sharp"),
        ("the A three eighty", "the A-three eighty"),
        ("vitamin A and D", "vitamin A-and D"),
    ],
)
def test_the_letter_a_is_joined_to_its_neighbour(text: str, joined: str) -> None:
    """A mark takes the place of a space, so positions in the text stay."""
    assert letters_joined(text) == joined
    assert len(joined) == len(text)


@pytest.mark.parametrize(
    "text", ["A day in the park", "A T V costs more", "A T-shirt", "I saw a man", "what a day", "D N B", "the a list"]
)
def test_the_article_stays_as_it_is(text: str) -> None:
    """An article stands before a word, and at the start of a clause before an acronym."""
    assert letters_joined(text) == text


@pytest.mark.parametrize("text", ["use A I now", "at seven a m sharp", "the U S A is", "an F A Q list", "the A three"])
@pytest.mark.parametrize("code", ["en-us", "en-gb"])
def test_espeak_names_the_letter(text: str, code: str) -> None:
    """The diphthong of the letter's name is among the phonemes."""
    assert "e^ɪ" in espeak().phonemes(text, code)  # noqa: RUF001 - a phoneme
