"""Executions that run no steps: starts are recorded, and a test sets how each one ends."""

import threading
from typing import Any, Final

from reelwright.events import ExecutionStatus
from reelwright.ports import ExecutionState

_PREFIX: Final = "arn:memory:states:::execution:reelwright:"


class MemoryExecutions:
    """`ports.Executions` in memory."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._states: dict[str, ExecutionState] = {}
        self._started: list[tuple[str, dict[str, Any]]] = []

    def start(self, name: str, payload: dict[str, Any]) -> str:
        """Record a start; a name that was used is the same execution."""
        with self._lock:
            if name not in self._states:
                self._states[name] = ExecutionState(status="RUNNING")
                self._started.append((name, payload))
        return _PREFIX + name

    def find(self, name: str) -> str | None:
        """Return the ARN of the execution of a name, or None."""
        return _PREFIX + name if name in self._states else None

    def started(self) -> list[tuple[str, dict[str, Any]]]:
        """Return name and payload of every real start, in order."""
        return list(self._started)

    def end(
        self,
        name: str,
        status: ExecutionStatus = "SUCCEEDED",
        *,
        error: str | None = None,
        cause: str | None = None,
    ) -> None:
        """End the running execution of a name; one that is over stays as it ended."""
        with self._lock:
            if name in self._states and self._states[name].status == "RUNNING":
                self._states[name] = ExecutionState(status=status, error=error, cause=cause)

    def stop(self, execution_arn: str, *, reason: str) -> None:
        """Abort it."""
        self.end(execution_arn.removeprefix(_PREFIX), "ABORTED", error="Stopped", cause=reason)

    def status(self, execution_arn: str) -> ExecutionState:
        """Return how it stands; an unknown one counts as ABORTED."""
        unknown = ExecutionState(status="ABORTED", error="ExecutionDoesNotExist")
        return self._states.get(execution_arn.removeprefix(_PREFIX), unknown)
