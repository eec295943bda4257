"""Q6: a job whose provider is down waits instead of failing, spends no retry, and does not wait for ever."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from reelwright.api.jobs import job_view
from reelwright.errors import ProviderUnavailableError
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.output_keys import outcome_key
from reelwright.jobs.retry import MAX_WAIT_SECONDS, RETRY_DELAYS_SECONDS
from reelwright.usecases.cancel_job import cancel_job
from reelwright_media.steps.complete import record_failure
from reelwright_media.steps.context import StepContext, StepOutcome
from tests.memory.mover import Mover
from tests.memory.system import System

REASON = "speech: polly is not asked before noon"


def find_no_provider(system: System, job_id: str, *, minutes: float = 5) -> None:
    """End the job's attempt as the machine does when a step finds no provider: step, RecordFailure, status event."""
    until = system.clock() + timedelta(minutes=minutes)

    def work(_context: StepContext) -> StepOutcome:
        raise ProviderUnavailableError(REASON, until=until)

    with pytest.raises(ProviderUnavailableError):
        system.step(job_id, work, name="generate_audio_tts", scene=0)
    caught = {"Error": "ProviderUnavailableError", "Cause": json.dumps({"errorMessage": REASON})}
    system.step(job_id, record_failure, name="record_failure", failure=caught)
    system.end(job_id, "FAILED", error=caught["Error"], cause=caught["Cause"])


def come_back(system: System, job_id: str) -> None:
    """Let a due job go on to its next attempt."""
    assert system.sweep().retried == 1
    system.advance(job_id)
    assert system.dispatch().started == (job_id,)


def sign(_key: str, _name: str) -> Any:
    """Sign nothing."""


def test_a_job_waits_for_its_provider_and_spends_no_retry(system: System, ada: Caller) -> None:
    """RETRYING until the provider may be asked again, with the reason in sight; then the next attempt runs."""
    job_id = system.run(ada)
    find_no_provider(system, job_id)
    job = system.job(job_id)
    assert (job.state, job.retry_count, job.due_at) == (JobState.RETRYING, 0, system.clock() + timedelta(minutes=5))
    assert system.jobs.leases() == ()
    view = job_view(job, (), sign).wire()
    assert view["waiting_reason"] == REASON
    assert view["next_retry_at"] == "2026-11-21T12:05:00+00:00"
    assert view["error"]["code"] == "provider_unavailable"
    json.dumps(view)
    assert [str(row.event) for row in system.jobs.history(job_id)][-1] == "postponed"
    system.clock.pass_seconds(299)
    assert system.sweep().retried == 0
    system.clock.pass_seconds(1)
    come_back(system, job_id)
    job = system.job(job_id)
    assert (job.attempt, job.retry_count, job.waiting_reason, job.waited_seconds) == (2, 0, None, 300)


def test_the_reason_goes_when_the_wait_is_over(system: System, ada: Caller) -> None:
    """PENDING again, the job waits for its turn, no longer for the provider."""
    job_id = system.run(ada)
    find_no_provider(system, job_id)
    system.clock.pass_seconds(300)
    system.sweep()
    assert (system.state(job_id), system.job(job_id).waiting_reason) == (JobState.PENDING, None)


def test_after_a_day_of_waiting_failures_spend_retries_until_none_is_left(system: System, ada: Caller) -> None:
    """Nothing waits for ever: 24 hours of waits, five retries, FAILED with the reason."""
    job_id = system.run(ada)
    waits = 0
    while system.job(job_id).retry_count == 0:
        assert waits * 300 <= MAX_WAIT_SECONDS
        find_no_provider(system, job_id)
        waits += 1
        system.clock.pass_seconds(300)
        come_back(system, job_id)
    assert (waits - 1) * 300 == system.job(job_id).waited_seconds == MAX_WAIT_SECONDS
    for _ in range(len(RETRY_DELAYS_SECONDS) - 1):
        find_no_provider(system, job_id)
        system.clock.pass_seconds(7200)
        come_back(system, job_id)
    find_no_provider(system, job_id)
    job = system.job(job_id)
    assert job.error is not None
    assert (job.state, job.retry_count, job.error.code) == (JobState.FAILED, 5, "provider_unavailable")
    system.advance(job_id)
    assert json.loads(system.artefacts.get(outcome_key(job_id)))["error"]["code"] == "provider_unavailable"


def test_waiting_and_retrying_are_counted_apart(system: System, ada: Caller) -> None:
    """A retry that was spent before a wait stays spent, and no more is."""
    job_id = system.run(ada)
    system.end(job_id, "FAILED", error="ProviderError", cause="")
    system.clock.pass_seconds(60)
    come_back(system, job_id)
    find_no_provider(system, job_id)
    assert (system.job(job_id).retry_count, system.job(job_id).waited_seconds) == (1, 300)


def test_a_time_that_has_passed_already_is_not_asked_at_once(system: System, ada: Caller) -> None:
    """The attempt's end took longer than the provider's rest: the next one comes in a minute, not in a circle."""
    job_id = system.run(ada)
    find_no_provider(system, job_id, minutes=-10)
    assert system.job(job_id).due_at == system.clock() + timedelta(seconds=60)


def cancel(system: System, job_id: str, caller: Caller) -> None:
    """Ask to cancel."""
    cancel_job(job_id, caller=caller, world=system)


def cancel_while_waiting(system: System, job_id: str, caller: Caller) -> None:
    """Cancel after the attempt has ended."""
    find_no_provider(system, job_id)
    cancel(system, job_id, caller)


def cancel_before_the_end(system: System, job_id: str, caller: Caller) -> None:
    """Cancel between the failing step and the attempt's end."""
    until = system.clock() + timedelta(minutes=5)

    def work(_context: StepContext) -> StepOutcome:
        cancel(system, job_id, caller)
        raise ProviderUnavailableError(REASON, until=until)

    with pytest.raises(ProviderUnavailableError):
        system.step(job_id, work, name="generate_audio_tts", scene=0)
    system.end(job_id, "FAILED", error="ProviderUnavailableError", cause="")


@pytest.mark.parametrize("road", [cancel_while_waiting, cancel_before_the_end])
def test_a_job_that_waits_can_be_cancelled(
    system: System, ada: Caller, road: Callable[[System, str, Caller], None]
) -> None:
    """J7: whoever waits for a provider does not have to wait for the cancel."""
    job_id = system.run(ada)
    road(system, job_id, ada)
    assert (system.state(job_id), system.job(job_id).waiting_reason) == (JobState.CANCELLED, None)
    system.clock.pass_seconds(600)
    assert system.sweep().retried == 0


def test_a_retry_by_hand_may_wait_for_a_day_again(system: System, ada: Caller) -> None:
    """It is a fresh start: retries and waits count anew."""
    job_id = system.run(ada)
    find_no_provider(system, job_id)
    system.clock.pass_seconds(300)
    come_back(system, job_id)
    system.end(job_id, "FAILED", error="ContentError", cause="")
    from_failed = system.job(job_id)
    assert from_failed.waited_seconds == 300
    Mover(system.jobs).requeue(from_failed, event=JobEvent.RETRIED, now=system.clock())
    assert system.job(job_id).waited_seconds == 0
