"""A film of long ago has no lit towers, fast trains or telephones without a wire."""

import pytest

from reelwright.film.scenes.casting import Part
from reelwright.film.scenes.past import as_of_then, is_long_ago, tells_of_long_ago


@pytest.mark.parametrize(
    ("texts", "old"),
    [
        (("In 1911 a clerk walked home.", "Nobody saw him."), True),
        (("In 1911 a clerk walked home.", "In 2019 his letter was found."), False),
        (("He has 1500 coins, and the well is 1200 meters deep.",), False),
        (("He paid $1500 in the summer of 1911.",), True),
        (("A clerk walked home.",), False),
    ],
)
def test_the_years_of_a_film_say_when_it_is(texts: tuple[str, ...], *, old: bool) -> None:
    """One later year makes it a film of today; without a year it is one. An amount is no year."""
    assert is_long_ago(texts, "en") is old


def test_what_only_today_has_is_replaced() -> None:
    """Unless the thought speaks of today."""
    part = Part(scenery="city", subjects=("fluent:high-speed-train", "noto:dog"))
    assert as_of_then(part, "The train was late.", "en").subjects == ("fluent:locomotive", "noto:dog")
    assert as_of_then(part, "The train was late.", "en").scenery == "old_town"
    assert as_of_then(part, "Today the train is late.", "en") == part


def test_a_thought_may_be_of_long_ago_without_a_year() -> None:
    """Centuries are enough."""
    assert tells_of_long_ago("Three hundred years ago a baker lived here.", "en")
    assert tells_of_long_ago("Vor zweihundert Jahren stand hier ein Haus.", "de")
    assert not tells_of_long_ago("Ten years ago a baker lived here.", "en")
