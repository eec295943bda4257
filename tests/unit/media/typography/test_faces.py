"""Fonts are chosen by letter and script."""

from dataclasses import replace
from pathlib import Path

import pytest

from reelwright.film.text.characters import main_script
from reelwright_media.typography import Lettering, draw_lines
from reelwright_media.typography.faces import faces_for, lacking, runs
from tests.unit.media.material.made_fonts import written


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


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Write a brand's font of a few letters."""
    path = tmp_path / "own.otf"
    path.write_bytes(written("HELOWRD helowrd", tmp_path))
    return path


def test_a_brands_font_draws_each_text_whose_letters_it_has(own: Path) -> None:
    """As a whole or not at all; letters that no face has, like emoji, do not count."""
    for text in ("Hello world", "HELLO", "Hello 👋"):
        assert faces_for(text, "anton", "latin", own)[0].font.path == own
        assert lacking(text, own, "latin") == ""
    assert [face.font.family for face in faces_for("Hello, you", "anton", "latin", own)] == ["Anton"]
    assert lacking("Hello, you", own, "latin") == ",uy"


def test_a_brands_font_has_its_letters_in_the_frame(own: Path) -> None:
    """Its letters are squares: half the ink and more of a text's box is filled, and each word is where it was laid out."""
    look = Lettering(outline_share=0.0, shadow_opacity=0.0)
    drawn = [
        draw_lines(["HELLO", "WORLD"], fills=["#ffffff"] * 2, size_px=60, max_width_px=900, lettering=lettering)
        for lettering in (look, replace(look, own=own))
    ]
    shares = [
        (tile.rgba[..., 3] > 0)[box.top : box.bottom, box.left : box.right].mean()
        for tile in drawn
        for (box,) in tile.boxes
    ]
    assert max(shares[:2]) < 0.75
    assert min(shares[2:]) > 0.8
    first, second = (box for (box,) in drawn[1].boxes)
    assert first.right < second.left


def test_a_hyphen_that_a_brands_font_lacks_comes_from_another(own: Path) -> None:
    """Where a long word is broken."""
    tile = draw_lines(
        ["WORLDHELLOWORLDHELLO"],
        fills=["#ffffff"],
        size_px=80,
        smallest_px=60,
        max_width_px=600,
        lettering=Lettering(own=own),
        language="en-US",
    )
    assert len(tile.lines) > 1
    assert tile.lines[0].endswith("-")
