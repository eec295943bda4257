"""Fill free capacity from the queues, in weighted order: the only way a job starts."""

from datetime import timedelta
from enum import Enum
from typing import Any, Final

from reelwright.jobs import moves
from reelwright.jobs.model import Job, Lease
from reelwright.jobs.priority import polling_order
from reelwright.pipeline.queues import POOLS, Pool, queues_of
from reelwright.pipeline.steps import HARD_LIMIT_SECONDS
from reelwright.pipeline.tasks import TASKS
from reelwright.ports import Clock, Jobs, MoveOutcome, Received, World
from reelwright.values import Value

LEASE_SECONDS: Final = HARD_LIMIT_SECONDS + 120
"""Longer than the state machine's own time limit, so a lease only expires if the end event was lost."""
MAX_STARTS: Final = 50
"""Maximum starts per run; the rest waits for the next wake-up, so that a run stays within the function's time."""


class Dispatched(Value):
    """Result of one run."""

    started: tuple[str, ...]
    dropped: int
    """Messages whose job had moved on: cancelled, started before, removed."""
    full: tuple[str, ...]
    """Pools that were at capacity at the end."""


def execution_input(job: Job, attempt: int) -> dict[str, Any]:
    """Build the state machine's input for an attempt: ids and flags only, the same bytes each time."""
    task = TASKS[job.task_name]
    video = job.request.video_request
    return {
        "job_id": job.job_id,
        "attempt": attempt,
        "route": task.route,
        "step": task.name,
        "writes_script": task.route == "film" and video.script_content is None,
        "clips": video.visuals == "clips",
        "stop_after": video.stop_after or "",
    }


def dispatch_jobs(*, world: World) -> Dispatched:
    """Start jobs pool by pool until the capacity is reached or the queues are empty."""
    started: list[str] = []
    dropped = 0
    full: list[str] = []
    for pool in POOLS:
        run = _PoolRun(pool, world)
        run.fill()
        started += run.started
        dropped += run.dropped
        if run.full:
            full.append(pool)
    return Dispatched(started=tuple(started), dropped=dropped, full=tuple(full))


class _PoolRun:
    """One pool's share of a run."""

    def __init__(self, pool: Pool, world: World) -> None:
        self._pool = pool
        self._world = world
        self._capacity = world.settings.capacity_of(pool)
        self._empty: set[str] = set()
        self.started: list[str] = []
        self.dropped = 0
        self.full = False

    def fill(self) -> None:
        """Start jobs until the pool is full, its queues are empty, or the run has made `MAX_STARTS`."""
        while not self.full and len(self.started) + self.dropped < MAX_STARTS:
            if self._at_capacity():
                self.full = True
                return
            received = self._next()
            if received is None:
                return
            self._handle(received)

    def _at_capacity(self) -> bool:
        """Check before receiving, so that only real tries increase a message's receive count."""
        return sum(lease.pool == self._pool for lease in self._world.jobs.leases()) >= self._capacity

    def _next(self) -> Received | None:
        order = polling_order(queues_of(self._pool), self._world.jobs.served(self._pool))
        for name in order:
            if name not in self._empty:
                messages = self._world.queues.receive(name, limit=1)
                if messages:
                    return messages[0]
                self._empty.add(name)
        return None

    def _handle(self, received: Received) -> None:
        message = received.message
        if message is None:
            # Invalid: it becomes visible again until the redrive policy moves it to the dead letters.
            return
        outcome, job = start_attempt(
            message.job_id,
            message.attempt,
            pool=self._pool,
            capacity=self._capacity,
            jobs=self._world.jobs,
            clock=self._world.clock,
        )
        if outcome is StartOutcome.AT_CAPACITY:
            self._world.queues.give_back(received)
            self.full = True
        elif job is None:
            self._drop(received)
        else:
            launch(job, world=self._world)
            self._world.queues.delete(received)
            self.started.append(job.job_id)

    def _drop(self, received: Received) -> None:
        self._world.queues.delete(received)
        self.dropped += 1


class StartOutcome(Enum):
    """Outcome of a start."""

    STARTED = "started"
    AT_CAPACITY = "at_capacity"
    LOST = "lost"
    """The job is not QUEUED for this attempt any more: the message is late or doubled."""
    ALREADY_STARTED = "already_started"
    """This attempt has its lease: an earlier run of the dispatcher stopped after the write; continue from there."""


_LOOKS: Final = 2
"""Another dispatcher can start the job between our read and our write; the second read shows that."""


def start_attempt(
    job_id: str, attempt: int, *, pool: str, capacity: int, jobs: Jobs, clock: Clock
) -> tuple[StartOutcome, Job | None]:
    """Start the attempt that a message names; return the job with this attempt, None if the attempt does not run.

    A job whose cancel was requested is not started.
    """
    for _ in range(_LOOKS):
        job = jobs.get(job_id)
        if job is None:
            break
        if moves.is_running(job, attempt):
            lease = jobs.lease(job_id)
            if lease is not None and lease.attempt == attempt:
                return StartOutcome.ALREADY_STARTED, job
        if not moves.is_queued_for(job, attempt) or job.cancel_requested:
            break
        now = clock()
        expires_at = now + timedelta(seconds=LEASE_SECONDS)
        lease = Lease(job_id=job_id, attempt=attempt, pool=pool, expires_at=expires_at)
        move = moves.start(job, lease=lease, capacity=capacity, now=now)
        outcome = jobs.commit(move)
        if outcome is MoveOutcome.MOVED:
            return StartOutcome.STARTED, move.after
        if outcome is MoveOutcome.OVER_LIMIT:
            return StartOutcome.AT_CAPACITY, None
    return StartOutcome.LOST, None


def launch(job: Job, *, world: World) -> None:
    """Start the execution of the running attempt; a repeat returns the same execution."""
    arn = world.executions.start(job.execution_name, execution_input(job, job.attempt))
    if job.execution_arn != arn:
        world.jobs.note(moves.note_execution(job, arn))
