"""Words of five languages as they are said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reelwright.film.text.reading.aloud import said_words

LANGUAGES = ("de-DE", "es-ES", "fr-FR", "it-IT", "pt-BR", "pt-PT")


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)  # the first call compiles the rules
@given(words=st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Z", "C")), min_size=1, max_size=12)))
def test_every_word_has_its_place(language: str, words: list[str]) -> None:
    """Whatever is written, the answer has one reading a word: captions count on it."""
    assert len(said_words(words, language)) == len(words)


@pytest.mark.parametrize("language", LANGUAGES)
def test_prose_is_read_as_it_is_written(language: str) -> None:
    """Words without figures, signs and abbreviations stay what they are, with their marks."""
    words = ["Le", "soleil,", "«la", "mer»", "et", "l'été", ":", "tutto", "bene?", "¡Qué", "día!", "Ja,", "schön."]
    assert said_words(words, language) == words


def test_words_read_together_share_what_is_said() -> None:
    """Each word of "12 000 personas" keeps a part of it, so that captions move on while it is said."""
    assert said_words(["Hay", "12", "000", "personas."], "es") == ["Hay", "doce", "mil", "personas."]


def test_a_language_without_a_table_is_left_alone() -> None:
    """Its voice reads figures and signs in its own way."""
    assert said_words(["Hinta", "on", "20", "€."], "et") == ["Hinta", "on", "20", "€."]


def test_a_full_stop_of_an_abbreviation_ends_the_text_only_at_its_end() -> None:
    """Else it would be a pause."""
    assert said_words(["Obst,", "z.", "B.", "Äpfel", "usw."], "de") == [
        "Obst,",
        "zum",
        "Beispiel",
        "Äpfel",
        "und so weiter.",
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [("pt-BR", "dezesseis"), ("pt-PT", "dezasseis")],
)
def test_portuguese_counts_by_its_country(language: str, said: str) -> None:
    """Brazil and Portugal spell some numerals differently."""
    assert said_words(["16"], language) == [said]
