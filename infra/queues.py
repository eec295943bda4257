"""The work queues, each with its own dead-letter queue, whose first message rings. Numbers come from the rows."""

from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.environments import Environment
from reelwright.pipeline.queues import DEAD_LETTERS_SUFFIX, Queue

_MINUTE: Final = Duration.minutes(1)


def _alarm(scope: Construct, construct_id: str, *, metric: cloudwatch.Metric, what: str) -> cloudwatch.Alarm:
    return cloudwatch.Alarm(
        scope,
        construct_id,
        alarm_description=what,
        metric=metric,
        threshold=0,
        evaluation_periods=1,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
    )


def depth_alarm(scope: Construct, *, queue: sqs.Queue, what: str) -> cloudwatch.Alarm:
    """Return an alarm that rings while a message lies in `queue`; `what` tells the reader what that means."""
    metric = queue.metric_approximate_number_of_messages_visible(period=_MINUTE, statistic="Maximum")
    return _alarm(scope, "dead-letters-lie", metric=metric, what=what)


def arrival_alarm(scope: Construct, *, queue: sqs.Queue, what: str) -> cloudwatch.Alarm:
    """Return an alarm that rings when a message of `queue` was read.

    For a queue that a function empties at once: its depth is 0 again before CloudWatch looks, and messages that a redrive
    policy moved do not count as sent (SQS guide, "Available CloudWatch metrics").
    """
    metric = queue.metric_number_of_messages_received(period=_MINUTE, statistic="Sum")
    return _alarm(scope, "dead-letters-arrived", metric=metric, what=what)


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
    """Make a queue as all of ours are: encrypted by SQS, and by TLS alone where there is TLS."""
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
    """One queue of `pipeline.queues` under its name. The dispatcher polls it: no event source hangs on it."""

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
            visibility=visibility,  # The function that reads them needs at most a minute; AWS advises six times that.
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
                what=f"A message of {row.name} could not be started {row.max_receive_count} times: its job is FAILED",
            ),
            depth_alarm(
                self,
                queue=self.dead_letters,
                what=f"Dead letters of {row.name} are not read: look at the function dead_letters",
            ),
        ]


class EventDeadLetters(Construct):
    """Keeps what a stream, a rule or a schedule could not deliver: pointers and events, for an operator to look at."""

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
            self, queue=self.queue, what=f"{source} could not be delivered; the sweeper repairs its jobs"
        )
