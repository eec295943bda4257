"""What a language tag says about a text before the text is read."""

import pytest

from reelwright.film.text.languages import direction_of, primary_language


@pytest.mark.parametrize(
    "language", ["ar", "ar-EG", "he", "iw", "fa_IR", "ur-PK", "AR-eg", "ps", "az-Arab", "ku-arab-IQ"]
)
def test_arabic_and_hebrew_languages_run_from_the_right(language: str) -> None:
    """The tag decides, in any case and with either joint; a script in it decides first."""
    assert direction_of(language) == "rtl"


@pytest.mark.parametrize("language", ["en", "en-US", "ja", "ur-Latn", "ar-Latn-EG", "xx", "", None])
def test_all_other_languages_run_from_the_left(language: str | None) -> None:
    """A romanised language runs from the left, and so does an unknown one."""
    assert direction_of(language) == "ltr"


def test_the_primary_language_is_the_first_part_of_the_tag() -> None:
    """Both joints are read, and capitals do not matter."""
    assert [primary_language(tag) for tag in ("pt-BR", "pt_BR", "ZH", None)] == ["pt", "pt", "zh", ""]
