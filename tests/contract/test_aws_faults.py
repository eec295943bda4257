"""What only AWS can do to us: lost answers, conflicts, throttles, drifted counters, tasks that outlive their execution."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, IncompleteReadError

from reelwright.aws import keys
from reelwright.aws.artefacts import BucketArtefacts
from reelwright.aws.dead_letters import DynamoDeadLetters
from reelwright.aws.executions import COMMAND_VARIABLE, StateMachineExecutions
from reelwright.aws.jobs import DynamoJobs
from reelwright.aws.table import Table
from reelwright.aws.tallies import DynamoTallies
from reelwright.aws.writes import Write
from reelwright.jobs.dead_letter import DeadLetterReason
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import JobFailure, StepRow
from reelwright.ports import AddOutcome, IdempotencyKey, MoveOutcome
from reelwright.usecases.dispatch_jobs import StartOutcome

if TYPE_CHECKING:
    from tests.contract.conftest import AwsPlace, Bench, Clock, MakeBench

FaultyBench = Callable[..., Any]
KEY = IdempotencyKey(key="k", fingerprint="f")


class Faulty:
    """A client whose calls of one name go through `fault`, which gets the real call and its arguments."""

    def __init__(self, client: Any, name: str, fault: Callable[..., Any]) -> None:
        self._client, self._name, self._fault = client, name, fault

    def __getattr__(self, name: str) -> Any:
        """Return the client's attribute, the one call faulty."""
        real = getattr(self._client, name)
        if name != self._name:
            return real
        return lambda **arguments: self._fault(real, **arguments)


def answer_lost(real: Callable[..., Any], **arguments: Any) -> Any:
    """Apply the call, lose the answer, apply it again as botocore does; moto knows no request tokens."""
    real(**arguments)
    return real(**arguments)


def cancelled(*codes: str | None) -> ClientError:
    """Return the error of a transaction that was cancelled for these reasons."""
    reasons = [{"Code": code or "None"} for code in codes]
    answer: Any = {"Error": {"Code": "TransactionCanceledException", "Message": "x"}, "CancellationReasons": reasons}
    return ClientError(answer, "TransactWriteItems")


class FailsFirst:
    """A fault that raises the given errors one after the other, then lets the calls through."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    def __call__(self, real: Callable[..., Any], **arguments: Any) -> Any:
        """Raise the next error, or make the call."""
        if self.errors:
            raise self.errors.pop(0)
        return real(**arguments)


@pytest.fixture
def table_name(moto_place: "AwsPlace") -> str:
    """Create an empty table and return its name."""
    return moto_place.new_table()


@pytest.fixture
def faulty_bench(moto_place: "AwsPlace", table_name: str, clock: "Clock", bench_of: "MakeBench") -> FaultyBench:
    """Make a bench on the one table whose calls of a name are faulty; `waits` gets the waits between tries."""

    def make(name: str = "", fault: Callable[..., Any] = answer_lost, waits: list[float] | None = None) -> "Bench":
        client: Any = Faulty(moto_place.client("dynamodb"), name, fault)
        waited: list[float] = [] if waits is None else waits
        return bench_of(DynamoJobs(table_name, client, clock=clock, sleep=waited.append))

    return make


def test_moves_whose_answer_was_lost_are_known_as_ones_own(faulty_bench: FaultyBench) -> None:
    """The write got through, botocore tried again and was refused by its own success: the mover still has moved, once."""
    bench = faulty_bench("transact_write_items")
    job = bench.job()
    assert bench.add(job, key=KEY) is AddOutcome.ADDED
    assert bench.admit(job) is MoveOutcome.MOVED
    assert bench.start(job) is StartOutcome.STARTED
    row = StepRow(name="plan_scenes", state="done", attempt=1, fraction=1, cost_usd=0.5, updated_at=bench.clock())
    saved = bench.jobs.save_step(job.job_id, row, weight=0.5, message=None, now=bench.clock())
    assert saved is MoveOutcome.MOVED
    assert (bench.read(job).progress, bench.read(job).cost_usd) == (0.5, 0.5)
    assert bench.finish(job, JobEvent.RETRY_SCHEDULED) is MoveOutcome.MOVED
    retrying = bench.read(job)
    assert bench.mover.requeue(retrying, event=JobEvent.RETRY_DUE, now=bench.clock()) is MoveOutcome.MOVED
    expires = bench.clock()
    assert (
        bench.mover.cancel_waiting(bench.read(job), now=expires, expires_at=expires.replace(year=2027))
        is MoveOutcome.MOVED
    )
    assert [row.sequence for row in bench.jobs.history(job.job_id)] == [1, 2, 3, 4, 5, 6]
    assert (bench.jobs.active("ada"), bench.running("videos"), bench.jobs.daily_count("ada", "2026-11-21")) == (
        0,
        0,
        1,
    )


def test_a_lost_answer_leaves_one_dead_letter_and_tells_of_it_once(
    moto_place: "AwsPlace", table_name: str, clock: "Clock", bench_of: "MakeBench"
) -> None:
    """The mover finds its mark in the history: the job has failed by its hand, and the letter lies beside it."""
    told: list[str] = []
    client: Any = Faulty(moto_place.client("dynamodb"), "transact_write_items", answer_lost)
    jobs = DynamoJobs(
        table_name,
        client,
        clock=clock,
        on_dead_letter=lambda letter: told.append(letter.letter_id),
    )
    bench = bench_of(jobs)
    job = bench.executing()
    failure = JobFailure(type="ProviderError", code="provider_failed", message="503", retryable=True)
    exhausted = DeadLetterReason.RETRIES_EXHAUSTED
    outcomes = [bench.finish(job, JobEvent.FAILED, error=failure, dead_letter=exhausted) for _ in range(2)]
    assert outcomes == [MoveOutcome.MOVED, MoveOutcome.LOST]
    assert told == [job.job_id]
    letters = DynamoDeadLetters(table_name, moto_place.client("dynamodb"), clock)
    assert letters.get(job.job_id) is not None


def test_a_count_whose_answer_was_lost_is_made_and_told_of_once(
    moto_place: "AwsPlace", faulty_bench: FaultyBench, table_name: str, clock: "Clock"
) -> None:
    """The guard carries the mark of who wrote it: the counter knows its own count, and adds nothing again."""
    told: list[float] = []
    client: Any = Faulty(moto_place.client("dynamodb"), "transact_write_items", answer_lost)
    tallies = DynamoTallies(table_name, client, clock, on_counted=lambda added: told.append(added.moves))
    bench = faulty_bench()
    job = bench.queued()
    counted = [tallies.count(bench.read(job), bench.jobs.history(job.job_id)) for _ in range(2)]
    assert (counted, told) == ([True, False], [2])
    assert (tallies.of_user("ada").moves, [tally.moves for tally in tallies.all()]) == (2, [2])
    for _ in range(2):
        tallies.forget(job.job_id)
    assert tallies.of_user("ada").in_state(JobState.QUEUED) == 0


def test_the_guard_of_a_forgotten_job_goes_after_a_week(
    moto_place: "AwsPlace", faulty_bench: FaultyBench, table_name: str, clock: "Clock"
) -> None:
    """That of a job that is there has no end."""
    client = moto_place.client("dynamodb")
    tallies = DynamoTallies(table_name, client, clock)
    bench = faulty_bench()
    job = bench.ended()
    tallies.count(job, bench.jobs.history(job.job_id))
    table = Table(table_name, client)
    assert "ttl" not in (table.get(keys.counted_key(job.job_id)) or {})
    tallies.forget(job.job_id)
    assert (table.get(keys.counted_key(job.job_id)) or {})["ttl"] == int(clock().timestamp()) + 7 * 24 * 3600


def test_conflicts_and_throttles_are_tried_again(faulty_bench: FaultyBench) -> None:
    """They pass; between the tries it waits, longer each time at most, and the outcome is the real one."""
    waits: list[float] = []
    fault = FailsFirst(
        cancelled("TransactionConflict", None, None),
        cancelled("TransactionConflict", "ThrottlingError", None),
        cancelled(None, None, "ProvisionedThroughputExceeded"),
    )
    bench = faulty_bench("transact_write_items", fault, waits)
    assert bench.add(bench.job()) is AddOutcome.ADDED
    assert fault.errors == []
    assert len(waits) == 3
    assert all(0 <= wait <= ceiling for wait, ceiling in zip(waits, (0.025, 0.05, 0.1), strict=True))


def test_conflicts_without_end_are_raised(faulty_bench: FaultyBench) -> None:
    """After a few tries the caller hears of it, and its event comes again."""
    waits: list[float] = []
    fault = FailsFirst(*[cancelled("TransactionConflict", None, None)] * 100)
    bench = faulty_bench("transact_write_items", fault, waits)
    with pytest.raises(ClientError):
        bench.add(bench.job())
    assert len(waits) == 7
    assert sum((0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 0.8)) < 3


@pytest.mark.parametrize("code", ["ValidationError", "ItemCollectionSizeLimitExceeded"])
def test_a_transaction_that_cannot_pass_is_raised_at_once(faulty_bench: FaultyBench, code: str) -> None:
    """A fault of ours is not hidden behind tries, also beside a conflict."""
    waits: list[float] = []
    bench = faulty_bench("transact_write_items", FailsFirst(cancelled("TransactionConflict", code, None)), waits)
    with pytest.raises(ClientError):
        bench.add(bench.job())
    assert waits == []


def test_a_step_written_beside_us_is_merged(faulty_bench: FaultyBench) -> None:
    """Another invocation of the step writes between our read and our write: both reports count, the higher stays."""
    bench = faulty_bench()
    job = bench.executing()

    def row(fraction: float) -> StepRow:
        return StepRow(name="plan_scenes", state="running", attempt=1, fraction=fraction, updated_at=bench.clock())

    beside = [row(0.8)]

    def fault(real: Callable[..., Any], **arguments: Any) -> Any:
        if beside:
            bench.jobs.save_step(job.job_id, beside.pop(), weight=0.5, message=None, now=bench.clock())
        return real(**arguments)

    disturbed = faulty_bench("transact_write_items", fault)
    disturbed.jobs.save_step(job.job_id, row(0.3), weight=0.5, message=None, now=bench.clock())
    assert bench.read(job).progress == pytest.approx(0.4)
    assert [step.fraction for step in bench.jobs.steps(job.job_id)] == [0.8]


def test_a_drifted_counter_does_not_keep_a_job_from_its_end(
    faulty_bench: FaultyBench, moto_place: "AwsPlace", table_name: str
) -> None:
    """Counters that are 0 although the job counts stay 0; job, history and lease are written all the same."""
    bench = faulty_bench()
    job = bench.executing()
    table = Table(table_name, moto_place.client("dynamodb"))
    for key, counter in ((keys.pool_key("videos#0"), "running"), (keys.active_key("ada"), "active")):
        table.write(Write(action="Update", key=key, assign={counter: 0}))
    assert bench.finish(job) is MoveOutcome.MOVED
    assert (bench.running("videos"), bench.jobs.active("ada"), bench.jobs.leases()) == (0, 0, ())
    assert len(bench.jobs.history(job.job_id)) == 4


def test_a_job_whose_lease_is_gone_ends_without_touching_the_pool(
    faulty_bench: FaultyBench, moto_place: "AwsPlace", table_name: str
) -> None:
    """The place in the pool went with the lease; the end must not free another one's."""
    bench = faulty_bench()
    job, other = bench.executing(), bench.executing()
    Table(table_name, moto_place.client("dynamodb")).write(Write(action="Delete", key=keys.lease_key(job.job_id)))
    assert bench.finish(job) is MoveOutcome.MOVED
    assert bench.running("videos") == 2
    assert [lease.job_id for lease in bench.jobs.leases()] == [other.job_id]


def test_reads_left_unfinished_are_finished(faulty_bench: FaultyBench, moto_place: "AwsPlace", table_name: str) -> None:
    """A batch read that DynamoDB answers by halves is asked for its rest."""
    halves: list[int] = []

    def by_halves(real: Callable[..., Any], **arguments: Any) -> Any:
        wanted = arguments["RequestItems"][table_name]["Keys"]
        half = max(1, len(wanted) // 2)
        halves.append(half)
        now = {"Keys": wanted[:half], "ConsistentRead": True}
        answer = real(RequestItems={table_name: now})
        rest = {table_name: {"Keys": wanted[half:]}} if wanted[half:] else {}
        return {**answer, "UnprocessedKeys": rest}

    bench = faulty_bench("batch_get_item", by_halves)
    made = [bench.added().job_id for _ in range(8)]
    page = bench.jobs.list_of_user("ada", state=None, task_name=None, limit=20, cursor=None)
    assert [job.job_id for job in page.jobs] == made[::-1]
    assert halves == [8, 4, 2, 1, 1], "each job's own row and its request"
    assert moto_place.name == "moto"


class Frozen:
    """A fault of queries: once frozen, an index is read as it was before; the table itself is never behind."""

    def __init__(self) -> None:
        self.frozen = False
        self._answers: dict[str, Any] = {}

    def __call__(self, real: Callable[..., Any], **arguments: Any) -> Any:
        """Answer anew and remember, or from memory."""
        asked = f"{arguments.get('IndexName')} {arguments['ExpressionAttributeValues'][':partition']}"
        if not self.frozen or "IndexName" not in arguments:
            self._answers[asked] = real(**arguments)
        return self._answers[asked]


def test_what_an_index_still_shows_is_checked_with_the_table(faulty_bench: FaultyBench) -> None:
    """An index may be behind: jobs that moved on meanwhile are not due, not next, not listed there, and not expired."""
    queries = Frozen()
    bench = faulty_bench("query", queries)
    pending, failed = bench.added(), bench.ended(JobEvent.FAILED)
    later = bench.clock() + timedelta(hours=24)

    def seen() -> list[list[str]]:
        page = bench.jobs.list_of_user("ada", state=JobState.PENDING, task_name=None, limit=5, cursor=None)
        expired, due = (
            bench.jobs.expired(before=later, limit=5),
            bench.jobs.due(JobState.PENDING, before=later, limit=5),
        )
        following = bench.jobs.next_pending("ada")
        return [[job.job_id for job in jobs if job] for jobs in (page.jobs, due, [following], expired)]

    assert seen() == [[pending.job_id]] * 3 + [[failed.job_id]]
    queries.frozen = True
    bench.admit(pending)
    bench.mover.requeue(failed, event=JobEvent.RETRIED, now=bench.clock())
    assert seen() == [[], [], [], []]


def test_progress_writes_no_index(moto_place: "AwsPlace", faulty_bench: FaultyBench, table_name: str) -> None:
    """What a step reports is in no index, so that a report costs one small write and not four."""
    bench = faulty_bench()
    job = bench.executing()
    row = StepRow(name="plan_scenes", state="running", attempt=1, fraction=0.5, updated_at=bench.clock())
    client = moto_place.client("dynamodb")

    def index_rows() -> list[Any]:
        names = [
            index["IndexName"]
            for index in client.describe_table(TableName=table_name)["Table"]["GlobalSecondaryIndexes"]
        ]
        return [client.scan(TableName=table_name, IndexName=name)["Items"] for name in names]

    before = index_rows()
    bench.jobs.save_step(job.job_id, row, weight=0.5, message="Half", now=bench.clock())
    assert index_rows() == before
    assert [len(rows) for rows in before] == [1, 1, 0]


def test_finished_jobs_and_keys_carry_a_ttl(moto_place: "AwsPlace", faulty_bench: FaultyBench, table_name: str) -> None:
    """The net below the clean-up: a week after a job's end of retention; a running job has none, a retried one loses it."""
    bench = faulty_bench()
    table = Table(table_name, moto_place.client("dynamodb"))
    job = bench.job()
    bench.add(job, key=KEY)
    bench.admit(job)
    bench.start(job)
    assert "ttl" not in (table.get(keys.job_key(job.job_id)) or {})
    bench.finish(job, JobEvent.FAILED)
    day = 24 * 3600
    now = int(bench.clock().timestamp())
    assert (table.get(keys.job_key(job.job_id)) or {})["ttl"] == now + 8 * day
    assert (table.get(keys.idempotency_key("ada", "k")) or {})["ttl"] == now + day
    assert (table.get(keys.quota_key("ada", "2026-11-21")) or {})["ttl"] > now + day
    bench.mover.requeue(bench.read(job), event=JobEvent.RETRIED, now=bench.clock())
    assert "ttl" not in (table.get(keys.job_key(job.job_id)) or {})


def conflict(code: str) -> ClientError:
    """Return an S3 error of this code."""
    return ClientError({"Error": {"Code": code, "Message": "x"}}, "PutObject")


@pytest.fixture
def bucket(moto_place: "AwsPlace") -> str:
    """Create an empty bucket and return its name."""
    moto_place.client("s3").create_bucket(Bucket="faults")
    return "faults"


def test_an_artefact_that_another_is_writing_is_tried_again(moto_place: "AwsPlace", bucket: str) -> None:
    """S3 answers 409 while another writer is at it, who may yet fail: the next try shows who was first."""
    fault = FailsFirst(conflict("ConditionalRequestConflict"), conflict("ConditionalRequestConflict"))
    waits: list[float] = []
    client: Any = Faulty(moto_place.client("s3"), "put_object", fault)
    artefacts = BucketArtefacts(bucket, client, sleep=waits.append)
    artefacts.put_once("artefacts/race", b"ours", content_type="text/plain")
    assert artefacts.get("artefacts/race") == b"ours"
    assert len(waits) == 2


def test_an_answer_that_breaks_off_is_asked_for_again(moto_place: "AwsPlace", bucket: str) -> None:
    """A truncated body is no content."""
    plain = BucketArtefacts(bucket, moto_place.client("s3"))
    plain.put("artefacts/x", b"whole", content_type="text/plain")
    broken = IncompleteReadError(actual_bytes=2, expected_bytes=5)
    client: Any = Faulty(moto_place.client("s3"), "get_object", FailsFirst(broken, broken))
    assert BucketArtefacts(bucket, client).get("artefacts/x") == b"whole"


class OneCluster:
    """ECS with running tasks by ARN, each with the command in its overrides; remembers what was stopped."""

    def __init__(self, commands: dict[str, str]) -> None:
        self.commands = commands
        self.stopped: list[str] = []

    def get_paginator(self, name: str) -> "OneCluster":
        """Return the paginator of `list_tasks`: this object."""
        assert name == "list_tasks"
        return self

    def paginate(self, **asked: Any) -> list[dict[str, list[str]]]:
        """Return two pages, one of them empty."""
        assert (asked["cluster"], asked["desiredStatus"]) == ("arn:cluster", "RUNNING")
        return [{"taskArns": list(self.commands)}, {"taskArns": []}]

    def describe_tasks(self, *, cluster: str, tasks: list[str]) -> dict[str, Any]:
        """Return the tasks with their overrides, as ECS nests them."""
        assert cluster == "arn:cluster"
        other = {"name": "TASK_TOKEN", "value": "t"}
        containers = {
            arn: {"name": "render", "environment": [other, {"name": COMMAND_VARIABLE, "value": self.commands[arn]}]}
            for arn in tasks
        }
        return {"tasks": [{"taskArn": arn, "overrides": {"containerOverrides": [containers[arn]]}} for arn in tasks]}

    def stop_task(self, *, cluster: str, task: str, reason: str) -> None:
        """Remember it; one task is gone already, as ECS says it."""
        assert (cluster, reason) == ("arn:cluster", "over")
        if task == "gone":
            raise ClientError({"Error": {"Code": "InvalidParameterException", "Message": "not found"}}, "StopTask")
        self.stopped.append(task)


def test_a_stopped_execution_takes_its_own_tasks_along(moto_place: "AwsPlace") -> None:
    """Those whose command names its job and attempt, and no other; also on a second stop, when the execution is over."""
    client = moto_place.client("stepfunctions")
    machine = client.create_state_machine(
        name="faults",
        definition='{"StartAt":"Wait","States":{"Wait":{"Type":"Wait","Seconds":3600,"End":true}}}',
        roleArn="arn:aws:iam::123456789012:role/contract",
    )["stateMachineArn"]
    ours = json.dumps({"job_id": "job1", "attempt": 1, "step": "compose_final_video"})
    ecs: Any = OneCluster(
        {
            "ours": ours,
            "gone": ours,
            "later": json.dumps({"job_id": "job1", "attempt": 2, "step": "compose_final_video"}),
            "other": json.dumps({"job_id": "job11", "attempt": 1, "step": "compose_final_video"}),
            "strange": "not json",
            "list": "[]",
        }
    )
    executions = StateMachineExecutions(machine, client, ecs, "arn:cluster")
    arn = executions.start("job1-a1", {"job_id": "job1"})
    for _ in range(2):
        executions.stop(arn, reason="over")
    assert executions.status(arn).status == "ABORTED"
    assert ecs.stopped == ["ours", "ours"]
