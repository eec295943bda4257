"""Fill free capacity from the queues, in weighted order: the only way a job starts."""

from datetime import timedelta
from enum import Enum
from typing import Any, Final

from reelwright.jobs import moves
from reelwright.jobs.model import Job, Lease, QueueMessage
from reelwright.jobs.priority import polling_order
from reelwright.pipeline.queues import POOLS, QUEUES, Pool, queues_of
from reelwright.pipeline.steps import HARD_LIMIT_SECONDS
from reelwright.pipeline.table import shard_of
from reelwright.pipeline.tasks import TASKS
from reelwright.ports import Clock, Jobs, MoveOutcome, Received, World
from reelwright.providers.setup import ProvidersSetup
from reelwright.usecases.want_description import wants_description
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


def execution_input(job: Job, attempt: int, providers: ProvidersSetup) -> dict[str, Any]:
    """Build the state machine's input for an attempt: ids and flags only, the same bytes each time."""
    task = TASKS[job.task_name]
    video = job.request.video_request
    return {
        "job_id": job.job_id,
        "attempt": attempt,
        "route": task.route,
        "step": task.name,
        "writes_script": task.route == "film" and video.script_content is None,
        "reads_sources": task.route == "film" and any(source.url for source in video.sources),
        "describes": task.route == "film" and wants_description(video, providers),
        # Clips cost most, so they are made of approved pictures only.
        "clips": video.visuals == "clips" and not job.stops_at_storyboard,
        "awaits_clips": providers.has_long_clips,
        "stop_after": "pictures" if job.stops_at_storyboard else video.stop_after or "",
    }


def dispatch_jobs(*, world: World) -> Dispatched:
    """Start jobs pool by pool until the capacity is reached or the queues are empty.

    Queues are read without waiting first, in weighted order. Waiting for a message that this may have missed comes last, for
    all queues of both pools together: a run without work waits once.
    """
    runs: dict[Pool, _PoolRun] = {}
    for pool in POOLS:  # a pool's counters are read when its turn comes: a film does not wait for those of the tasks
        runs[pool] = _PoolRun(pool, world)
        runs[pool].fill()
    while waiting := [name for run in runs.values() for name in run.unwaited()]:
        received = world.queues.await_messages(waiting)
        for one in received:
            runs[QUEUES[one.queue].pool].handle(one)
        for run in runs.values() if received else ():
            run.fill()
    return Dispatched(
        started=tuple(job_id for run in runs.values() for job_id in run.started),
        dropped=sum(run.dropped for run in runs.values()),
        full=tuple(pool for pool, run in runs.items() if run.free == 0),
    )


class _PoolRun:
    """One pool's share of a run. The pool's counters are read once; each start's commit guards its shard's capacity.

    A place that becomes free meanwhile wakes the dispatcher again.
    """

    def __init__(self, pool: Pool, world: World) -> None:
        self._world = world
        self._pool = pool
        self._queues = queues_of(pool)
        self._capacities = world.settings.shard_capacities(pool)
        counts = world.jobs.counts_of_pool(pool, shards=len(self._capacities))
        self._served = counts.served
        self._unwaited = {queue.name for queue in self._queues}
        pairs = zip(self._capacities, counts.running, strict=True)
        self._places = [max(0, capacity - running) for capacity, running in pairs]
        """Free places by shard, as far as this run knows."""
        self.started: list[str] = []
        self.dropped = 0

    @property
    def free(self) -> int:
        """Free places. Checked before receiving, so that only real tries increase a message's receive count."""
        return sum(self._places)

    def fill(self) -> None:
        """Start jobs until the pool is full, its queues look empty, or the run has made `MAX_STARTS`."""
        empty: set[str] = set()
        while self._may_start():
            received = self._next(empty)
            if received is None:
                return
            self.handle(received)

    def unwaited(self) -> list[str]:
        """List the queues to wait for next, no more than there are free places: whatever arrives can start."""
        if not self._may_start():
            return []
        names = [name for name in self._order() if name in self._unwaited][: self.free]
        self._unwaited -= set(names)
        return names

    def _may_start(self) -> bool:
        return self.free > 0 and len(self.started) + self.dropped < MAX_STARTS

    def _order(self) -> tuple[str, ...]:
        return polling_order(self._queues, self._served)

    def _next(self, empty: set[str]) -> Received | None:
        for name in self._order():
            if name not in empty:
                messages = self._world.queues.receive(name, limit=1)
                if messages:
                    return messages[0]
                empty.add(name)
        return None

    def handle(self, received: Received) -> None:
        """Start the attempt that a message names, or drop the message."""
        message = received.message
        if message is None:
            # Invalid: it becomes visible again until the redrive policy moves it to the dead letters.
            return
        outcome, job = self._start(message)
        if outcome is StartOutcome.AT_CAPACITY:
            self._world.queues.give_back(received)
            self._places = [0] * len(self._places)
        elif job is None:
            self._world.queues.delete(received)
            self.dropped += 1
        else:
            self._served += outcome is StartOutcome.STARTED
            launch(job, world=self._world)
            self._world.queues.delete(received)
            self.started.append(job.job_id)

    def _start(self, message: QueueMessage) -> tuple["StartOutcome", Job | None]:
        """Try the shards with free places, beginning at the job's own one, so that simultaneous runs spread."""
        own = shard_of(message.job_id, len(self._places))
        shards = [*range(own, len(self._places)), *range(own)]
        for shard in [shard for shard in shards if self._places[shard]][:_SHARD_TRIES]:
            outcome, job = start_attempt(
                message.job_id,
                message.attempt,
                pool=self._pool,
                shard=shard,
                capacity=self._capacities[shard],
                jobs=self._world.jobs,
                clock=self._world.clock,
            )
            if outcome is not StartOutcome.AT_CAPACITY:
                self._places[shard] -= outcome is StartOutcome.STARTED
                return outcome, job
            self._places[shard] = 0
        return StartOutcome.AT_CAPACITY, None


class StartOutcome(Enum):
    """Outcome of a start."""

    STARTED = "started"
    AT_CAPACITY = "at_capacity"
    LOST = "lost"
    """The job is not QUEUED for this attempt any more: the message is late or doubled."""
    ALREADY_STARTED = "already_started"
    """This attempt has its lease: an earlier run of the dispatcher stopped after the write; continue from there."""


_SHARD_TRIES: Final = 3
"""Shards that a start tries: a full one was filled since this run read it, or the job's old lease is in the way of them all."""
_LOOKS: Final = 2
"""Another dispatcher can start the job between our read and our write; the second read shows that."""


def start_attempt(
    job_id: str, attempt: int, *, pool: str, capacity: int, jobs: Jobs, clock: Clock, shard: int = 0
) -> tuple[StartOutcome, Job | None]:
    """Start the attempt that a message names; return the job with this attempt, None if the attempt does not run.

    `capacity` is that of the pool's shard. A job whose cancel was requested is not started.
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
        lease = Lease(job_id=job_id, attempt=attempt, pool=pool, shard=shard, expires_at=expires_at)
        move = moves.start(job, lease=lease, capacity=capacity, now=now)
        outcome = jobs.commit(move)
        if outcome is MoveOutcome.MOVED:
            return StartOutcome.STARTED, move.after
        if outcome is MoveOutcome.OVER_LIMIT:
            return StartOutcome.AT_CAPACITY, None
    return StartOutcome.LOST, None


def launch(job: Job, *, world: World) -> None:
    """Start the execution of the running attempt; a repeat returns the same execution."""
    arn = world.executions.start(job.execution_name, execution_input(job, job.attempt, world.settings.providers))
    if job.execution_arn != arn:
        world.jobs.note(moves.note_execution(job, arn))
