"""Values of quantities: certain, or none."""

import pytest

from reelwright.film.text.quantities import digits_of, measured, numbers_of, quantities_of


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("en", "$2.5M", 2.5e6, "$"),
        ("en", "26,507 km", 26507, "km"),
        ("en", "8,849 m", 8849, "m"),
        ("en", "-40 °C", -40, "°c"),
        ("en", "seventy-two hours", 72, "hours"),
        ("es", "3.000 €", 3000, "€"),
        ("es", "1,5 km", 1.5, "km"),
        ("fr", "10 100 tonnes", 10100, "tonnes"),
        ("de", "2,5 Mrd. Euro", 2.5e9, "euro"),
        ("de", "3 Billionen Euro", 3e12, "euro"),
        ("en", "3 billion dollars", 3e9, "dollars"),
        ("pt", "R$ 10", 10, "R$"),
    ],
)
def test_a_value_is_read_in_its_language(language: str, text: str, value: float, unit: str) -> None:
    """The same marks mean different numbers in different languages."""
    assert measured(text, language) == (value, unit)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "25-30 seconds"), ("en", "35m"), ("en", "3,99 euros"), ("en", "6 ft 2 in")]
)
def test_what_is_not_certain_has_no_value(language: str, text: str) -> None:
    """Ranges, a letter of two meanings, a foreign price, two numbers."""
    assert measured(text, language) is None


def test_both_numbers_of_a_ratio_are_read() -> None:
    """In digits and in words."""
    assert [one.value for one in numbers_of("Three out of four people", "en")] == [3, 4]


@pytest.mark.parametrize("text", ["½ cup", "2¾ cups", "10⁶ grains"])
def test_a_fraction_or_a_power_has_no_digits_to_count(text: str) -> None:
    """A counter would run through wholes that the script does not name, and through "½" not at all."""
    assert digits_of(text) is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "W roku 1832 zmarł król."),
        ("cs", "V roce 1832 zemřel."),
        ("nl", "In het jaar 1832 stierf hij."),
        ("es", "En el año 1832 murió."),
        ("fr", "En 1832 il est mort."),
        ("it", "Nel 1832 morì."),
        ("pt", "Em 1832 morreu."),
    ],
)
def test_a_year_counts_nothing(language: str, text: str) -> None:
    """The word for a year makes four digits one, and no number of what follows."""
    assert "count" not in {one.kind for one in quantities_of(text, language)}
