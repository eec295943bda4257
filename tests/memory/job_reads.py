"""The stored state of `MemoryJobs`, and its read methods."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from reelwright.jobs import moves
from reelwright.jobs.cursor import JobFilter, position
from reelwright.jobs.lifecycle import FINAL_STATES, JobState
from reelwright.jobs.listing import MOST_READ
from reelwright.jobs.model import HistoryRow, Job, Lease, PoolCounts, RecordedJob, StepRow
from reelwright.pipeline.queues import shard_name
from reelwright.pipeline.tasks import ITEM_TASK
from reelwright.ports import Clock, IdempotencyKey, JobPage
from tests.memory.dead_letters import MemoryDeadLetters
from tests.memory.quotas import MemoryQuotas


class UsedKey(NamedTuple):
    """An idempotency key with the job that it stands for."""

    fingerprint: str
    job_id: str
    expires_at: datetime

    @classmethod
    def of(cls, key: IdempotencyKey, job_id: str, now: datetime) -> "UsedKey":
        """Return the key as used now."""
        return cls(key.fingerprint, job_id, now + moves.KEY_LIFE)


class MemoryJobReads:
    """The stored rows and their readers. Moves write into `dead_letters` and `quotas` too: on AWS all share a table.

    `counters`: how many jobs of a user are `active` and were ever `admitted`; how many attempts of a shard of a pool are
    `running` and were ever `served`.
    """

    def __init__(self, clock: Clock, dead_letters: MemoryDeadLetters | None = None) -> None:
        self.dead_letters = dead_letters or MemoryDeadLetters(clock)
        self.quotas = MemoryQuotas(clock)
        self.lock = self._lock = self.quotas.lock
        self._clock = clock
        self._jobs: dict[str, Job] = {}
        self._history: dict[str, list[HistoryRow]] = {}
        self._steps: dict[str, dict[str, StepRow]] = {}
        self._leases: dict[str, Lease] = {}
        self._keys: dict[tuple[str, str], UsedKey] = {}
        self.counters: dict[str, Counter[str]] = {
            name: Counter() for name in ("active", "admitted", "running", "served")
        }
        self._finished: dict[tuple[str, str], str] = {}

    def get(self, job_id: str) -> Job | None:
        """Return the job unless it is gone or expired."""
        job = self._jobs.get(job_id)
        return None if job is None or moves.is_expired(job, now=self._clock()) else job

    def finished_like(self, user_id: str, fingerprint: str) -> Job | None:
        """Return the user's job that last completed under the fingerprint, unless it has expired."""
        return self.get(self._finished.get((user_id, fingerprint), ""))

    def list_of_user(
        self,
        user_id: str,
        *,
        state: JobState | None,
        task_name: str | None,
        limit: int,
        cursor: str | None,
        skip: int = 0,
        title: str = "",
        since: datetime | None = None,
        most_read: int = MOST_READ,
    ) -> JobPage:
        """Return a page of the user's jobs, newest first."""
        candidates = JobFilter(user_id=user_id, state=state, task_name=task_name)
        listed = candidates.model_copy(update={"title": title})
        chosen = [
            job
            for job in self._visible()
            if candidates.admits(job)
            and (cursor is None or position(job) < cursor)
            and (since is None or job.created_at >= since)
        ]
        newest = sorted(chosen, key=position, reverse=True)[skip:]
        read = newest[:most_read] if title else newest
        rest = [job for job in read if listed.admits(job)]
        if len(rest) <= limit:
            return JobPage(jobs=tuple(rest), cursor=position(read[-1]) if len(read) < len(newest) else None)
        return JobPage(jobs=tuple(rest[:limit]), cursor=position(rest[limit - 1]))

    def recorded(self, job_id: str) -> RecordedJob | None:
        """Return the job with its history."""
        with self._lock:
            job = self.get(job_id)
            return None if job is None else RecordedJob(job=job, history=self.history(job_id))

    def history(self, job_id: str) -> tuple[HistoryRow, ...]:
        """Return every transition in order."""
        return tuple(self._history.get(job_id, ()))

    def counts_of_user(self, user_id: str, *, task_name: str | None = None) -> dict[JobState, int]:
        """Return how many of the user's jobs are in each state; every state has its row."""
        listed = JobFilter(user_id=user_id, task_name=task_name)
        counts = Counter(job.state for job in self._visible() if listed.admits(job))
        return {state: counts[state] for state in JobState}

    def daily_count(self, user_id: str, day: str) -> int:
        """Return how many jobs the user has created on a UTC day."""
        return self.quotas.spent(user_id, "daily", day)

    def active(self, user_id: str) -> int:
        """Return how many of the user's jobs count against the own limit."""
        return self.counters["active"][user_id]

    def running(self, pool: str) -> int:
        """Return how many attempts count against the pool's capacity."""
        return self._of_shards("running", pool)

    def served(self, pool: str) -> int:
        """Return how many starts the pool has ever made."""
        return self._of_shards("served", pool)

    def counts_of_pool(self, pool: str, *, shards: int) -> PoolCounts:
        """Return the running attempts of each shard, and how many starts the pool has ever made."""
        names = [shard_name(pool, shard) for shard in range(shards)]
        return PoolCounts(
            running=tuple(self.counters["running"][name] for name in names),
            served=sum(self.counters["served"][name] for name in names),
        )

    def _of_shards(self, counter: str, pool: str) -> int:
        return sum(count for name, count in self.counters[counter].items() if name.startswith(f"{pool}#"))

    def next_pending(self, user_id: str) -> Job | None:
        """Return the user's oldest PENDING job outside batches, else the oldest item of one, or None."""
        chosen = (job for job in self._visible(JobState.PENDING) if job.user_id == user_id)
        return min(chosen, key=lambda job: (job.task_name == ITEM_TASK, position(job)), default=None)

    def due(self, state: JobState, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return jobs of a waiting state whose time has come, most overdue first."""
        waiting = [
            (job.due_at, job)
            for job in self._visible(state)
            if state not in FINAL_STATES and job.due_at is not None and job.due_at <= before
        ]
        return tuple(job for _, job in sorted(waiting, key=lambda pair: pair[0])[:limit])

    def expired(self, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return finished jobs that have outlived their retention."""
        with self._lock:
            over = [job for job in self._jobs.values() if moves.is_expired(job, now=before)]
        return tuple(over[:limit])

    def unpublished(self, *, before: datetime, limit: int) -> tuple[Job, ...]:
        """Return ended jobs whose outcome nobody noted in time, most overdue first."""
        waiting = [
            (job.due_at, job)
            for job in self._visible()
            if job.state in FINAL_STATES and job.due_at is not None and job.due_at <= before
        ]
        return tuple(job for _, job in sorted(waiting, key=lambda pair: pair[0])[:limit])

    def lease(self, job_id: str) -> Lease | None:
        """Return the job's lease, or None."""
        return self._leases.get(job_id)

    def leases(self) -> tuple[Lease, ...]:
        """Return every lease."""
        with self._lock:
            return tuple(self._leases.values())

    def steps(self, job_id: str) -> tuple[StepRow, ...]:
        """Return the job's steps by name."""
        with self._lock:
            return tuple(row for _, row in sorted(self._steps.get(job_id, {}).items()))

    def step(self, job_id: str, name: str) -> StepRow | None:
        """Return one step, or None."""
        return self._steps.get(job_id, {}).get(name)

    def stored(self) -> tuple[Job, ...]:
        """Return every stored job, expired ones too."""
        with self._lock:
            return tuple(self._jobs.values())

    def _visible(self, state: JobState | None = None) -> list[Job]:
        now = self._clock()
        with self._lock:
            chosen = [job for job in self._jobs.values() if state is None or job.state is state]
        return [job for job in chosen if not moves.is_expired(job, now=now)]
