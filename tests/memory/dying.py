"""Doubles during whose calls the process dies: the caller gets an error, and nothing is done."""

from typing import Any, Literal

from reelwright.jobs.moves import Move, Note
from reelwright.ports import ExecutionState, MoveOutcome
from tests.memory.executions import MemoryExecutions
from tests.memory.jobs import MemoryJobs


class DyingJobs(MemoryJobs):
    """Jobs in memory; the call named by `dies_in` raises, until it is None again."""

    dies_in: Literal["commit", "note"] | None = None

    def commit(self, move: Move) -> MoveOutcome:
        """Write the move, or die before."""
        self._die_in("commit")
        return super().commit(move)

    def note(self, note: Note) -> MoveOutcome:
        """Write the note, or die before."""
        self._die_in("note")
        return super().note(note)

    def _die_in(self, call: str) -> None:
        if self.dies_in == call:
            raise ConnectionError("the process died here")


class DyingExecutions(MemoryExecutions):
    """Executions in memory; starts raise while `dies`, and no answer comes about an execution of the `silent` job."""

    dies: bool = False
    silent: str | None = None

    def start(self, name: str, payload: dict[str, Any]) -> str:
        """Start it, or die before."""
        if self.dies:
            raise ConnectionError("the process died here")
        return super().start(name, payload)

    def status(self, execution_arn: str) -> ExecutionState:
        """Return how it stands, unless its job is the silent one."""
        if self.silent is not None and self.silent in execution_arn:
            raise ConnectionError("no answer")
        return super().status(execution_arn)
