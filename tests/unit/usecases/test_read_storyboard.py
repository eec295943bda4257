"""The storyboard of a film: the words of its plan with what the steps have made."""

import json

import pytest

from reelwright.api.jobs import SignedUrl
from reelwright.api.storyboard import storyboard_view
from reelwright.jobs.caller import Caller
from reelwright.refusals import NotFound
from reelwright.usecases.read_storyboard import read_storyboard
from tests.browser.seed import FILM_STEPS, SCENES, Studio, fill
from tests.memory.system import System

OPERATOR = Caller(user_id="op", tier="premium")


def test_a_film_that_is_not_planned_has_no_scenes(system: System, ada: Caller) -> None:
    """An empty storyboard is an answer, not an error."""
    assert read_storyboard(system.create(ada).job_id, caller=ada, world=system) == ()


def test_scenes_come_with_words_length_and_picture(system: System) -> None:
    """A scene without speech or picture has its words alone."""
    made = fill(system, now=system.clock())
    scenes = read_storyboard(made["running"], caller=OPERATOR, world=system)
    assert [scene.scene for scene in scenes] == list(range(SCENES))
    assert scenes[2].text == "A lighthouse turns above the black water."
    assert {scene.seconds for scene in scenes} == {3.2}
    assert [scene.preview_key is not None for scene in scenes] == [True] * (SCENES - 1) + [False]


def test_an_expired_plan_leaves_no_scenes(system: System) -> None:
    """The artefacts of a film may expire before the film."""
    studio = Studio(system, start=system.clock())
    job = studio.work(studio.start(studio.admit(studio.create("Old"))), until=len(FILM_STEPS))
    assert read_storyboard(job.job_id, caller=OPERATOR, world=system) == ()


def test_others_do_not_see_it(system: System, ada: Caller, eve: Caller) -> None:
    """The job of another does not exist."""
    made = system.create(ada)
    with pytest.raises(NotFound):
        read_storyboard(made.job_id, caller=eve, world=system)


def test_pictures_are_signed_on_each_read(system: System) -> None:
    """The view names a URL and no key."""
    made = fill(system, now=system.clock())
    scenes = read_storyboard(made["film0"], caller=OPERATOR, world=system)
    view = storyboard_view(scenes, lambda key, name: SignedUrl(url=f"signed {key} {name}", expires_at=system.clock()))
    first = json.loads(json.dumps(view.wire()))["scenes"][0]
    assert first["preview"]["url"].startswith("signed artefacts/op/generate_image_imagen/0.preview.jpg")
