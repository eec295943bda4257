"""Doubles during whose calls the process dies: the caller gets an error, and nothing is done."""

from typing import Any, Literal

import pytest

from reelwright.jobs.caller import Caller
from reelwright.jobs.moves import Move, Note
from reelwright.ports import ExecutionState, MoveOutcome
from tests.memory.executions import MemoryExecutions
from tests.memory.jobs import MemoryJobs
from tests.memory.system import System


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


def dies_before_launch(system: System, caller: Caller) -> str:
    """Create a job whose dispatcher dies before it starts the execution; return its id."""
    system.executions = executions = DyingExecutions()
    job_id = system.create(caller).job_id
    system.advance(job_id)
    executions.dies = True
    with pytest.raises(ConnectionError):
        system.dispatch()
    executions.dies = False
    return job_id


def dies_before_note(system: System, caller: Caller) -> str:
    """Create a job whose dispatcher dies between the start of the execution and its note; return its id."""
    system.jobs = jobs = DyingJobs(clock=system.clock)
    job_id = system.create(caller).job_id
    system.advance(job_id)
    jobs.dies_in = "note"
    with pytest.raises(ConnectionError):
        system.dispatch()
    jobs.dies_in = None
    return job_id
