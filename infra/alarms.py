"""The topic that every alarm notifies (operators subscribe to it), and the alarms on the functions' own metrics."""

from collections.abc import Sequence
from typing import Final

from aws_cdk import Aws, Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.environments import Environment
from infra.functions import METRICS_NAMESPACE

DEAD_LETTERS: Final = "DeadLetters"
"""The metric of `entry/dead_letters.py`: 1 for each letter, by the function that wrote it."""
DEAD_LETTER_WRITERS: Final = {
    "lifecycle": "A job failed after its last retry",
    "sweeper": "A job failed after its last retry; the sweeper recorded it, not the lifecycle function",
    "dead_letters": "A job could not be started five times in a row, or a message could not be read",
}
"""Function -> meaning of its letters, for the alarm. Dead-letter queues have own alarms, which fire even if it fails."""

COUNTER_DRIFT: Final = "CounterDrift"
"""The metric of `entry/recount.py`: the total drift of all counters, once an hour."""


def drift_alarm(scope: Construct) -> cloudwatch.Alarm:
    """Create the alarm on counters that differ from the rows they count (promise 6). It fires on the first one."""
    return cloudwatch.Alarm(
        scope,
        "counters",
        alarm_description="Counters differed from the rows they count. Pools and users were corrected, job tallies were not; "
        "see docs/operations.md",
        metric=cloudwatch.Metric(
            namespace=METRICS_NAMESPACE,
            metric_name=COUNTER_DRIFT,
            dimensions_map={"service": "sweeper"},
            period=Duration.minutes(5),
            statistic="Sum",
        ),
        threshold=0,
        evaluation_periods=1,
        comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
        treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
    )


def dead_letter_alarms(scope: Construct) -> list[cloudwatch.Alarm]:
    """Create an alarm for each function that writes dead letters. It fires on the first letter (Q5)."""
    return [
        cloudwatch.Alarm(
            scope,
            f"written-by-{name}",
            alarm_description=f"{meaning}. List dead letters with `reelwright dead-letters list`; see docs/operations.md",
            metric=cloudwatch.Metric(
                namespace=METRICS_NAMESPACE,
                metric_name=DEAD_LETTERS,
                dimensions_map={"service": name},
                period=Duration.minutes(1),
                statistic="Sum",
            ),
            threshold=0,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        for name, meaning in DEAD_LETTER_WRITERS.items()
    ]


class Alarms(Construct):
    """Public: `topic`. A notification names an alarm and a queue, function or state machine; it holds no user data."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        alarms: Sequence[cloudwatch.Alarm],
    ) -> None:
        super().__init__(scope, construct_id)
        self.topic = sns.Topic(
            self,
            "topic",
            topic_name=f"{environment.stack_name}-alarms",
            display_name=f"Reelwright {environment.name}",
            enforce_ssl=environment.tls_only,
        )
        # By default alarms of the account may publish to a topic. A policy of our own, such as the statement that requires TLS,
        # replaces that default, so alarms need this statement.
        self.topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[self.topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
            )
        )
        if environment.alarm_email:
            self.topic.add_subscription(subscriptions.EmailSubscription(environment.alarm_email))
        for alarm in alarms:
            alarm.add_alarm_action(actions.SnsAction(self.topic))
