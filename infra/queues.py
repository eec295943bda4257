"""The work queues, each with its own dead-letter queue and an alarm on its first message. Numbers come from the rows."""

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.environments import Environment
from reelwright.pipeline.queues import Queue


def dead_letter_alarm(scope: Construct, construct_id: str, *, queue: sqs.Queue, what: str) -> cloudwatch.Alarm:
    """Return an alarm that rings on the first message of a dead-letter queue; `what` tells the reader where to look.

    It adds the messages that lie there to those that were read: where a function empties the queue at once, the depth
    alone is 0 again before CloudWatch looks, and messages that a redrive policy moves do not count as sent (SQS guide).
    """
    period = Duration.minutes(1)
    return cloudwatch.Alarm(
        scope,
        construct_id,
        alarm_description=f"Dead letters: {what}",
        metric=cloudwatch.MathExpression(
            expression="FILL(lying, 0) + FILL(read, 0)",
            label="dead letters",
            period=period,
            using_metrics={
                "lying": queue.metric_approximate_number_of_messages_visible(period=period, statistic="Maximum"),
                "read": queue.metric_number_of_messages_received(period=period, statistic="Sum"),
            },
        ),
        threshold=0,
        evaluation_periods=1,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
    )


class WorkQueue(Construct):
    """One queue of `pipeline.queues` under its name. The dispatcher polls it: no event source hangs on it."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment, row: Queue) -> None:
        super().__init__(scope, construct_id)
        name = f"{environment.stack_name}-{row.name}"
        self.dead_letters = sqs.Queue(
            self,
            "dead-letters",
            queue_name=f"{name}-dead-letters",
            retention_period=Duration.days(row.dead_letter_retention_days),
            # The function that reads them needs at most a minute; AWS advises six times that.
            visibility_timeout=Duration.seconds(row.visibility_timeout_seconds),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=environment.tls_only,
        )
        self.queue = sqs.Queue(
            self,
            "queue",
            queue_name=name,
            retention_period=Duration.days(row.retention_days),
            visibility_timeout=Duration.seconds(row.visibility_timeout_seconds),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=environment.tls_only,
            dead_letter_queue=sqs.DeadLetterQueue(
                queue=self.dead_letters, max_receive_count=row.max_receive_count
            ),
        )
        self.alarm = dead_letter_alarm(
            self,
            "dead-letters-arrived",
            queue=self.dead_letters,
            what=f"a message of {row.name} could not be started {row.max_receive_count} times; its job is FAILED",
        )


class EventDeadLetters(Construct):
    """Keeps what a stream, a rule or a schedule could not deliver: pointers and events, for an operator to look at."""

    def __init__(self, scope: Construct, construct_id: str, *, environment: Environment, source: str) -> None:
        super().__init__(scope, construct_id)
        self.queue = sqs.Queue(
            self,
            "queue",
            queue_name=f"{environment.stack_name}-{construct_id}",
            retention_period=Duration.days(14),
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=environment.tls_only,
        )
        self.alarm = dead_letter_alarm(
            self, "arrived", queue=self.queue, what=f"{source} could not be delivered; the sweeper repairs its jobs"
        )
