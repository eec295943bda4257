"""The Fargate stand-in's rounds, with tasks and processes made up."""

import signal
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from infra.local.container import Container
from infra.local.fargate import STOP_SECONDS, StandIn
from infra.local.processes import Process

PREFIX = "arn:aws:ecs:us-east-1:000000000000:task/cluster"


@dataclass
class FakeCluster:
    """ECS as the emulator plays it: RUNNING until StopTask."""

    running: list[str] = field(default_factory=list)
    stopped: list[tuple[str, str]] = field(default_factory=list)

    def get_paginator(self, _: str) -> "FakeCluster":
        """Return the only paginator there is."""
        return self

    def paginate(self, **_: Any) -> Iterator[dict[str, Any]]:
        """Yield one page with the running tasks."""
        yield {"taskArns": [f"{PREFIX}/{task}" for task in self.running]}

    def describe_tasks(self, *, cluster: str, tasks: list[str]) -> dict[str, Any]:
        """Describe tasks."""
        assert cluster == "cluster"
        return {"tasks": [{"taskArn": arn, "taskDefinitionArn": "def", "lastStatus": "RUNNING"} for arn in tasks]}

    def describe_task_definition(self, **_: Any) -> dict[str, Any]:
        """Describe the only definition."""
        return {"taskDefinition": {"containerDefinitions": [{"name": "only", "command": ["true"]}]}}

    def stop_task(self, *, cluster: str, task: str, reason: str) -> None:
        """Stop a task."""
        assert cluster == "cluster"
        self.running = [each for each in self.running if each != task]
        self.stopped.append((task, reason))


@dataclass
class Machine:
    """Processes by id, with their signals; it is process table, spawner and clock in one."""

    living: dict[int, Process] = field(default_factory=dict)
    started: list[str] = field(default_factory=list)
    signals: list[signal.Signals] = field(default_factory=list)
    now: float = 0.0

    def spawn(self, container: Container) -> int:
        """Start a process."""
        pid = 4_100_000 + len(self.started)
        self.started.append(container.task_id)
        self.living[pid] = Process(pid=pid, group=pid, started=f"boot:{pid}", stack=None)
        return pid

    def find(self, pid: int) -> Process | None:
        """Return one."""
        return self.living.get(pid)

    def all(self) -> tuple[Process, ...]:
        """Return all."""
        return tuple(self.living.values())

    def send(self, pid: int, number: signal.Signals) -> None:
        """Signal one process: never asked for, as the stand-in signals groups."""
        raise NotImplementedError

    def send_group(self, process: Process, number: signal.Signals) -> None:
        """Remember a signal; only SIGKILL ends the process."""
        self.signals.append(number)
        if number is signal.SIGKILL:
            del self.living[process.pid]

    def clock(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def cluster() -> FakeCluster:
    """Return a cluster with one task."""
    return FakeCluster(running=["one"])


@pytest.fixture
def machine() -> Machine:
    """Return a machine without processes."""
    return Machine()


@pytest.fixture
def stand_in(cluster: FakeCluster, machine: Machine, tmp_path: Path) -> StandIn:
    """Return a stand-in between the two."""
    return StandIn(
        ecs=cluster,
        cluster="cluster",
        folder=tmp_path,
        table=machine,
        spawn=machine.spawn,
        send=machine.send_group,
        clock=machine.clock,
    )


def test_a_task_gets_one_process(stand_in: StandIn, machine: Machine) -> None:
    """However often it looks, a running task is started once."""
    stand_in.reconcile()
    stand_in.reconcile()
    assert machine.started == ["one"]


def test_a_process_that_ended_stops_its_task(stand_in: StandIn, machine: Machine, cluster: FakeCluster) -> None:
    """The emulator learns of the end by StopTask, once."""
    stand_in.reconcile()
    machine.living.clear()
    stand_in.reconcile()
    stand_in.reconcile()
    assert cluster.stopped == [("one", "Essential container in task exited")]


def test_a_start_that_was_cut_off_is_not_repeated(
    stand_in: StandIn, machine: Machine, cluster: FakeCluster, tmp_path: Path
) -> None:
    """An entry without a process may have run: the task ends, and the attempt's own retry decides."""
    (tmp_path / "one.json").touch()
    stand_in.reconcile()
    assert machine.started == []
    assert cluster.running == []


def test_a_task_that_ended_never_runs_again(stand_in: StandIn, machine: Machine, cluster: FakeCluster) -> None:
    """Even when an emulator started anew shows it as running."""
    stand_in.reconcile()
    machine.living.clear()
    stand_in.reconcile()
    stand_in.reconcile()
    cluster.running = ["one"]
    stand_in.reconcile()
    assert machine.started == ["one"]
    assert cluster.running == []


def test_a_stopped_task_is_asked_once_and_killed_after_its_time(
    stand_in: StandIn, machine: Machine, cluster: FakeCluster
) -> None:
    """SIGTERM, ECS's thirty seconds, SIGKILL."""
    stand_in.reconcile()
    cluster.running = []
    for machine.now in (0.0, 1.0, STOP_SECONDS - 1.0):
        stand_in.reconcile()
    assert machine.signals == [signal.SIGTERM]
    machine.now = float(STOP_SECONDS)
    stand_in.reconcile()
    assert machine.signals == [signal.SIGTERM, signal.SIGKILL]


def test_a_task_that_cannot_start_is_stopped_with_the_reason(
    stand_in: StandIn, machine: Machine, cluster: FakeCluster
) -> None:
    """Nothing waits for a process that will never be."""

    def refuse(_: Container) -> int:
        raise FileNotFoundError("no such program")

    stand_in.spawn = refuse
    stand_in.reconcile()
    assert cluster.stopped == [("one", "CannotStartContainerError: no such program")]
    assert machine.started == []
