"""The road from a text model's answer to the script of a film: good answers to thirty ideas arrive whole, bad ones do not.

An engineer wrote the answers (`tests/cases`): these tests measure the road, and no model.
"""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reelwright.dialects.openai import OpenAiCompletion
from reelwright.dialects.prompted import PromptedWriter
from reelwright.errors import ProviderError
from reelwright.jobs.caller import Caller
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.setup import ProvidersSetup, TextSetup
from reelwright.recognizing import FastTextLanguages
from reelwright_media.steps.sources import read_sources
from reelwright_media.steps.write import generate_hook, generate_script
from tests.memory.system import System
from tests.twins.dialects import DIALECTS, KEY
from tests.twins.server import Twin, running
from tests.unit.media.steps.makers import Makers

CASES = Path(__file__).parents[3] / "cases"
IDEAS = (CASES / "ideas.txt").read_text("utf-8").splitlines()
ANSWERS = tomllib.loads((CASES / "idea_answers.toml").read_text("utf-8"))["answer"]
BAD = tomllib.loads((CASES / "bad_answers.toml").read_text("utf-8"))["answer"]
GOOD = json.dumps({"script": ANSWERS[IDEAS.index("sourdough")]["script"]})
HOOK = "Sourdough rises without any yeast from a packet."


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    """Run a server with OpenAI's protocol."""
    with running(Twin(DIALECTS["openai"], [""])) as started:
        yield started


@pytest.fixture
def studio(system: System, twin: Twin, makers: Makers) -> System:
    """Return a system with one text model, which recognizes languages as the deployed one does."""
    setup = TextSetup(provider="openai", model="m", base=twin.base)
    system.settings = system.settings.model_copy(update={"providers": ProvidersSetup(text=(setup,))})
    makers.text = {"openai": PromptedWriter(OpenAiCompletion(setup, HttpCaller(), key=KEY))}
    system.tools = makers
    system.languages = FastTextLanguages(on_error=print)  # type: ignore[assignment] # the real one
    return system


def written(studio: System, ada: Caller, twin: Twin, answers: list[str], **video: Any) -> dict[str, Any]:
    """Write hook and script; return the output of the script's step."""
    twin.reset(answers)
    job_id = studio.run(ada, video_request={"language": "en", "duration": 30, "stop_after": "script", **video})
    steps = (*([read_sources] if "sources" in video else []), generate_hook, generate_script)
    for step in steps:
        studio.step(job_id, step, name=step.__name__)
    return dict(studio.row(job_id, "generate_script").output)


def hooks(*texts: str) -> str:
    """Build the answer to a request for hooks."""
    return json.dumps({"hooks": texts})


@pytest.mark.parametrize("one", ANSWERS, ids=lambda one: str(one["idea"]))
def test_a_good_answer_to_each_idea_becomes_the_script_with_all_its_facts(
    studio: System, ada: Caller, twin: Twin, one: dict[str, Any]
) -> None:
    """Thirty of thirty, by two calls each."""
    script = json.dumps({"script": one["script"]})
    output = written(studio, ada, twin, [hooks(one["hook"]), script], prompt=one["idea"])
    assert output["script"] == one["script"]
    assert all(fact in output["script"] for fact in one["facts"])
    assert len(twin.requests) == 2


def test_every_idea_has_an_answer_and_most_state_something_true_and_specific() -> None:
    """26 of 30; the others are two comedies, a scary story and a meditation."""
    assert [one["idea"] for one in ANSWERS] == IDEAS
    assert sum(bool(one["facts"]) for one in ANSWERS) == 26


@pytest.mark.parametrize("bad", BAD, ids=lambda one: str(one["name"]))
def test_a_bad_answer_followed_by_a_good_one_ends_in_a_good_script(
    studio: System, ada: Caller, twin: Twin, bad: dict[str, Any]
) -> None:
    """By one repair; an answer that is usable needs none."""
    output = written(studio, ada, twin, [hooks(HOOK), raw(bad), GOOD], **request(bad))
    is_kept = bad["twice"] == "good" or bad["name"] == "empty phrases without a promise"
    assert len(twin.requests) == (2 if is_kept else 3)
    assert is_kept or output["script"] == json.loads(GOOD)["script"]


@pytest.mark.parametrize("bad", BAD, ids=lambda one: str(one["name"]))
def test_what_becomes_of_an_answer_that_is_bad_twice(
    studio: System, ada: Caller, twin: Twin, bad: dict[str, Any]
) -> None:
    """Five are refused, two were usable, three pass: invented figures are named in the result, the others are not found."""
    answers = [hooks(HOOK), raw(bad), raw(bad)]
    if bad["twice"] == "refused":
        with pytest.raises(ProviderError):
            written(studio, ada, twin, answers, **request(bad))
        return
    output = written(studio, ada, twin, answers, **request(bad))
    assert not any(mark in output["script"] for mark in ("think", "```"))
    assert list(output.get("figures_not_in_sources", ())) == bad.get("named", [])


def raw(bad: dict[str, Any]) -> str:
    """Return the answer; `repeat` makes its script longer."""
    if "repeat" not in bad:
        return str(bad["text"])
    return json.dumps({"script": json.loads(bad["text"])["script"] * bad["repeat"]})


def request(bad: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of the request."""
    sources = {"sources": [{"text": text} for text in bad["sources"]]} if "sources" in bad else {}
    return {"prompt": bad.get("prompt", "sourdough"), **sources}
