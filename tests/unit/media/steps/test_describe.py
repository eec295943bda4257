"""`describe_film`: words for publishing and for pictures, by a text model over real HTTP; a film is finished without them."""

import json
from collections.abc import Iterator

import pytest

from reelwright.dialects.openai import OpenAiCompletion
from reelwright.dialects.prompted import PromptedWriter
from reelwright.errors import ProviderError
from reelwright.film.script.describing import FilmText
from reelwright.jobs.caller import Caller
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.setup import ProvidersSetup, TextSetup
from reelwright.refusals import InvalidField
from reelwright.usecases.dispatch_jobs import execution_input
from reelwright_media.steps.complete import complete
from reelwright_media.steps.describe import FilmDescription, describe_film
from reelwright_media.steps.plan import plan_scenes
from tests.memory.system import System
from tests.twins.dialects import DIALECTS, KEY
from tests.twins.server import Fault, Twin, running
from tests.unit.media.steps.makers import Makers

WORDS = {"title": "How whales sleep", "description": "One half of the brain stays awake.", "tags": ["#whales", "sleep"]}
SCRIPT = "Whales sleep with one half of the brain. The other half keeps them breathing."


@pytest.fixture
def twin() -> Iterator[Twin]:
    """Run a text model."""
    with running(Twin(DIALECTS["openai"], [json.dumps(WORDS)])) as started:
        yield started


@pytest.fixture
def studio(system: System, twin: Twin, makers: Makers) -> System:
    """Return a system with one text model."""
    setup = TextSetup(provider="openai", model="m", base=twin.base, usd_input=10, usd_output=10)
    system.settings = system.settings.model_copy(update={"providers": ProvidersSetup(text=(setup,))})
    makers.text = {"openai": PromptedWriter(OpenAiCompletion(setup, HttpCaller(), key=KEY))}
    system.tools = makers
    return system


def planned(studio: System, caller: Caller, **film: object) -> str:
    """Start a film and plan its scenes."""
    job_id = studio.run(caller, video_request={"script_content": SCRIPT, **film})
    studio.step(job_id, plan_scenes, name="plan_scenes")
    return job_id


def test_the_result_has_title_description_and_tags(studio: System, ada: Caller, twin: Twin) -> None:
    """By one call, which is paid; tags lose their number signs."""
    job_id = planned(studio, ada, publishing=True, title="Whales")
    studio.step(job_id, describe_film, name="describe_film")
    row = studio.row(job_id, "describe_film")
    assert row.output["publishing"] == {**WORDS, "tags": ["whales", "sleep"]}
    assert twin.paid_calls == 1
    assert row.cost_usd == pytest.approx(twin.billed(10, 10))
    request = json.loads(twin.requests[0])["messages"][1]["content"]
    assert "Title: Whales" in request
    assert SCRIPT.split(". ", maxsplit=1)[0] in request
    assert "en-US" in request


def test_words_for_pictures_are_one_for_each_scene(studio: System, ada: Caller, twin: Twin) -> None:
    """Another number is repaired once; without a picture model no words for pictures are asked for."""
    writer = studio.tools.text["openai"]
    film = {"shows": "A whale hangs upright in blue water.", "search": "sleeping whale"}
    twin.reset([json.dumps({"pictures": [film]}), json.dumps({"pictures": [film, film]})])
    found = writer.pictures(FilmText(text=SCRIPT, language="en-US"), tuple(SCRIPT.split(". ")))
    assert [one.search for one in found] == ["sleeping whale"] * 2
    assert "1 pictures for 2 scenes" in twin.requests[1].decode()
    twin.reset([json.dumps(WORDS)])
    job_id = planned(studio, ada, publishing=True)
    studio.step(job_id, describe_film, name="describe_film")
    assert FilmDescription.model_validate_json(studio.content(job_id, "describe_film")).pictures == ()


def test_a_film_without_its_description_is_finished_and_says_so(studio: System, ada: Caller, twin: Twin) -> None:
    """The step fails; the result's fallbacks name what is missing and why."""
    twin.plan = [Fault(status=500)]
    job_id = planned(studio, ada, publishing=True, stop_after="scenes")
    with pytest.raises(ProviderError):
        studio.step(job_id, describe_film, name="describe_film")
    studio.step(job_id, complete, name="complete")
    result = studio.row(job_id, "complete").output["result"]
    assert result["publishing"] is None
    (missing,) = result["fallbacks"]
    assert (missing["capability"], missing["used"]) == ("description", "none")


def test_only_films_that_want_it_and_have_a_model_are_described(studio: System, ada: Caller) -> None:
    """The state machine learns it from its input; templates describe nothing, so they are refused at create."""
    setup = studio.settings.providers
    wanted = studio.job(planned(studio, ada, publishing=True))
    plain = studio.job(planned(studio, ada))
    assert execution_input(wanted, 1, setup)["describes"] is True
    assert execution_input(plain, 1, setup)["describes"] is False
    with pytest.raises(InvalidField, match="needs a text model"):
        planned(studio, ada, publishing=True, providers={"text": "templates"})
