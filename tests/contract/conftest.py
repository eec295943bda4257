"""Where the contract suite runs: every port on memory, on moto, and on an emulator where one is given.

`REELWRIGHT_CONTRACT_ENDPOINT=http://127.0.0.1:4566 pytest tests/contract` adds the emulator as a third implementation.
"""

import os
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import count
from typing import Any, Final, Literal, cast

import boto3
import pytest
from moto import mock_aws

from reelwright.aws.artefacts import BucketArtefacts
from reelwright.aws.batches import DynamoBatches
from reelwright.aws.breakers import DynamoBreakers
from reelwright.aws.clients import ServiceName, client_config
from reelwright.aws.dead_letters import DynamoDeadLetters
from reelwright.aws.deliveries import DynamoDeliveries
from reelwright.aws.executions import StateMachineExecutions
from reelwright.aws.jobs import DynamoJobs
from reelwright.aws.key_rings import DynamoKeyRings
from reelwright.aws.load_history import DynamoLoadHistory
from reelwright.aws.profiles import DynamoProfiles
from reelwright.aws.queues import SqsQueues
from reelwright.aws.quotas import DynamoQuotas
from reelwright.aws.recounts import DynamoRecounts
from reelwright.aws.secrets import ManagerSecrets
from reelwright.aws.table import Table
from reelwright.aws.tallies import DynamoTallies
from reelwright.aws.uploads import DynamoUploads
from reelwright.figures.tally import Tally
from reelwright.jobs.dead_letter import DeadLetter
from reelwright.jobs.lifecycle import JobEvent
from reelwright.jobs.model import Job, JobResult, Lease
from reelwright.jobs.request import CreateJob
from reelwright.pipeline.queues import DEAD_LETTERS_SUFFIX, QUEUES
from reelwright.ports import (
    AddOutcome,
    Artefacts,
    Batches,
    Breakers,
    DeadLetters,
    Deliveries,
    Executions,
    IdempotencyKey,
    KeyRings,
    LoadHistory,
    MoveOutcome,
    Profiles,
    Quotas,
    Recounts,
    Secrets,
    Tallies,
    Uploads,
)
from reelwright.usecases.dispatch_jobs import LEASE_SECONDS, StartOutcome, start_attempt
from tests.aws_table import create_table
from tests.memory.artefacts import MemoryArtefacts
from tests.memory.batches import MemoryBatches
from tests.memory.breakers import MemoryBreakers
from tests.memory.dead_letters import MemoryDeadLetters
from tests.memory.deliveries import MemoryDeliveries
from tests.memory.executions import MemoryExecutions
from tests.memory.jobs import MemoryJobs
from tests.memory.key_rings import MemoryKeyRings
from tests.memory.load_history import MemoryLoadHistory
from tests.memory.mover import Mover
from tests.memory.profiles import MemoryProfiles
from tests.memory.queues import MemoryQueues
from tests.memory.quotas import MemoryQuotas
from tests.memory.recounts import MemoryRecounts
from tests.memory.secrets import MemorySecrets
from tests.memory.tallies import MemoryTallies
from tests.memory.uploads import MemoryUploads

ENDPOINT: Final = os.environ.get("REELWRIGHT_CONTRACT_ENDPOINT")
IMPLEMENTATIONS: Final = ("memory", "moto", *(("emulator",) if ENDPOINT else ()))
REGION: Final = "us-east-1"
EPOCH: Final = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
DAY: Final = "2026-11-21"

AnyJobs = MemoryJobs | DynamoJobs
MakeBreakers = Callable[[], Breakers]
MakeTallies = Callable[[], Tallies]


@dataclass
class Clock:
    """A clock that stands until it is moved."""

    now: datetime = EPOCH

    def __call__(self) -> datetime:
        """Return the time it stands at."""
        return self.now

    def pass_seconds(self, seconds: float) -> None:
        """Move it on."""
        self.now += timedelta(seconds=seconds)


class OneAtATime:
    """A client whose calls exclude each other: moto's transactions are whole only one at a time, AWS's always."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        """Return the client's attribute, its calls locked."""
        found = getattr(self._client, name)
        if not callable(found) or name in {"get_paginator", "generate_presigned_url"}:
            return found

        def alone(*args: Any, **kwargs: Any) -> Any:
            with self._lock:
                return found(*args, **kwargs)

        return alone


class Place:
    """One implementation: makes each port anew and empty."""

    name: str
    letters: DeadLetters
    """The dead letters of the table of jobs made last."""
    told: list[DeadLetter]
    """The letters that this table's stores told of."""
    recounts: Recounts
    """What a recount of the table of jobs made last reads."""
    batches: Batches
    """The batches in the table of jobs made last."""
    counted: list[Tally]
    """What the tallies made last told that they added."""

    def jobs(self, clock: Clock) -> AnyJobs:
        """Return an empty table of jobs."""
        raise NotImplementedError

    def queues(self, clock: Clock) -> "MemoryQueues | SqsQueues":
        """Return empty queues."""
        raise NotImplementedError

    def put_raw(self, queue: str, body: str) -> None:
        """Put a body that is not ours into a queue made last."""
        raise NotImplementedError

    def executions(self) -> Executions:
        """Return a state machine whose executions run until they are stopped."""
        raise NotImplementedError

    def artefacts(self) -> Artefacts:
        """Return an empty bucket."""
        raise NotImplementedError

    def deliveries(self) -> Deliveries:
        """Return an empty log of webhooks."""
        raise NotImplementedError

    def key_rings(self) -> KeyRings:
        """Return the rings of users who have never rotated."""
        raise NotImplementedError

    def quotas(self, clock: Clock) -> Quotas:
        """Return the counters of users who have used nothing."""
        raise NotImplementedError

    def profiles(self, clock: Clock) -> Profiles:
        """Return the profiles of users who were never seen."""
        raise NotImplementedError

    def load_history(self) -> LoadHistory:
        """Return an empty history of the load."""
        raise NotImplementedError

    def uploads(self) -> Uploads:
        """Return an empty store of uploads."""
        raise NotImplementedError

    def breakers(self) -> MakeBreakers:
        """Return what makes breakers that share one empty store, as processes do."""
        raise NotImplementedError

    def tallies(self, clock: Clock) -> MakeTallies:
        """Return what makes tallies that share one empty store, as processes do."""
        raise NotImplementedError

    def secrets(self, master: str) -> Secrets:
        """Return the secrets of an environment with this master secret."""
        raise NotImplementedError


class MemoryPlace(Place):
    """The memory implementations."""

    name = "memory"

    def jobs(self, clock: Clock) -> AnyJobs:
        """Return an empty table of jobs."""
        self.told = []
        letters = MemoryDeadLetters(clock, on_dead_letter=self.told.append)
        self.letters = letters
        jobs = MemoryJobs(clock=clock, dead_letters=letters)
        self.recounts = MemoryRecounts(jobs)
        self.batches = MemoryBatches(jobs, clock)
        return jobs

    def queues(self, clock: Clock) -> MemoryQueues:
        """Return empty queues."""
        self._queues = MemoryQueues(clock=clock)
        return self._queues

    def put_raw(self, queue: str, body: str) -> None:
        """Put a body that is not ours into a queue made last."""
        self._queues.put_raw(queue, body)

    def executions(self) -> Executions:
        """Return a state machine whose executions run until they are stopped."""
        return MemoryExecutions()

    def artefacts(self) -> Artefacts:
        """Return an empty bucket."""
        return MemoryArtefacts()

    def deliveries(self) -> Deliveries:
        """Return an empty log of webhooks."""
        return MemoryDeliveries()

    def key_rings(self) -> KeyRings:
        """Return the rings of users who have never rotated."""
        return MemoryKeyRings()

    def quotas(self, clock: Clock) -> Quotas:
        """Return the counters of users who have used nothing."""
        return MemoryQuotas(clock)

    def load_history(self) -> MemoryLoadHistory:
        """Return an empty history of the load."""
        return MemoryLoadHistory()

    def uploads(self) -> Uploads:
        """Return an empty store of uploads."""
        return MemoryUploads()

    def profiles(self, clock: Clock) -> Profiles:
        """Return the profiles of users who were never seen."""
        return MemoryProfiles(clock)

    def breakers(self) -> MakeBreakers:
        """Return what makes breakers that share one empty store: one object for all."""
        shared = MemoryBreakers()
        return lambda: shared

    def tallies(self, clock: Clock) -> MakeTallies:  # noqa: ARG002 - nothing in memory is removed by time
        """Return what makes tallies that share one empty store: one object for all."""
        self.counted = []
        shared = MemoryTallies(on_counted=self.counted.append)
        return lambda: shared

    def secrets(self, master: str) -> Secrets:
        """Return the secrets of an environment with this master secret."""
        return MemorySecrets(master.encode())


class AwsPlace(Place):
    """The AWS implementations, on whatever answers at `endpoint` (None: moto, in process)."""

    def __init__(self, name: str, endpoint: str | None) -> None:
        self.name = name
        self._endpoint = endpoint
        self._names = count(1)
        self._prefix = f"contract-{uuid.uuid4().hex[:8]}"

    @cache  # noqa: B019 - one place lives as long as its module's tests
    def client(self, service: ServiceName) -> Any:
        """Return the service's client with the project's own configuration."""
        made = boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self._endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=client_config(service, own_endpoint=self._endpoint is not None),
        )
        return made if self._endpoint else OneAtATime(made)

    def jobs(self, clock: Clock) -> DynamoJobs:
        """Return an empty table of jobs."""
        self.told = []
        table, client = self.new_table(), self.client("dynamodb")
        tell = self.told.append
        self.recounts = DynamoRecounts(table, client, sleep=lambda _seconds: None)
        self.batches = DynamoBatches(table, client, clock, sleep=lambda _seconds: None)
        self.letters = DynamoDeadLetters(table, client, clock, sleep=lambda _seconds: None, on_dead_letter=tell)
        return DynamoJobs(table, client, clock=clock, sleep=lambda _seconds: None, on_dead_letter=tell)

    def new_table(self) -> str:
        """Create an empty table and return its name."""
        name = self._next()
        create_table(self.client("dynamodb"), name)
        return name

    def queues(self, clock: Clock) -> SqsQueues:  # noqa: ARG002 - SQS has a clock of its own
        """Return empty queues, each with its dead-letter queue."""
        prefix = self._next()
        self._urls = {name: _create_queue(self.client("sqs"), prefix, name) for name in ("videos-high", "default")}
        return SqsQueues(self._urls, self.client("sqs"), wait_seconds=0)

    def put_raw(self, queue: str, body: str) -> None:
        """Put a body that is not ours into a queue made last."""
        self.client("sqs").send_message(QueueUrl=self._urls[queue], MessageBody=body)

    def executions(self) -> Executions:
        """Return a state machine that waits for an hour."""
        client = self.client("stepfunctions")
        machine = client.create_state_machine(
            name=self._next(),
            definition='{"StartAt":"Wait","States":{"Wait":{"Type":"Wait","Seconds":3600,"End":true}}}',
            roleArn="arn:aws:iam::123456789012:role/contract",
        )
        return StateMachineExecutions(machine["stateMachineArn"], client)

    def artefacts(self) -> Artefacts:
        """Return an empty bucket."""
        name = self._next()
        self.client("s3").create_bucket(Bucket=name)
        return BucketArtefacts(name, self.client("s3"), sleep=lambda _seconds: None)

    def deliveries(self) -> Deliveries:
        """Return an empty log of webhooks."""
        return DynamoDeliveries(self.new_table(), self.client("dynamodb"), sleep=lambda _seconds: None)

    def key_rings(self) -> KeyRings:
        """Return the rings of users who have never rotated."""
        return DynamoKeyRings(self.new_table(), self.client("dynamodb"), sleep=lambda _seconds: None)

    def quotas(self, clock: Clock) -> Quotas:
        """Return the counters of users who have used nothing."""
        return DynamoQuotas(self._table(), clock)

    def load_history(self) -> DynamoLoadHistory:
        """Return an empty history of the load."""
        return DynamoLoadHistory(Table(self.new_table(), self.client("dynamodb"), lambda _seconds: None))

    def uploads(self) -> Uploads:
        """Return an empty store of uploads."""
        return DynamoUploads(self._table())

    def profiles(self, clock: Clock) -> Profiles:
        """Return the profiles of users who were never seen."""
        return DynamoProfiles(self._table(), clock)

    def _table(self) -> Table:
        return Table(self.new_table(), self.client("dynamodb"), sleep=lambda _seconds: None)

    def breakers(self) -> MakeBreakers:
        """Return what makes breakers that share one empty table, each with what it has read itself."""
        name = self.new_table()
        return lambda: DynamoBreakers(name, self.client("dynamodb"), sleep=lambda _seconds: None)

    def tallies(self, clock: Clock) -> MakeTallies:
        """Return what makes tallies that share one empty table."""
        self.counted = []
        name, tell = self.new_table(), self.counted.append
        return lambda: DynamoTallies(name, self.client("dynamodb"), clock, sleep=lambda _seconds: None, on_counted=tell)

    def secrets(self, master: str) -> ManagerSecrets:
        """Return the secrets of an environment with this master secret."""
        made = self.client("secretsmanager").create_secret(Name=self._next(), SecretString=master)
        return ManagerSecrets(made["ARN"], self.client("secretsmanager"))

    def _next(self) -> str:
        return f"{self._prefix}-{next(self._names)}"


def _create_queue(client: Any, prefix: str, name: str) -> str:
    row = QUEUES[name]
    dead = client.create_queue(QueueName=f"{prefix}-{name}{DEAD_LETTERS_SUFFIX}")["QueueUrl"]
    arn = client.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    redrive = f'{{"deadLetterTargetArn":"{arn}","maxReceiveCount":"{row.max_receive_count}"}}'
    attributes = {"RedrivePolicy": redrive, "VisibilityTimeout": str(row.visibility_timeout_seconds)}
    return cast("str", client.create_queue(QueueName=f"{prefix}-{name}", Attributes=attributes)["QueueUrl"])


@pytest.fixture(scope="module")
def moto_place() -> Iterator[AwsPlace]:
    """AWS in this process. One module long, so that no other test's clients are caught by it."""
    with mock_aws():
        yield AwsPlace("moto", None)


@pytest.fixture(scope="module", params=IMPLEMENTATIONS)
def place(request: pytest.FixtureRequest) -> Place:
    """Each implementation in turn."""
    if request.param == "memory":
        return MemoryPlace()
    if request.param == "moto":
        return cast("Place", request.getfixturevalue("moto_place"))
    return AwsPlace("emulator", ENDPOINT)


@dataclass
class Bench:
    """A table of jobs with a clock, and jobs in any state at a call."""

    jobs: AnyJobs
    clock: Clock
    letters: DeadLetters | None = None
    made: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def mover(self) -> Mover:
        """The moves of the table as calls."""
        return Mover(self.jobs)

    def job(self, user_id: str = "ada", **changes: Any) -> Job:
        """Return a new PENDING job that is not stored yet."""
        request = CreateJob.model_validate(
            {"video_request": {"script_content": "Hello there."}, "metadata": {"a": 0.1}}
        )
        now = self.clock()
        fields = {
            "job_id": f"job{next(self.made):04}",
            "user_id": user_id,
            "tier": "standard",
            "task_name": "generate_video",
            "request": request,
            "queue": "videos-default",
            "created_at": now,
            "updated_at": now,
            "due_at": now + timedelta(seconds=60),
        }
        return Job.model_validate(fields | changes)

    def added(self, user_id: str = "ada", **changes: Any) -> Job:
        """Return a stored PENDING job."""
        job = self.job(user_id, **changes)
        assert self.add(job) is AddOutcome.ADDED
        return job

    def add(self, job: Job, *, key: IdempotencyKey | None = None, daily_limit: int | None = None) -> AddOutcome:
        """Store a job and return what became of it."""
        return self.jobs.add(job, key=key, daily_limit=daily_limit, day=DAY).outcome

    def queued(self, user_id: str = "ada", **changes: Any) -> Job:
        """Return a QUEUED job."""
        job = self.added(user_id, **changes)
        assert self.admit(job) is MoveOutcome.MOVED
        return self.read(job)

    def admit(self, job: Job, *, active_limit: int = 1000) -> MoveOutcome:
        """Try to admit a job."""
        return self.mover.admit(job, active_limit=active_limit, now=self.clock())

    def executing(self, user_id: str = "ada", **changes: Any) -> Job:
        """Return a job in its first attempt."""
        job = self.queued(user_id, **changes)
        assert self.start(job) is StartOutcome.STARTED
        return self.read(job)

    def start(
        self, job: Job, *, attempt: int = 1, capacity: int = 1000, pool: str = "videos", shard: int = 0
    ) -> StartOutcome:
        """Try to start an attempt."""
        started, _ = start_attempt(
            job.job_id, attempt, pool=pool, shard=shard, capacity=capacity, jobs=self.jobs, clock=self.clock
        )
        return started

    def lease(self, job: Job, *, attempt: int = 1, pool: str = "videos") -> Lease:
        """Return the lease of an attempt."""
        expires = self.clock() + timedelta(seconds=LEASE_SECONDS)
        return Lease(job_id=job.job_id, attempt=attempt, pool=pool, expires_at=expires)

    def finish(self, job: Job, event: JobEvent = JobEvent.COMPLETED, *, attempt: int = 1, **rest: Any) -> MoveOutcome:
        """End an attempt; final states expire in a day, retries are due in a minute."""
        now = self.clock()
        rest.setdefault("expires_at", now + timedelta(hours=24))
        if event is JobEvent.RETRY_SCHEDULED:
            rest |= {"expires_at": None, "due_at": now + timedelta(seconds=60)}
        return self.mover.finish(job.job_id, attempt=attempt, event=event, now=now, **rest)

    def answer(self, job: Job, *, source: str, fingerprint: str = "f", result: JobResult | None = None) -> MoveOutcome:
        """Answer a waiting job with an earlier one's result."""
        now = self.clock()
        return self.mover.answer(
            job,
            source=self.jobs.get(source) or self.job(job_id=source),
            result=result or JobResult(),
            fingerprint=fingerprint,
            now=now,
            expires_at=now + timedelta(hours=24),
        )

    def ended(self, event: JobEvent = JobEvent.COMPLETED, user_id: str = "ada", **changes: Any) -> Job:
        """Return a job whose first attempt ended so."""
        job = self.executing(user_id, **changes)
        assert self.finish(job, event) is MoveOutcome.MOVED
        return self.read(job)

    def running(self, pool: str, *, shards: int = 1) -> int:
        """Return how many attempts count against the pool's capacity."""
        return sum(self.jobs.counts_of_pool(pool, shards=shards).running)

    def served(self, pool: str, *, shards: int = 1) -> int:
        """Return how many starts the pool has ever made."""
        return self.jobs.counts_of_pool(pool, shards=shards).served

    def read(self, job: Job) -> Job:
        """Return the job as stored now."""
        stored = self.jobs.get(job.job_id)
        assert stored is not None
        return stored


@pytest.fixture
def clock() -> Clock:
    """Return a clock that stands at `EPOCH`."""
    return Clock()


@pytest.fixture
def bench(place: Place, clock: Clock) -> Bench:
    """Return an empty table of jobs on the implementation in turn."""
    return Bench(jobs=place.jobs(clock), clock=clock, letters=place.letters)


@pytest.fixture
def letters(bench: Bench) -> DeadLetters:
    """Return the dead letters of the bench's table."""
    assert bench.letters is not None
    return bench.letters


Side = Literal["memory", "moto"]


@pytest.fixture
def both_benches(moto_place: AwsPlace) -> dict[Side, Bench]:
    """Return a bench of each implementation, to compare them move by move."""
    places: dict[Side, Place] = {"memory": MemoryPlace(), "moto": moto_place}
    clocks = {side: Clock() for side in places}
    return {
        side: Bench(jobs=place.jobs(clocks[side]), clock=clocks[side], letters=place.letters)
        for side, place in places.items()
    }


MakeBench = Callable[[DynamoJobs], Bench]


@pytest.fixture
def bench_of(clock: Clock) -> MakeBench:
    """Put a table of jobs of the test's own making on a bench."""
    return lambda jobs: Bench(jobs=jobs, clock=clock)
