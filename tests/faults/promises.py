"""The promises of the flow, checked from outside after every call and at rest.

The ledger believes no counter: it recounts from the writes it was told of. Numbers are those of `docs/reliability.md`.
"""

# ruff: noqa: D401 - methods here are things that happen, told as sentences

import itertools
import json
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from reelwright.events import ExecutionEnded, JobChanged
from reelwright.figures.platform import work_usd
from reelwright.jobs.lifecycle import ADMITTED_STATES, FINAL_STATES, TRANSITIONS, JobEvent, JobState
from reelwright.jobs.model import HistoryRow, Job, QueueMessage, parse_execution_name
from reelwright.jobs.moves import KEY_LIFE
from reelwright.jobs.quota import ALLOWANCES, day_of
from reelwright.pipeline.queues import POOLS
from reelwright.pipeline.steps import HARD_LIMIT_SECONDS
from reelwright.pipeline.tasks import TASKS
from reelwright.ports import Clock, Tallies
from reelwright.settings import Settings
from reelwright.usecases.recount_counters import Recounted
from tests.faults.batch_promises import BatchLedger
from tests.faults.recount import Recount, differences, rounded
from tests.faults.watched import WatchedJobs

OWNERS_STOP: Final = "cancelled by its owner"
_CENT: Final = 0.001


class BrokenPromiseError(AssertionError):
    """A promise does not hold; `number` says which."""

    def __init__(self, number: int, what: str) -> None:
        super().__init__(f"promise {number}: {what}")
        self.number = number


class Ledger:
    """What was really written, started and published; raises BrokenPromiseError."""

    def __init__(self, clock: Clock, settings: Settings) -> None:
        self._clock, self._settings = clock, settings
        self.last: dict[str, Job] = {}
        self.gone: set[str] = set()
        self.records: list[JobChanged] = []
        self.recount = Recount()
        self.ends: list[ExecutionEnded] = []
        self.messages: list[tuple[str, QueueMessage]] = []
        self.submitting: tuple[str, str] | None = None
        self.broken: BrokenPromiseError | None = None
        self._dirty: set[str] = set()
        self._keyed: dict[tuple[str, str], list[tuple[str, datetime]]] = {}
        self._days: Counter[tuple[str, str]] = Counter()
        self._lost: dict[str, float] = {}
        self._completions: Counter[tuple[str, int]] = Counter()
        self._started: Counter[str] = Counter()
        self._over: set[str] = set()
        self._committed: set[tuple[str, str]] = set()
        self._published: dict[str, str] = {}
        self.batches = BatchLedger(self._require)

    def _require(self, holds: bool, number: int, what: str) -> None:  # noqa: FBT001 - reads as a sentence
        if not holds:
            self.broken = self.broken or BrokenPromiseError(number, what)
            raise self.broken

    # -- what is heard -----------------------------------------------------------------------------------------

    def job_written(self, job: Job) -> None:
        """Judge a write by the one before it."""
        before = self.last.get(job.job_id)
        self.last[job.job_id] = job
        self._dirty.add(job.job_id)
        self._tell(before, job)
        self.recount.job_written(before, job)
        if before is None:
            self._created(job)
            return
        self._days[job.user_id, day_of(job.updated_at)] += job.hand_retries - before.hand_retries
        self._require(job.progress >= before.progress, 4, f"{job.job_id} lost progress")
        if before.state is not job.state:
            legal = job.state in TRANSITIONS[before.state].values()
            number = 1 if before.state in FINAL_STATES else 4
            self._require(legal, number, f"{job.job_id} went from {before.state} to {job.state}")
            if before.state is JobState.EXECUTING:
                self._lost[job.job_id] = self._lost.get(job.job_id, 0.0) + job.cost_usd - before.cost_usd
                self._completions[job.job_id, before.attempt] += 1
                over = before.execution_name in self._over or not self._started[before.execution_name]
                self._require(over, 2, f"{before.execution_name} was ended while its execution runs")
        elif job.state is JobState.EXECUTING:
            self._require(job.attempt == before.attempt, 2, f"{job.job_id} changed attempts while it ran")
        if job.state in FINAL_STATES:
            self._committed.add((job.job_id, job.state.value))
        for (job_id, attempt), count in self._completions.items():
            self._require(count == 1, 2, f"attempt {attempt} of {job_id} was completed {count} times")

    def _created(self, job: Job) -> None:
        self._require(job.state is JobState.PENDING, 4, f"{job.job_id} was born {job.state}")
        if job.parent_job_id is None:
            self._days[job.user_id, day_of(job.created_at)] += 1
        if self.submitting is not None:
            made = self._keyed.setdefault(self.submitting, [])
            twice = any(job.created_at - at < KEY_LIFE for _, at in made)
            self._require(not twice, 1, f"key {self.submitting} made a second job")
            made.append((job.job_id, job.created_at))

    def job_removed(self, job: Job) -> None:
        """Only what has ended, and was announced, may go."""
        self._require(job.state in FINAL_STATES, 1, f"{job.job_id} was removed while {job.state}")
        told = self._published.get(job.job_id) == job.state.value
        self._require(told, 5, f"{job.job_id} went without its outcome")
        del self.last[job.job_id]
        self.gone.add(job.job_id)
        self._tell(job, None)

    def _tell(self, before: Job | None, after: Job | None) -> None:
        """What passes the filters of the outbox: all but what happens while an attempt runs, and the way into a queue."""
        job = after or before
        running = all(one is not None and one.state is JobState.EXECUTING for one in (before, after))
        queued = after is not None and after.state is JobState.QUEUED
        if job is None or running or queued:
            return
        self.records.append(
            JobChanged(
                job_id=job.job_id,
                user_id=job.user_id,
                new_state=after and after.state,
            )
        )

    def sent(self, queue: str, message: QueueMessage) -> None:
        """Keep what may be delivered twice."""
        self.messages.append((queue, message))

    def execution_started(self, name: str) -> None:
        """An attempt begins once."""
        self._started[name] += 1
        self._require(self._started[name] == 1, 2, f"{name} was started twice")

    def execution_stopped(self, name: str, reason: str) -> None:
        """An owner's stop comes after the owner's wish is on the job."""
        job_id, attempt = parse_execution_name(name) or ("", 0)
        job = self.last.get(job_id)
        if reason == OWNERS_STOP and job is not None and (job.state, job.attempt) == (JobState.EXECUTING, attempt):
            self._require(job.cancel_requested, 5, f"{name} was stopped before its cancel was written")

    def execution_ended(self, event: ExecutionEnded) -> None:
        """EventBridge will say so, sooner or later."""
        self.ends.append(event)
        self._over.add(event.name)

    def recounted(self, found: Recounted | None) -> None:
        """Pools and users are counted right all along, as is checked after every call: a recount that mends one is wrong.

        Tallies may be behind for as long as their records are.
        """
        self._require(found is None or not found.corrected, 6, f"a recount corrected {found}")

    def artefact_put(self, key: str, body: bytes) -> None:
        """An outcome tells of a committed end only."""
        if not key.endswith("/job.json"):
            return
        told = json.loads(body)
        known = (told["job_id"], told["state"]) in self._committed
        self._require(known, 5, f"{key} says {told['state']}, which was never committed")
        self._published[told["job_id"]] = told["state"]

    # -- what always holds -------------------------------------------------------------------------------------

    def check_now(self, jobs: WatchedJobs) -> None:
        """Check what must hold after every single call."""
        for job_id in tuple(self._dirty & self.last.keys()):
            self._check_history(self.last[job_id], jobs.history(job_id))
            self._check_paid_once(self.last[job_id], jobs)
        if self._dirty:
            self._check_limits(jobs)
        self._dirty.clear()

    def _check_history(self, job: Job, rows: tuple[HistoryRow, ...]) -> None:
        numbers = [row.sequence for row in rows]
        self._require(numbers == list(range(1, len(rows) + 1)), 4, f"{job.job_id} has rows {numbers}")
        self._require(rows[-1].to_state is job.state, 4, f"{job.job_id} is {job.state}, its history says otherwise")
        attempt = 0
        for before, row in itertools.pairwise(rows):
            joined = row.from_state is before.to_state and row.at >= before.at
            self._require(joined, 4, f"{job.job_id}: {row.event} does not follow {before.event}")
            legal = row.from_state is not None and TRANSITIONS[row.from_state].get(JobEvent(row.event)) is row.to_state
            self._require(legal, 4, f"{job.job_id}: {row.event} from {row.from_state} is not in the table")
            attempt += row.event == JobEvent.STARTED
            self._require(row.attempt == attempt, 4, f"{job.job_id}: row {row.sequence} is of attempt {row.attempt}")
        self._check_ends(job, rows)

    def _check_ends(self, job: Job, rows: Iterable[HistoryRow]) -> None:
        events = Counter(str(row.event) for row in rows)
        ends = sum(row.to_state in FINAL_STATES for row in rows)
        self._require(ends <= 1 + events["retried"], 1, f"{job.job_id} ended {ends} times")

    def _check_paid_once(self, job: Job, jobs: WatchedJobs) -> None:
        paid = sum(row.cost_usd for row in jobs.steps(job.job_id) if row.state == "done")
        lost = self._lost.get(job.job_id, 0.0)
        most = job.attempt * work_usd(HARD_LIMIT_SECONDS)
        worth = paid + lost
        self._require(abs(job.cost_usd - worth) < _CENT, 2, f"{job.job_id} paid {job.cost_usd} for work worth {worth}")
        self._require(-_CENT < lost < most + _CENT, 2, f"{job.job_id} paid {lost} for {job.attempt} lost attempts")

    def _check_limits(self, jobs: WatchedJobs) -> None:
        stored = tuple(self.last.values())
        running = {(job.job_id, job.attempt) for job in stored if job.state is JobState.EXECUTING}
        leased = {(lease.job_id, lease.attempt) for lease in jobs.leases()}
        self._require(leased == running, 6, f"leases {leased} for running {running}")
        places = Counter(TASKS[job.task_name].pool for job in stored if job.state is JobState.EXECUTING)
        for pool in POOLS:
            self._require(places[pool] <= self._settings.capacity_of(pool), 3, f"{places[pool]} run in {pool}")
            self._require(jobs.running(pool) == places[pool], 6, f"{pool} counts {jobs.running(pool)}")
        active = Counter(job.user_id for job in stored if job.state in ADMITTED_STATES)
        for user_id, tier in {job.user_id: job.tier for job in stored}.items():
            self._require(active[user_id] <= ALLOWANCES[tier].active_jobs, 3, f"{user_id} has {active[user_id]}")
            self._require(jobs.active(user_id) == active[user_id], 6, f"{user_id} counts {jobs.active(user_id)}")
        for (user_id, day), count in (self._days + self.batches.days).items():
            self._require(jobs.daily_count(user_id, day) == count, 6, f"{user_id} made {count} on {day}")
            most = ALLOWANCES["free"].daily_jobs
            free = user_id.startswith("free") and most is not None
            self._require(not free or count <= (most or 0), 3, f"{user_id} made {count} on {day}")

    # -- what holds at rest ------------------------------------------------------------------------------------

    def is_quiet(self) -> bool:
        """Return whether every accepted job has ended and said so."""
        return all(
            job.state in FINAL_STATES and self._published.get(job.job_id) == job.state.value
            for job in self.last.values()
        )

    def check_rest(self, jobs: WatchedJobs) -> None:
        """Check what must hold once nothing more comes."""
        self.check_now(jobs)
        for job in self.last.values():
            self._require(job.state in FINAL_STATES, 1, f"{job.job_id} is still {job.state}")
            told = self._published.get(job.job_id)
            self._require(told == job.state.value, 5, f"{job.job_id} is {job.state}, its outcome says {told}")
            counted = jobs.counts_of_user(job.user_id)[job.state]
            visible = sum(
                one.user_id == job.user_id and one.state is job.state and jobs.get(one.job_id) is not None
                for one in self.last.values()
            )
            self._require(counted == visible, 6, f"{job.user_id} counts {counted} {job.state}, has {visible}")
        self._require(not jobs.leases(), 3, f"leases are left: {jobs.leases()}")
        for job in self.last.values():
            self._require(jobs.active(job.user_id) == 0, 3, f"{job.user_id} is left with active jobs")

    def check_tallies(self, tallies: Tallies) -> None:
        """Check that what was counted, by queue and task and by user, is what was written."""
        counted = {(tally.queue, tally.task_name): rounded(tally) for tally in tallies.all()}
        users = self.recount.by_user(self.last.values())
        of_users = {user_id: rounded(tallies.of_user(user_id)) for user_id in users}
        wrong = differences(counted, self.recount.by_place(self.last.values())) + differences(of_users, users)
        self._require(not wrong, 6, ", ".join(wrong))

    @property
    def accepted(self) -> int:
        """Return how many jobs there ever were."""
        return len(self.last) + len(self.gone)
