"""What counts as a word of a text, in scripts with and without spaces."""
# ruff: noqa: RUF001 - phonemes and letters of many scripts are the subject here

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.text.words import sentence_of, words_of

SCRIPTS = "aZé9 ,.!“”「」（）。、漢字々ひらがなカタカナー한국어สวัสดีครับນ້ຳមិនမြန်مرحبा👋🏽-'\n\t"


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("Hello, deep-sea world — don't!", "en", ("Hello,", "deep-sea", "world", "—", "don't!")),
        ("مرحبا بالعالم", "ar", ("مرحبا", "بالعالم")),
        ("안녕하세요 세계", "ko", ("안녕하세요", "세계")),
        ("你好，世界。", "zh-CN", ("你", "好，", "世", "界。")),
        ("「天气」很好", "zh", ("「天", "气」", "很", "好")),
        ("AI技術3.5米", "zh", ("AI", "技", "術", "3.5", "米")),
        ("東京はとても大きいです。", "ja-JP", ("東京は", "とても", "大き", "いです。")),
        ("カメラです", "ja", ("カメラ", "です")),
        ("วันนี้ เมฆ", "th", ("วัน", "นี้", "เมฆ")),
    ],
)
def test_a_text_is_cut_where_its_script_allows(text: str, language: str, words: tuple[str, ...]) -> None:
    """Words stand between spaces; scripts without spaces are cut into pieces that an eye can follow."""
    assert words_of(text, language) == words


@given(st.text(alphabet=SCRIPTS), st.sampled_from(["en", "zh", "ja", "th"]))
def test_nothing_but_white_space_is_lost(text: str, language: str) -> None:
    """The words of a text, put together, are the text without its white space, and none is empty."""
    words = words_of(text, language)
    assert "".join(words) == "".join(text.split())
    assert all(words)


@pytest.mark.parametrize("word", ["สวัสดีครับ", "ເມືອງ", "မြန်မာဘာသာ", "ភាសាខ្មែរ"], ids=["Thai", "Lao", "Burmese", "Khmer"])
def test_no_piece_begins_with_a_mark_that_needs_a_letter(word: str) -> None:
    """A vowel sign or tone mark stays on its letter, or it would be drawn on a dotted circle."""
    assert not [piece for piece in words_of(word, "th") if unicodedata.category(piece[0]).startswith("M")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Hello, world!", "en"),
        ("你好，世界。", "zh"),
        ("東京はとても大きいです。カメラ", "ja"),
        ("안녕하세요 세계", "ko"),
    ],
)
def test_words_join_to_the_sentence_they_came_from(text: str, language: str) -> None:
    """Spaces come back only where the script writes them."""
    assert sentence_of(words_of(text, language)) == text


def test_a_blank_text_has_no_words() -> None:
    """White space alone holds nothing to highlight."""
    assert words_of(" \n\t", "en") == ()


def test_a_straight_quote_that_opens_stays_with_the_word_after_it() -> None:
    """In a script without spaces every other one opens; behind a digit it means inches."""
    assert words_of('他说"好"，然后', "zh") == ("他", "说", '"好"，', "然", "后")
    assert words_of('5"屏幕', "zh") == ('5"', "屏", "幕")
