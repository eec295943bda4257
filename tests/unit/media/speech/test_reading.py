"""What of a written word is said, and where the voice breathes."""

import pytest

from reelwright.film.text.voicing import is_heard
from reelwright_media.speech.reading import VoicedWord, readable_share, voiced_words


@pytest.mark.parametrize(
    ("word", "said", "before", "after"),
    [
        ("world!!!", "world", "", "!"),
        ("“Stop”,", "Stop", "“", "”,"),
        ("(now)", "now", "(", ")"),
        ("don\u2019t", "don't", "", ""),
        ("$1,000.", "$1,000", "", "."),
        ("-5°", "-5°", "", ""),
        ("50%...", "50%", "", "…"),
        ("**bold**", "bold", "", ""),
        ("٣", "3", "", ""),
        ("wait…what", "wait what", "", ""),
        ("—", "", "", "—"),
        ("-", "", "", "—"),
        ("&", "&", "", ""),
        ("👋🏽", "", "", ""),
        ("go!👋", "go", "", "!"),
        ("世界", "", "", ""),
        ("ﬁne", "fine", "", ""),
    ],
)
def test_a_word_is_taken_apart(word: str, said: str, before: str, after: str) -> None:
    """Markup, emoji and foreign letters are silent; marks come in the forms that the model knows."""
    assert voiced_words([word]) == (VoicedWord(said, before, after),)


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        (["Dr.", "Smith", "left."], [False, False, True]),
        (["J.", "Verne"], [False, False]),
        (["e.g.", "this"], [False, False]),
        (["So", "did", "I.", "Then"], [False, False, True, False]),
        (["It", "ended.", "then"], [False, True, False]),
        (["Why?!", "Oh…"], [True, True]),
    ],
)
def test_a_full_stop_of_an_abbreviation_ends_no_sentence(words: list[str], ends: list[bool]) -> None:
    """A sentence ends at . ! ? and …, but not at the full stop that belongs to a title, an initial or an abbreviation."""
    assert [word.ends_sentence for word in voiced_words(words)] == ends


def test_the_readable_share_counts_letters_only() -> None:
    """Digits, emoji and marks say nothing about a script."""
    assert readable_share("Hello, 123 👋!") == 1.0
    assert readable_share("ab世界") == 0.5
    assert readable_share("123") == 1.0


@pytest.mark.parametrize(("mark", "heard"), [("👋", False), ("\u200d", False), ("°", True), ("a", True), ("$", True)])
def test_pictures_and_controls_are_never_heard(mark: str, heard: bool) -> None:  # noqa: FBT001 - a table's column
    """Emoji and joiners are seen only; the degree sign, a symbol like them, is spoken."""
    assert is_heard(mark) is heard


def test_hindi_words_keep_their_signs_and_end_at_the_danda() -> None:
    """Vowel signs are marks, not letters; without them every word would be another one."""
    words = voiced_words(["पानी", "है।"], "hi")
    assert [word.said for word in words] == ["पानी", "है"]
    assert words[-1].ends_sentence
    assert readable_share("पानी", "hi") == 1.0
    assert readable_share("पानी") == 0.0
