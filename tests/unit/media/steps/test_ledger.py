"""Paid calls of a step: booked once, over crashes and retries, and never beyond the job's budget."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from reelwright.dialects.openai import OpenAiCompletion
from reelwright.dialects.prompted import PromptedWriter
from reelwright.errors import BudgetExceededError, ProviderError, ProviderTimeoutError
from reelwright.jobs.caller import Caller
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.model import Bill, Completed, TextOrder
from reelwright.providers.setup import TextSetup
from reelwright_media.steps.context import StepContext, StepOutcome
from reelwright_media.steps.ledger import StepLedger
from reelwright_media.steps.write import generate_hook
from reelwright_media.writing.templates import TemplateWriter
from tests.memory.system import System
from tests.twins.dialects import DIALECTS, KEY
from tests.twins.server import Fault, Twin, running
from tests.unit.media.steps.makers import Makers
from tests.unit.media.steps.works import nothing

HOOKS = '{"hooks": ["Whales sleep with half a brain.", "Did you know how whales sleep?"]}'
USD = (1000.0, 1000.0)


class LostAnswers:
    """A text model whose answers never arrive."""

    name = "openai"

    def estimate(self, order: TextOrder) -> Bill:
        """Say a quarter of a dollar."""
        del order
        return Bill(usd=0.25, exact=False)

    def complete(self, order: TextOrder) -> Completed:
        """Time out."""
        raise ProviderTimeoutError(f"no answer to {order.task}")


@pytest.fixture
def twin() -> Iterator[Twin]:
    """Return the twin of a paid text model."""
    with running(Twin(DIALECTS["openai"], [HOOKS])) as started:
        yield started


@pytest.fixture
def studio(system: System, twin: Twin, makers: Makers) -> System:
    """Return a system whose writer calls the twin."""
    setup = TextSetup(provider="openai", model="m", base=twin.base, usd_input=USD[0], usd_output=USD[1])
    makers.text = {"openai": PromptedWriter(OpenAiCompletion(setup, HttpCaller(), key=KEY))}
    system.tools = makers
    return system


def begin(studio: System, caller: Caller, **body: Any) -> str:
    """Start a job that wants a hook."""
    return studio.run(caller, task_name="generate_hook", video_request={"prompt": "whales"}, **body)


def test_the_jobs_cost_is_the_bill_that_the_provider_counts(studio: System, ada: Caller, twin: Twin) -> None:
    """C1: row and job have the sum of the calls."""
    job_id = begin(studio, ada)
    studio.step(job_id, generate_hook, name="generate_hook")
    assert studio.row(job_id, "generate_hook").cost_usd == pytest.approx(twin.billed(*USD))
    assert studio.job(job_id).cost_usd == pytest.approx(twin.billed(*USD))


def test_a_repair_is_paid_too(studio: System, ada: Caller, twin: Twin) -> None:
    """Two calls, two bills."""
    twin.answers = ["no JSON", HOOKS]
    job_id = begin(studio, ada)
    studio.step(job_id, generate_hook, name="generate_hook")
    assert twin.paid_calls == 2
    assert studio.job(job_id).cost_usd == pytest.approx(twin.billed(*USD))


def test_a_crash_after_the_answer_was_recorded_pays_once(studio: System, ada: Caller, twin: Twin) -> None:
    """C9: the repeated step finds the answer, and books its bill."""
    twin.answers = ["no JSON", HOOKS]
    twin.plan = [Fault(), Fault(status=503)]
    job_id = begin(studio, ada)
    with pytest.raises(ProviderError):
        studio.step(job_id, generate_hook, name="generate_hook")
    studio.step(job_id, generate_hook, name="generate_hook")
    assert (twin.paid_calls, len(twin.requests)) == (2, 3)
    assert studio.job(job_id).cost_usd == pytest.approx(twin.billed(*USD))


def test_a_call_whose_answer_was_lost_is_booked_by_its_estimate(studio: System, ada: Caller, twin: Twin) -> None:
    """C9: the provider may have been paid, so the doubt is on the bill; the second answer has its own."""
    job_id = begin(studio, ada)
    writer = studio.tools.text["openai"]
    studio.tools.text = {"openai": PromptedWriter(LostAnswers())}
    with pytest.raises(ProviderTimeoutError):
        studio.step(job_id, generate_hook, name="generate_hook")
    studio.tools.text = {"openai": writer}
    studio.step(job_id, generate_hook, name="generate_hook")
    assert twin.paid_calls == 1
    assert studio.job(job_id).cost_usd == pytest.approx(twin.billed(*USD) + 0.25)


def paying(task: str, meanwhile: Callable[[], object] = lambda: None) -> Callable[[StepContext], StepOutcome]:
    """Return a work that pays 0.10 USD for one order, during whose call something else happens."""

    def call() -> Completed:
        meanwhile()
        return Completed(text="", finish="stop", bill=Bill(usd=0.10))

    def work(context: StepContext) -> StepOutcome:
        order, doubt = TextOrder(system="s", task=task), Bill(usd=0.25, exact=False)
        StepLedger(context).once("openai", order, estimate=doubt, call=call, shape=Completed)
        return StepOutcome()

    return work


def test_a_rewrite_is_charged_and_shows_in_its_steps_cost(system: System, ada: Caller) -> None:
    """The step is done twice, with two paid orders; done a third time with a paid one it costs nothing more."""
    job_id = system.run(ada)
    for task in ("write", "write shorter"):
        system.step(job_id, paying(task), name="generate_script")
    system.step(job_id, nothing, name="generate_script")
    assert system.job(job_id).cost_usd == pytest.approx(0.20)
    assert system.row(job_id, "generate_script").cost_usd == pytest.approx(0.20)


def test_scenes_with_the_same_order_side_by_side_pay_what_they_call_and_no_doubt(system: System, ada: Caller) -> None:
    """The intent of the other scene is no lost call of one's own; a later scene finds the answer for nothing."""
    job_id = system.run(ada)
    paint = partial(system.step, job_id, name="generate_image_imagen")
    paint(paying("a reef", lambda: paint(paying("a reef"), scene=1)), scene=0)
    paint(paying("a reef"), scene=2)
    assert system.job(job_id).cost_usd == pytest.approx(0.20)


def test_a_call_that_does_not_fit_into_the_budget_is_not_made(studio: System, ada: Caller, twin: Twin) -> None:
    """C15: the estimate counts, before a cent is spent."""
    job_id = begin(studio, ada, max_cost_usd=0.5)
    with pytest.raises(BudgetExceededError, match="max_cost_usd"):
        studio.step(job_id, generate_hook, name="generate_hook")
    assert twin.requests == []


def test_the_same_order_of_another_job_costs_nothing(studio: System, ada: Caller, twin: Twin) -> None:
    """The user's earlier answer is found; only its own job has paid it."""
    for _ in range(2):
        job_id = begin(studio, ada)
        studio.step(job_id, generate_hook, name="generate_hook")
        studio.end(job_id)
    assert (twin.paid_calls, studio.row(job_id, "generate_hook").cost_usd) == (1, 0)


def test_no_key_is_in_any_artefact_or_row(studio: System, ada: Caller, twin: Twin) -> None:
    """C7: the twin repeats the key in its error."""
    twin.plan = [Fault(status=401)]
    job_id = begin(studio, ada)
    with pytest.raises(Exception, match="401"):
        studio.step(job_id, generate_hook, name="generate_hook")
    assert KEY not in studio.row(job_id, "generate_hook").model_dump_json()


def test_a_strict_request_fails_with_the_error_of_its_text_model(studio: System, ada: Caller, twin: Twin) -> None:
    """No template writes instead, also of a genre that the templates know."""
    studio.tools.text = {**studio.tools.text, "templates": TemplateWriter()}
    strict = {"prompt": "a funny video about whales", "providers": {"text": "openai"}, "strict_providers": True}
    job_id = studio.run(ada, task_name="generate_hook", video_request=strict)
    twin.plan = [Fault(status=500)]
    with pytest.raises(ProviderError, match="openai"):
        studio.step(job_id, generate_hook, name="generate_hook")
