"""Stock photographs in a film: found by the subject, searched once a day, never twice in a film, credited in the result."""

from collections.abc import Iterator

import pytest

from reelwright.jobs.caller import Caller
from reelwright.jobs.model import JobResult
from reelwright.jobs.outputs import PictureOutput
from reelwright_media.steps.complete import complete
from reelwright_media.steps.draw import generate_image_imagen
from reelwright_media.steps.plan import plan_scenes
from tests.memory.system import System
from tests.twins.server import Fault
from tests.twins.stock import Photo, StockTwin, running_stock
from tests.unit.media.steps.clouds import stock_of
from tests.unit.media.steps.makers import Makers

SCRIPT = "A whale swims in the sea. The whale breathes at the surface. Another whale dives deep. The whale sleeps."
STEP = "generate_image_imagen"


@pytest.fixture
def twin() -> Iterator[StockTwin]:
    """Run Pexels."""
    with running_stock(StockTwin("pexels")) as started:
        yield started


@pytest.fixture
def studio(system: System, twin: StockTwin, makers: Makers) -> System:
    """Return a system that prefers photographs of Pexels."""
    makers.pictures = {**stock_of(system, twin), **makers.pictures}
    system.tools = makers
    return system


def film(studio: System, caller: Caller, **body: object) -> str:
    """Start a film and plan it."""
    job_id = studio.run(caller, video_request={"script_content": SCRIPT, **body})
    studio.step(job_id, plan_scenes, name="plan_scenes")
    return job_id


def scenes_of(studio: System, job_id: str) -> int:
    """Count the scenes."""
    return int(studio.row(job_id, "plan_scenes").output["total"])


def draw(studio: System, job_id: str, scene: int) -> PictureOutput:
    """Draw one scene, and return its facts."""
    studio.step(job_id, generate_image_imagen, name=STEP, scene=scene)
    return PictureOutput.of(studio.row(job_id, f"{STEP}#{scene}"))


def test_no_photograph_comes_twice_in_a_film_and_each_has_its_credit(
    studio: System, ada: Caller, twin: StockTwin
) -> None:
    """Scenes run side by side and share nothing but the bucket."""
    job_id = film(studio, ada)
    drawn = [draw(studio, job_id, scene) for scene in reversed(range(scenes_of(studio, job_id)))]
    ids = [one.credit.id for one in drawn if one.credit is not None]
    assert len(ids) == len(drawn) == len(set(ids))
    assert twin.refused == []
    assert studio.job(job_id).cost_usd == 0


def test_a_search_is_made_once_a_day_for_all_users(studio: System, ada: Caller, eve: Caller, twin: StockTwin) -> None:
    """One key serves a whole deployment."""
    first = film(studio, ada)
    draw(studio, first, 0)
    searched = len(twin.searches)
    second = film(studio, eve)
    draw(studio, second, 0)
    assert len(twin.searches) == searched == 1
    studio.end(first)
    studio.end(second)
    studio.clock.pass_seconds(25 * 3600)
    draw(studio, film(studio, Caller(user_id="bob", tier="free", operator=False)), 0)
    assert len(twin.searches) == 2


def test_the_search_is_by_the_subject_and_not_by_the_sentence(studio: System, ada: Caller, twin: StockTwin) -> None:
    """A sentence finds anything."""
    draw(studio, film(studio, ada), 0)
    assert "whale" in twin.searches[0]["query"]
    assert len(twin.searches[0]["query"].split()) <= 3


def test_a_repeated_step_shows_the_same_photograph(studio: System, ada: Caller, twin: StockTwin) -> None:
    """Its claim is its own."""
    job_id = film(studio, ada)
    first = draw(studio, job_id, 0)
    assert draw(studio, job_id, 0).credit == first.credit
    assert len(twin.files) == 1


def test_photographs_that_run_out_lead_to_painted_scenes_and_are_told(
    studio: System, ada: Caller, twin: StockTwin
) -> None:
    """It is no failure of the source."""
    twin.photos = [Photo(1), Photo(2, width=300, height=300)]
    job_id = film(studio, ada)
    draw(studio, job_id, 0)
    second = draw(studio, job_id, 1)
    fallback = studio.row(job_id, f"{STEP}#1").fallback
    assert fallback is not None
    assert second.credit is None
    assert (fallback.asked, fallback.used) == ("pexels", "painted")
    assert "no further photograph" in fallback.reason


def test_what_the_request_forbids_is_neither_searched_nor_shown(studio: System, ada: Caller, twin: StockTwin) -> None:
    """By the source's own words about a photograph."""
    twin.photos = [Photo(1, about="A boat beside a whale"), Photo(2, about="A whale")]
    request = {"prompt": "A whale in the sea, without boats."}
    job_id = studio.run(ada, task_name=STEP, video_request=request)
    studio.step(job_id, generate_image_imagen, name=STEP)
    credit = PictureOutput.of(studio.row(job_id, STEP)).credit
    assert credit is not None
    assert credit.id == "2"


def test_the_result_credits_each_scene(studio: System, ada: Caller) -> None:
    """In the order of the scenes, with the sentence to publish."""
    job_id = studio.run(ada, task_name=STEP, video_request={"prompt": "A whale in the sea"})
    studio.step(job_id, generate_image_imagen, name=STEP)
    studio.step(job_id, complete, name="complete")
    result = JobResult.model_validate(studio.row(job_id, "complete").output["result"])
    [credit] = result.credits
    assert (credit.scene, credit.provider, credit.author) == (None, "pexels", "Ada Lovelace")
    assert credit.text.startswith("Photo by Ada Lovelace on Pexels")


def test_a_throttled_source_is_replaced_after_its_delay(studio: System, ada: Caller, twin: StockTwin) -> None:
    """An hour's limit is not waited for."""
    twin.plan = [Fault(status=429, headers=(("X-Ratelimit-Reset", "1800"),))]
    job_id = film(studio, ada)
    assert draw(studio, job_id, 0).credit is None
    fallback = studio.row(job_id, f"{STEP}#0").fallback
    assert fallback is not None
    assert fallback.used == "painted"
