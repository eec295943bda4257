"""Keywords carry the meaning of a scene."""

from reelwright.film.scenes.keywords import keywords, word_weights
from reelwright.film.text.stopwords import stop_words
from reelwright.film.text.tokens import content_words, word_variants


def test_stop_words_of_six_languages_carry_no_meaning() -> None:
    """Little words go, the rest stays as written and in order."""
    assert content_words("The cat and the Moon", "en-GB") == ["cat", "Moon"]
    assert content_words("El gato y la luna", "es") == ["gato", "luna"]
    assert all(stop_words(language) for language in ("en", "es", "fr", "it", "pt", "de"))


def test_unknown_languages_go_by_length() -> None:
    """Short words are mostly little words."""
    assert content_words("en kissa istuu", "fi") == ["kissa", "istuu"]


def test_chinese_is_cut_at_its_little_words() -> None:
    """的 and 是 divide what carries meaning."""
    assert content_words("咖啡的味道是苦", "zh") == ["咖啡", "味道", "苦"]


def test_words_that_come_back_matter_more() -> None:
    """Frequency, spread and an early place raise the weight; the best has 1."""
    weights = word_weights(("Whales sing at night.", "Some whales dive.", "Boats pass."), "en")
    assert weights["whales"] == 1.0
    assert weights["boats"] < weights["night"] < 1


def test_phrases_hold_no_stop_word_and_do_not_overlap() -> None:
    """The best phrases of a scene, each word once."""
    weights = {"mariana": 1.0, "trench": 1.0, "pressure": 0.5}
    assert keywords("At the Mariana Trench, the pressure rises", "en", weights, 2) == ("Mariana Trench", "pressure")


def test_arabic_pronouns_are_taken_off() -> None:
    """`your coffee` is coffee."""
    assert word_variants("قهوتك") == ("قهوتك", "قهوة")
    assert word_variants("coffee") == ("coffee",)
