"""Jobs a second and running films at which each part breaks: what was measured, against what AWS documents."""

from typing import Final

from infra.concurrency import RESERVED
from infra.functions import TRIGGER_FUNCTIONS
from infra.triggers import DISPATCHER_RUNS, OUTBOX_RUNS
from reelwright.aws.keys import STATS
from reelwright.aws.tallies import SHARDS as TALLY_SHARDS
from reelwright.pipeline.queues import PLACES_A_SHARD
from reelwright.pipeline.table import SHARDS
from reelwright.values import Value
from tests.scale import before
from tests.scale.limits import CALL_SECONDS, CPU_SECONDS, LIMITS, STREAM_SHARDS, VCPU_MB
from tests.scale.measuring import Cost, Measured

AIM_JOBS: Final = 200
AIM_RUNNING: Final = 5_000
FILM_SECONDS: Final = 25
"""Seconds that a film of half a minute takes: 5,000 of them running are 200 starts a second."""
BUSY_SECONDS: Final = 0.015
"""How long a transaction holds an item; above half of the time busy, most transactions meet another one."""
PARTITIONS: Final = {"LEASES": SHARDS, "STATS": len(STATS)}
"""Partition keys of a family; every kind of `by_due` has `SHARDS`, the pool one for every `PLACES_A_SHARD` places."""
TRANSITIONS: Final = 55
"""Of a film of nine scenes, counted by the interpreter (tests/infra/test_interpreted.py)."""
RUNS_A_FILM: Final = 5.4
"""Lambda runs of a film at a time, on average: 400 GB-s of 3 GB in 25 s."""
BUDGET_SECONDS: Final = 75.0
"""Of the sweeper's run for the leases."""


class Part(Value):
    """One part of the road: where it breaks, before and now. `raised_by`: what moves the point."""

    name: str
    before: float
    now: float
    unit: str
    raised_by: str
    adjustable: bool = False
    """Whether the limit is a quota that AWS raises on request."""


def hot_parts(film: Measured) -> list[Part]:
    """Reckon each family of shared keys at half of a partition's write units."""
    half = LIMITS["partition_writes"].value / 2
    return [
        Part(
            name=f"key {family}",
            before=half / before.HOT.get(_name(family), units),
            now=half * _partitions(family) / units,
            unit="jobs/s",
            raised_by="shards",
        )
        for family, units in sorted(film.hot.items())
    ]


def job_parts(film: Measured) -> list[Part]:
    """Reckon the parts that jobs a second break."""
    outbox, dispatcher = film.actors["outbox"], film.actors["dispatcher"]
    starts = _a_start(dispatcher)
    writes, transitions = LIMITS["table_writes"].value, LIMITS["state_transitions"].value
    return [
        *hot_parts(film),
        Part(
            name="items of the tallies, by conflicts",
            before=0.5 / BUSY_SECONDS * 8 / 4,
            now=0.5 / BUSY_SECONDS * TALLY_SHARDS / 3,
            unit="jobs/s",
            raised_by="shards (one queue and task)",
        ),
        Part(
            name="items of a pool of 5,000 places, by conflicts",
            before=0.5 / BUSY_SECONDS / 2,
            now=0.5 / BUSY_SECONDS * (AIM_RUNNING / PLACES_A_SHARD) / 2,
            unit="jobs/s",
            raised_by="places a shard",
        ),
        Part(
            name="outbox",
            before=STREAM_SHARDS * OUTBOX_RUNS / before.OUTBOX_SECONDS,
            now=STREAM_SHARDS * OUTBOX_RUNS / seconds_of(outbox, TRIGGER_FUNCTIONS["outbox"].memory_mb),
            unit="jobs/s",
            raised_by="shards of the stream, which grow with the table",
        ),
        Part(
            name="dispatcher",
            before=(STREAM_SHARDS + 1) / seconds_of(starts, 512),
            now=(STREAM_SHARDS * DISPATCHER_RUNS + 1) / seconds_of(starts, TRIGGER_FUNCTIONS["dispatcher"].memory_mb),
            unit="jobs/s",
            raised_by="runs a shard, shards of the stream",
        ),
        Part(
            name="lifecycle",
            before=RESERVED["lifecycle"] / seconds_of(film.actors["lifecycle"], 512),
            now=RESERVED["lifecycle"] / seconds_of(film.actors["lifecycle"], TRIGGER_FUNCTIONS["lifecycle"].memory_mb),
            unit="jobs/s",
            raised_by="its reserved runs",
        ),
        Part(
            name="API (throttle of the prod stage)",
            before=200,
            now=1_000,
            unit="requests/s",
            raised_by="infra/environments.py, up to 10,000",
        ),
        Part(
            name="StartExecution",
            before=LIMITS["start_execution"].value,
            now=LIMITS["start_execution"].value,
            unit="jobs/s",
            raised_by="quota",
            adjustable=True,
        ),
        Part(
            name="state transitions of films",
            before=transitions / before.TRANSITIONS,
            now=transitions / TRANSITIONS,
            unit="films/s",
            raised_by="quota; fewer states",
            adjustable=True,
        ),
        Part(
            name="write units of the table, films",
            before=writes / before.FILM.write_units,
            now=writes / film.write_units,
            unit="films/s",
            raised_by="quota; fewer reports of progress",
            adjustable=True,
        ),
    ]


def running_parts(film: Measured) -> list[Part]:
    """Reckon the parts that running films break."""
    lease_reads = LIMITS["partition_reads"].value / 2 / AIM_JOBS * 4096 / 330
    look = CALL_SECONDS["dynamodb.Query"] + CPU_SECONDS
    slow_look = CALL_SECONDS["dynamodb.GetItem"] + CPU_SECONDS * VCPU_MB / 512
    writes = film.actors["steps"].write_units / FILM_SECONDS
    return [
        Part(
            name="leases read for each start, at 200 starts/s",
            before=lease_reads,
            now=float("inf"),
            unit="films",
            raised_by="not read any more",
        ),
        Part(
            name="sweeper looks at every lease",
            before=BUDGET_SECONDS / (2 * slow_look),
            now=BUDGET_SECONDS / look,
            unit="films",
            raised_by="reading jobs in batches",
        ),
        Part(
            name="progress, write units of the table",
            before=LIMITS["table_writes"].value / (744 / FILM_SECONDS),
            now=LIMITS["table_writes"].value / writes,
            unit="films",
            raised_by="quota; fewer reports of progress",
            adjustable=True,
        ),
        Part(
            name="Lambda concurrency",
            before=LIMITS["lambda_concurrency"].value * 0.75 / RUNS_A_FILM,
            now=LIMITS["lambda_concurrency"].value * 0.75 / RUNS_A_FILM,
            unit="films",
            raised_by="quota (27,000 for the aim)",
            adjustable=True,
        ),
        Part(
            name="open executions",
            before=LIMITS["open_executions"].value,
            now=LIMITS["open_executions"].value,
            unit="films",
            raised_by="quota",
            adjustable=True,
        ),
    ]


def weakest(parts: list[Part]) -> Part:
    """Find the part of our own design that breaks first; quotas are raised on request."""
    return min((part for part in parts if not part.adjustable), key=lambda part: part.now)


def seconds_of(cost: Cost, memory_mb: int) -> float:
    """Reckon how long an actor works on a job, one call after the other."""
    waits = sum(CALL_SECONDS[call] * number for call, number in cost.calls.items())
    return waits + cost.call_count * CPU_SECONDS * max(1.0, VCPU_MB / memory_mb)


def _a_start(cost: Cost) -> Cost:
    """Leave one receive of those that a run with a single job makes: under load each brings a message."""
    calls = {**cost.calls, "sqs.ReceiveMessage": 1, "dynamodb.BatchGetItem": 0}
    return cost.model_copy(update={"calls": calls})


def _partitions(family: str) -> int:
    if family.startswith("by_due"):
        return SHARDS
    return PARTITIONS.get(family, AIM_RUNNING // PLACES_A_SHARD)


def _name(family: str) -> str:
    return "POOL" if family.startswith("POOL") else family
