"""Manifests dropped into the bucket: S3 sends a notification of each to a queue, one function makes batches of them."""

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.environments import Environment
from infra.functions import TRIGGER_FUNCTIONS
from infra.notices import notify
from infra.queues import secured_queue
from infra.watch import waiting_watch
from reelwright.batches.drop import DROP_SUFFIXES
from reelwright.jobs.upload import INBOX

MAX_RECEIVES: Final = 5
MAX_CONCURRENCY: Final = 5
"""Concurrent runs: each holds a manifest of up to 64 MiB on its disk, and no caller waits for a drop."""


class Drops(Construct):
    """Public: `queue`, `dead_letters`, `watch`. Messages name objects and hold nothing of their content."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment, bucket: s3.Bucket) -> None:
        super().__init__(scope, construct_id)
        name = f"{environment.stack_name}-batches"
        self.dead_letters = secured_queue(
            self, "dead-letters", environment=environment, name=f"{name}-dead-letters", retention=Duration.days(14)
        )
        self.queue = secured_queue(
            self,
            "queue",
            environment=environment,
            name=name,
            retention=Duration.days(4),
            # Six times the function's time limit, as AWS advises.
            visibility=Duration.seconds(6 * TRIGGER_FUNCTIONS["batches"].timeout_seconds),
            dead_letters=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=MAX_RECEIVES),
        )
        self.watch = waiting_watch(
            "batches-dead-letters",
            queue=self.dead_letters,
            description="A dropped manifest could not be read five times in a row",
            runbook="unread-manifests",
        )
        notify(self.queue, bucket=bucket, environment=environment, prefix=INBOX, suffixes=DROP_SUFFIXES)

    def add_consumer(self, function: lambda_.Function) -> None:
        """Invoke the function with one message per run: a large manifest delays no other."""
        lambda_.EventSourceMapping(
            self,
            "mapping",
            target=function,
            event_source_arn=self.queue.queue_arn,
            batch_size=1,
            max_concurrency=MAX_CONCURRENCY,
            report_batch_item_failures=True,
        )
