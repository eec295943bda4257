"""A list names several things of equal weight; two clauses are none."""

import pytest

from reelwright.film.text.listing import items_of


@pytest.mark.parametrize(
    ("language", "text", "items"),
    [
        (
            "en",
            "I sold my bike, my guitar and a couch I never liked.",
            ("I sold my bike", "my guitar", "a couch I never"),
        ),
        (
            "en",
            "Bring soup, walk the dog, wash the dishes, and leave again.",
            ("Bring soup", "walk the dog", "wash the dishes", "leave again."),
        ),
        ("es", "Pagaba el alquiler, la comida y el autobús.", ("Pagaba el alquiler", "la comida", "el autobús.")),
        ("de", "Er verkaufte Brot, Käse und Wein.", ("Er verkaufte Brot", "Käse", "Wein.")),
        ("en", "The doctor delivered a baby and boiled the scissors.", ()),
        ("en", "When she came home, the dog that had waited all day jumped up, and she laughed.", ()),
        (
            "en",
            "The debt went first, then the next, like a snowball.",
            ("The debt went first", "then the next"),
        ),
        ("ja", "パン、卵、牛乳", ()),
    ],
)
def test_the_items_of_a_list_are_found(language: str, text: str, items: tuple[str, ...]) -> None:
    """Items are short, and there are at least three."""
    assert items_of(text, language) == items
