"""Runs batches through a system in memory: what the stream, the state machine and the sweeper do between two looks."""

from collections.abc import Callable
from typing import Any

from reelwright.batches.lines import line_of_child
from reelwright.batches.model import Batch
from reelwright.batches.weighed import CommitOutcome
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.jobs.model import Job
from reelwright.usecases.advance_batch import advance_batch
from reelwright.usecases.commit_batch import commit_batch
from tests.batch_builders import batch_lines, store_lines, weighed
from tests.memory.system import System

End = Callable[[Job], dict[str, Any]]
"""Says how an attempt ends: the arguments of `System.end`."""


def well(_job: Job) -> dict[str, Any]:
    """End well."""
    return {}


def badly(*lines: int, error: str = "ContentError") -> End:
    """Let the jobs of these lines fail for good."""

    def end(job: Job) -> dict[str, Any]:
        failed = {"status": "FAILED", "error": error, "cause": f"nothing to speak in {job.job_id}"}
        return failed if line_of_child(job.job_id) in lines else {}

    return end


def open_batch(
    system: System,
    lines: int = 3,
    *,
    batch_id: str = "batch1",
    refused: tuple[int, ...] = (),
    request: dict[str, Any] | None = None,
    **options: Any,
) -> Batch:
    """Store and commit a batch of ada's, and let the stream tell of it."""
    store_lines(batch_id, batch_lines(lines, refused=refused, **(request or {})), system.artefacts)
    made = weighed(batch_id, lines=lines, refused=len(refused), **options)
    assert commit_batch(made, world=system).outcome is CommitOutcome.COMMITTED
    advance_batch(batch_id, world=system)
    return batch(system, batch_id)


def batch(system: System, batch_id: str = "batch1") -> Batch:
    """Return a batch that must be there."""
    found = system.batches.get(batch_id)
    assert found is not None
    return found


def jobs_of(system: System, batch_id: str = "batch1") -> list[Job]:
    """Return the jobs of a batch by id."""
    jobs = [job for job in system.jobs.stored() if job.parent_job_id == batch_id]
    return sorted(jobs, key=lambda job: job.job_id)


def turn(system: System, end: End = well) -> None:
    """Let every event of the moment arrive once: records, starts, ends."""
    for job in system.jobs.stored():
        if job.state not in FINAL_STATES or job.due_at is not None:
            system.advance(job.job_id)
    system.dispatch()
    for job in system.jobs.stored():
        if job.state is JobState.EXECUTING:
            system.end(job.job_id, **end(job))
            system.advance(job.job_id)


def run(system: System, end: End = well, *, batch_id: str = "batch1", turns: int = 500) -> Batch:
    """Go on until the batch rests: ended, or paused without open jobs."""
    for _ in range(turns):
        found = batch(system, batch_id)
        if not found.open_items and found.state.value in {"ENDED", "PAUSED"}:
            return found
        turn(system, end)
    raise AssertionError(f"the batch does not rest: {batch(system, batch_id)}")
