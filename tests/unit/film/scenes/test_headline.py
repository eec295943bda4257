"""Large type shows figures, else the strongest words."""

import pytest

from reelwright.film.scenes.headline import LONGEST_HEADLINE, figure_of, strong_words


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("The pressure is 1,000 times higher.", "1,000x"),
        ("About 70% of it is water.", "70%"),
        ("Here are three facts about cats.", "three facts"),
        ("It costs $5 a day.", "$5"),
        ("It took 2.5 million years of work.", "2.5 million years"),
        ("1. Wake up early.", None),
        ("Nothing to count here.", None),
        ("In 1969 it landed.", "1969"),
    ],
)
def test_the_first_figure_is_shown_with_its_unit(text: str, figure: str | None) -> None:
    """A list number is no figure."""
    assert figure_of(text) == figure


def test_a_short_clause_is_stronger_than_a_keyword() -> None:
    """`Order today` says more than `lid`."""
    assert strong_words("Order today and get a second lid for free.", ("lid", "Order")) == "Order today"


def test_no_headline_is_longer_than_large_type_allows() -> None:
    """Long words and long sentences give none."""
    long_word = "x" * (LONGEST_HEADLINE + 1)
    assert strong_words(f"{long_word} is very long and has no short clause", (long_word,)) is None


@pytest.mark.parametrize(
    ("text", "language", "figure"),
    [
        ("Two days later, it was gone.", "en", "Two days later"),
        ("The coast sank 40 years ago.", "en", "40 years ago"),
        ("It took two days. Later it rained.", "en", "two days"),
        ("Zwei Tage später war er weg.", "de", "Zwei Tage später"),
    ],
)
def test_a_distance_in_time_is_shown_with_its_direction(text: str, language: str, figure: str) -> None:
    """It is no duration, as "two days" alone would be."""
    assert figure_of(text, language) == figure
