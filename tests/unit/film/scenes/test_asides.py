"""What a sentence only mentions is told from what it is about."""

import pytest

from reelwright.film.scenes.asides import (
    content_of,
    is_before,
    is_brand,
    is_clock_time,
    is_compared,
    is_likeness,
    is_material,
    is_order,
    is_participle,
    is_verb,
    is_vessel,
    says_when,
)


def before(text: str, word: str) -> list[str]:
    """Return the words of a text before a word."""
    spoken = text.split()
    return spoken[: spoken.index(word)]


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "let your shoulders drop like a heavy coat", "coat"),
        ("en", "the arm weighs as much as a bag of sugar", "sugar"),
        ("en", "breathe out as if you were blowing out a candle", "candle"),
        ("en", "the plant keeps growing until the first frost", "frost"),
        ("en", "he came home before lunch", "lunch"),
        ("de", "ein hang rutschte ab so groß wie island", "island"),
        ("fr", "elle devient molle comme une éponge", "éponge"),
        ("es", "pesa como una piedra", "piedra"),
    ],
)
def test_a_likeness_and_a_time_are_asides(language: str, text: str, word: str) -> None:
    """Nothing of them happens in the scene."""
    spoken = before(text, word)
    assert is_likeness(spoken, language) or says_when(spoken, language)


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "people like tea", "tea"),
        ("en", "do you like dogs", "dogs"),
        ("en", "as the dog walked home", "dog"),
        ("en", "after the war the soldiers came home", "soldiers"),
        ("en", "before you eat the honey", "honey"),
        ("de", "wie bienen tanzen", "bienen"),
    ],
)
def test_what_is_liked_or_follows_a_time_is_no_aside(language: str, text: str, word: str) -> None:
    """These are what the sentence is about."""
    spoken = before(text, word)
    assert not is_likeness(spoken, language)
    assert not says_when(spoken, language)


def test_a_vessel_makes_room_for_its_content() -> None:
    """A pot of tea shows tea; a pot of its own shows a pot."""
    spoken = ["brew", "a", "pot", "of", "strong", "tea"]
    assert is_vessel(spoken, 3, "en")
    assert spoken.index("tea") in content_of(3, "en")
    assert not is_vessel(["a", "pot", "in", "a", "tomb"], 2, "en")
    assert not is_vessel(["the", "pot"], 2, "en")


def test_a_participle_is_no_thing() -> None:
    """The scholar has received a prize; a receipt has an article."""
    assert is_participle(["un", "savant", "a"], "fr")
    assert not is_participle(["il", "montre", "un"], "fr")


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "it ran faster than a horse", "horse"),
        ("de", "er war größer als ein haus", "haus"),
        ("es", "duele más que una tarjeta", "tarjeta"),
        ("fr", "il est plus grand que le pont", "pont"),
        ("pl", "szybszy niż koń", "koń"),
    ],
)
def test_what_something_is_compared_with_is_an_aside(language: str, text: str, word: str) -> None:
    """No horse runs in "faster than a horse"."""
    assert is_compared(before(text, word), language)


@pytest.mark.parametrize(
    ("language", "text", "word"),
    [
        ("en", "more than 300 ships", "ships"),
        ("de", "als die katze kam", "katze"),
        ("es", "dice que la casa es suya", "casa"),
    ],
)
def test_an_amount_and_a_clause_compare_nothing(language: str, text: str, word: str) -> None:
    """These words have other uses than "than"."""
    assert not is_compared(before(text, word), language)


def test_a_pair_ends_at_a_joint() -> None:
    """A sentence is about what follows: "as hard as an apple, and ride home"."""
    assert not is_likeness(before("it feels as hard as an apple and ride home", "home"), "en")


@pytest.mark.parametrize(
    ("language", "after", "is_when"),
    [
        ("ja", "一時間前にスマホを", True),
        ("ja", "の前に立つ", False),
        ("zh", "之前不要吃", True),
        ("ko", " 전에 마시지", True),
        ("hi", " से पहले पानी", True),
        ("en", " before", False),
    ],
)
def test_a_time_may_stand_behind_its_word(language: str, after: str, is_when: bool) -> None:  # noqa: FBT001 - a test's parameter
    """Before going to bed nobody sleeps; in front of a house there is one."""
    assert is_before(after, language) is is_when


@pytest.mark.parametrize(
    ("language", "text", "begins"),
    [("fr", "note chaque dépense", True), ("de", "koch die nudeln", True), ("fr", "note de bas de page", False)],
)
def test_an_order_is_no_noun(language: str, text: str, begins: bool) -> None:  # noqa: FBT001 - a test's parameter
    """A verb that looks like a noun has an article behind it."""
    assert is_order(text.split(), 0, language) is begins


@pytest.mark.parametrize(("text", "says_hour"), [("um drei uhr", True), ("um 15 uhr", True), ("eine alte uhr", False)])
def test_an_hour_is_no_clock(text: str, says_hour: bool) -> None:  # noqa: FBT001 - a test's parameter
    """The train that stops at three is not a clock."""
    assert is_clock_time(before(text, "uhr"), "uhr", "de") is says_hour


@pytest.mark.parametrize(
    ("language", "text", "vessel", "content"),
    [("de", "eine tasse heißes wasser", "tasse", "wasser"), ("hi", "एक गिलास पानी", "गिलास", "पानी")],
)
def test_a_vessel_may_hold_its_content_without_a_joint(language: str, text: str, vessel: str, content: str) -> None:
    """German and Hindi say "a glass water"."""
    spoken = text.split()
    end = spoken.index(vessel) + 1
    assert is_vessel(spoken, end, language)
    assert spoken.index(content) in content_of(end, language)


def test_a_material_says_what_a_thing_is_made_of() -> None:
    """A "ceramic mug" shows a mug; gold that is sold shows gold."""
    assert is_material(["only", "a", "ceramic", "mug"], 2, "en")
    assert not is_material(["he", "sold", "the", "gold"], 3, "en")
    assert is_material(["una", "mesa", "de", "madera"], 3, "es")
    assert not is_material(["la", "madera", "flota"], 1, "es")


@pytest.mark.parametrize(
    ("text", "word", "is_act"),
    [
        ("book early", "book", True),
        ("you can train at home", "train", True),
        ("this book is old", "book", False),
        ("the train is late", "train", False),
    ],
)
def test_a_word_that_is_also_a_verb_is_one_at_the_start_and_behind_you(text: str, word: str, *, is_act: bool) -> None:
    """An English noun of one thing needs an article."""
    spoken = text.split()
    assert is_verb(spoken, spoken.index(word), {0}, "en") is is_act


def test_a_company_is_no_fruit() -> None:
    """Names of companies are written with a capital."""
    assert is_brand("Apple", "en")
    assert not is_brand("apple", "en")
