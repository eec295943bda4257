"""Years and decades count nothing, even before a plural noun."""

import pytest

from reelwright.film.text.quantities import quantities_of


@pytest.mark.parametrize(
    ("language", "text", "found", "kind"),
    [
        ("en", "In 2008 researchers found a way.", "2008", "year"),
        ("en", "In 1518 people danced until they fell.", "1518", "year"),
        ("en", "In the 1950s office workers complained.", "1950s", "year"),
        ("es", "En 2015 empresas de Canadá vendieron manzanas.", "2015", "year"),
        ("en", "A network of 2000 schools.", "2000 schools", "count"),
        ("en", "In 1000 days you will know.", "1000 days", "measure"),
    ],
)
def test_a_year_is_told_from_an_amount(language: str, text: str, found: str, kind: str) -> None:
    """By the word before it; a unit behind it makes it an amount."""
    assert [(text[one.start : one.end], one.kind) for one in quantities_of(text, language)] == [(found, kind)]
