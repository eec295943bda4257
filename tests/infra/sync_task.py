"""A stand-in for the part of Step Functions that neither the emulator nor moto has: `ecs:runTask.sync` with a task token.

It runs the deployed state (its parameters, heartbeat, time limit, Retry and Catch) on a clock of its own. What it knows
(Step Functions guide, "Run an Amazon ECS task"; API reference of SendTaskHeartbeat and SendTaskFailure): each try starts a
task with a new token; the heartbeat clock runs from RunTask on; a report with the token ends the try at once; else the
task's end does, with `States.TaskFailed` unless all containers exited with 0; on a time-out the task is stopped, with
SIGTERM first.
"""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]
TOO_OLD: Final = "TaskTimedOut"


class Clock:
    """Seconds since the state was entered."""

    seconds: float = 0.0


@dataclass
class Task:
    """One container: what it was given, and what it reports. A test plays it."""

    token: str
    command: Json
    clock: Clock
    heartbeat_seconds: float
    timeout_seconds: float
    began: float = 0.0
    beaten: float = 0.0
    failure: str | None = None
    is_over: bool = False
    stopped: bool = False
    """Whether it got SIGTERM."""

    def work(self, seconds: float, *, beats: bool = True, every: float = 30.0) -> bool:
        """Let time pass, with or without heartbeats; False once the state waits for the task no more."""
        until = self.clock.seconds + seconds
        while self.clock.seconds < until and not self.is_over:
            self.clock.seconds = min(until, self.clock.seconds + every)
            self._look()
            if beats and not self.is_over:
                self.beat()
        return not self.is_over

    def beat(self) -> str | None:
        """Send a heartbeat; the error's code if the token is old."""
        if self.is_over:
            return TOO_OLD
        self.beaten = self.clock.seconds
        return None

    def fail(self, error: str) -> str | None:
        """Report a failure; the error's code if the token is old."""
        if self.is_over:
            return TOO_OLD
        self.failure, self.is_over = error, True
        return None

    def _look(self) -> None:
        silent = self.clock.seconds - self.beaten > self.heartbeat_seconds
        late = self.clock.seconds - self.began > self.timeout_seconds
        if silent or late:
            self.failure = "States.HeartbeatTimeout" if silent else "States.Timeout"
            self.is_over = self.stopped = True


Play = Callable[[Task], int | None]
"""What a container does; returns its exit code, None if it was never placed or lost with its host."""


@dataclass
class SyncTask:
    """Runs one `.sync` state until it succeeds, or its error reaches the Catch."""

    state: Json
    play: Play
    clock: Clock = field(default_factory=Clock)
    tasks: list[Task] = field(default_factory=list)

    def run(self, data: Json) -> str | None:
        """Return None on success, else the error that the Catch gets."""
        spent: Counter[int] = Counter()
        while True:
            error = self._try(data)
            if error is None:
                return None
            number, retrier = self._retrier(error)
            if retrier is None or spent[number] >= retrier["MaxAttempts"]:
                return error
            delay = retrier["IntervalSeconds"] * retrier["BackoffRate"] ** spent[number]
            spent[number] += 1
            self.clock.seconds += min(delay, retrier["MaxDelaySeconds"])

    def _try(self, data: Json) -> str | None:
        token = f"token-{len(self.tasks) + 1}"
        (overrides,) = self.state["Parameters"]["Overrides"]["ContainerOverrides"]
        values = {one["Name"]: one["Value.$"] for one in overrides["Environment"]}
        if values != {"REELWRIGHT_STEP_COMMAND": "States.JsonToString($.command)", "TASK_TOKEN": "$$.Task.Token"}:
            raise ValueError(f"the container is given {values}")
        now = self.clock.seconds
        task = Task(
            token=token,
            command=json.loads(json.dumps(data["command"])),
            clock=self.clock,
            heartbeat_seconds=self.state["HeartbeatSeconds"],
            timeout_seconds=self.state["TimeoutSeconds"],
            began=now,
            beaten=now,
        )
        self.tasks.append(task)
        code = self.play(task)
        if task.failure is not None:
            return task.failure
        task.is_over = True
        return None if code == 0 else "States.TaskFailed"

    def _retrier(self, error: str) -> tuple[int, Json | None]:
        """Return the first entry that matches; `States.TaskFailed` matches every error but a time-out."""
        for number, entry in enumerate(self.state["Retry"]):
            names = entry["ErrorEquals"]
            if error in names or ("States.TaskFailed" in names and error != "States.Timeout"):
                return number, entry
        return -1, None
