"""Jobs in dictionaries, with the outcomes of `aws/jobs.py`. One lock makes each call a transaction."""

from datetime import datetime

from reelwright.jobs import moves
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.jobs.model import Job, Lease, StepRow
from reelwright.jobs.progress import MOST_RUNNING_PROGRESS, step_change
from reelwright.jobs.quota import Charge
from reelwright.ports import AddOutcome, AddResult, IdempotencyKey, MoveOutcome
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
            today = self.daily_count(job.user_id, day)
            counts = daily_limit is not None
            if job.job_id in self._jobs:
                return AddResult(outcome=AddOutcome.ADDED, job_id=job.job_id, today=today if counts else None)
            used = None if key is None else self.used_key(job.user_id, key)
            if key is not None and used is not None:
                same = used.fingerprint == key.fingerprint
                outcome = AddOutcome.REPLAYED if same else AddOutcome.KEY_REUSED
                return AddResult(outcome=outcome, job_id=used.job_id, today=today if counts else None)
            if daily_limit is not None and today >= daily_limit:
                return AddResult(outcome=AddOutcome.OVER_DAILY_LIMIT)
            charges = [Charge(counter="daily", period=day)]
            if minute_limit is not None:
                charges.append(Charge(counter="minute", period=minute, limit=minute_limit))
            if self.quotas.charge(job.user_id, charges) is not None:
                return AddResult(outcome=AddOutcome.OVER_MINUTE_LIMIT)
            if key is not None:
                self.use_key(job.user_id, key, stands_for=job.job_id)
            self.insert(job)
            return AddResult(outcome=AddOutcome.ADDED, job_id=job.job_id, today=today + 1 if counts else None)

    def insert(self, job: Job) -> bool:
        """Store a new job and its first history row; False if its id exists."""
        with self._lock:
            if job.job_id in self._jobs:
                return False
            self._jobs[job.job_id] = job
            self._history[job.job_id] = [moves.creation_row(job)]
            return True

    def used_key(self, user_id: str, key: IdempotencyKey) -> UsedKey | None:
        """Return what a key stands for; None if it is free."""
        used = self._keys.get((user_id, key.key))
        return used if used is not None and used.expires_at > self._clock() else None

    def use_key(self, user_id: str, key: IdempotencyKey, *, stands_for: str) -> None:
        """Let a key stand for a job or a batch."""
        self._keys[user_id, key.key] = UsedKey.of(key, stands_for, self._clock())

    def commit(self, move: moves.Move) -> MoveOutcome:
        """Write the move and what it carries."""
        with self._lock:
            stored = self._where(move.before)
            cancelled = stored is not None and move.unless_cancelled and stored.cancel_requested
            if stored is None or cancelled or moves.is_expired(move.before, now=self._clock()):
                return MoveOutcome.LOST
            full = self._is_full(move) or self._is_answered(move) or self._is_reached(move)
            if full or self.quotas.over(move.before.user_id, move.charges) is not None:
                return MoveOutcome.OVER_LIMIT
            self._count_effects(move)
            self.quotas.charge(move.before.user_id, move.charges)
            job_id = stored.job_id
            if move.fingerprint is not None:
                self._finished[stored.user_id, move.fingerprint] = job_id
            if move.copies:
                self._steps.setdefault(job_id, {}).update({row.name: row for row in move.copies})
            self._history[job_id].append(move.history_row)
            if move.removes_letter:
                self.dead_letters.drop(job_id)
            if move.letter is not None:
                self.dead_letters.put(move.letter)
            self._jobs[job_id] = _changed(stored, move.before, move.after)
            return MoveOutcome.MOVED

    def note(self, note: moves.Note) -> MoveOutcome:
        """Write what differs on a job that stays where it is."""
        with self._lock:
            stored = self._where(note.before)
            if stored is None:
                return MoveOutcome.LOST
            job_id = stored.job_id
            if note.execution_arn is not None and self._holds(job_id, note.after.attempt):
                lease = self._leases[job_id]
                self._leases[job_id] = lease.model_copy(update={"execution_arn": note.execution_arn})
            self._jobs[job_id] = _changed(stored, note.before, note.after)
            return MoveOutcome.MOVED

    def release_lease(self, lease: Lease) -> MoveOutcome:
        """Remove a lease whose attempt is over."""
        with self._lock:
            job = self._jobs.get(lease.job_id)
            runs = job is not None and moves.is_running(job, lease.attempt)
            if runs or not self._holds(lease.job_id, lease.attempt):
                return MoveOutcome.LOST
            self._free_place(lease.job_id)
            return MoveOutcome.MOVED

    def remove(self, job: Job) -> None:
        """Remove a finished job with its history and steps."""
        with self._lock:
            if job.state in FINAL_STATES and self._where(job) is not None:
                del self._jobs[job.job_id], self._history[job.job_id]
                self._steps.pop(job.job_id, None)

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
        """Write a step and what it adds to the job."""
        with self._lock:
            held = self._jobs.get(job_id)
            if held is None or not moves.is_running(held, row.attempt):
                return MoveOutcome.LOST
            if until_cancelled and held.cancel_requested:
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
            self._jobs[job_id] = held.model_copy(update=changes)
            return MoveOutcome.MOVED

    def _where(self, read: Job) -> Job | None:
        """Return the stored job if it is where it was when it was read."""
        stored = self._jobs.get(read.job_id)
        return stored if stored is not None and _place(stored) == _place(read) else None

    def _is_full(self, move: moves.Move) -> bool:
        if move.takes is not None:
            in_the_way = move.takes.job_id in self._leases
            return in_the_way or self.counters["running"][move.takes.counted_in] >= (move.limit or 0)
        return move.counts_its_user and self.active(move.before.user_id) >= (move.limit or 0)

    def _is_answered(self, move: moves.Move) -> bool:
        kept = move.unless_kept
        return kept is not None and self.finished_like(move.before.user_id, kept) is not None

    def _is_reached(self, move: moves.Move) -> bool:
        user_id = move.before.user_id
        spent = ((self.quotas.spent(user_id, one.counter, one.period), one.limit or 0) for one in move.unreached)
        return any(amount >= limit for amount, limit in spent)

    def _count_effects(self, move: moves.Move) -> None:
        user_id, job_id = move.before.user_id, move.before.job_id
        if move.takes is not None:
            self._leases[job_id] = move.takes
            self._count(move.takes.counted_in, "running", "served")
        if move.frees is not None and self._holds(job_id, move.frees.attempt):
            self._free_place(job_id)
        if move.counts_its_user:
            self._count(user_id, "active", "admitted")
        if move.frees_its_user:
            self._uncount("active", user_id)

    def _holds(self, job_id: str, attempt: int) -> bool:
        return job_id in self._leases and self._leases[job_id].attempt == attempt

    def _free_place(self, job_id: str) -> None:
        self._uncount("running", self._leases.pop(job_id).counted_in)

    def _count(self, of: str, *names: str) -> None:
        for name in names:
            self.counters[name][of] += 1

    def _uncount(self, name: str, of: str) -> None:
        """Count one less; a counter that drifted to 0 stays there."""
        self.counters[name][of] = max(0, self.counters[name][of] - 1)


def _place(job: Job) -> tuple[JobState, int, int]:
    return job.state, job.attempt, job.history_count


def _changed(stored: Job, read: Job, after: Job) -> Job:
    """Return the stored job with what differs between `read` and `after`: what a step reported meanwhile stays."""
    changed = {name: value for name, value in after if value != getattr(read, name)}
    cost_usd = stored.cost_usd + after.cost_usd - read.cost_usd
    return stored.model_copy(update=changed | {"version": stored.version + 1, "cost_usd": cost_usd})
