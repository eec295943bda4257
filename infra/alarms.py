"""Where alarms ring: one topic; an operator subscribes to it. And the alarms on what the functions count themselves."""

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
"""The metric of `entry/dead_letters.py`: one a letter, by the function that wrote it."""
DEAD_LETTER_WRITERS: Final = {
    "lifecycle": "A job failed for good: its last retry failed too",
    "sweeper": "A job failed for good, and its end had to be looked for: its last retry failed too",
    "dead_letters": "A job could not be started five times, or a message was none of ours",
}
"""Function -> what its letters mean. A message's own queue rings beside it, also where the function does not run at all."""


COUNTER_DRIFT: Final = "CounterDrift"
"""The metric of `entry/recount.py`: by how much all counters together were off, once an hour."""


def drift_alarm(scope: Construct) -> cloudwatch.Alarm:
    """Return the alarm on counters that did not say what the rows say (promise 6); it rings on the first."""
    return cloudwatch.Alarm(
        scope,
        "counters",
        alarm_description="Counters had drifted from the rows they count, and were mended; see docs/operations.md",
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
    """Return an alarm on each function that writes dead letters, which rings on the first (Q5)."""
    return [
        cloudwatch.Alarm(
            scope,
            f"written-by-{name}",
            alarm_description=f"{what}. `reelwright dead-letters list` shows it; see docs/operations.md",
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
        for name, what in DEAD_LETTER_WRITERS.items()
    ]


class Alarms(Construct):
    """Public: `topic`. Messages name an alarm and a queue or machine, nothing of a user."""

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
        # A topic without a policy lets its account's alarms publish; the first statement of ours, here the one that asks for
        # TLS, replaces that default, and the alarms would ring unheard.
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
