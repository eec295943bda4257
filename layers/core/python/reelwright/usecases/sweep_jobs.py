"""Repair the effects of lost events; runs each minute, and is safe at any time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, TypeVar

from reelwright.batches.model import Batch
from reelwright.events import ExecutionEnded
from reelwright.jobs import moves
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import Job, Lease
from reelwright.jobs.upload import OpenUpload
from reelwright.ports import ExecutionState, MoveOutcome, World
from reelwright.usecases.advance_batch import repair_batch
from reelwright.usecases.advance_job import advance_job, send_message
from reelwright.usecases.dispatch_jobs import launch
from reelwright.usecases.end_attempt import end_attempt
from reelwright.usecases.remove_batches import remove_batches
from reelwright.usecases.remove_expired import remove_expired
from reelwright.values import Value

BATCH: Final = 100
"""Maximum rows of one kind per run; of expired jobs, per batch."""
SETTLE: Final = timedelta(seconds=30)
"""A younger attempt is left to its own events."""
REMOVAL_TIME: Final = timedelta(seconds=75)
"""When a run stops removing expired jobs, of the function's 120 s: a batch takes about 10 s, and the hourly recount follows."""


class Swept(Value):
    """The repairs of one run; all should be 0, except due retries."""

    retried: int
    announced: int
    ended: int
    released: int
    removed: int
    dropped: int
    """Uploads that no job has used."""
    batches: int
    """Batches without a write for a minute: looked after, or removed after their retention."""


def sweep_jobs(*, world: World) -> Swept:
    """Requeue due retries, repeat lost stream records, end lost attempts, look after batches, remove what has expired.

    Repairs are independent: a failed one does not stop the others, and is raised at the end in an ExceptionGroup.
    """
    sweep = _Sweep(world)
    now = world.clock()
    retried = sweep.each(world.jobs.due(JobState.RETRYING, before=now, limit=BATCH), sweep.retry)
    announced = sweep.each(world.jobs.due(JobState.PENDING, before=now, limit=BATCH), sweep.announce)
    announced += sweep.each(world.jobs.due(JobState.QUEUED, before=now, limit=BATCH), sweep.send)
    announced += sweep.each(world.jobs.unpublished(before=now, limit=BATCH), sweep.announce)
    leases = world.jobs.leases()
    ended = sweep.each(leases, sweep.look_at)
    dropped = sweep.each(world.uploads.unused(before=now, limit=BATCH), sweep.drop)
    batches = sweep.each(world.batches.due(before=now, limit=BATCH), sweep.look_after)
    until = now + REMOVAL_TIME
    removed = _remove_expired(world, until=until)
    batches += remove_batches(until=until, world=world)
    if sweep.troubles:
        raise ExceptionGroup("some repairs failed; the next sweep tries them again", sweep.troubles)
    return Swept(
        retried=retried,
        announced=announced,
        ended=ended,
        released=sweep.released,
        removed=removed,
        dropped=dropped,
        batches=batches,
    )


def _remove_expired(world: World, *, until: datetime) -> int:
    """Remove expired jobs, a hundred at a time, until none is left or the time is over."""
    removed = 0
    while world.clock() < until:
        found = remove_expired(limit=BATCH, world=world)
        removed += found
        if found < BATCH:
            break
    return removed


Item = TypeVar("Item")


@dataclass
class _Sweep:
    """The repairs; each returns whether it repaired something."""

    world: World
    troubles: list[Exception] = field(default_factory=list)
    released: int = 0

    def each(self, items: Iterable[Item], repair: Callable[[Item], bool]) -> int:
        """Repair every item and return the number of repaired ones; after an error, keep it and continue."""
        repaired = 0
        for item in items:
            try:
                repaired += repair(item)
            except Exception as error:  # noqa: BLE001 - kept, and raised after the last item
                self.troubles.append(error)
        return repaired

    def retry(self, job: Job) -> bool:
        """Requeue a due retry; cancel a film that its owner has not approved in time."""
        now = self.world.clock()
        if job.held_at is None:
            move = moves.requeue(job, JobEvent.RETRY_DUE, now=now)
        else:
            expires_at, why = self.world.settings.expires_at(job, now), {"reason": "not approved in time"}
            move = moves.finish(job, JobEvent.CANCELLED, now=now, expires_at=expires_at, metadata=why)
        return self.world.jobs.commit(move) is MoveOutcome.MOVED

    def announce(self, job: Job) -> bool:
        """Advance a job whose stream record was lost."""
        advance_job(job.job_id, world=self.world)
        return True

    def send(self, job: Job) -> bool:
        """Send the job's message again: it was never sent, and the job perhaps not counted, or it is old enough to be lost."""
        if job.announced_at is None:
            return self.announce(job)
        send_message(job, world=self.world)
        return True

    def look_after(self, batch: Batch) -> bool:
        """Do for a batch what lost events would have done."""
        repair_batch(batch, world=self.world)
        return True

    def drop(self, upload: OpenUpload) -> bool:
        """Remove an unused upload. After a crash in between its file expires with the bucket's own rule."""
        if not self.world.uploads.drop(upload):
            return False
        self.world.artefacts.remove(upload.key)
        return True

    def look_at(self, lease: Lease) -> bool:
        """Free the place of an attempt that has ended, or end one whose end was lost; return whether it ended one.

        One read of the job serves both: with 5,000 leases a second one would not fit into the minute.
        """
        job = self.world.jobs.get(lease.job_id)
        if job is None or not moves.is_running(job, lease.attempt):
            self.released += self.world.jobs.release_lease(lease) is MoveOutcome.MOVED
            return False
        return self._end(lease, job)

    def _end(self, lease: Lease, job: Job) -> bool:
        """Read the attempt's execution from Step Functions, and write the attempt's end if its event was lost.

        If no execution exists, start one, unless the job is being cancelled; then end the attempt.
        """
        if self.world.clock() - job.updated_at <= SETTLE:
            return False
        arn = lease.execution_arn or self.world.executions.find(job.execution_name)
        if arn is None and not job.cancel_requested:
            launch(job, world=self.world)
            return False
        state = ExecutionState(status="ABORTED") if arn is None else self.world.executions.status(arn)
        if arn is not None and state.status == "RUNNING":
            self._look_after(lease, job, arn)
            return False
        event = ExecutionEnded(
            execution_arn=arn or "",
            name=job.execution_name,
            status=state.status,
            error=state.error,
            cause=state.cause,
        )
        moved = end_attempt(event, world=self.world)
        return moved is MoveOutcome.MOVED

    def _look_after(self, lease: Lease, job: Job, arn: str) -> None:
        """Note a running execution whose start was not noted, and stop one whose job is being cancelled."""
        if lease.execution_arn is None and job.execution_arn is None:
            self.world.jobs.note(moves.note_execution(job, arn))
        if job.cancel_requested or self.world.clock() > lease.expires_at:
            self.world.executions.stop(arn, reason="cancelled or beyond the hard limit")
