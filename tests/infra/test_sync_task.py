"""The Fargate road's retries: a new token with each try, the heartbeat's clock, SIGTERM, and which errors are tried again."""

import pytest

from infra.statemachine.definition import definition
from reelwright.pipeline.steps import HEARTBEAT_SECONDS, SOFT_LIMIT_SECONDS
from tests.infra.sync_task import TOO_OLD, Play, SyncTask, Task

STATE = definition(scene_concurrency=8, subnet_count=2)["States"]["ComposeFinalVideoOnFargate"]
DATA = {"command": {"job_id": "j1", "attempt": 1, "step": "compose_final_video"}}
A_SLOW_START = 180
"""Seconds to place a task and pull its image."""


def composed(task: Task) -> int:
    """Start slowly, work for ten minutes, end well."""
    task.work(A_SLOW_START, beats=False)
    return 0 if task.work(600) else 143


def ran(*plays: Play) -> tuple[SyncTask, str | None]:
    """Run the state; each try plays the next container, the last one for ever."""
    left = list(plays)

    def play(task: Task) -> int | None:
        return left.pop(0)(task) if len(left) > 1 else left[0](task)

    state = SyncTask(STATE, play)
    return state, state.run(DATA)


def raising(error: str) -> Play:
    """Report an error by the token and exit with 1, as the entry point does."""

    def play(task: Task) -> int:
        task.fail(error)
        return 1

    return play


def silent(task: Task) -> int:
    """Hang after its start."""
    task.work(A_SLOW_START, beats=False)
    task.beat()
    return 0 if task.work(HEARTBEAT_SECONDS + 60, beats=False) else 143


def lost(_task: Task) -> int | None:
    """End with the host, without a word."""
    return None


def test_a_slow_start_is_no_silence() -> None:
    """Placing and pulling take three minutes on spare capacity; the first beat comes long before the clock is over."""
    state, error = ran(composed)
    assert (error, len(state.tasks)) == (None, 1)
    assert state.tasks[0].command == DATA["command"]


def test_a_hanging_task_is_stopped_and_tried_once_more_with_a_new_token() -> None:
    """It gets SIGTERM; whatever it sends later bears an old token and changes nothing."""
    state, error = ran(silent, composed)
    first, second = state.tasks
    assert (error, first.stopped, second.stopped) == (None, True, False)
    assert first.token != second.token
    assert (first.beat(), first.fail("ContentError")) == (TOO_OLD, TOO_OLD)
    assert state.run(DATA) is None, "a report by the old token is refused, so the next run is untouched"


def test_a_task_that_hangs_twice_fails_the_attempt() -> None:
    """Two silences are no chance; the job's own retry comes a minute later."""
    state, error = ran(silent)
    assert (error, len(state.tasks)) == ("States.HeartbeatTimeout", 2)
    assert state.clock.seconds < SOFT_LIMIT_SECONDS, "and there is time left to record it"


def test_a_task_lost_with_its_host_is_tried_once_more() -> None:
    """A Spot interruption ends the container without a report: States.TaskFailed."""
    assert ran(lost, composed)[1] is None
    state, error = ran(lost)
    assert (error, len(state.tasks)) == ("States.TaskFailed", 2)


@pytest.mark.parametrize("error", ["ContentError", "JobCancelledError", "SoftTimeLimitExceeded", "BudgetExceededError"])
def test_an_error_that_no_try_can_mend_is_not_tried_again(error: str) -> None:
    """`States.TaskFailed` would match it too: the entry before excludes it."""
    state, caught = ran(raising(error))
    assert (caught, len(state.tasks)) == (error, 1)


def test_a_provider_that_fails_is_tried_three_times_more() -> None:
    """Its own entry comes first, so a lost worker's single retry does not count for it."""
    state, error = ran(raising("ProviderError"))
    assert (error, len(state.tasks)) == ("ProviderError", 4)
    assert ran(raising("ProviderError"), lost, composed)[1] is None


def test_no_capacity_is_waited_for() -> None:
    """ECS reports it as AmazonECS.Unknown; three tries more, with growing waits."""
    state, error = ran(raising("AmazonECS.Unknown"))
    assert (error, len(state.tasks)) == ("AmazonECS.Unknown", 4)
    assert state.clock.seconds == 5 + 10 + 20


def test_a_task_that_beats_for_ever_ends_at_the_soft_limit() -> None:
    """The state's own time limit; a time-out of the whole is not tried again."""
    state, error = ran(lambda task: 0 if task.work(2 * SOFT_LIMIT_SECONDS) else 143)
    assert (error, len(state.tasks)) == ("States.Timeout", 1)
    assert state.tasks[0].stopped
