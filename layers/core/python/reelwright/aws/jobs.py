"""`ports.Jobs` on one DynamoDB table (`pipeline.table`), composed of one class per concern."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from reelwright.aws import keys
from reelwright.aws.job_adding import JobAdder
from reelwright.aws.job_moves import JobMover, where
from reelwright.aws.job_reads import JobReader
from reelwright.aws.job_steps import JobSteps
from reelwright.aws.table import Table
from reelwright.aws.writes import Write
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.model import Job
from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY
from reelwright.ports import Clock, OnDeadLetter, ignore_letter

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoJobs:
    """`ports.Jobs`; the methods are those of its parts, and the docstrings of the port hold.

    `sleep` waits (seconds) before a disturbed call is repeated; `on_dead_letter` gets each letter once it is written.
    """

    def __init__(
        self,
        table_name: str,
        client: "DynamoDBClient",
        clock: Clock,
        sleep: Callable[[float], None] = time.sleep,
        on_dead_letter: OnDeadLetter = ignore_letter,
    ) -> None:
        self._table = table = Table(table_name, client, sleep)
        self.add = JobAdder(table, clock).add

        mover = JobMover(table, clock, on_dead_letter)
        self.commit, self.note, self.release_lease = mover.commit, mover.note, mover.release_lease

        reader = JobReader(table, clock)
        self.get, self.recorded, self.history = reader.get, reader.recorded, reader.history
        self.finished_like = reader.finished_like
        self.list_of_user, self.counts_of_user = reader.list_of_user, reader.counts_of_user
        self.next_pending, self.due = reader.next_pending, reader.due
        self.unpublished, self.expired = reader.unpublished, reader.expired
        self.lease, self.leases = reader.lease, reader.leases
        self.daily_count, self.counts_of_pool = reader.daily_count, reader.counts_of_pool
        self.active = reader.active

        steps = JobSteps(table)
        self.steps, self.step, self.save_step = steps.steps, steps.step, steps.save_step

    def remove(self, job: Job) -> None:
        """Remove a finished job with its history and steps.

        The job's own row and its request are removed last, so that the next clean-up finds the job after a crash in between.
        """
        key, request = keys.job_key(job.job_id), keys.request_key(job.job_id)
        stored = self._table.get(key)
        moved_on = stored is not None and stored["history_count"] != job.history_count
        if job.state not in FINAL_STATES or moved_on:
            return
        for page in self._table.pages(keys.job_partition(job.job_id), only=(PARTITION_KEY, SORT_KEY)):
            rows = (keys.Key(item[PARTITION_KEY], item[SORT_KEY]) for item in page)
            self._table.delete_many(row for row in rows if row not in (key, request))
        if stored is not None:
            own = Write(action="Delete", key=key, condition=where(job))
            self._table.transact({"job": own, "request": Write(action="Delete", key=request)})
