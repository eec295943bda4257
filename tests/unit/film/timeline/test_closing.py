"""The closing card speaks the film's language and its platform's words."""

import pytest

from reelwright.film.platforms.presets import PRESETS
from reelwright.film.timeline.closing import CALLS, CARD_SECONDS, closing_card


@pytest.mark.parametrize(
    ("preset", "call"),
    [
        ("shorts", "Subscribe for more"),
        ("youtube_wide", "Subscribe for more"),
        ("tiktok", "Follow for more"),
        ("reels", "Follow for more"),
        ("square", "Follow for more"),
    ],
)
def test_each_platform_has_its_own_word_for_staying(preset: str, call: str) -> None:
    """YouTube's viewers subscribe, others follow."""
    card = closing_card("Bees", "en-US", PRESETS[preset])
    assert card is not None
    assert (card.title, card.call, card.frames) == ("Bees", call, round(CARD_SECONDS * 30))


@pytest.mark.parametrize("language", ["de", "DE", "de-AT", "de_CH"])
def test_the_language_is_known_by_its_first_part(language: str) -> None:
    """However the caller writes it."""
    card = closing_card("", language, PRESETS["tiktok"])
    assert card is not None
    assert card.call == CALLS["de"]["follow"]


def test_a_language_without_words_gets_the_title_alone() -> None:
    """No English in a Finnish film."""
    card = closing_card("Mehil\u00e4iset", "fi", PRESETS["tiktok"])
    assert card is not None
    assert card.call == ""


def test_nothing_to_say_is_no_card() -> None:
    """No title and no call: the film ends on its picture."""
    assert closing_card("", "fi", PRESETS["tiktok"]) is None


def test_a_brand_has_its_own_call() -> None:
    """In any language, and without a title too."""
    card = closing_card("", "fi", PRESETS["tiktok"], outro="bees.example")
    assert card is not None
    assert card.call == "bees.example"
