"""A cancel whose stop got through, and whose answer did not: asking again ends where the first one did."""

import json
import uuid
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ReadTimeoutError

from reelwright.aws.executions import COMMAND_VARIABLE, StateMachineExecutions
from reelwright.events import ExecutionEnded
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job, execution_name
from reelwright.ports import Executions, MoveOutcome
from reelwright.settings import Settings
from reelwright.usecases.cancel_job import CancelOutcome, cancel_job
from reelwright.usecases.end_attempt import end_attempt
from tests.memory.world import world_with

if TYPE_CHECKING:
    from tests.contract.conftest import AwsPlace, Bench, Clock, MakeBench

ADA = Caller(user_id="ada", tier="standard")
SETTINGS = Settings(environment="local", table_name="t", bucket_name="b")
CLUSTER = "arn:cluster"


class LosesAnswers:
    """A client that applies every call of a name: once more, or and then nothing is heard of it, the first `times`."""

    def __init__(self, client: Any, name: str, *, times: int = 0, doubles: bool = False) -> None:
        self._client, self._name, self._times, self._doubles = client, name, times, doubles
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        """Return the client's attribute; the one call loses its answer."""
        real = getattr(self._client, name)
        return self._lossy(real) if name == self._name else real

    def _lossy(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(**arguments: Any) -> Any:
            self.calls += 1
            answer = real(**arguments)
            if self._doubles:
                return real(**arguments)
            if self.calls <= self._times:
                raise ReadTimeoutError(endpoint_url="https://service")
            return answer

        return call


class Tasks:
    """ECS with the running task of one execution."""

    def __init__(self, job_id: str) -> None:
        command = json.dumps({"job_id": job_id, "attempt": 1, "step": "compose_final_video"})
        container = {"name": "render", "environment": [{"name": COMMAND_VARIABLE, "value": command}]}
        self._task = {"taskArn": "task", "overrides": {"containerOverrides": [container]}}
        self.running = True

    def get_paginator(self, _name: str) -> "Tasks":
        """Return the paginator of `list_tasks`: this object."""
        return self

    def paginate(self, **_asked: Any) -> list[dict[str, list[str]]]:
        """Return the running tasks."""
        return [{"taskArns": ["task"] if self.running else []}]

    def describe_tasks(self, **_asked: Any) -> dict[str, Any]:
        """Return the task."""
        return {"tasks": [self._task]}

    def stop_task(self, **_asked: Any) -> None:
        """Stop it; stopping again is no error, as on ECS."""
        self.running = False


class Stage:
    """A job in its first attempt, with an execution on moto and a task."""

    def __init__(self, place: "AwsPlace", bench: "Bench") -> None:
        self.bench = bench
        self.job: Job = bench.executing()
        self.states = place.client("stepfunctions")
        self.machine = self.states.create_state_machine(
            name=f"stops-{uuid.uuid4().hex}",
            definition='{"StartAt":"Wait","States":{"Wait":{"Type":"Wait","Seconds":3600,"End":true}}}',
            roleArn="arn:aws:iam::123456789012:role/contract",
        )["stateMachineArn"]
        self.tasks = Tasks(self.job.job_id)
        started = self.executions().start(execution_name(self.job.job_id, 1), {"job_id": self.job.job_id})
        bench.mover.note_execution(self.job.job_id, attempt=1, execution_arn=started)
        self.arn = started

    def executions(self, states: Any = None, tasks: Any = None) -> Executions:
        """Return the executions as a client sees them."""
        ecs: Any = tasks or self.tasks
        return StateMachineExecutions(self.machine, states or self.states, ecs, CLUSTER)

    def cancel(self, executions: Executions) -> CancelOutcome:
        """Do what the owner asks for."""
        return cancel_job(
            self.job.job_id,
            caller=ADA,
            world=world_with(jobs=self.bench.jobs, executions=executions, settings=SETTINGS, clock=self.bench.clock),
        )

    def hear_of_the_end(self) -> MoveOutcome:
        """Deliver the status event."""
        name = execution_name(self.job.job_id, 1)
        event = ExecutionEnded(execution_arn=self.arn, name=name, status="ABORTED", error="Stopped", cause="cancelled")
        clock = self.bench.clock
        return end_attempt(
            event, world=world_with(jobs=self.bench.jobs, settings=SETTINGS, clock=clock, random=lambda: 0.0)
        )

    def assert_cancelled_once(self) -> None:
        """Check that execution and task are over, and that the job has one end, however often it is told."""
        assert self.executions().status(self.arn).status == "ABORTED"
        assert not self.tasks.running
        assert [self.hear_of_the_end() for _ in range(2)] == [MoveOutcome.MOVED, MoveOutcome.LOST]
        states = [row.to_state for row in self.bench.jobs.history(self.job.job_id)]
        assert states == [JobState.PENDING, JobState.QUEUED, JobState.EXECUTING, JobState.CANCELLED]
        assert (self.bench.jobs.active("ada"), self.bench.running("videos"), self.bench.jobs.leases()) == (
            0,
            0,
            (),
        )


@pytest.fixture
def stage(moto_place: "AwsPlace", clock: "Clock", bench_of: "MakeBench") -> Stage:
    """Return a job that runs."""
    return Stage(moto_place, bench_of(moto_place.jobs(clock)))


def lossy(stage: Stage, call: str, **how: Any) -> tuple[LosesAnswers, Executions]:
    """Return the client whose call loses its answers, and the executions that work with it."""
    if call == "stop_execution":
        states = LosesAnswers(stage.states, call, **how)
        return states, stage.executions(states=states)
    tasks = LosesAnswers(stage.tasks, call, **how)
    return tasks, stage.executions(tasks=tasks)


@pytest.mark.parametrize("call", ["stop_execution", "stop_task"])
def test_a_stop_that_the_client_repeats_by_itself_stops_once(stage: Stage, call: str) -> None:
    """The SDK lost the answer and asked again: what is stopped stays stopped, and the owner hears what is true."""
    client, executions = lossy(stage, call, doubles=True)
    assert stage.cancel(executions) is CancelOutcome.STOPPING
    assert client.calls == 1
    stage.assert_cancelled_once()


@pytest.mark.parametrize("call", ["stop_execution", "stop_task"])
def test_a_cancel_whose_stop_was_never_answered_can_be_asked_for_again(stage: Stage, call: str) -> None:
    """The owner sees an error and asks again: the wish was written first, so the second cancel finds everything on its way."""
    _, executions = lossy(stage, call, times=1)
    with pytest.raises(ReadTimeoutError):
        stage.cancel(executions)
    assert stage.bench.read(stage.job).cancel_requested
    assert [stage.cancel(executions) for _ in range(2)] == [CancelOutcome.STOPPING] * 2
    stage.assert_cancelled_once()
    assert stage.cancel(executions) is CancelOutcome.CANCELLED


@pytest.mark.parametrize("call", ["stop_execution", "stop_task"])
def test_an_end_that_comes_before_the_lost_answer_is_one_end(stage: Stage, call: str) -> None:
    """The status event overtakes the cancel's own answer; the repeated cancel says what became of the job."""
    _, executions = lossy(stage, call, times=1)
    with pytest.raises(ReadTimeoutError):
        stage.cancel(executions)
    assert stage.hear_of_the_end() is MoveOutcome.MOVED
    assert stage.cancel(executions) is CancelOutcome.CANCELLED
    assert stage.hear_of_the_end() is MoveOutcome.LOST
