"""The moves of a job as calls, for tests of a store: each builds a move of `jobs.moves` and commits it.

Unlike a use case, a call does not check whether the move is valid. It takes the job as stored (or as given) as the start of
the move, so the store's own conditions must refuse late, repeated and early moves.
"""

from datetime import datetime
from typing import Any

from reelwright.jobs import moves
from reelwright.jobs.dead_letter import DeadLetterReason
from reelwright.jobs.lifecycle import FINAL_STATES, JobEvent, JobState
from reelwright.jobs.model import Job, JobFailure, JobResult, Lease
from reelwright.ports import Jobs, MoveOutcome


class Mover:
    """Moves over any store of jobs."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    def admit(self, job: Job, *, active_limit: int, now: datetime) -> MoveOutcome:
        """PENDING -> QUEUED; over the user's limit the job says why it waits."""
        seen = _at(self._jobs.get(job.job_id) or job, JobState.PENDING)
        outcome = self._jobs.commit(moves.admit(seen, active_limit=active_limit, now=now))
        waiting = moves.wait_for_user(seen, active_limit=active_limit, now=now)
        if outcome is MoveOutcome.OVER_LIMIT and waiting is not None:
            self._jobs.note(waiting)
        return outcome

    def mark_announced(self, job_id: str, *, attempt: int, now: datetime, ticket: int | None = None) -> MoveOutcome:
        """Note that the message of the next attempt was sent."""
        seen = self._stored(job_id, JobState.QUEUED, attempt - 1)
        return MoveOutcome.LOST if seen is None else self._jobs.note(moves.announce(seen, now=now, ticket=ticket))

    def start(self, job_id: str, *, lease: Lease, capacity: int, now: datetime, attempt: int = 1) -> MoveOutcome:
        """QUEUED -> EXECUTING with any lease."""
        seen = self._stored(job_id, JobState.QUEUED, attempt - 1)
        if seen is None:
            return MoveOutcome.LOST
        return self._jobs.commit(moves.start(seen, lease=lease, capacity=capacity, now=now))

    def note_execution(self, job_id: str, *, attempt: int, execution_arn: str) -> None:
        """Note the execution of an attempt."""
        seen = self._stored(job_id, JobState.EXECUTING, attempt)
        if seen is not None and seen.execution_arn != execution_arn:
            self._jobs.note(moves.note_execution(seen, execution_arn))

    def finish(self, job_id: str, *, attempt: int, event: JobEvent, now: datetime, **rest: Any) -> MoveOutcome:
        """Leave EXECUTING."""
        seen = self._stored(job_id, JobState.EXECUTING, attempt)
        if seen is None:
            return MoveOutcome.LOST
        return self._jobs.commit(moves.finish(seen, event, now=now, lease=self._jobs.lease(job_id), **rest))

    def answer(
        self, job: Job, *, source: Job, result: JobResult, fingerprint: str, now: datetime, expires_at: datetime
    ) -> MoveOutcome:
        """PENDING -> COMPLETED with another job's result and finished steps."""
        move = moves.answer(
            _at(job, JobState.PENDING),
            source=source,
            steps=self._jobs.steps(source.job_id),
            result=result,
            fingerprint=fingerprint,
            now=now,
            expires_at=expires_at,
        )
        return self._jobs.commit(move)

    def cancel_waiting(self, job: Job, *, now: datetime, expires_at: datetime) -> MoveOutcome:
        """Cancel a job that no attempt runs for."""
        if job.state not in moves.WAITING_STATES:
            return MoveOutcome.LOST
        return self._jobs.commit(moves.finish(job, JobEvent.CANCELLED, now=now, expires_at=expires_at))

    def fail_queued(self, job: Job, *, error: JobFailure, now: datetime, expires_at: datetime) -> MoveOutcome:
        """QUEUED -> FAILED with a dead letter."""
        move = moves.finish(
            _at(job, JobState.QUEUED),
            JobEvent.FAILED,
            now=now,
            error=error,
            expires_at=expires_at,
            dead_letter=DeadLetterReason.POISON_MESSAGE,
        )
        return self._jobs.commit(move)

    def requeue(self, job: Job, *, event: JobEvent, now: datetime) -> MoveOutcome:
        """RETRYING or FAILED -> PENDING."""
        return self._jobs.commit(moves.requeue(job, event, now=now))

    def request_cancel(self, job_id: str, *, attempt: int, now: datetime) -> MoveOutcome:
        """Set the wish to cancel on an EXECUTING job."""
        stored = self._jobs.get(job_id)
        if stored is None:
            return MoveOutcome.LOST
        if stored.cancel_requested and moves.is_running(stored, attempt):
            return MoveOutcome.MOVED
        return self._jobs.note(moves.request_cancel(_at(stored, JobState.EXECUTING, attempt), now=now))

    def mark_published(self, job: Job) -> MoveOutcome:
        """Note that the outcome of an ended job was written."""
        stored = self._jobs.get(job.job_id)
        if job.state not in FINAL_STATES:
            return MoveOutcome.LOST
        if stored is not None and stored.due_at is None and stored.history_count == job.history_count:
            return MoveOutcome.MOVED
        return self._jobs.note(moves.publish(job))

    def _stored(self, job_id: str, state: JobState, attempt: int) -> Job | None:
        job = self._jobs.get(job_id)
        return None if job is None else _at(job, state, attempt)


def _at(job: Job, state: JobState, attempt: int | None = None) -> Job:
    return job.model_copy(update={"state": state, "attempt": job.attempt if attempt is None else attempt})
