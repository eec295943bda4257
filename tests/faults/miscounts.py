"""Tallies with one guard weakened: what careless counting would do."""

from collections.abc import Sequence

from reelwright.jobs.model import HistoryRow, Job
from tests.memory.tallies import MemoryTallies


class CountAgain(MemoryTallies):
    """`count` has no guard: a record that comes twice counts twice."""

    def count(self, job: Job, history: Sequence[HistoryRow], *, counted: int | None = None) -> bool:
        """Count the last row, known or not."""
        part = self._counted.get(job.job_id)
        if part is not None and history:
            self._counted[job.job_id] = part.model_copy(update={"rows": min(part.rows, len(history) - 1)})
        return super().count(job, history, counted=counted)


class CountTheLastRow(MemoryTallies):
    """`count` takes what it is told of for all there is: a lost record is lost."""

    def count(self, job: Job, history: Sequence[HistoryRow], *, counted: int | None = None) -> bool:
        """Pass over what nobody heard of."""
        part = self._counted.get(job.job_id)
        if part is not None and history:
            self._counted[job.job_id] = part.model_copy(update={"rows": max(part.rows, len(history) - 1)})
        return super().count(job, history, counted=counted)


class ForgetNothing(MemoryTallies):
    """`forget` does nothing: removed jobs stay in their states."""

    def forget(self, job_id: str) -> None:
        """Keep the job."""
