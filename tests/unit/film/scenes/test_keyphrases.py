"""The key phrase of a thought of which no clause stands by itself."""

import pytest

from reelwright.film.scenes.keyphrases import key_phrase


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("Ne versez jamais de lait froid dans une grande marmite brûlante.", "fr", "Ne versez jamais de lait froid"),
        ("La reine avait si peur qu'elle n'a jamais ouvert la porte.", "fr", "n'a jamais ouvert la porte"),
        ("The rusty machine crushes the stones behind the mill and below the hill.", "en", "crushes the stones"),
    ],
)
def test_of_a_long_sentence_the_words_around_the_most_telling_one_are_shown(
    text: str, language: str, shown: str
) -> None:
    """A verb with its object, a negation with what it denies."""
    assert (key_phrase(text, language) or "").endswith(shown)
