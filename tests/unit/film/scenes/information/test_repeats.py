"""Two scenes close together never show the same information."""

from reelwright.film.scenes.information.model import Information, Item, Location
from reelwright.film.scenes.information.rules import without_repeats

FRANCE = Location(latitude=46.0, longitude=2.0, country="250")
JAPAN = Location(latitude=36.0, longitude=138.0, country="392")


def on_map(*named: tuple[str, Location]) -> Information:
    """Show places on a map, by these names."""
    items = tuple(Item(text=name, start=0, end=len(name)) for name, _ in named)
    return Information(kind="map", items=items, places=tuple(place for _, place in named), because="places")


def test_the_same_map_does_not_come_twice_running_by_whatever_names() -> None:
    """Nor in another order; a map with another place is another one, and later the map may come again."""
    one, renamed = on_map(("France", FRANCE)), on_map(("Frankreich", FRANCE))
    assert without_repeats([one, renamed]) == (one, None)
    assert without_repeats([one, None, renamed]) == (one, None, None)
    both = on_map(("France", FRANCE), ("Japan", JAPAN))
    assert without_repeats([both, on_map(("Japan", JAPAN), ("France", FRANCE)), one]) == (both, None, one)
    assert without_repeats([one, None, None, renamed]) == (one, None, None, renamed)
