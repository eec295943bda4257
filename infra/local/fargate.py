"""`python -m infra.local.fargate`: runs Fargate tasks as processes of this machine.

The emulator lists a task as RUNNING for ever and runs nothing. This process looks at the cluster twice a second: a task it
has not seen becomes a process; a process that ended becomes a stopped task; a stopped task's process gets SIGTERM, then
SIGKILL. Each task has one entry in a folder, made before its process and never removed while the stack is up, so a task
runs at most once, also when this process or the emulator was started anew in between.
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
"""The same when the whole stack goes down."""
_BATCH: Final = 100
"""DescribeTasks takes at most a hundred."""
_LOG: Final = logging.getLogger("fargate")

Spawn = Callable[[Container], int]
"""Starts a container's process in a session of its own and returns its id."""
Send = Callable[[Process, signal.Signals], None]


def tasks_folder(place: Place) -> Path:
    """Return the folder with one entry a task."""
    return place.runs / "tasks"


def signal_group(process: Process, number: signal.Signals) -> None:
    """Signal a process and its children: each task is started as the head of a group of its own."""
    if process.group == process.pid != os.getpgrp():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.group, number)


@dataclass
class StandIn:
    """Keeps the processes of one cluster in step with its tasks. `look` is one round; it may be called for ever."""

    ecs: Any
    cluster: str
    folder: Path
    table: ProcessTable
    spawn: Spawn
    send: Send = signal_group
    clock: Callable[[], float] = time.monotonic
    _asked: dict[str, float] = field(default_factory=dict, init=False)
    """Task id -> when its process was asked to end."""

    def look(self) -> None:
        """Do one round; raises what the emulator's client raises, and changes nothing twice when called again."""
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
        """Ask every process to end, wait at most `grace_seconds`, then kill."""
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
        entry.touch(exist_ok=False)  # before the process: a crash here ends the task instead of running it twice
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
        """Collect the process where it is a child of ours; None where it was started by an earlier stand-in."""
        with contextlib.suppress(OSError, ValueError, KeyError):
            pid = json.loads(self._entry(task_id).read_text(encoding="utf-8"))["pid"]
            found, status = os.waitpid(pid, os.WNOHANG)
            return os.waitstatus_to_exitcode(status) if found else None
        return None

    def _stop(self, task_id: str, reason: str) -> None:
        self.ecs.stop_task(cluster=self.cluster, task=task_id, reason=reason)

    def _end(self, task_id: str) -> None:
        """Ask the process of a task that was stopped, then kill it, then put its entry among the ended ones."""
        process = self._process(task_id)
        if process is None:
            self._exit_code(task_id)
            self._asked.pop(task_id, None)
            self._entry(task_id).replace(self._ended(task_id))
            return
        now = self.clock()
        asked = self._asked.setdefault(task_id, now)
        if asked == now:
            _LOG.info("task %s was stopped: its process %s is asked to end", task_id, process.pid)
            self.send(process, signal.SIGTERM)
        elif now - asked >= STOP_SECONDS:
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
    """Return what starts a container's process: in the checkout, as the task's role, with its own log file."""
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
    """Look twice a second until SIGTERM; an emulator that does not answer is waited for."""
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
            stand_in.look()
        except (BotoCoreError, ClientError) as error:
            _LOG.warning("the emulator does not answer as expected, trying again: %s", error)
    stand_in.end_all(grace_seconds=END_SECONDS)


if __name__ == "__main__":
    main()
