"""The permissions over rows, judged by the emulator's evaluator of policies on the requests that the adapters really send."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

import pytest

from reelwright.aws.deliveries import DynamoDeliveries
from reelwright.aws.jobs import DynamoJobs
from reelwright.aws.lanes import DynamoLanes
from reelwright.aws.table import Table
from reelwright.jobs import moves
from reelwright.jobs.caller import Caller
from reelwright.jobs.dead_letter import DeadLetterReason
from reelwright.jobs.lifecycle import JobEvent
from reelwright.jobs.model import JobFailure, Lease
from reelwright.webhooks.log import Delivery
from tests.infra.judged import Request, Rights, actions_of_items
from tests.memory.system import System

if TYPE_CHECKING:
    from tests.infra.conftest import Synthesis

NOW: Final = datetime(2026, 11, 28, tzinfo=timezone.utc)
FAILURE: Final = JobFailure(type="X", code="x", message="x")
EVE: Final = Caller(user_id="eve", tier="free")


class Recorder:
    """A client of DynamoDB that takes every write and keeps it: the actions that it needs, and its body."""

    def __init__(self) -> None:
        self.sent: list[tuple[set[str], Request]] = []

    def put_item(self, **request: Any) -> Request:
        """Take a row."""
        return self._keep({"PutItem"}, request)

    def update_item(self, **request: Any) -> Request:
        """Take an update."""
        return self._keep({"UpdateItem"}, request)

    def delete_item(self, **request: Any) -> Request:
        """Take a removal."""
        return self._keep({"DeleteItem"}, request)

    def transact_write_items(self, **request: Any) -> Request:
        """Take a transaction."""
        return self._keep(actions_of_items(request), request)

    def _keep(self, actions: set[str], request: Request) -> Request:
        self.sent.append((actions, request))
        return {}


def start_and_note(client: Any) -> None:
    """Write what the dispatcher writes."""
    system, jobs = System(), DynamoJobs("table", client, lambda: NOW)
    job_id = system.create(EVE).job_id
    system.advance(job_id)
    lease = Lease(job_id=job_id, attempt=1, pool="videos", expires_at=NOW)
    started = moves.start(system.job(job_id), lease=lease, capacity=1, now=NOW)
    jobs.commit(started)
    jobs.note(moves.note_execution(started.after, "arn:execution"))


def end(client: Any) -> None:
    """Write the end of an attempt with its lease, counters and dead letter."""
    system, jobs = System(), DynamoJobs("table", client, lambda: NOW)
    job = system.job(system.run(EVE))
    lease = Lease(job_id=job.job_id, attempt=job.attempt, pool="videos", expires_at=NOW)
    reason = DeadLetterReason.RETRIES_EXHAUSTED
    jobs.commit(moves.finish(job, JobEvent.FAILED, now=NOW, lease=lease, error=FAILURE, dead_letter=reason))
    jobs.commit(moves.finish(job, JobEvent.COMPLETED, now=NOW, lease=lease, fingerprint="f", expires_at=NOW))


def tell(client: Any) -> None:
    """Write what `webhooks` writes."""
    table, told = Table("table", client), DynamoDeliveries("table", client)
    lanes = DynamoLanes(table)
    lane = lanes.take("eve", "holder", now=NOW)
    named = {"webhook_id": "w", "type": "job.completed", "place": "example.com/", "sender": "s"}
    tried = Delivery(job_id="1", sequence=4, number=1, trigger="schedule", started_at=NOW, **named)
    told.begin(tried)
    told.end(tried.model_copy(update={"status": 500, "detail": "no", "next_at": NOW + timedelta(seconds=9)}))
    lanes.give_back("eve", "holder", lane or 0, now=NOW)


@pytest.mark.parametrize(
    ("role_of", "work"),
    [("dispatcher", start_and_note), ("lifecycle", end), ("dead_letters", end), ("sweeper", end), ("webhooks", tell)],
)
def test_a_function_may_do_its_work(prod: "Synthesis", role_of: str, work: Callable[[Any], None]) -> None:
    """Every write that the adapters send, with the attributes that their conditions name."""
    client, rights = Recorder(), Rights(prod, role_of)
    work(client)
    assert client.sent
    for actions, request in client.sent:
        assert rights.allow(actions, request), (actions, request)


def row(partition: str, sort: str = "META", **fields: str) -> Request:
    """Build the request that puts a row."""
    item = {"pk": partition, "sk": sort, **fields}
    return {"Item": {name: {"S": value} for name, value in item.items()}}


@pytest.mark.parametrize(
    ("role_of", "action", "request_body"),
    [
        ("webhooks", "PutItem", row("JOB#1", callback_url="https://evil.example")),
        ("webhooks", "PutItem", row("USER#eve", "WEBHOOKS")),
        ("webhooks", "UpdateItem", {"Key": row("JOB#1")["Item"]}),
        ("webhooks", "Query", {"KeyConditionExpression": "#pk = :p", "ExpressionAttributeValues": {":p": {"S": "STATS#0"}}}),
        ("webhooks", "Scan", {}),
        ("media", "PutItem", row("USER#eve", "QUOTA#2026-11-28")),
        ("generation", "GetItem", {"Key": row("USER#eve", "WEBHOOKS")["Item"]}),
        ("intake", "UpdateItem", {"Key": row("PROVIDER#x", "BREAKER")["Item"]}),
        ("media", "DeleteItem", {"Key": row("JOB#1")["Item"]}),
        ("dispatcher", "UpdateItem", {"Key": row("USER#eve", "ACTIVE")["Item"]}),
        ("dispatcher", "DeleteItem", {"Key": row("LEASES#1", "1")["Item"]}),
        ("lifecycle", "PutItem", row("BATCH#1")),
        ("batches", "PutItem", row("JOB#1")),
        ("outbox", "PutItem", row("LEASES#1", "1")),
        ("api", "PutItem", row("POOL#videos", "COUNT")),
        ("sweeper", "PutItem", row("PROVIDER#x", "BREAKER")),
        ("material", "GetItem", {"Key": row("JOB#1")["Item"]}),
    ],
)  # fmt: skip
def test_a_function_that_is_taken_over_reaches_no_other_partition(
    prod: "Synthesis", role_of: str, action: str, request_body: Request
) -> None:
    """Nor may one ride along in a transaction with a row that is allowed."""
    rights = Rights(prod, role_of)
    assert not rights.allow({action}, request_body)
    if action == "PutItem":
        both = {"TransactItems": [{"Put": request_body}, {"Put": row("JOB#1", "STEP#x")}]}
        assert role_of == "batches" or not rights.allow({action}, both)
