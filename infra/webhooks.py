"""Webhooks: S3 notifies a queue of the outcome of each job and batch, one function delivers it, an alarm reports failures."""

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.environments import Environment
from infra.notices import notify
from infra.queues import secured_queue
from infra.watch import waiting_watch
from reelwright.jobs.output_keys import BATCH_OUTCOME, OUTCOME, OUTPUTS

MAX_RECEIVES: Final = 48
"""Six times the 8 delivery attempts of one end: a retried job has several ends. The function itself gives up earlier, by its
delivery log; this limit is for messages that always fail."""
MAX_CONCURRENCY: Final = 20
"""Concurrent runs: slow receivers must not use up the account's concurrency. One owner's webhooks have four of them at most
(`reelwright.webhooks.lanes`)."""
_RETENTION: Final = Duration.days(4)
"""Longer than all delivery attempts together, which take 27.6 hours."""
_VISIBILITY: Final = Duration.seconds(180)
"""Six times the function's time limit. For a message that waits for its next attempt the function sets a longer one."""


class Webhooks(Construct):
    """Public: `queue`, `dead_letters`, `watch`. Messages hold ids and delivery logs, no content of a job."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment, bucket: s3.Bucket) -> None:
        super().__init__(scope, construct_id)
        name = f"{environment.stack_name}-webhooks"
        self.dead_letters = secured_queue(
            self,
            "dead-letters",
            environment=environment,
            name=f"{name}-dead-letters",
            retention=Duration.days(14),
        )
        self.queue = secured_queue(
            self,
            "queue",
            environment=environment,
            name=name,
            retention=_RETENTION,
            visibility=_VISIBILITY,
            dead_letters=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=MAX_RECEIVES),
        )
        self.watch = waiting_watch(
            "webhooks-dead-letters",
            queue=self.dead_letters,
            description="A webhook could not be delivered after all attempts, or a message could not be read",
            runbook="undelivered-webhooks",
        )
        notify(self.queue, bucket=bucket, environment=environment, prefix=OUTPUTS, suffixes=(OUTCOME, BATCH_OUTCOME))

    def add_consumer(self, function: lambda_.Function) -> None:
        """Invoke the function with one message per run, so that a slow receiver delays no other message."""
        lambda_.EventSourceMapping(
            self,
            "mapping",
            target=function,
            event_source_arn=self.queue.queue_arn,
            batch_size=1,
            max_concurrency=MAX_CONCURRENCY,
            report_batch_item_failures=True,
        )
