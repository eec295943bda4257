"""The dispatcher under a flood, on a clock that jumps: `python flood.py <scenario> <jobs>` prints waits and cost as JSON.

What decides is the real code: `dispatch_jobs`, with the turns, the leases and the capacity it looks at. What it stands on is
as light as can be (dictionaries and deques instead of DynamoDB and SQS), so a million jobs pass in a minute or two and the CPU
time is that of the decisions. Films take 20-60 s, evenly spread and seeded; eight run at once.
"""

import heapq
import json
import random
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from typing import Any, Final, cast

from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job, Lease, PoolCounts, QueueMessage
from reelwright.jobs.moves import Move, Note
from reelwright.jobs.request import CreateJob
from reelwright.pipeline.queues import QUEUES
from reelwright.ports import Executions, Jobs, MoveOutcome, Received, WorkQueues
from reelwright.settings import Settings
from reelwright.usecases.dispatch_jobs import dispatch_jobs
from tests.memory.world import world_with

EPOCH: Final = datetime(2026, 11, 21, tzinfo=timezone.utc)
CAPACITY: Final = 8
FILM_SECONDS: Final = (20.0, 60.0)
STARTS_A_SECOND: Final = CAPACITY / (sum(FILM_SECONDS) / 2)
VIDEOS: Final = ("videos-high", "videos-default", "videos-low")

Arrival = tuple[float, str]


@dataclass(frozen=True)
class Scenario:
    """Which share of the capacity arrives in each queue as time goes on; the rest of the jobs lie in `flooded` at 0."""

    shares: dict[str, float]
    flooded: tuple[str, ...]


SCENARIOS: Final = {
    "low": Scenario(shares={"videos-high": 0.4, "videos-default": 0.2}, flooded=("videos-low",)),
    "all": Scenario(shares={}, flooded=VIDEOS),
    "idle": Scenario(shares={}, flooded=("videos-low",)),
}


def arrivals(scenario: Scenario, jobs: int, dice: random.Random) -> list[Arrival]:
    """Return when which queue gets a job, in order: the flood at 0, the others as Poisson streams."""
    length = jobs / STARTS_A_SECOND
    found: list[Arrival] = []
    for queue, share in scenario.shares.items():
        at = 0.0
        while (at := at + dice.expovariate(share * STARTS_A_SECOND)) < length:
            found.append((at, queue))
    rest = max(0, jobs - len(found))
    found += [(0.0, scenario.flooded[number % len(scenario.flooded)]) for number in range(rest)]
    return sorted(found, key=lambda arrival: arrival[0])


class World:
    """Jobs, queues and executions of the simulation: each method keeps its port's promise, in one thread."""

    def __init__(self, dice: random.Random) -> None:
        self.now = 0.0
        self.started: list[tuple[float, str, float]] = []
        self.running: list[tuple[float, str]] = []
        self._dice = dice
        self._waiting: dict[str, deque[str]] = {name: deque() for name in QUEUES}
        self._arrived: dict[str, tuple[str, float]] = {}
        self._leases: dict[str, Lease] = {}
        self._served: Counter[str] = Counter()
        request = CreateJob.model_validate({"video_request": {"script_content": "Hello there."}})
        self._template = Job(
            job_id="job",
            user_id="ada",
            tier="premium",
            task_name="generate_video",
            request=request,
            queue="videos-high",
            state=JobState.QUEUED,
            created_at=EPOCH,
            updated_at=EPOCH,
        )

    def clock(self) -> datetime:
        """Return the simulated time."""
        return EPOCH + timedelta(seconds=self.now)

    def arrive(self, job_id: str, queue: str) -> None:
        """Put an admitted job's message into its queue."""
        self._arrived[job_id] = (queue, self.now)
        self._waiting[queue].append(job_id)

    def waiting(self) -> int:
        """Return how many messages wait."""
        return sum(map(len, self._waiting.values()))

    def end_next(self) -> None:
        """Move on to the next end of an attempt, and free its place."""
        self.now, job_id = heapq.heappop(self.running)
        del self._leases[job_id]

    def receive(self, queue: str, *, limit: int) -> list[Received]:
        """Take the message that waits longest."""
        if not self._waiting[queue] or limit < 1:
            return []
        job_id = self._waiting[queue].popleft()
        message = QueueMessage(job_id=job_id, attempt=1)
        return [Received(queue=queue, handle=job_id, message=message, receive_count=1)]

    def await_messages(self, queues: Sequence[str]) -> list[Received]:
        """Take one message of each queue: all that will arrive by now has arrived."""
        return [received for queue in queues for received in self.receive(queue, limit=1)]

    def delete(self, received: Received) -> None:
        """Do nothing more: what was received is gone."""

    def give_back(self, received: Received) -> None:
        """Put it back where it was."""
        self._waiting[received.queue].appendleft(received.handle)

    def get(self, job_id: str) -> Job:
        """Return the job."""
        return self._template.model_copy(update={"job_id": job_id})

    def counts_of_pool(self, pool: str, *, shards: int) -> PoolCounts:
        """Return the running attempts of each shard, and how many starts the pool has made."""
        running = Counter(lease.shard for lease in self._leases.values() if lease.pool == pool)
        return PoolCounts(running=tuple(running[shard] for shard in range(shards)), served=self._served[pool])

    def start(self, name: str, _payload: Any) -> str:
        """Start an execution."""
        return f"arn:{name}"

    def commit(self, move: Move) -> MoveOutcome:
        """Start a job within the capacity."""
        lease = move.takes
        if lease is None or sum(one.shard == lease.shard for one in self._leases.values()) >= (move.limit or 0):
            return MoveOutcome.OVER_LIMIT
        self._leases[lease.job_id] = lease
        self._served[lease.pool] += 1
        queue, arrived = self._arrived.pop(lease.job_id)
        self.started.append((self.now, queue, self.now - arrived))
        heapq.heappush(self.running, (self.now + self._dice.uniform(*FILM_SECONDS), lease.job_id))
        return MoveOutcome.MOVED

    def note(self, _note: Note) -> MoveOutcome:
        """Do nothing: no test reads it here."""
        return MoveOutcome.MOVED


def simulate(scenario: Scenario, jobs: int) -> tuple[World, float, int]:
    """Run until every job has started; return the world, CPU seconds of the decisions, and idle places seen."""
    dice = random.Random(jobs)  # noqa: S311 - a seeded simulation, no secret
    world = World(dice)
    settings = Settings(environment="local", table_name="t", bucket_name="b", capacity={"videos": CAPACITY, "tasks": 1})
    coming: Iterator[Arrival] = iter(arrivals(scenario, jobs, dice))
    upcoming = next(coming, None)
    spent, idle, number = 0.0, 0, 0
    while upcoming is not None or world.waiting():
        if upcoming is not None and (not world.running or upcoming[0] <= world.running[0][0]):
            world.now = max(world.now, upcoming[0])
            while upcoming is not None and upcoming[0] <= world.now:
                number += 1
                world.arrive(f"j{number}", upcoming[1])
                upcoming = next(coming, None)
        else:
            world.end_next()
        begun = time.process_time()
        dispatch_jobs(
            world=world_with(
                jobs=cast("Jobs", world),
                queues=cast("WorkQueues", world),
                executions=cast("Executions", world),
                settings=settings,
                clock=world.clock,
            )
        )
        spent += time.process_time() - begun
        idle += bool(world.waiting()) and len(world.running) < CAPACITY
    return world, spent, idle


def waits_of(world: World, queue: str) -> dict[str, float]:
    """Return count and waiting seconds of a queue's jobs."""
    waits = sorted(wait for _, name, wait in world.started if name == queue)
    if not waits:
        return {"jobs": 0}
    return {
        "jobs": len(waits),
        "p50": waits[len(waits) // 2],
        "p99": waits[min(len(waits) - 1, round(0.99 * len(waits)))],
        "max": waits[-1],
    }


def while_all_wait(world: World) -> dict[str, int]:
    """Return each queue's starts up to the one after which the first queue is empty: there the weights rule."""
    last = {name: max(n for n, start in enumerate(world.started) if start[1] == name) for name in VIDEOS}
    counts = Counter(name for _, name, _ in world.started[: min(last.values()) + 1])
    return {name: counts[name] for name in VIDEOS}


def longest_pause(world: World, queue: str) -> int:
    """Return the most starts of others between two of this queue, while it waits."""
    places = [number for number, (_, name, _) in enumerate(world.started) if name == queue]
    return max((after - before - 1 for before, after in pairwise(places)), default=0)


def main(name: str, jobs: int) -> dict[str, Any]:
    """Run a scenario and return its figures."""
    world, spent, idle = simulate(SCENARIOS[name], jobs)
    figures: dict[str, Any] = {
        "jobs": len(world.started),
        "microseconds_a_job": 1e6 * spent / len(world.started),
        "idle_places": idle,
        "waits": {queue: waits_of(world, queue) for queue in VIDEOS},
        "low_pause": longest_pause(world, "videos-low"),
    }
    if len(SCENARIOS[name].flooded) > 1:
        figures["shares"] = while_all_wait(world)
    return figures


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1], int(sys.argv[2]))) + "\n")
