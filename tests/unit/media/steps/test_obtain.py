"""Pictures of cloud providers in a film: paid once, decoded in the sandbox, alike, and replaced where one cannot."""

import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from reelwright.dialects.comfy import ComfyPictures
from reelwright.entry.calling import CalledPictures, answer_call
from reelwright.errors import BudgetExceededError, ProviderError, ProviderTimeoutError
from reelwright.jobs.caller import Caller
from reelwright.jobs.outputs import PictureOutput
from reelwright.outbound.calling import HttpCaller
from reelwright.pipeline.breaker import FAILURES_TO_OPEN
from reelwright.providers.calls import CallCommand, CallReply
from reelwright.providers.setup import PictureSetup
from reelwright.providers.workflows import packed
from reelwright.usecases.cancel_job import cancel_job
from reelwright_media.steps.draw import generate_image_imagen
from reelwright_media.steps.endwork import stop_work
from reelwright_media.steps.plan import plan_scenes
from tests.memory.system import System
from tests.twins.comfy import ComfyTwin, running_comfy
from tests.twins.pictures import PICTURES, prompt_of
from tests.twins.server import Fault, Twin, running
from tests.unit.media.steps.clouds import USD, pictures_of
from tests.unit.media.steps.makers import Makers

SCRIPT = "Whales sleep with one half of the brain. The other half keeps them breathing. Calves rest near their mothers."
STEP = "generate_image_imagen"


@pytest.fixture
def twins() -> Iterator[dict[str, Twin]]:
    """Run two picture models."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(running(Twin(PICTURES[name], [""]))) for name in ("gemini", "openai")}


@pytest.fixture
def studio(system: System, twins: dict[str, Twin], makers: Makers) -> System:
    """Return a system that prefers Gemini, then OpenAI, then paints."""
    makers.pictures = {**pictures_of(system, *twins.values()), **makers.pictures}
    system.tools = makers
    return system


def film(studio: System, caller: Caller, **body: object) -> tuple[str, int]:
    """Start a film and plan it; return the job and its number of scenes."""
    job_id = studio.run(caller, video_request={"script_content": SCRIPT, **body})
    studio.step(job_id, plan_scenes, name="plan_scenes")
    return job_id, studio.row(job_id, "plan_scenes").output["total"]


def draw(studio: System, job_id: str, scene: int) -> PictureOutput:
    """Draw one scene, and return its facts."""
    studio.step(job_id, generate_image_imagen, name=STEP, scene=scene)
    return PictureOutput.of(studio.row(job_id, f"{STEP}#{scene}"))


def test_all_pictures_of_a_film_share_style_and_seed_and_differ_in_what_they_show(
    studio: System, ada: Caller, twins: dict[str, Twin]
) -> None:
    """So they belong together; the bill of the job is what the twin counts."""
    job_id, scenes = film(studio, ada)
    drawn = [draw(studio, job_id, scene) for scene in range(scenes)]
    prompts = [prompt_of(request) for request in twins["gemini"].requests]
    assert len({prompt.split("Style of the whole series")[1] for prompt in prompts}) == 1
    assert len({prompt.split("Style of the whole series")[0] for prompt in prompts}) == scenes
    assert len({one.seed for one in drawn}) == 1
    assert {(one.provider, one.model) for one in drawn} == {("gemini", "model-1")}
    assert studio.job(job_id).cost_usd == pytest.approx(twins["gemini"].paid_calls * USD)
    assert twins["gemini"].refused == []


def test_bytes_of_a_provider_are_opened_by_the_sandbox_alone(studio: System, ada: Caller) -> None:
    """They go to a signed place of no type; the decoder reads them there, and the step fits what it wrote."""
    job_id, _ = film(studio, ada)
    draw(studio, job_id, 0)
    [command] = studio.decoding.commands
    assert "/raw/" in command.source_url
    assert command.order.form == "still"
    assert studio.content(job_id, f"{STEP}#0").endswith(b" at 1080x1920")


def test_a_repeated_step_and_the_same_film_again_pay_nothing(
    studio: System, ada: Caller, twins: dict[str, Twin]
) -> None:
    """The answer is recorded before it is used."""
    first, _ = film(studio, ada)
    draw(studio, first, 0)
    draw(studio, first, 0)
    again, _ = film(studio, ada)
    assert draw(studio, again, 0).provider == "gemini"
    assert twins["gemini"].paid_calls == 1
    assert studio.job(again).cost_usd == 0


def test_a_step_that_died_after_the_answer_finds_it_and_pays_once(
    studio: System, ada: Caller, twins: dict[str, Twin], makers: Makers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """C9: the crash comes while the picture is fitted."""
    job_id, _ = film(studio, ada)

    def die(*_arguments: object, **_more: object) -> bytes:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(makers.stills, "fit", die)
        with pytest.raises(SystemExit):
            draw(studio, job_id, 0)
    draw(studio, job_id, 0)
    assert twins["gemini"].paid_calls == 1
    assert studio.job(job_id).cost_usd == pytest.approx(USD)


def test_a_refusal_by_moderation_leads_to_a_painted_picture_and_is_told(
    studio: System, ada: Caller, twins: dict[str, Twin]
) -> None:
    """C6: no other cloud provider gets the refused words."""
    job_id, _ = film(studio, ada)
    twins["gemini"].plan = [Fault(refused=True)]
    draw(studio, job_id, 0)
    fallback = studio.row(job_id, f"{STEP}#0").fallback
    assert fallback is not None
    assert (fallback.asked, fallback.used) == ("gemini", "painted")
    assert "refused" in fallback.reason
    assert twins["openai"].requests == []


def test_a_failing_provider_is_replaced_and_no_longer_called_after_five_failures(
    studio: System, ada: Caller, twins: dict[str, Twin]
) -> None:
    """C14: the next one in order takes over, and the result names both."""
    twins["gemini"].plan = [Fault(status=503)] * 50
    for number in range(FAILURES_TO_OPEN + 1):
        job_id, _ = film(studio, ada, title=f"Film {number}")
        assert draw(studio, job_id, 0).provider == "openai"
        studio.end(job_id)
    assert len(twins["gemini"].requests) == FAILURES_TO_OPEN
    fallback = studio.row(job_id, f"{STEP}#0").fallback
    assert fallback is not None
    assert fallback.asked == "gemini"


@pytest.mark.parametrize("body", [b"\xff\xd8\xff is no picture", b"{}"])
def test_what_the_sandbox_cannot_open_is_a_failure_of_the_provider(
    studio: System, ada: Caller, twins: dict[str, Twin], body: bytes
) -> None:
    """C5, C12: another provider makes the picture."""
    job_id, _ = film(studio, ada)
    twins["gemini"].plan = [Fault(body=body)]
    assert draw(studio, job_id, 0).provider == "openai"


def test_a_picture_that_does_not_fit_into_the_budget_is_not_ordered(
    studio: System, ada: Caller, twins: dict[str, Twin]
) -> None:
    """C15: the estimate counts before the call."""
    job_id = studio.run_above_estimate(ada, video_request={"script_content": SCRIPT}, max_cost_usd=0.06)
    studio.step(job_id, plan_scenes, name="plan_scenes")
    draw(studio, job_id, 0)
    with pytest.raises(BudgetExceededError):
        draw(studio, job_id, 1)
    assert twins["gemini"].paid_calls == 1


def test_strict_providers_permit_no_other(studio: System, ada: Caller, twins: dict[str, Twin]) -> None:
    """The film waits or fails instead."""
    job_id, _ = film(studio, ada, providers={"picture": "gemini"}, strict_providers=True)
    twins["gemini"].plan = [Fault(status=500)]
    with pytest.raises(ProviderError):
        draw(studio, job_id, 0)
    assert twins["openai"].requests == []


def test_the_name_imagen_means_the_configured_model_of_google(studio: System, ada: Caller) -> None:
    """Imagen itself has ended; requests still use its name."""
    job_id, _ = film(studio, ada, providers={"picture": "imagen"}, strict_providers=True)
    assert draw(studio, job_id, 0).provider == "gemini"
    assert studio.row(job_id, f"{STEP}#0").fallback is None


def test_what_the_request_forbids_is_in_no_prompt_but_as_forbidden(
    studio: System, ada: Caller, twins: dict[str, Twin]
) -> None:
    """A ban of the prompt holds for each picture."""
    job_id = studio.run(ada, task_name=STEP, video_request={"prompt": "A quiet lake at dawn, no people or boats."})
    studio.step(job_id, generate_image_imagen, name=STEP)
    assert "Never show: people, boats." in prompt_of(twins["gemini"].requests[0])
    assert json.loads(twins["gemini"].requests[0])["generationConfig"]["imageConfig"]["aspectRatio"] == "9:16"


class Direct:
    """The function with keys, for one model."""

    def __init__(self, model: ComfyPictures) -> None:
        self._model = model

    def call(self, command: CallCommand) -> CallReply:
        """Make the call over the wire's JSON."""
        event = json.loads(command.model_dump_json())
        return CallReply.model_validate(answer_call(event, lambda _command: {"comfy": self._model}))


def test_a_cancelled_film_has_its_pictures_of_comfyui_stopped(system: System, ada: Caller, makers: Makers) -> None:
    """J7: the worker is gone with the execution; the function with keys finds the order by the row."""
    with running_comfy(ComfyTwin(looks=10_000)) as server:
        workflow = packed(json.dumps({"6": {"class_type": "CLIPTextEncode", "inputs": {"text": "%prompt%"}}}))
        one = PictureSetup(provider="comfy", model="workflow", base=server.base, workflow=workflow)
        ticks = iter(range(10**9))
        model = ComfyPictures(one, HttpCaller(), key=None, sleep=lambda _seconds: None, now=lambda: next(ticks))
        makers.pictures = {"comfy": CalledPictures(model, Direct(model)), **makers.pictures}
        system.tools = makers
        job_id, _ = film(system, ada)
        with pytest.raises(ProviderTimeoutError):
            draw(system, job_id, 0)
        assert len(server.prompts) == 1
        assert stop_work(job_id, {}, {"comfy": model}, world=system) == 0, "a running job keeps its work"
        cancel_job(job_id, caller=ada, world=system)
        system.end(job_id, "ABORTED")
        stopped = [stop_work(job_id, {}, {"comfy": model}, world=system) for _ in range(2)]
        assert (stopped, server.stopped) == ([1, 0], [("/interrupt", server.prompts[0]["prompt_id"])])
