"""Money and units in languages whose voice reads the rest by itself."""
# ruff: noqa: RUF001 - letters of many scripts are the subject here

import pytest

from reelwright.film.text.reading.aloud import said_words


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("ru", "21 ₽", "двадцать один рубль"),
        ("ru", "3 ₽", "три рубля"),
        ("ru", "12 ₽", "двенадцать рублей"),
        ("uk-UA", "2 грн", "дві гривні"),
        ("pl", "21 zł", "dwadzieścia jeden złotych"),
        ("nl", "€ 2,50", "twee euro vijftig"),
        ("vi", "20.000 đồng", "hai mươi nghìn đồng"),
        ("hi", "₹500", "500 रुपये"),
        ("zh-CN", "$20。", "20美元。"),
        ("ko", "$20입니다", "이십 달러입니다"),
    ],
)
def test_the_unit_follows_its_number_in_the_right_form(language: str, written: str, said: str) -> None:
    """Slavic plurals follow the last digit; a sign before the number is said behind it."""
    assert " ".join(said_words(written.split(), language)) == said


def test_what_has_no_unit_is_left_to_the_voice() -> None:
    """A voice knows its own figures best."""
    assert said_words(["В", "1999", "году"], "ru") == ["В", "1999", "году"]
