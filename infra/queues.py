"""The work queues, each with a dead-letter queue and its alarms. `reelwright.pipeline.queues` sets their numbers."""

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.environments import Environment
from reelwright.pipeline.queues import DEAD_LETTERS_SUFFIX, Queue

_MINUTE: Final = Duration.minutes(1)


def _alarm(scope: Construct, construct_id: str, *, metric: cloudwatch.Metric, description: str) -> cloudwatch.Alarm:
    return cloudwatch.Alarm(
        scope,
        construct_id,
        alarm_description=description,
        metric=metric,
        threshold=0,
        evaluation_periods=1,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
    )


def depth_alarm(scope: Construct, *, queue: sqs.Queue, description: str) -> cloudwatch.Alarm:
    """Create an alarm that fires while `queue` holds a visible message."""
    metric = queue.metric_approximate_number_of_messages_visible(period=_MINUTE, statistic="Maximum")
    return _alarm(scope, "dead-letters-waiting", metric=metric, description=description)


def arrival_alarm(scope: Construct, *, queue: sqs.Queue, description: str) -> cloudwatch.Alarm:
    """Create an alarm that fires when a message of `queue` was received.

    For a queue that a function empties at once: its depth is 0 again before CloudWatch samples it, and messages that a
    redrive policy moved do not count as sent (SQS guide, "Available CloudWatch metrics").
    """
    metric = queue.metric_number_of_messages_received(period=_MINUTE, statistic="Sum")
    return _alarm(scope, "dead-letters-arrived", metric=metric, description=description)


def secured_queue(
    scope: Construct,
    construct_id: str,
    *,
    environment: Environment,
    name: str,
    retention: Duration,
    visibility: Duration | None = None,
    dead_letters: sqs.DeadLetterQueue | None = None,
) -> sqs.Queue:
    """Create a queue that SQS encrypts; it refuses plain HTTP unless the environment has no TLS."""
    return sqs.Queue(
        scope,
        construct_id,
        queue_name=name,
        retention_period=retention,
        visibility_timeout=visibility,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=environment.tls_only,
        dead_letter_queue=dead_letters,
    )


class WorkQueue(Construct):
    """One queue of `pipeline.queues`. It has no event source mapping: the dispatcher polls it."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment, row: Queue) -> None:
        super().__init__(scope, construct_id)
        name = f"{environment.stack_name}-{row.name}"
        visibility = Duration.seconds(row.visibility_timeout_seconds)
        self.dead_letters = secured_queue(
            self,
            "dead-letters",
            environment=environment,
            name=f"{name}{DEAD_LETTERS_SUFFIX}",
            retention=Duration.days(row.dead_letter_retention_days),
            visibility=visibility,  # six times the 60 s limit of the function dead_letters, as AWS advises
        )
        self.queue = secured_queue(
            self,
            "queue",
            environment=environment,
            name=name,
            retention=Duration.days(row.retention_days),
            visibility=visibility,
            dead_letters=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=row.max_receive_count),
        )
        self.alarms = [
            arrival_alarm(
                self,
                queue=self.dead_letters,
                description=f"The job of a message in queue {row.name} could not be started {row.max_receive_count} times in a "
                "row and is FAILED; see docs/operations.md",
            ),
            depth_alarm(
                self,
                queue=self.dead_letters,
                description=f"Dead-letter messages of queue {row.name} are not processed: see the log of dead_letters",
            ),
        ]


class EventDeadLetters(Construct):
    """The queue of events that a stream or a rule could not deliver, kept for 14 days for an operator, and its alarm."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment, source: str) -> None:
        super().__init__(scope, construct_id)
        self.queue = sqs.Queue(
            self,
            "queue",
            queue_name=f"{environment.stack_name}-{scope.node.id}-{construct_id}",
            retention_period=Duration.days(14),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=environment.tls_only,
        )
        self.alarm = depth_alarm(
            self,
            queue=self.queue,
            description=f"{source} could not be processed after all retries. The sweeper repairs the jobs; check the "
            "function's log",
        )
