"""One job's road on an AWS in this process: the real use cases and adapters, a meter on every client.

The table's stream is played from the writes of job rows: each record that the deployed filters let through reaches its
function, one record a batch, which is the most calls that a job can cost.
"""

import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

import boto3
from moto import mock_aws

from infra.triggers import DISPATCHER_FILTERS, OUTBOX_FILTERS
from reelwright.aws import clients
from reelwright.entry.recent_tallies import CachedTallies
from reelwright.entry.stream import job_changed
from reelwright.entry.world import AwsWorld, now
from reelwright.events import ExecutionEnded, StepCommand
from reelwright.jobs.caller import Caller
from reelwright.jobs.outputs import PlanOutput
from reelwright.jobs.request import CreateJob
from reelwright.pipeline.queues import QUEUES
from reelwright.pipeline.steps import STEPS
from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY
from reelwright.settings import Settings
from reelwright.usecases.create_job import create_job
from reelwright.usecases.dispatch_jobs import dispatch_jobs
from reelwright.usecases.end_attempt import end_attempt
from reelwright.usecases.follow_change import follow_change
from reelwright.usecases.sweep_jobs import sweep_jobs
from reelwright_media.steps.context import StepContext, StepOutcome
from reelwright_media.steps.run_step import run_step
from tests.aws_table import create_table
from tests.scale.filters import passes
from tests.scale.meter import Image, Meter, Spent

TABLE: Final = "jobs"
SCENES: Final = 9
TICKS: Final = 2
"""Progress reports of a scene's step besides its begin and end: a step of three seconds reports twice."""
CALLER: Final = Caller(user_id="ada", tier="premium", operator=False)
_MACHINE: Final = '{"StartAt":"Wait","States":{"Wait":{"Type":"Wait","Seconds":3600,"End":true}}}'


def _raise(error: Exception) -> None:
    raise error


class Ticking:
    """A clock that goes on by more than a second at each look, so that every report of progress is written."""

    def __init__(self) -> None:
        self._now = now()

    def __call__(self) -> datetime:
        """Return the next time."""
        self._now += timedelta(seconds=1.1)
        return self._now


class Road:
    """A whole system whose calls are counted."""

    def __init__(self, **settings: Any) -> None:
        self._raw: Any = boto3.client("dynamodb")
        create_table(self._raw, TABLE)
        sqs: Any = boto3.client("sqs")
        boto3.client("s3").create_bucket(Bucket="films")
        machine = boto3.client("stepfunctions").create_state_machine(
            name="film", definition=_MACHINE, roleArn="arn:aws:iam::123456789012:role/scale"
        )
        urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in QUEUES}
        self.settings = Settings.model_validate(
            {
                "environment": "prod",
                "table_name": TABLE,
                "bucket_name": "films",
                "queue_urls": urls,
                "queue_wait_seconds": 0,
                "state_machine_arn": machine["stateMachineArn"],
                **settings,
            }
        )
        self._made = 0
        self.records: deque[dict[str, Any]] = deque()
        self.meter = Meter(self._look, self._record)
        for service in ("dynamodb", "sqs", "s3", "stepfunctions"):
            self.meter.watch(clients.client(service))
        self.world = AwsWorld(self.settings)
        # A process reads the tallies once in ten seconds, whatever it moves meanwhile: here, once.
        began = now()
        self.world.recent_tallies = CachedTallies(self.world.tallies, clock=lambda: began, on_error=_raise)

    def create(self, **body: Any) -> str:
        """Accept a job, with an idempotency key of its own."""
        self._made += 1
        request, key = CreateJob.model_validate(body), f"key{self._made}"
        with self.meter.of("api"):
            return create_job(request, caller=CALLER, key=key, world=self.world).job_id

    def follow(self) -> None:
        """Deliver the waiting records of the stream to outbox and dispatcher, and those that follow from them."""
        while self.records:
            record = self.records.popleft()
            if passes(record, OUTBOX_FILTERS):
                with self.meter.of("outbox"):
                    change = job_changed(record)
                    if change is not None and not change.is_note:
                        follow_change(change, world=self.world)
            if passes(record, DISPATCHER_FILTERS):
                with self.meter.of("dispatcher"):
                    dispatch_jobs(world=self.world)

    def step(self, job_id: str, name: str, *, scene: int | None = None, ticks: int = 0) -> None:
        """Run a step's frame with a work that only reports."""

        def work(context: StepContext) -> StepOutcome:
            for tick in range(ticks):
                context.report(tick / (ticks + 1), f"part {tick}")
            return StepOutcome(key=f"artefacts/{job_id}/{name}", output=PlanOutput(total=SCENES))

        fields = {"job_id": job_id, "attempt": 1, "step": name, "scene": scene}
        with self.meter.of("steps"):
            tools: Any = None
            run_step(StepCommand.model_validate(fields), {name: work}, tools=tools, world=self.world)

    def film(self, job_id: str) -> None:
        """Run the steps of a film with `SCENES` scenes; those that no script of the user's needs are left out."""
        skipped = {"generate_hook", "generate_script", "decode_files", "generate_video_veo", "export_video"}
        self.world.clock = Ticking()
        skipped |= {"process_batch", "cleanup_old_results", "record_failure"}
        for step in STEPS.values():
            if step.name in skipped:
                continue
            for scene in range(SCENES) if step.per == "scene" else (None,):
                self.step(job_id, step.name, scene=scene, ticks=TICKS if step.per == "scene" else 0)

    def end(self, job_id: str) -> None:
        """Deliver the end of the job's execution."""
        name = f"{job_id}-a1"
        event = ExecutionEnded(execution_arn=f"arn:{name}", name=name, status="SUCCEEDED")
        with self.meter.of("lifecycle"):
            end_attempt(event, world=self.world)

    def sweep(self) -> None:
        """Run the sweeper once."""
        with self.meter.of("sweeper"):
            sweep_jobs(world=self.world)

    def idle_dispatch(self) -> None:
        """Run the dispatcher without work."""
        with self.meter.of("idle dispatcher"):
            dispatch_jobs(world=self.world)

    def spent(self) -> dict[str, Spent]:
        """Return what each actor has spent."""
        return self.meter.spent

    def _look(self, table: str, key: dict[str, Any]) -> Image:
        found: Image = self._raw.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
        return found

    def _record(self, old: Image, new: Image) -> None:
        kind = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
        keys = {name: (new or old or {})[name] for name in (PARTITION_KEY, SORT_KEY)}
        images = {name: image for name, image in (("OldImage", old), ("NewImage", new)) if image is not None}
        self.records.append({"eventName": kind, "dynamodb": {"Keys": keys, **images}})


@contextmanager
def road(**settings: Any) -> Iterator[Road]:
    """Yield a road on an empty AWS in this process."""
    os.environ.update(AWS_DEFAULT_REGION="us-east-1", AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test")
    with mock_aws():
        clients._client.cache_clear()
        yield Road(**settings)
    clients._client.cache_clear()
