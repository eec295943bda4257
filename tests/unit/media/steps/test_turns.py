"""C13: workers side by side keep to a provider's limit of calls, and its breaker stays closed. The provider is a twin."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any, cast

import pytest

from reelwright.entry.providers import speech_models
from reelwright.errors import ProviderThrottledError
from reelwright.events import StepCommand
from reelwright.figures.platform import run_usd
from reelwright.jobs.caller import Caller
from reelwright.providers.limits import CallLimit
from reelwright.providers.setup import ProvidersSetup
from reelwright_media.speech.cloud import CloudSpeech
from reelwright_media.steps.context import StepContext, StepOutcome, Tools
from reelwright_media.steps.run_step import Work, run_step
from reelwright_media.steps.speak import generate_audio_tts
from reelwright_media.steps.turns import PATIENCE_SECONDS, in_turn
from tests.memory.system import ON_AWS, System
from tests.memory.world import world_with
from tests.twins.dialects import KEY
from tests.twins.limits import Enforced, SharedTime
from tests.twins.server import Twin, running
from tests.twins.voices import VOICES
from tests.unit.media.steps.makers import FakeVoice, Makers

WORKERS = 12
LIMIT = CallLimit(calls=8, seconds=1)


@pytest.fixture(scope="module")
def twin() -> Iterator[Twin]:
    """Run one voice's twin."""
    with running(Twin(VOICES["elevenlabs"], [""])) as one:
        yield one


def studio(system: System, makers: Makers, twin: Twin, limit: CallLimit | None) -> None:
    """Set up the voice with a limit, and a local one."""
    row: dict[str, Any] = {"provider": "elevenlabs", "model": "eleven_v4", "base": twin.base, "limit": limit}
    setup = ProvidersSetup.model_validate({"speech": [{**row, "voices": {"female": "Ada1"}}]})
    (model,) = speech_models(setup, keys={"elevenlabs": KEY}).values()
    makers.speech = {"elevenlabs": CloudSpeech(model), "kokoro": FakeVoice("kokoro")}
    system.tools = makers
    system.settings = system.settings.model_copy(update={"providers": setup, "capacity": {"videos": 2, "tasks": 99}})


@pytest.mark.parametrize("limit", [LIMIT, None])
def test_workers_side_by_side_are_never_throttled_where_the_limit_is_known(
    system: System, ada: Caller, makers: Makers, twin: Twin, limit: CallLimit | None
) -> None:
    """Twelve films speak at once, and every one by the provider that was preferred. Without the limit calls are refused."""
    studio(system, makers, twin, limit)
    jobs = [
        system.run(
            ada.model_copy(update={"user_id": f"user{n}"}),
            task_name="generate_audio_tts",
            video_request={"script_content": f"Whale {n} sings."},
        )
        for n in range(WORKERS)
    ]
    time = SharedTime(WORKERS)
    twin.limit = Enforced(LIMIT.calls, LIMIT.seconds, time.now)
    world, tools = world_with(system, clock=time.now), cast("Tools", makers)

    def speak(job_id: str) -> None:
        command = StepCommand.model_validate({"job_id": job_id, "attempt": 1, "step": "generate_audio_tts"})
        works: dict[str, Work] = {"generate_audio_tts": generate_audio_tts}
        try:
            run_step(command, works, tools=tools, world=world, sleep=time.sleep)
        finally:
            time.done()

    with ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(speak, jobs))
    breaker = system.breakers.standing("speech/elevenlabs", now=time.now())
    assert (twin.limit.refused == 0) is (limit is not None)
    assert (breaker.failures, breaker.until) == (0, None)
    if limit is not None:
        rows = [system.row(job_id, "generate_audio_tts") for job_id in jobs]
        assert [row.fallback for row in rows] == [None] * WORKERS


def worked(system: System, ada: Caller, work: Any) -> None:
    """Run a step that makes calls."""

    def step(context: StepContext) -> StepOutcome:
        work(context)
        return StepOutcome()

    system.step(system.run(ada), step)


def test_a_turn_that_is_too_far_away_is_a_throttle_without_a_call(
    system: System, ada: Caller, makers: Makers, twin: Twin
) -> None:
    """The step waits 20 s in all, and says when the next turn is; then the next provider takes over, or a later run."""
    studio(system, makers, twin, CallLimit(calls=1, seconds=15))
    calls: list[int] = []

    def work(context: StepContext) -> None:
        call = partial(in_turn, context, "speech", "elevenlabs", lambda: calls.append(1))
        call()
        call()
        assert sum(context.waits) == pytest.approx(15)
        with pytest.raises(ProviderThrottledError) as caught:
            call()
        assert caught.value.retry_after_seconds == pytest.approx(15)
        assert sum(context.waits) < PATIENCE_SECONDS

    worked(system, ada, work)
    assert len(calls) == 2


def test_a_delay_that_a_provider_demands_holds_for_every_process(
    system: System, ada: Caller, makers: Makers, twin: Twin
) -> None:
    """Others of the same account may call, too: then the provider knows better than our count."""
    studio(system, makers, twin, LIMIT)

    def throttled() -> None:
        raise ProviderThrottledError("429", retry_after_seconds=7)

    def work(context: StepContext) -> None:
        with pytest.raises(ProviderThrottledError):
            in_turn(context, "speech", "elevenlabs", throttled)

    worked(system, ada, work)
    pace = system.settings.providers.pace_of("speech", "elevenlabs")
    assert pace is not None
    assert system.call_rates.take(pace, now=system.clock(), most_seconds=30).wait_seconds > 7


def test_a_turn_is_part_of_the_price(system: System, ada: Caller, makers: Makers, twin: Twin) -> None:
    """Where AWS bills: the writes of the table."""
    assert run_usd("plan_scenes", 0, turns=3) - run_usd("plan_scenes", 0) == pytest.approx(3 * 1.375e-6, rel=0.5)
    system.settings = ON_AWS
    studio(system, makers, twin, LIMIT)
    worked(system, ada, lambda context: in_turn(context, "speech", "elevenlabs", lambda: None))
    (row,) = [system.row(job_id, "plan_scenes") for job_id in ("job0001",)]
    assert row.cost_usd >= run_usd("plan_scenes", 0, turns=1)


def test_a_provider_without_a_limit_and_a_local_one_wait_for_nothing(system: System, ada: Caller) -> None:
    """And nothing is written for them."""

    def work(context: StepContext) -> None:
        assert in_turn(context, "speech", "kokoro", lambda: "spoken") == "spoken"
        assert context.waits == []

    worked(system, ada, work)
    assert system.clock() - system.clock.now < timedelta(seconds=1)
