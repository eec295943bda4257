"""`read_sources`, and scripts whose facts come from given texts and pages."""

import json
from collections.abc import Iterator

import pytest

from reelwright.dialects.openai import OpenAiCompletion
from reelwright.dialects.prompted import PromptedWriter
from reelwright.errors import ContentError, ProviderError
from reelwright.jobs.caller import Caller
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.setup import ProvidersSetup, TextSetup
from reelwright.refusals import InvalidField
from reelwright.usecases.dispatch_jobs import execution_input
from reelwright_media.steps.complete import complete
from reelwright_media.steps.sources import read_sources
from reelwright_media.steps.write import generate_hook, generate_script
from tests.memory.system import System
from tests.twins.dialects import DIALECTS, KEY
from tests.twins.server import Twin, running
from tests.unit.media.steps.makers import Makers
from tests.unit.media.steps.works import nothing

URL = "https://bread.example.com/sourdough"
PAGE = "Sourdough rests for 12 hours at 5 degrees."
HOOK = '{"hooks": ["Cold dough tastes better."]}'
TEXTS = [{"text": "A starter wants 100 g of flour."}, {"url": URL}]


@pytest.fixture
def twin() -> Iterator[Twin]:
    """Run a text model."""
    with running(Twin(DIALECTS["openai"], [HOOK])) as started:
        yield started


@pytest.fixture
def studio(system: System, twin: Twin, makers: Makers) -> System:
    """Return a system with one text model and one page."""
    setup = TextSetup(provider="openai", model="m", base=twin.base, usd_input=10, usd_output=10)
    system.settings = system.settings.model_copy(update={"providers": ProvidersSetup(text=(setup,))})
    makers.text = {"openai": PromptedWriter(OpenAiCompletion(setup, HttpCaller(), key=KEY))}
    system.tools = makers
    system.pages.known[URL] = PAGE
    return system


def begun(studio: System, caller: Caller, **film: object) -> str:
    """Start a film from an idea with sources."""
    return studio.run(caller, video_request={"prompt": "sourdough", "sources": TEXTS, **film})


def written(studio: System, job_id: str, twin: Twin, *scripts: str) -> str:
    """Read the sources and write hook and script; return the script."""
    twin.answers = [HOOK, *(json.dumps({"script": script}) for script in scripts)]
    for step in (read_sources, generate_hook, generate_script):
        studio.step(job_id, step, name=step.__name__)
    return str(studio.row(job_id, "generate_script").output["script"])


def test_the_request_has_the_text_of_every_source(studio: System, ada: Caller, twin: Twin) -> None:
    """Given texts and pages, in order, for hook and script; a page is read once for both."""
    job_id = begun(studio, ada)
    script = "Cold dough tastes better. Let it rest for 12 hours at 5 degrees."
    assert written(studio, job_id, twin, script) == script
    for request in twin.requests:
        said = request.decode()
        assert said.index("A starter wants 100 g") < said.index("Source 2") < said.index("rests for 12 hours")
    assert studio.pages.read_urls == [URL]


def test_figures_that_no_source_has_are_repaired_once_and_named(studio: System, ada: Caller, twin: Twin) -> None:
    """The second text is taken if it has fewer of them; what is left stands in the result."""
    job_id = begun(studio, ada, stop_after="script")
    bad = "Rest it for 36 hours in the cold; 9 of 10 bakers use 250 g."
    better = "Rest it for 12 hours in the cold. Most bakers use 250 g."
    assert written(studio, job_id, twin, bad, better).endswith(better)
    assert b"36, 10, 250" in twin.requests[2]
    for judge in ("validate_coherence", "analyze_pacing", "track_emotional_arc"):
        studio.step(job_id, nothing, name=judge)
    studio.step(job_id, complete, name="complete")
    assert studio.row(job_id, "complete").output["result"]["details"]["figures_not_in_sources"] == ["250"]


def test_a_page_that_cannot_be_read_ends_the_film_and_is_named(studio: System, ada: Caller) -> None:
    """A script without its source would not be what was ordered; a failing server is tried again later."""
    job_id = begun(studio, ada, sources=[{"text": "x"}, {"url": "https://bread.example.com/gone"}])
    with pytest.raises(ContentError, match=r"sources\.1\.url answered 404"):
        studio.step(job_id, read_sources, name="read_sources")
    studio.pages.known[URL] = ProviderError("answered 503")
    with pytest.raises(ProviderError, match=r"sources\.1\.url answered 503"):
        studio.step(begun(studio, ada), read_sources, name="read_sources")


@pytest.mark.parametrize(
    ("film", "field", "reason"),
    [
        ({"script_content": "Hello there.", "prompt": None}, "sources", "nothing is added"),
        ({"providers": {"text": "templates"}}, "sources", "text model"),
        ({"sources": [{"url": "https://10.0.0.1/x"}]}, "sources.0.url", "public DNS"),
        ({"sources": [{"url": "http://bread.example.com/x"}]}, "sources.0.url", "only https"),
    ],
)
def test_unusable_sources_are_refused_at_create(
    studio: System, ada: Caller, film: dict[str, object], field: str, reason: str
) -> None:
    """Whatever can be known early is said before a job exists."""
    with pytest.raises(InvalidField, match=reason) as caught:
        begun(studio, ada, **film)
    assert caught.value.fields[0].field == f"video_request.{field}"


def test_only_films_read_pages(studio: System, ada: Caller) -> None:
    """A single task has one state; it takes texts."""
    with pytest.raises(InvalidField, match="only films read web pages"):
        studio.run(ada, task_name="generate_hook", video_request={"prompt": "sourdough", "sources": TEXTS})
    setup = studio.settings.providers
    assert execution_input(studio.job(begun(studio, ada)), 1, setup)["reads_sources"] is True
    assert execution_input(studio.job(begun(studio, ada, sources=TEXTS[:1])), 1, setup)["reads_sources"] is False
