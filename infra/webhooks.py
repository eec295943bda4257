"""Webhooks: S3 tells a queue of each job's outcome, one function reads it, and what is given up rings."""

from typing import Final

from aws_cdk import Aws, Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.bucket import bucket_name
from infra.environments import Environment
from infra.queues import depth_alarm, secured_queue
from reelwright.jobs.output_keys import OUTPUTS

OUTCOME: Final = "job.json"
"""What the outbox writes when a job has ended; no other object of a job is told of."""
MOST_RECEIVES: Final = 48
"""Eight tries of each end of a job that was retried a few times, and room for crashes; the function gives up by its log."""
MOST_AT_ONCE: Final = 20
"""Runs at the same time: slow receivers must not take the account's concurrency from everybody else."""
_RETENTION: Final = Duration.days(4)
"""Longer than all tries take: 27.6 hours."""
_VISIBILITY: Final = Duration.seconds(180)
"""Six times the function's limit; a message that waits for its next try hides itself for longer."""


class Webhooks(Construct):
    """Public: `queue`, `dead_letters`, `alarm`. A standing message is a job to look at, never content."""

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
            dead_letters=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=MOST_RECEIVES),
        )
        self.alarm = depth_alarm(
            self,
            queue=self.dead_letters,
            what="A webhook was given up, or a message of its queue could not be read; see docs/operations.md",
        )
        self._listen(environment, bucket)

    def deliver_by(self, function: lambda_.Function) -> None:
        """Give each message to the function, one a run: a slow receiver holds up nobody else's."""
        lambda_.EventSourceMapping(
            self,
            "mapping",
            target=function,
            event_source_arn=self.queue.queue_arn,
            batch_size=1,
            max_concurrency=MOST_AT_ONCE,
            report_batch_item_failures=True,
        )

    def _listen(self, environment: Environment, bucket: s3.Bucket) -> None:
        """Let this bucket, of this account, and nobody else of S3, tell the queue of outcomes."""
        self.queue.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("s3.amazonaws.com")],
                actions=["sqs:SendMessage"],
                resources=[self.queue.queue_arn],
                conditions={
                    "ArnEquals": {"aws:SourceArn": f"arn:{Aws.PARTITION}:s3:::{bucket_name(environment)}"},
                    "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
                },
            )
        )
        made = bucket.node.default_child
        if not isinstance(made, s3.CfnBucket):
            raise TypeError("the bucket's default child is its CfnBucket")
        # CDK's own notifications bring a function of theirs that may change every bucket of the account.
        rules = [
            s3.CfnBucket.FilterRuleProperty(name="prefix", value=OUTPUTS),
            s3.CfnBucket.FilterRuleProperty(name="suffix", value=OUTCOME),
        ]
        made.notification_configuration = s3.CfnBucket.NotificationConfigurationProperty(
            queue_configurations=[
                s3.CfnBucket.QueueConfigurationProperty(
                    event="s3:ObjectCreated:*",
                    queue=self.queue.queue_arn,
                    filter=s3.CfnBucket.NotificationFilterProperty(
                        s3_key=s3.CfnBucket.S3KeyFilterProperty(rules=rules)
                    ),
                )
            ]
        )
        made.node.add_dependency(self.queue.node.find_child("Policy"))
