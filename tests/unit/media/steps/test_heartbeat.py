"""A task tells the state machine that it lives; where nobody waits for it any more, it falls silent."""

import threading
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, cast

import boto3
import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from botocore.stub import Stubber

from reelwright.errors import ProviderError
from reelwright_media.steps.heartbeat import heartbeat, report_failure

TOKEN = "token"
OLD = ("TaskTimedOut", "TaskDoesNotExist", "TaskNotFound")


def refusal(code: str, call: str = "SendTaskHeartbeat") -> ClientError:
    """Return the service's error of a name."""
    return ClientError({"Error": {"Code": code, "Message": "x"}}, call)


class States:
    """Step Functions, as far as a task talks to it: each beat has the next of its answers, the last one for ever."""

    def __init__(self, *answers: Exception | None) -> None:
        self._answers, self._number = answers, count()
        self.beats: list[str] = []
        self.heard = threading.Semaphore(0)

    def send_task_heartbeat(self, **named: Any) -> None:
        """Hear a beat, and answer it."""
        self.beats.append(named["taskToken"])
        answer = self._answers[min(next(self._number), len(self._answers) - 1)]
        self.heard.release()
        if answer is not None:
            raise answer

    def hears(self, beats: int) -> bool:
        """Wait for so many beats more; return whether they came."""
        return all(self.heard.acquire(timeout=2) for _ in range(beats))


def beat(states: States, within: Callable[[], None], token: str | None = TOKEN) -> None:
    """Beat quickly while a block runs."""
    with heartbeat(token, states=cast("Any", states), every_seconds=0.001):
        within()


def test_a_task_beats_while_it_works_and_not_after() -> None:
    """Again and again, with its own token; the end of the work ends the beats."""
    states = States(None)
    beat(states, lambda: pytest.fail("silent") if not states.hears(3) else None)
    after = len(states.beats)
    assert set(states.beats) == {TOKEN}
    assert not threading.Event().wait(0.02)
    assert len(states.beats) == after


def test_the_first_beat_comes_at_once() -> None:
    """The state's clock has run through placing the task and pulling its image: waiting first would spend what is left."""
    states = States(None)
    with heartbeat(TOKEN, states=cast("Any", states), every_seconds=3600):
        assert states.hears(1)


@pytest.mark.parametrize("code", OLD)
def test_an_old_token_ends_the_beats_quietly(code: str) -> None:
    """The attempt is over: one refusal is enough, and the work goes on to its own fence undisturbed."""
    states = States(refusal(code))
    done: list[str] = []

    def work() -> None:
        assert states.hears(1)
        assert not states.heard.acquire(timeout=0.05)
        done.append("to its end")

    beat(states, work)
    assert (states.beats, done) == ([TOKEN], ["to its end"])


@pytest.mark.parametrize(
    "trouble", [refusal("ThrottlingException"), EndpointConnectionError(endpoint_url="x"), TimeoutError()]
)
def test_a_trouble_that_passes_does_not_end_the_beats(trouble: Exception) -> None:
    """A task that fell silent for it would be taken for dead and done again."""
    states = States(trouble, None)
    beat(states, lambda: pytest.fail("silent") if not states.hears(3) else None)


@pytest.mark.parametrize("token", [None, ""])
def test_without_a_token_nobody_is_told(token: str | None) -> None:
    """On Lambda there is none."""
    states = States(None)
    beat(states, lambda: None, token)
    report_failure(token, ValueError("x"), states=cast("Any", states))
    assert states.beats == []


@pytest.fixture
def stubbed() -> Iterator[Stubber]:
    """Return a real client of Step Functions whose answers are told beforehand, and nothing else is answered."""
    states = boto3.client("stepfunctions", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="a")
    with Stubber(states) as stubber:
        yield stubber


def test_a_failure_is_reported_by_its_python_name(stubbed: Stubber) -> None:
    """The state machine's Retry lists match it; the cause is cut to what the service takes."""
    told = {"taskToken": TOKEN, "error": "ProviderError", "cause": "x" * 32_768}
    stubbed.add_response("send_task_failure", {}, told)
    report_failure(TOKEN, ProviderError("x" * 40_000), states=cast("Any", stubbed.client))
    stubbed.assert_no_pending_responses()


@pytest.mark.parametrize("code", OLD)
def test_a_failure_report_with_an_old_token_ends_quietly(stubbed: Stubber, code: str) -> None:
    """One call, no error, nothing else: the step's row holds what happened."""
    stubbed.add_client_error("send_task_failure", service_error_code=code)
    report_failure(TOKEN, ProviderError("503"), states=cast("Any", stubbed.client))
    stubbed.assert_no_pending_responses()
