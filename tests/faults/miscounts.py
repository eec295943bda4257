"""Tallies with one guard weakened: what careless counting would do."""

from collections.abc import Sequence

from reelwright.jobs.model import HistoryRow, Job
from tests.memory.tallies import MemoryTallies


class CountAgain(MemoryTallies):
    """`count` has no guard: a record that comes twice counts twice."""

    def count(self, job: Job, history: Sequence[HistoryRow]) -> bool:
        """Count the last row, known or not."""
        counted = self._counted.get(job.job_id)
        if counted is not None and history:
            self._counted[job.job_id] = counted.model_copy(update={"rows": min(counted.rows, len(history) - 1)})
        return super().count(job, history)


class CountTheLastRow(MemoryTallies):
    """`count` takes what it is told of for all there is: a lost record is lost."""

    def count(self, job: Job, history: Sequence[HistoryRow]) -> bool:
        """Pass over what nobody heard of."""
        counted = self._counted.get(job.job_id)
        if counted is not None and history:
            self._counted[job.job_id] = counted.model_copy(update={"rows": max(counted.rows, len(history) - 1)})
        return super().count(job, history)


class ForgetNothing(MemoryTallies):
    """`forget` does nothing: removed jobs stay in their states."""

    def forget(self, job_id: str) -> None:
        """Keep the job."""
