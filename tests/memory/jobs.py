"""Jobs in dictionaries: the memory twin of `aws/jobs.py`, with the same outcomes.

One lock makes each call what a transaction is there. What a job becomes by a move is the word of `jobs.moves` in both.
"""

from datetime import datetime
from typing import Any

from reelwright.jobs import moves
from reelwright.jobs.checkpoints import MOST_RUNNING_PROGRESS, answered_step, step_change
from reelwright.jobs.dead_letter import DeadLetterReason, letter_of_job
from reelwright.jobs.lifecycle import FINAL_STATES, JobEvent, JobState
from reelwright.jobs.model import Job, JobFailure, JobResult, Lease, StepRow
from reelwright.ports import AddOutcome, AddResult, AdmitOutcome, IdempotencyKey, MoveOutcome, StartOutcome
from tests.memory.job_reads import MemoryJobReads, UsedKey


class MemoryJobs(MemoryJobReads):
    """`ports.Jobs` in memory; the docstrings of the port hold. `clock` (of init) tells what has expired."""

    def add(
        self,
        job: Job,
        *,
        key: IdempotencyKey | None,
        daily_limit: int | None,
        day: str,
        minute_limit: int | None = None,
        minute: str = "",
    ) -> AddResult:
        """Store a new job, its key and one more on its day and in its minute."""
        with self._lock:
            today = self._days[job.user_id, day]
            counts = daily_limit is not None
            if job.job_id in self._jobs:
                return AddResult(outcome=AddOutcome.ADDED, job_id=job.job_id, today=today if counts else None)
            used = None if key is None else self._keys.get((job.user_id, key.key))
            if key is not None and used is not None and used.expires_at > self._clock():
                same = used.fingerprint == key.fingerprint
                outcome = AddOutcome.REPLAYED if same else AddOutcome.KEY_REUSED
                return AddResult(outcome=outcome, job_id=used.job_id, today=today if counts else None)
            if daily_limit is not None and today >= daily_limit:
                return AddResult(outcome=AddOutcome.OVER_DAILY_LIMIT)
            if minute_limit is not None and self._minutes[job.user_id, minute] >= minute_limit:
                return AddResult(outcome=AddOutcome.OVER_MINUTE_LIMIT)
            self._days[job.user_id, day] += 1
            if minute_limit is not None:
                self._minutes[job.user_id, minute] += 1
            if key is not None:
                self._keys[job.user_id, key.key] = UsedKey.of(key, job.job_id, self._clock())
            self._jobs[job.job_id] = job
            self._history[job.job_id] = [moves.creation_row(job)]
            return AddResult(outcome=AddOutcome.ADDED, job_id=job.job_id, today=today + 1 if counts else None)

    def admit(self, job: Job, *, active_limit: int, now: datetime) -> AdmitOutcome:
        """PENDING -> QUEUED within the user's limit."""
        with self._lock:
            held = self._at(job.job_id, JobState.PENDING)
            if held is None:
                return AdmitOutcome.LOST
            if self.active(held.user_id) >= active_limit:
                waiting = moves.wait_for_user(held, active_limit=active_limit, now=now)
                self._jobs[held.job_id] = waiting or held
                return AdmitOutcome.OVER_LIMIT
            self._count(held.user_id, "active", "admitted")
            self._write(moves.admit(held, now=now))
            return AdmitOutcome.ADMITTED

    def mark_announced(self, job_id: str, *, attempt: int, now: datetime, ticket: int | None = None) -> MoveOutcome:
        """Note that the message of the QUEUED job's next attempt was sent."""
        with self._lock:
            held = self._at(job_id, JobState.QUEUED, attempt - 1)
            return self._store(None if held is None else moves.announce(held, now=now, ticket=ticket))

    def start(self, job_id: str, *, attempt: int, lease: Lease, capacity: int, now: datetime) -> StartOutcome:
        """QUEUED -> EXECUTING with the lease, within the pool's capacity."""
        with self._lock:
            if self._at(job_id, JobState.EXECUTING, attempt) is not None and self._holds(job_id, attempt):
                return StartOutcome.ALREADY_STARTED
            held = self._at(job_id, JobState.QUEUED, attempt - 1)
            if held is None or held.cancel_requested:
                return StartOutcome.LOST
            if job_id in self._leases or self.running(lease.pool) >= capacity:
                return StartOutcome.AT_CAPACITY
            self._leases[job_id] = lease
            self._count(lease.pool, "running", "served")
            self._write(moves.start(held, attempt=attempt, pool=lease.pool, now=now))
            return StartOutcome.STARTED

    def note_execution(self, job_id: str, *, attempt: int, execution_arn: str) -> None:
        """Write the execution's ARN on the job and its lease while the attempt runs."""
        with self._lock:
            held = self._at(job_id, JobState.EXECUTING, attempt)
            if held is None or held.execution_arn == execution_arn:
                return
            self._store(moves.note_execution(held, execution_arn))
            if self._holds(job_id, attempt):
                lease = self._leases[job_id]
                self._leases[job_id] = lease.model_copy(update={"execution_arn": execution_arn})

    def finish(
        self,
        job_id: str,
        *,
        attempt: int,
        event: JobEvent,
        now: datetime,
        result: JobResult | None = None,
        error: JobFailure | None = None,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
        waiting_reason: str | None = None,
        metadata: dict[str, Any] | None = None,
        fingerprint: str | None = None,
        dead_letter: DeadLetterReason | None = None,
    ) -> MoveOutcome:
        """Leave EXECUTING, with the lease and the active count."""
        with self._lock:
            held = self._at(job_id, JobState.EXECUTING, attempt)
            if held is None or (event in moves.COMING_BACK and held.cancel_requested):
                return MoveOutcome.LOST
            move = moves.finish(
                held,
                event,
                now=now,
                result=result,
                error=error,
                due_at=due_at,
                expires_at=expires_at,
                waiting_reason=waiting_reason,
                metadata=metadata,
            )
            if self._holds(job_id, attempt):
                self._free_place(job_id)
            if fingerprint is not None and move.after.state is JobState.COMPLETED:
                self._finished[held.user_id, fingerprint] = job_id
            return self._write(move, dead_letter)

    def answer(
        self, job: Job, *, source: Job, result: JobResult, fingerprint: str, now: datetime, expires_at: datetime
    ) -> MoveOutcome:
        """PENDING -> COMPLETED with another job's result and finished steps."""
        with self._lock:
            held = self._at(job.job_id, JobState.PENDING, job.attempt)
            if held is None:
                return MoveOutcome.LOST
            copies = (answered_step(row, held, now=now) for row in self.steps(source.job_id))
            self._steps.setdefault(held.job_id, {}).update({row.name: row for row in copies if row is not None})
            self._finished[held.user_id, fingerprint] = held.job_id
            return self._write(moves.answer(held, source=source, result=result, now=now, expires_at=expires_at))

    def cancel_waiting(self, job: Job, *, now: datetime, expires_at: datetime) -> MoveOutcome:
        """Cancel a job that no attempt runs for."""
        with self._lock:
            held = self._at(job.job_id, job.state, job.attempt)
            if held is None or held.state not in moves.WAITING_STATES:
                return MoveOutcome.LOST
            return self._write(moves.finish(held, JobEvent.CANCELLED, now=now, expires_at=expires_at))

    def fail_queued(self, job: Job, *, error: JobFailure, now: datetime, expires_at: datetime) -> MoveOutcome:
        """QUEUED -> FAILED: its message is dead."""
        with self._lock:
            held = self._at(job.job_id, JobState.QUEUED, job.attempt)
            if held is None:
                return MoveOutcome.LOST
            move = moves.finish(held, JobEvent.FAILED, now=now, error=error, expires_at=expires_at)
            return self._write(move, DeadLetterReason.POISON_MESSAGE)

    def mark_published(self, job: Job) -> MoveOutcome:
        """Note that the outcome of an ended job was written."""
        with self._lock:
            held = self._at(job.job_id, job.state, job.attempt)
            if held is None or held.state not in FINAL_STATES or held.completed_at != job.completed_at:
                return MoveOutcome.LOST
            return MoveOutcome.MOVED if held.due_at is None else self._store(moves.publish(held))

    def request_cancel(self, job_id: str, *, attempt: int, now: datetime) -> MoveOutcome:
        """Set the wish to cancel on an EXECUTING job."""
        with self._lock:
            held = self._at(job_id, JobState.EXECUTING, attempt)
            if held is None or held.cancel_requested:
                return MoveOutcome.LOST if held is None else MoveOutcome.MOVED
            return self._store(moves.ask_to_cancel(held, now=now))

    def requeue(self, job: Job, *, event: JobEvent, now: datetime) -> MoveOutcome:
        """Bring a RETRYING or FAILED job back to PENDING."""
        moves.requeue(job, event, now=now)  # raises for a move that the table does not know, whatever is stored
        with self._lock:
            held = self._at(job.job_id, job.state, job.attempt)
            if held is None or moves.is_expired(held, now=now):
                return MoveOutcome.LOST
            return self._write(moves.requeue(held, event, now=now))

    def release_lease(self, lease: Lease) -> MoveOutcome:
        """Remove a lease whose attempt is over."""
        with self._lock:
            runs = self._at(lease.job_id, JobState.EXECUTING, lease.attempt) is not None
            if runs or not self._holds(lease.job_id, lease.attempt):
                return MoveOutcome.LOST
            self._free_place(lease.job_id)
            return MoveOutcome.MOVED

    def remove(self, job: Job) -> None:
        """Remove a finished job with its history and steps."""
        with self._lock:
            if job.state in FINAL_STATES and self._at(job.job_id, job.state, job.attempt) is not None:
                del self._jobs[job.job_id], self._history[job.job_id]
                self._steps.pop(job.job_id, None)

    def save_step(self, job_id: str, row: StepRow, *, weight: float, message: str | None, now: datetime) -> MoveOutcome:
        """Write a step and what it adds to the job."""
        with self._lock:
            held = self._at(job_id, JobState.EXECUTING, row.attempt)
            if held is None:
                return MoveOutcome.LOST
            rows = self._steps.setdefault(job_id, {})
            change = step_change(rows.get(row.name), row, weight=weight)
            rows[row.name] = change.row
            changes = {
                "progress": min(MOST_RUNNING_PROGRESS, held.progress + change.progress),
                "progress_message": message or held.progress_message,
                "cost_usd": held.cost_usd + change.cost_usd,
                "version": held.version + 1,
                "updated_at": now,
            }
            return self._store(held.model_copy(update=changes))

    def check(self) -> None:
        """Do nothing: memory is always there."""

    def _at(self, job_id: str, state: JobState, attempt: int | None = None) -> Job | None:
        """Return the stored job where it is in that state (and attempt)."""
        held = self._jobs.get(job_id)
        if held is None or not moves.stands_at(held, state, held.attempt if attempt is None else attempt):
            return None
        return held

    def _holds(self, job_id: str, attempt: int) -> bool:
        return job_id in self._leases and self._leases[job_id].attempt == attempt

    def _free_place(self, job_id: str) -> None:
        self._uncount("running", self._leases.pop(job_id).pool)

    def _count(self, of: str, *names: str) -> None:
        for name in names:
            self.counters[name][of] += 1

    def _uncount(self, name: str, of: str) -> None:
        """Count one less; a counter that drifted to 0 stays there."""
        self.counters[name][of] = max(0, self.counters[name][of] - 1)

    def _store(self, after: Job | None) -> MoveOutcome:
        if after is None:
            return MoveOutcome.LOST
        self._jobs[after.job_id] = after
        return MoveOutcome.MOVED

    def _write(self, move: moves.Move, dead_letter: DeadLetterReason | None = None) -> MoveOutcome:
        letter = None if dead_letter is None else letter_of_job(move.after, dead_letter)
        rows = self._history[move.after.job_id]
        rows.append(move.history_row(len(rows) + 1))
        if move.frees_its_user:
            self._uncount("active", move.after.user_id)
        self._store(move.after)
        if move.event is JobEvent.RETRIED:
            self.dead_letters.drop(move.after.job_id)
        if letter is not None:
            self.dead_letters.put(letter)
        return MoveOutcome.MOVED
