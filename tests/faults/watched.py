"""The memory adapters, watched from outside: they tell what was written, sent, started and ended."""

# ruff: noqa: D401 - methods here are things that happen, told as sentences

from typing import Any, Protocol

from reelwright.events import ExecutionEnded, ExecutionStatus
from reelwright.jobs.model import Job, QueueMessage
from reelwright.ports import Clock
from tests.memory.artefacts import MemoryArtefacts
from tests.memory.executions import MemoryExecutions
from tests.memory.jobs import MemoryJobs
from tests.memory.queues import MemoryQueues


class Watcher(Protocol):
    """Who hears of it."""

    def job_written(self, job: Job) -> None:
        """A job's row was written: what the table's stream carries."""

    def job_removed(self, job: Job) -> None:
        """A job's row is gone."""

    def sent(self, queue: str, message: QueueMessage) -> None:
        """A message was sent."""

    def execution_started(self, name: str) -> None:
        """Work really began."""

    def execution_stopped(self, name: str, reason: str) -> None:
        """Somebody asked to stop an execution."""

    def execution_ended(self, event: ExecutionEnded) -> None:
        """An execution is over."""

    def artefact_put(self, key: str, body: bytes) -> None:
        """An object was written."""


class _Rows(dict[str, Job]):
    """The jobs' rows, which tell of every write; `quietly` writes without a word."""

    def __init__(self, watcher: Watcher) -> None:
        super().__init__()
        self._watcher = watcher

    def __setitem__(self, job_id: str, job: Job) -> None:
        before = self.get(job_id)
        super().__setitem__(job_id, job)
        if job != before:
            self._watcher.job_written(job)

    def __delitem__(self, job_id: str) -> None:
        job = self[job_id]
        super().__delitem__(job_id)
        self._watcher.job_removed(job)

    def quietly(self, job: Job) -> None:
        """Store a row that nobody hears of: how a mutant pretends."""
        super().__setitem__(job.job_id, job)


class WatchedJobs(MemoryJobs):
    """`MemoryJobs` that tells of its writes."""

    def __init__(self, clock: Clock, watcher: Watcher) -> None:
        super().__init__(clock)
        self.rows = _Rows(watcher)
        self._jobs = self.rows

    def everything(self) -> tuple[Job, ...]:
        """Return every stored job, expired ones too."""
        return tuple(self.rows.values())


class WatchedQueues(MemoryQueues):
    """`MemoryQueues` that tells of its sends."""

    def __init__(self, clock: Clock, watcher: Watcher) -> None:
        super().__init__(clock)
        self._watcher = watcher

    def send(self, queue: str, message: QueueMessage, *, user_id: str) -> None:
        """Put a message at the end."""
        super().send(queue, message, user_id=user_id)
        self._watcher.sent(queue, message)


class WatchedExecutions(MemoryExecutions):
    """`MemoryExecutions` that tells of starts, stops and ends."""

    def __init__(self, watcher: Watcher) -> None:
        super().__init__()
        self._watcher = watcher

    def start(self, name: str, payload: dict[str, Any]) -> str:
        """Start unless the name was used."""
        before = len(self.started())
        arn = super().start(name, payload)
        if len(self.started()) > before:
            self._watcher.execution_started(name)
        return arn

    def stop(self, execution_arn: str, *, reason: str) -> None:
        """Abort it."""
        self._watcher.execution_stopped(execution_arn.rpartition(":")[2], reason)
        super().stop(execution_arn, reason=reason)

    def end(
        self, name: str, status: ExecutionStatus = "SUCCEEDED", *, error: str | None = None, cause: str | None = None
    ) -> None:
        """End it once."""
        arn = "arn:memory:states:::execution:reelwright:" + name
        running = self.status(arn).status == "RUNNING"
        super().end(name, status, error=error, cause=cause)
        if running:
            event = ExecutionEnded(execution_arn=arn, name=name, status=status, error=error, cause=cause)
            self._watcher.execution_ended(event)

    def running(self) -> tuple[str, ...]:
        """Return the names of executions that run."""
        names = (name for name, _ in self.started())
        arn = "arn:memory:states:::execution:reelwright:"
        return tuple(name for name in names if self.status(arn + name).status == "RUNNING")


class WatchedArtefacts(MemoryArtefacts):
    """`MemoryArtefacts` that tells of its writes."""

    def __init__(self, watcher: Watcher) -> None:
        super().__init__()
        self._watcher = watcher

    def put(self, key: str, body: bytes, *, content_type: str) -> None:
        """Write the object."""
        super().put(key, body, content_type=content_type)
        self._watcher.artefact_put(key, body)
