"""The first frame of a film is its poster: a thing of the film, or its title in large type."""

from reelwright.film.scenes.model import PictureBrief, Scene, Scenery
from reelwright.film.scenes.poster import as_poster

TITLE = "The town under the town"


def scene(index: int, *subjects: str, scenery: Scenery = "rays") -> Scene:
    """Build a scene."""
    brief = PictureBrief(text="", scenery=scenery, subjects=subjects, headline="TWO WORDS", mood="calm", seed=1)
    return Scene(index=index, text="", keywords=(), mood="calm", brief=brief)


def test_a_first_scene_with_a_subject_stays_as_it_is() -> None:
    """It is a poster already."""
    first = scene(0, "noto:cat")
    assert as_poster(first, [scene(1, "noto:dog")], TITLE) is first


def test_a_first_scene_without_a_subject_shows_that_of_the_film() -> None:
    """That is the subject of at least two scenes that the next one does not show; large type would cover it."""
    others = [scene(1), scene(2, "noto:dog"), scene(3, "noto:cat"), scene(4, "noto:dog")]
    assert as_poster(scene(0), others, TITLE).brief.subjects == ("noto:dog",)
    assert as_poster(scene(0), others, TITLE).brief.headline is None
    assert as_poster(scene(0), others[1:], TITLE).brief.subjects == ()


def test_a_film_without_one_begins_with_its_title() -> None:
    """Also where a place is shown, which the subject may not fit; a title that is too long leaves the strongest words."""
    assert as_poster(scene(0), [scene(1)], TITLE).brief.headline == TITLE
    others = [scene(1), scene(2, "noto:dog"), scene(3, "noto:dog")]
    assert as_poster(scene(0, scenery="forest"), others, TITLE).brief.headline == TITLE
    assert as_poster(scene(0), [], TITLE * 9).brief.headline == "TWO WORDS"
