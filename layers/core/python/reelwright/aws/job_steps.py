"""The rows of a job's steps, and what a step adds to its job."""

import uuid
from collections import OrderedDict
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
_REMEMBERED: Final = 8
"""Rows that this process wrote last and remembers. A process runs one step at a time; tests run several."""


class JobSteps:
    """`steps`, `step` and `save_step` of `ports.Jobs`."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._written: OrderedDict[keys.Key, tuple[str, StepRow]] = OrderedDict()

    def steps(self, job_id: str) -> tuple[StepRow, ...]:
        """Return the job's steps by name."""
        return tuple(step_of(item) for item in self._table.children(job_id, keys.STEP_PREFIX))

    def step(self, job_id: str, name: str) -> StepRow | None:
        """Return one step, or None."""
        item = self._table.get(keys.step_key(job_id, name))
        return None if item is None else step_of(item)

    def save_step(
        self,
        job_id: str,
        row: StepRow,
        *,
        weight: float,
        message: str | None,
        now: datetime,
        until_cancelled: bool = False,
    ) -> MoveOutcome:
        """Write a step and what it adds to the job: one transaction of two items, retried after a concurrent write.

        The step's row holds the mark of its last write, and a write is conditional on the mark of the row that it was merged
        with. Mostly that row is known without a read: it is the one that this process wrote last, or there is none yet. Only
        if the condition fails is the row read; if the read finds the own mark, only the response was lost.
        """
        mark = uuid.uuid4().hex
        key = keys.step_key(job_id, row.name)
        known = self._written.pop(key, None)
        running = {"cancel_requested": False} if until_cancelled else {}
        for _ in range(_STEP_TRIES):
            change = step_change(None if known is None else known[1], row, weight=weight)
            said: dict[str, Scalar] = {} if message is None else {"progress_message": message}
            job = Write(
                action="Update",
                key=keys.job_key(job_id),
                condition=equals(state=JobState.EXECUTING.value, attempt=row.attempt, **running),
                assign={"updated_at": stamp(now), **said},
                add={"version": 1, "progress": number(change.progress), "cost_usd": number(change.cost_usd)},
            )
            step = Write(
                action="Put",
                key=key,
                condition=Condition(expression=ABSENT) if known is None else equals(mark=known[0]),
                item={**step_attributes(change.row), "mark": mark},
            )
            failed = self._table.transact({"job": job, "step": step})
            if "job" in failed:
                return MoveOutcome.LOST
            if not failed:
                return self._moved(key, mark, change.row)
            known = self._stored(key)
            if known is not None and known[0] == mark:
                return self._moved(key, *known)
        raise RuntimeError(f"step {row.name} of job {job_id} is written by others without end")

    def _stored(self, key: keys.Key) -> tuple[str, StepRow] | None:
        item = self._table.get(key)
        return None if item is None else (item["mark"], step_of(item))

    def _moved(self, key: keys.Key, mark: str, row: StepRow) -> MoveOutcome:
        self._written[key] = (mark, row)
        while len(self._written) > _REMEMBERED:
            self._written.popitem(last=False)
        return MoveOutcome.MOVED
