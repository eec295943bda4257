"""The names of the packed icons, as films use them."""

import pytest

from reelwright.film.scenes.lexicon import Lexicon
from reelwright_media.painting.subjects import subjects
from reelwright_media.writing.iconwords import LANGUAGES, IconWords


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_belongs_to_an_icon_that_can_be_drawn(language: str) -> None:
    """More than a thousand names in each language."""
    names = IconWords().names(language)
    assert len(names) > 1000
    assert {one.icon for one in names} <= set(subjects())


@pytest.mark.parametrize(
    ("language", "text", "icon"),
    [
        ("fr-FR", "La pieuvre a trois cœurs.", "noto:octopus"),
        ("es", "Dos huevos y sal.", "fluent:egg"),
        ("de", "Ein Hammer liegt da.", "fluent:hammer"),
        ("ru", "Большой осьминог", "noto:octopus"),
        ("hi", "उसकी कुल्हाड़ी गिर गई।", "fluent:axe"),
        ("zh", "一辆救护车来了。", "fluent:ambulance"),
    ],
)
def test_common_words_name_the_icon(language: str, text: str, icon: str) -> None:
    """Labels of people who speak the language."""
    found = Lexicon(IconWords().names(language), language).find(text)
    assert icon in {one.icon for one in found}


@pytest.mark.parametrize("text", ["Ils portent des lanternes.", "On a pris la pierre."])
def test_an_icon_of_one_feast_or_game_is_named_by_its_whole_name_only(text: str) -> None:
    """A lantern is no pumpkin, and a stone is not for curling."""
    found = {one.icon for one in Lexicon(IconWords().names("fr"), "fr").find(text)}
    assert not found & {"fluent:jack-o-lantern", "fluent:curling-stone"}


def test_english_has_the_concept_table_instead() -> None:
    """It knows senses and idioms, which names of icons do not."""
    assert IconWords().names("en-US") == ()
