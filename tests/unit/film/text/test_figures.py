"""Figures of a script that its sources do not have."""

import pytest

from reelwright.film.text.figures import figures_not_in


@pytest.mark.parametrize(
    ("source", "script", "missing"),
    [
        ("1,000 bees", "1000 bees, 1 000 flowers", ()),
        ("a rate of 2.50 %", "2.5 % a year", ()),
        ("12 hours", "12 hours at 36 degrees, 36 again", ("36",)),
        ("", "3 reasons and 7 steps", ()),
        ("since 1969", "since 1968", ("1968",)),
        ("3.14", "314", ("314",)),
    ],
)
def test_a_figure_is_known_however_it_is_written(source: str, script: str, missing: tuple[str, ...]) -> None:
    """Separators and trailing zeros do not matter; single digits count what the script lists."""
    assert figures_not_in([source], script) == missing
