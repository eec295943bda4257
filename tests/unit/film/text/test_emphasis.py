"""The coloured words of large type are those that say something."""

import pytest

from reelwright.film.text.emphasis import strongest


def marked(text: str, language: str) -> str:
    """Return the emphasised words of a text."""
    words = text.split()
    return " ".join(words[place] for place in sorted(strongest(words, language)))


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("Save $1,000 now", "en", "$1,000"),
        ("Four thousand tickets", "en", "Four thousand"),
        ("They drank two hundred litres", "en", "two hundred"),
        ("Más de un millón de abejas", "es", "un millón"),
        ("Duemila anni di storia", "it", "Duemila"),
        ("Zwei Millionen Vögel", "de", "Zwei Millionen"),
        ("42", "en", "42"),
    ],
)
def test_numbers_come_first_in_digits_and_in_words(text: str, language: str, shown: str) -> None:
    """Two colours need a reason: a number is the strongest one."""
    assert marked(text, language) == shown


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("One day it rained", "en", "rained"),
        ("Two: they never shout", "en", "shout"),
        ("Un giorno di pioggia", "it", "pioggia"),
        ("Se sei stanco", "it", "stanco"),
    ],
)
def test_an_article_and_a_number_that_leads_a_list_count_nothing(text: str, language: str, shown: str) -> None:
    """Italian "sei" is mostly "you are"."""
    assert marked(text, language) == shown


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("He definitely ate the cake", "en", "cake"),
        ("Everyone wants a garden", "en", "garden"),
        ("Trotzdem regnet es am Sonntag", "de", "Sonntag"),
        ("Elle avait tellement faim", "fr", "faim"),
        ("Probablemente es un volcán", "es", "volcán"),
        ("Realmente ele perdeu o trem", "pt", "trem"),
        ("Servirono dieci barche per il ponte intero e la torre", "it", "dieci"),
        ("Iedereen wacht op de trein", "nl", "trein"),
        ("Właściwie to jest złoto", "pl", "złoto"),
        ("Действительно это золото", "ru", "золото"),
        ("यह बिल्कुल सोना है", "hi", "सोना"),
        ("Faktiskt är det guld", "sv", "guld"),
    ],
)
def test_no_small_word_and_no_adverb_of_the_sentence_is_marked(text: str, language: str, shown: str) -> None:
    """However long it is."""
    assert marked(text, language) == shown


def test_a_text_of_small_words_has_no_emphasis() -> None:
    """Nothing of it says more than the rest."""
    assert marked("So now you know how it is", "en") == ""


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("They remembered the boat", "en", "boat"),
        ("We met in Lima again", "en", "Lima"),
        ("Verschwunden war der Hund", "de", "Hund"),
        ("On accusait d'abord les voisins", "fr", "voisins"),
        ("Bring your family along", "en", "family"),
        ("Appartement vide depuis hier", "fr", "Appartement"),
    ],
)
def test_names_and_nouns_are_stronger_than_verbs(text: str, language: str, shown: str) -> None:
    """A noun is known by the small word before it or by its capital letter."""
    assert marked(text, language) == shown
