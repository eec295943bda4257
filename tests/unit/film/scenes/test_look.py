"""A film has one look, chosen by its mood and its script."""

from collections import Counter
from itertools import combinations, pairwise
from typing import get_args

import pytest

from reelwright.film.scenes.look import InBatch, look_of
from reelwright.film.scenes.model import Mood
from reelwright.film.text.faces import TitleFace


@pytest.mark.parametrize("mood", get_args(Mood))
def test_the_same_film_has_the_same_look(mood: Mood) -> None:
    """A seed gives the same film again."""
    assert look_of(mood, 7) == look_of(mood, 7)
    assert look_of(mood, 7).face in get_args(TitleFace)


def test_no_two_films_of_a_batch_have_the_same_palette() -> None:
    """Equal palettes are turned by different angles."""
    looks = [look_of("awe", seed) for seed in range(20)]
    assert all(left.palette != right.palette for left, right in combinations(looks, 2))


def test_a_batch_uses_several_palettes_and_faces() -> None:
    """Twelve films of one mood do not look like one maker's."""
    looks = [look_of("drive", number) for number in range(12)]
    assert len({look.face for look in looks}) >= 3
    assert len({look.captions.face for look in looks}) >= 4
    assert len({look.palette for look in looks}) == 12


@pytest.mark.parametrize("mood", get_args(Mood))
def test_films_of_a_batch_take_turns(mood: Mood) -> None:
    """Twelve lines of one mood have twelve treatments; neighbours have no part in common; other batches have another order."""
    looks = [look_of(mood, seed=7, in_batch=InBatch("b1", line)) for line in range(1, 13)]
    assert len({look.treatment for look in looks}) == 12
    for before, after in pairwise(looks):
        assert before.palette != after.palette
        assert before.captions != after.captions
        assert (before.face, before.arrangement) != (after.face, after.arrangement)
    other = [look_of(mood, seed=7, in_batch=InBatch("b2", line)) for line in range(1, 13)]
    assert looks != other


def test_films_of_a_batch_have_different_skeletons_whatever_their_moods() -> None:
    """Twelve lines of six moods have twelve arrangements, and no caption look or ground comes often."""
    moods = get_args(Mood)
    for batch in ("b1", "b2", "b3"):
        looks = [look_of(moods[line % 6], seed=line, in_batch=InBatch(batch, line)) for line in range(1, 13)]
        assert len({look.arrangement for look in looks}) == 12
        assert len({(look.captions.face, look.captions.painting, look.captions.capitals) for look in looks}) >= 10
        assert len({look.treatment for look in looks}) >= 11
        assert max(Counter(look.treatment.icons for look in looks).values()) <= 2
        assert max(Counter(look.treatment.ground for look in looks).values()) <= 2


@pytest.mark.parametrize("mood", get_args(Mood))
def test_every_turn_of_a_batch_has_something_that_suits_the_mood(mood: Mood) -> None:
    """Forty lines, so that every turn is taken more than once."""
    for line in range(1, 41):
        assert look_of(mood, seed=line, in_batch=InBatch("b1", line)).mood == mood
