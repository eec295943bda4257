"""Fonts are chosen by letter and script."""

import pytest

from reelwright.film.text.characters import main_script
from reelwright_media.typography.faces import faces_for, runs


@pytest.mark.parametrize(
    ("text", "language", "script"),
    [
        ("Deep ocean 123", None, "latin"),
        ("123 %", None, "latin"),
        ("المحيط GPU", None, "arabic"),
        ("深海は闇", None, "japanese"),
        ("深海漆黑", None, "chinese"),
        ("深海漆黑", "ja-JP", "japanese"),
        ("깊은 바다 深", None, "korean"),
    ],
)
def test_the_main_script_is_that_of_most_letters(text: str, language: str | None, script: str) -> None:
    """Han letters alone follow the language, else they are Chinese; kana and hangul decide for themselves."""
    assert main_script(text, language) == script


def test_one_face_draws_a_text_that_it_covers() -> None:
    """A title in Anton changes to Montserrat as a whole where Anton lacks a letter: never two faces in one word."""
    (plain,) = faces_for("Hello", "anton", "latin")
    (cyrillic,) = faces_for("Hello Да", "anton", "latin")

    assert plain.font.family == "Anton"
    assert cyrillic.font.family == "Montserrat"


def test_text_that_no_face_covers_alone_is_split_into_runs() -> None:
    """Arabic and Hebrew together: each letter still finds its font, and none is lost."""
    text = "سلام שלום"
    found = runs(text, faces_for(text, "caption", "arabic"))

    assert "".join(run.text for run in found) == text
    assert len({run.face.font.family for run in found}) == 2
