"""Words of five languages as they are said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.film.text.reading.aloud import said_words

LANGUAGES = ("de-DE", "es-ES", "fr-FR", "it-IT", "pt-BR", "pt-PT")


@pytest.mark.parametrize("language", LANGUAGES)
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


@pytest.mark.parametrize("language", ["de", "fr-FR", "it-IT"])
def test_a_letter_that_multiplies_elsewhere_is_a_letter_here(language: str) -> None:
    """The letter is a billion in English only; in "12B" of other languages it is read by its name, and never an error."""
    assert said_words(["12B"], language)[0].endswith("B")


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("fr-FR", "Vers midi.", "Vers midi."),
        ("en-US", "Rocky IV beat Rocky V.", "Rocky four beat Rocky five."),
        ("en-US", "Meet at ten EST.", "Meet at ten E S T."),
        ("pt-BR", "A ONU, a OMS e o IBGE.", "A onu, a ó M S e o I B G é."),
    ],
)
def test_words_that_look_special_are_told_by_their_neighbours(language: str, written: str, said: str) -> None:
    """A word, an initial or a list of acronyms is not taken for a numeral, an abbreviation or shouting."""
    assert " ".join(said_words(written.split(), language)) == said
