"""Scenery and subject go together: the table of places."""

from typing import get_args

import pytest

from reelwright.film.scenes.casting import Casting
from reelwright.film.scenes.concepts import concept_table
from reelwright.film.scenes.matching import Match
from reelwright.film.scenes.model import Scenery
from reelwright.film.scenes.places import KIND, SOFT, goes_together, ground_of, is_graphic, stands_in
from reelwright.film.scenes.treatments import TREATMENTS

TABLE = concept_table()


def test_every_scenery_has_a_kind() -> None:
    """A scenery without one could be combined with nothing."""
    assert set(KIND) == set(get_args(Scenery))


@pytest.mark.parametrize("theme", TABLE.themes)
def test_a_theme_goes_with_its_own_sceneries(theme: str) -> None:
    """What the concept table lists is possible by the table of places."""
    assert all(goes_together(theme, scenery) for scenery in TABLE.themes[theme].sceneries)


@pytest.mark.parametrize(
    ("theme", "scenery"),
    [
        ("home", "forest"),
        ("food", "space"),
        ("animals", "office"),
        ("ocean", "street"),
        ("travel", "kitchen"),
        ("space", "room"),
    ],
)
def test_things_stay_out_of_places_where_they_cannot_be(theme: str, scenery: Scenery) -> None:
    """No sofa in a forest, no whale in a street."""
    assert not goes_together(theme, scenery)


def test_casting_never_leaves_the_table() -> None:
    """Each thing of the concept table, named together with each place, stands where it can be, or on a plain ground."""
    places = [Match(concept=one, score=1.0) for one in TABLE.concepts if one.is_place]
    things = [one for one in TABLE.concepts if not one.is_place]
    theme = TABLE.themes["news"]
    for number, concept in enumerate(things):
        casting = Casting(theme, TABLE.themes)
        for _ in range(3):
            part = casting.cast((Match(concept=concept, score=1.2), places[number % len(places)]))
            if part.subjects and part.concept == concept:
                assert stands_in(part.subjects[0], concept.theme, part.scenery)


def test_large_type_stands_on_a_plain_ground_or_in_its_theme() -> None:
    """A sentence that names nothing gets no unrelated landscape."""
    for theme in TABLE.themes.values():
        part = Casting(theme, TABLE.themes).cast(())
        assert part.subjects == ()
        assert is_graphic(part.scenery) or part.scenery in theme.sceneries


@pytest.mark.parametrize("name", sorted(TREATMENTS))
def test_a_place_that_is_all_that_a_scene_shows_stays_visible(name: str) -> None:
    """A flat ground with a disc would show nothing of it."""
    assert ground_of(TREATMENTS[name], "beach", has_subjects=False) not in {"flat", "stripes", "blocks", "waves"}
    assert ground_of(TREATMENTS[name], "beach", has_subjects=True) == TREATMENTS[name].ground
    assert ground_of(TREATMENTS[name], "rays", has_subjects=False) == TREATMENTS[name].ground


@pytest.mark.parametrize("name", TREATMENTS)
def test_light_and_haze_are_not_printed_as_shapes(name: str) -> None:
    """Flat colours, dots and chalk make blobs of them; before dots and chalk a subject says enough."""
    for scenery in SOFT:
        assert ground_of(TREATMENTS[name], scenery, has_subjects=True) != "poster"
        if not is_graphic(scenery):
            assert ground_of(TREATMENTS[name], scenery, has_subjects=False) in {"scenery", "duotone", "mono", "paper"}
