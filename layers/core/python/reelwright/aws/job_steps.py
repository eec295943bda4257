"""The rows of a job's steps, and what a step adds to its job."""

import uuid
from datetime import datetime
from typing import Final

from reelwright.aws import keys
from reelwright.aws.items import Scalar, number, step_attributes, step_of
from reelwright.aws.table import Table
from reelwright.aws.writes import ABSENT, Condition, Write, equals
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import StepRow
from reelwright.jobs.progress import step_change
from reelwright.pipeline.table import stamp
from reelwright.ports import MoveOutcome

_STEP_TRIES: Final = 10


class JobSteps:
    """`steps`, `step` and `save_step` of `ports.Jobs`."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def steps(self, job_id: str) -> tuple[StepRow, ...]:
        """Return the job's steps by name."""
        return tuple(step_of(item) for item in self._table.children(job_id, keys.STEP_PREFIX))

    def step(self, job_id: str, name: str) -> StepRow | None:
        """Return one step, or None."""
        item = self._table.get(keys.step_key(job_id, name))
        return None if item is None else step_of(item)

    def save_step(self, job_id: str, row: StepRow, *, weight: float, message: str | None, now: datetime) -> MoveOutcome:
        """Write a step and what it adds to the job: one transaction of two items, retried after a concurrent write.

        The step's row holds the mark of its last write: the write is conditional on the mark that was read, and if a repeat
        finds its own mark, only the response was lost.
        """
        mark = uuid.uuid4().hex
        for _ in range(_STEP_TRIES):
            stored = self._table.get(keys.step_key(job_id, row.name))
            if stored is not None and stored["mark"] == mark:
                return MoveOutcome.MOVED
            change = step_change(None if stored is None else step_of(stored), row, weight=weight)
            said: dict[str, Scalar] = {} if message is None else {"progress_message": message}
            job = Write(
                action="Update",
                key=keys.job_key(job_id),
                condition=equals(state=JobState.EXECUTING.value, attempt=row.attempt),
                assign={"updated_at": stamp(now), **said},
                add={"version": 1, "progress": number(change.progress), "cost_usd": number(change.cost_usd)},
            )
            step = Write(
                action="Put",
                key=keys.step_key(job_id, row.name),
                condition=Condition(expression=ABSENT) if stored is None else equals(mark=stored["mark"]),
                item={**step_attributes(change.row), "mark": mark},
            )
            failed = self._table.transact({"job": job, "step": step})
            if "job" in failed:
                return MoveOutcome.LOST
            if not failed:
                return MoveOutcome.MOVED
        raise RuntimeError(f"step {row.name} of job {job_id} is written by others without end")
