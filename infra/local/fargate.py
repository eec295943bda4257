"""`python -m infra.local.fargate`: a stand-in for Fargate that runs tasks as processes of this machine.

The emulator lists a task as RUNNING without running it. The stand-in polls the cluster twice a second. It starts a process
for each new task; it stops the task of each ended process; it sends SIGTERM, then SIGKILL, to the process of a stopped
task. Each task has a record in a folder. It is created before the process and kept while the stack is up, so a task runs
at most once, even if this process or the emulator restarts.
"""

import argparse
import contextlib
import json
import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.aws import client
from infra.local.container import Container, container_of
from infra.local.emulator import child_environment
from infra.local.place import PRIVATE_UMASK, Place
from infra.local.process_table import process_table
from infra.local.processes import Process, ProcessTable, Record, gone, recorded, start_detached
from infra.local.roles import role_credentials

_POLL_SECONDS: Final = 0.5
STOP_SECONDS: Final = 30
"""From SIGTERM to SIGKILL: ECS's default (ContainerDefinition.stopTimeout)."""
END_SECONDS: Final = 8.0
"""From SIGTERM to SIGKILL when the whole stack stops."""
_BATCH: Final = 100
"""The maximum number of tasks in one DescribeTasks request."""
_REAP_TRIES: Final = 20
_REAP_SECONDS: Final = 0.05
_LOG: Final = logging.getLogger("fargate")

Spawn = Callable[[Container], int]
"""Starts a container's process in its own session; returns the process id."""
Send = Callable[[Process, signal.Signals], None]


def tasks_folder(place: Place) -> Path:
    """Name the folder with one record per task: `<task id>.json` until its process has ended, then `<task id>.ended`."""
    return place.runs / "tasks"


def signal_group(process: Process, number: signal.Signals) -> None:
    """Send a signal to a process and its children: each task's process leads its own process group."""
    if process.group == process.pid != os.getpgrp():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.group, number)


@dataclass
class StandIn:
    """Starts and ends processes so that they match the tasks of one cluster."""

    ecs: Any
    cluster: str
    folder: Path
    table: ProcessTable
    spawn: Spawn
    send: Send = signal_group
    clock: Callable[[], float] = time.monotonic
    _terminated_at: dict[str, float] = field(default_factory=dict, init=False)
    """Task id -> time of the SIGTERM, by `clock`."""

    def reconcile(self) -> None:
        """Read the tasks once and act on the differences. Safe to repeat. Raises the errors of boto3 clients."""
        tasks = self._running_tasks()
        for task_id, task in tasks.items():
            if self._ended(task_id).exists():
                self._stop(task_id, "Essential container in task exited")
            elif not self._entry(task_id).exists():
                self._run(task)
            elif self._process(task_id) is None:
                self._report_end(task_id)
        for entry in self.folder.glob("*.json"):
            if entry.stem not in tasks:
                self._end(entry.stem)

    def end_all(self, *, grace_seconds: float) -> None:
        """Send SIGTERM to every process, wait at most `grace_seconds`, then send SIGKILL."""
        living = tuple(process for entry in self.folder.glob("*.json") if (process := recorded(entry, self.table)))
        for process in living:
            self.send(process, signal.SIGTERM)
        if not gone(living, self.table, within_seconds=grace_seconds):
            for process in living:
                self.send(process, signal.SIGKILL)

    def _running_tasks(self) -> dict[str, Mapping[str, Any]]:
        arns: list[str] = []
        for page in self.ecs.get_paginator("list_tasks").paginate(cluster=self.cluster, desiredStatus="RUNNING"):
            arns.extend(page["taskArns"])
        tasks: dict[str, Mapping[str, Any]] = {}
        for start in range(0, len(arns), _BATCH):
            answer = self.ecs.describe_tasks(cluster=self.cluster, tasks=arns[start : start + _BATCH])
            tasks |= {_id_of(task["taskArn"]): task for task in answer["tasks"] if task["lastStatus"] == "RUNNING"}
        return tasks

    def _run(self, task: Mapping[str, Any]) -> None:
        task_id = _id_of(task["taskArn"])
        definition = self.ecs.describe_task_definition(taskDefinition=task["taskDefinitionArn"])["taskDefinition"]
        entry = self._entry(task_id)
        entry.touch(exist_ok=False)  # before the process: after a crash here the task is stopped instead of run twice
        try:
            pid = self.spawn(container_of(task, definition))
        except (OSError, ValueError, ClientError) as error:
            _LOG.warning("task %s cannot start: %s", task_id, error)
            self._stop(task_id, f"CannotStartContainerError: {error}")
            return
        process = self.table.find(pid)
        Record(pid=pid, started=process.started if process else "").write(entry)
        _LOG.info("task %s runs as process %s", task_id, pid)

    def _report_end(self, task_id: str) -> None:
        code = self._exit_code(task_id)
        _LOG.info("task %s has ended (exit code %s)", task_id, "unknown" if code is None else code)
        self._stop(task_id, "Essential container in task exited" + ("" if code is None else f" with code {code}"))

    def _exit_code(self, task_id: str) -> int | None:
        """Reap an ended process; None if it is not a child of this process, because an earlier stand-in started it."""
        with contextlib.suppress(OSError, ValueError, KeyError):
            pid = json.loads(self._entry(task_id).read_text(encoding="utf-8"))["pid"]
            # A process that dies is gone from the table a moment before it can be reaped.
            for _ in range(_REAP_TRIES):
                found, status = os.waitpid(pid, os.WNOHANG)
                if found:
                    return os.waitstatus_to_exitcode(status)
                time.sleep(_REAP_SECONDS)
        return None

    def _stop(self, task_id: str, reason: str) -> None:
        self.ecs.stop_task(cluster=self.cluster, task=task_id, reason=reason)

    def _end(self, task_id: str) -> None:
        """Take the next step to end the process of a stopped task: SIGTERM, SIGKILL, or mark its record as ended."""
        process = self._process(task_id)
        if process is None:
            self._exit_code(task_id)
            self._terminated_at.pop(task_id, None)
            self._entry(task_id).replace(self._ended(task_id))
            return
        now = self.clock()
        terminated_at = self._terminated_at.setdefault(task_id, now)
        if terminated_at == now:
            _LOG.info("task %s was stopped: SIGTERM to its process %s", task_id, process.pid)
            self.send(process, signal.SIGTERM)
        elif now - terminated_at >= STOP_SECONDS:
            self.send(process, signal.SIGKILL)

    def _process(self, task_id: str) -> Process | None:
        return recorded(self._entry(task_id), self.table)

    def _entry(self, task_id: str) -> Path:
        return self.folder / f"{task_id}.json"

    def _ended(self, task_id: str) -> Path:
        return self.folder / f"{task_id}.ended"


def _id_of(task_arn: str) -> str:
    return task_arn.rpartition("/")[2]


def spawner(place: Place, environ: Mapping[str, str]) -> Spawn:
    """Build the function that starts a container's process: in the checkout, with the task's role, and its own log file."""
    logs = place.logs / "tasks"
    logs.mkdir(parents=True, exist_ok=True)

    def spawn(container: Container) -> int:
        variables = {
            **child_environment(place, environ),
            **container.variables,
            **role_credentials(place, container.role_arn, session=container.task_id),
        }
        with (logs / f"{container.task_id}.log").open("ab") as log:
            process = start_detached(container.argv, variables, log)
        return process.pid

    return spawn


def main() -> None:
    """Reconcile twice a second until SIGTERM. Errors of the emulator are logged, and the next round tries again."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.fargate", description=__doc__)
    parser.add_argument("cluster_arn")
    cluster: str = parser.parse_args().cluster_arn
    os.umask(PRIVATE_UMASK)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    place = Place.from_environment()
    folder = tasks_folder(place)
    folder.mkdir(parents=True, exist_ok=True)
    stand_in = StandIn(
        ecs=client(place, "ecs"),
        cluster=cluster,
        folder=folder,
        table=process_table(),
        spawn=spawner(place, os.environ),
    )
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    while not stopping.wait(_POLL_SECONDS):
        try:
            stand_in.reconcile()
        except (BotoCoreError, ClientError) as error:
            _LOG.warning("the emulator's answer is an error, trying again: %s", error)
    stand_in.end_all(grace_seconds=END_SECONDS)


if __name__ == "__main__":
    main()
