"""When a guessed language is believed."""

import pytest

from reelwright.film.text.recognition import Guess, other_language, sure_language


def guesses(**likely: float) -> tuple[Guess, ...]:
    """Build guesses, the likeliest first."""
    ordered = sorted(likely.items(), key=lambda one: -one[1])
    return tuple(Guess(language=language, probability=probability) for language, probability in ordered)


@pytest.mark.parametrize(
    ("text", "probability", "sure"),
    [
        ("OK.", 0.95, False),
        ("Mamma mia!", 0.99, False),
        ("Heute ist es kalt.", 0.99, True),
        ("Heute ist es kalt.", 0.7, False),
        ("Bienen tanzen, um zu sprechen.", 0.7, True),
        ("Bienen tanzen, um zu sprechen.", 0.6, False),
        ("Bienen tanzen, um zu sprechen und den anderen den Weg zu guten Blumen zu zeigen.", 0.55, True),
    ],
)
def test_the_shorter_a_latin_text_the_surer_the_guess_must_be(text: str, probability: float, *, sure: bool) -> None:
    """Names and exclamations look like any language."""
    assert (sure_language(text, guesses(de=probability)) == "de") is sure


def test_a_word_in_another_alphabet_is_enough() -> None:
    """It has few candidates."""
    assert sure_language("Пчелы танцуют", guesses(ru=0.4, uk=0.3)) == "ru"
    assert sure_language("Да", guesses(ru=0.9)) is None


def test_chinese_japanese_and_korean_are_known_by_their_letters() -> None:
    """The model takes short Chinese for Japanese."""
    assert sure_language("大海又深又黑。", guesses(ja=0.64, zh=0.36)) == "zh"
    assert sure_language("海は深い。", ()) == "ja"
    assert sure_language("바다는 깊다.", ()) == "ko"


def test_a_language_that_may_be_right_is_not_contradicted() -> None:
    """Neighbours share most of their words."""
    text = "Bierne danser for at tale sammen om blomsterne."
    assert other_language(text, "nb", guesses(da=0.8, no=0.15)) is None
    assert other_language(text, "de-AT", guesses(da=0.8, no=0.15)) == "da"


def test_tags_of_one_language_do_not_contradict_each_other() -> None:
    """Regions, old tags, and names of written Chinese."""
    assert other_language("大海又深又黑。", "cmn", ()) is None
    assert other_language("大海又深又黑。", "zh-Hant-HK", ()) is None
    assert other_language("הים עמוק וחשוך.", "iw", guesses(he=0.99)) is None
    assert other_language("The sea is deep and dark.", "en-GB", guesses(en=0.99)) is None


def test_nothing_to_read_is_no_language() -> None:
    """Neither without letters nor without guesses."""
    assert sure_language("!!! 123", guesses(en=0.9)) is None
    assert sure_language("The sea is deep and dark.", ()) is None
