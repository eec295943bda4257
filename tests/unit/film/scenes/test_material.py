"""Which scene shows which of the user's own files."""

import pytest

from reelwright.errors import ContentError
from reelwright.film.scenes.material import assign


def test_files_are_shown_in_order() -> None:
    """The first scenes get them; the others are painted."""
    assert assign([None, None], 4) == {0: 0, 1: 1}


def test_a_file_that_asks_for_a_scene_gets_it_and_the_others_flow_around() -> None:
    """Order holds for the rest."""
    assert assign([None, 0, None, 3], 5) == {1: 0, 0: 1, 2: 2, 3: 3}


def test_what_is_left_over_is_not_shown() -> None:
    """More files than scenes are no error: nobody knows beforehand how many scenes a script has."""
    assert assign([None, None, None], 2) == {0: 0, 1: 1}
    assert assign([None, 0], 1) == {0: 1}


@pytest.mark.parametrize(("scenes", "has"), [(1, "one scene, 0"), (5, "5 scenes, 0 to 4")])
def test_a_scene_that_the_film_does_not_have_is_refused_by_name(scenes: int, has: str) -> None:
    """The message says which file, and what there is."""
    with pytest.raises(ContentError, match=f"images.1 asks for scene 7, and the film has {has}"):
        assign([None, 7], scenes)
