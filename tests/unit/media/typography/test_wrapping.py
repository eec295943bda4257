"""Lines: as few as needed, as even as possible, broken only where a script allows it."""

from itertools import accumulate

import pytest

from reelwright.film.text.breaking import is_tied
from reelwright_media.typography.wrapping import Piece, Strictness, even_lines, pieces, units


def lines(
    words: list[str], *, limit: float, most_lines: int = 4, strictness: Strictness = "pieces", language: str = ""
) -> list[str] | None:
    """Return the even lines where every letter is 1 wide, None where the words do not fit."""
    found = pieces(words, language)
    widths = {item.text: float(len(item.text)) for item in found}
    try:
        even = even_lines(units(found, widths, 1.0, strictness), limit, most_lines)
    except ValueError:
        return None
    return [
        "".join(
            (" " if item.spaced and place else "") + item.text
            for place, item in enumerate(item for unit in line for item in unit.pieces)
        )
        for line in even
    ]


def test_two_lines_are_made_even() -> None:
    """A lone last word is avoided: the widest line is as narrow as the number of lines allows."""
    assert lines(["the", "deep", "sea", "is", "dark"], limit=16) == ["the deep", "sea is dark"]
    assert lines(["one", "two", "three", "four", "five", "six"], limit=12, most_lines=3) == [
        "one two",
        "three four",
        "five six",
    ]


def test_what_fits_on_one_line_stays_there() -> None:
    """Balancing never adds a line."""
    assert lines(["one", "line"], limit=8) == ["one line"]


def test_text_that_needs_more_lines_does_not_fit() -> None:
    """None tells the caller to set it smaller."""
    assert lines(["a" * 9, "b" * 9, "c" * 9], limit=10, most_lines=2) is None


def test_a_latin_word_is_never_broken() -> None:
    """A word wider than the limit does not fit at all."""
    assert lines(["unbreakable"], limit=5) is None


def test_chinese_breaks_between_letters_but_no_line_begins_with_punctuation() -> None:
    """A full stop stays with the letter before it."""
    wrapped = lines(["深海一片。漆黑没有"], limit=5)

    assert wrapped is not None
    assert "".join(wrapped) == "深海一片。漆黑没有"
    assert not any(line.startswith("。") for line in wrapped)


def test_opening_brackets_stay_with_what_they_open() -> None:
    """No line ends with an opening bracket."""
    assert [item.text for item in pieces(["完全「本当」だ"])] == ["完", "全", "「本", "当」", "だ"]


def test_pieces_remember_their_word() -> None:
    """The colour of a word reaches all of its pieces; only its first may have a space before it."""
    assert pieces(["深海", "は", "OK"]) == [
        Piece("深", 0, spaced=False),
        Piece("海", 0, spaced=False, in_phrase=True),
        Piece("は", 1, spaced=False),
        Piece("OK", 2, spaced=True),
    ]


def test_no_space_stands_between_words_of_scripts_that_write_none() -> None:
    """Captions cut Japanese and Thai into words to light them; the line reads as it was written."""
    assert lines(["ありま", "す。"], limit=9) == ["あります。"]
    assert lines(["ไป", "ไหน"], limit=9) == ["ไปไหน"]
    assert lines(["go", "on"], limit=9) == ["go on"]


@pytest.mark.parametrize(
    ("words", "together"),
    [
        (["Pâques", ":", "où"], "Pâques :"),
        (["20", "₪", "ב"], "20 ₪"),
        (["20", "°C", "now"], "20 °C"),
        (["only", "€", "20"], "€ 20"),
        (["«", "Noël", "»", "oui"], "« Noël »"),
        (["yes", "\u2013", "no"], "yes \u2013"),
        (["¡", "Hola"], "¡ Hola"),
    ],
)
def test_marks_and_units_stay_with_their_word(words: list[str], together: str) -> None:
    """No line begins with a closing mark or a unit, or ends with an opening mark, whatever spaces stand between."""
    narrow = lines(words, limit=max(len(together), *map(len, words)), most_lines=9)
    assert narrow is not None
    assert together in narrow


@pytest.mark.parametrize(
    ("text", "language", "phrases"),
    [
        ("深海は完全な闇です", "ja", ["深海は", "完全な", "闇です"]),
        ("มหาสมุทรลึกมืดมากและเย็น", "th", ["มหาสมุทรลึก", "มืด", "มาก", "และ", "เย็น"]),
    ],
)
def test_a_script_without_spaces_breaks_between_phrases(text: str, language: str, phrases: list[str]) -> None:
    """A phrase stays whole while its line has room; alone, each stands on a line of its own."""
    widest = max(map(len, phrases))
    found = lines([text], limit=widest, most_lines=9, strictness="phrases", language=language)
    assert found is not None
    assert "".join(found) == text
    starts = {0, *accumulate(map(len, phrases))}
    assert {0, *accumulate(map(len, found))} <= starts


@pytest.mark.parametrize(
    ("before", "part", "stays"), [("₪", "?", True), ("$", "!", True), ("€", "5", True), ("€", "(", False)]
)
def test_a_mark_stays_behind_a_currency_that_stands_alone(before: str, part: str, *, stays: bool) -> None:
    """No line begins with a question mark, also where a space stands before it."""
    assert is_tied(before, part) is stays


@pytest.mark.parametrize(
    ("before", "stays"), [("R$", True), ("US$", True), ("EUR", True), ("A5$", False), ("DE", False)]
)
def test_a_currency_stays_with_its_amount(before: str, *, stays: bool) -> None:
    """Also one with letters: "menos de R$ 8,50" is not parted before the figure."""
    assert is_tied(before, "8,50") is stays
