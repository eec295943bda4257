"""The promises of the flow, read off the real table, bucket and state machine once everything has come to rest."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cached_property
from itertools import pairwise
from typing import Any

from botocore.exceptions import ClientError

from reelwright.aws.items import Item, from_wire, job_of
from reelwright.aws.jobs import DynamoJobs
from reelwright.aws.tallies import DynamoTallies
from reelwright.jobs.lifecycle import FINAL_STATES, TRANSITIONS, JobEvent, JobState
from reelwright.jobs.model import HistoryRow, Job, execution_name
from reelwright.jobs.output_keys import outcome_key
from reelwright.jobs.quota import day_of
from reelwright.pipeline.queues import POOLS


@dataclass(frozen=True)
class Evidence:
    """What a deployed stack holds. `aws` makes clients that go past every proxy."""

    aws: Any
    outputs: dict[str, str]

    @cached_property
    def jobs(self) -> DynamoJobs:
        """Return the table's own reader."""
        return DynamoJobs(self.outputs["TableName"], self.aws("dynamodb"), clock=lambda: datetime.now(timezone.utc))

    @cached_property
    def tallies(self) -> DynamoTallies:
        """Return the counters' own reader."""
        return DynamoTallies(self.outputs["TableName"], self.aws("dynamodb"), clock=lambda: datetime.now(timezone.utc))

    @cached_property
    def _bucket(self) -> Any:
        return self.aws("s3")

    def stored(self) -> dict[str, Job]:
        """Return every job of the table."""
        pages = (
            self.aws("dynamodb")
            .get_paginator("scan")
            .paginate(
                TableName=self.outputs["TableName"],
                ConsistentRead=True,
                FilterExpression="sk IN (:meta, :request) AND begins_with(pk, :job)",
                ExpressionAttributeValues={":meta": {"S": "META"}, ":request": {"S": "REQUEST"}, ":job": {"S": "JOB#"}},
            )
        )
        rows: dict[str, list[Item]] = {}
        for item in (from_wire(item) for page in pages for item in page["Items"]):
            rows.setdefault(item["pk"], []).append(item)
        return {job.job_id: job for items in rows.values() if (job := job_of(items)) is not None}

    def at_rest(self) -> bool:
        """Return whether every job has ended and left its outcome, and nobody holds a place."""
        jobs = self.stored().values()
        ended = all(job.state in FINAL_STATES for job in jobs) and not self.jobs.leases()
        return ended and all(self._outcome(job.job_id) is not None for job in jobs)

    def broken_promises(self) -> list[str]:
        """Return what does not hold, a sentence each."""
        jobs = self.stored()
        return [
            *(wrong for job in jobs.values() for wrong in self._of_job(job)),
            *self._of_executions(jobs),
            *self._of_counters(jobs),
            *self._of_tallies(jobs),
        ]

    def _of_job(self, job: Job) -> Iterator[str]:
        rows = self.jobs.history(job.job_id)
        yield from (f"{job.job_id}: {wrong}" for wrong in _of_history(job, rows))
        told = self._outcome(job.job_id)
        if told is None or (told["state"], told["attempt"]) != (job.state.value, job.attempt):
            yield f"{job.job_id} is {job.state}, its outcome says {told and told['state']}"

    def _outcome(self, job_id: str) -> Any:
        try:
            answer = self._bucket.get_object(Bucket=self.outputs["BucketName"], Key=outcome_key(job_id))
        except ClientError:
            return None
        return json.loads(answer["Body"].read())

    def _of_executions(self, jobs: dict[str, Job]) -> Iterator[str]:
        """Every attempt of the histories is one execution, and there is no other."""
        pages = self.aws("stepfunctions").get_paginator("list_executions")
        listed = pages.paginate(stateMachineArn=self.outputs["StateMachineArn"])
        started = Counter(row["name"] for page in listed for row in page["executions"])
        wanted = {execution_name(job.job_id, attempt) for job in jobs.values() for attempt in range(1, job.attempt + 1)}
        yield from (f"{name} was started {count} times" for name, count in started.items() if count > 1)
        yield from (f"{name} was never started" for name in wanted - started.keys())
        yield from (f"{name} belongs to no attempt" for name in started.keys() - wanted)

    def _of_counters(self, jobs: dict[str, Job]) -> Iterator[str]:
        yield from (f"a lease is left: {lease}" for lease in self.jobs.leases())
        yield from (
            f"{pool} counts {n} running"
            for pool in POOLS
            if (n := sum(self.jobs.counts_of_pool(pool, shards=1).running))
        )
        for user_id, made in Counter(job.user_id for job in jobs.values()).items():
            active, today = self.jobs.active(user_id), {day_of(job.created_at) for job in jobs.values()}
            if active:
                yield f"{user_id} counts {active} active"
            if (counted := sum(self.jobs.daily_count(user_id, day) for day in today)) != made:
                yield f"{user_id} made {made} jobs, {counted} are counted"

    def _of_tallies(self, jobs: dict[str, Job]) -> Iterator[str]:
        """Compare what was counted with what the stored jobs are, and with what their histories say that they did."""
        expected: Counter[tuple[str, str, str]] = Counter()
        for job in jobs.values():
            rows = self.jobs.history(job.job_id)
            left = sum(row.from_state is JobState.QUEUED for row in rows)
            place = (job.queue, job.task_name)
            done = {f"state.{job.state.value}": 1, f"ended.{job.state.value}": 1, "moves": len(rows), "left": left}
            expected.update({(*place, name): value for name, value in done.items()})
        for tally in self.tallies.all():
            for name in ("moves", "left", *(f"{kind}.{state}" for kind in ("state", "ended") for state in JobState)):
                counted, wanted = tally.value(name), expected.pop((tally.queue, tally.task_name, name), 0)
                if counted != wanted:
                    yield f"{tally.queue} {tally.task_name} {name} is {counted}, of {wanted}"
        yield from (f"{name} was never counted" for name, value in expected.items() if value)


def _of_history(job: Job, rows: tuple[HistoryRow, ...]) -> Iterator[str]:
    """Check that the rows are a legal path without gaps to the job's one end."""
    if [row.sequence for row in rows] != list(range(1, len(rows) + 1)):
        yield f"rows {[row.sequence for row in rows]}"
    if rows[-1].to_state is not job.state or sum(row.to_state in FINAL_STATES for row in rows) != 1:
        yield f"is {job.state} after {[row.event for row in rows]}"
    if rows[0].to_state is not JobState.PENDING:
        yield f"was born {rows[0].to_state}"
    attempt = 0
    for before, row in pairwise(rows):
        attempt += row.event == JobEvent.STARTED
        legal = (
            row.from_state is before.to_state and TRANSITIONS[before.to_state].get(JobEvent(row.event)) is row.to_state
        )
        if not legal or row.attempt != attempt or row.at < before.at:
            yield f"{row.event} ({row.from_state} to {row.to_state}, attempt {row.attempt}) after {before.event}"
