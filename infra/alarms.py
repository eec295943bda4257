"""The alarms, one for each watched row, and the topic that they notify (operators subscribe to it)."""

from collections.abc import Sequence
from typing import Final

from aws_cdk import Aws
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from infra.environments import Environment
from infra.watch import Watch

RUNBOOK: Final = "docs/operations.md"
SERVICE_DOWN: Final = (
    "server-errors",
    *(f"{name}-{fault}" for name in ("api", "outbox", "dispatcher", "lifecycle") for fault in ("errors", "throttled")),
    "outbox-lag",
    "dispatcher-lag",
)
"""The alarms of the road that every job takes; any of them means that users notice."""


class Alarms(Construct):
    """Public: `topic`, `alarms`. A notification names an alarm and what it watches; it holds no user data."""

    def __init__(
        self, scope: Construct, construct_id: str, *, environment: Environment, watches: Sequence[Watch]
    ) -> None:
        super().__init__(scope, construct_id)
        self.topic = self._topic(environment)
        self.alarms = [self._alarm(environment, watch) for watch in watches]
        for alarm in self.alarms:
            alarm.add_alarm_action(actions.SnsAction(self.topic))
        road = [alarm for watch, alarm in zip(watches, self.alarms, strict=True) if watch.name in SERVICE_DOWN]
        if road and environment.metric_math:  # the emulator has no composite alarms
            self._composite(environment, road)

    def _composite(self, environment: Environment, road: Sequence[cloudwatch.Alarm]) -> None:
        """Add the alarm that says in one line that jobs are not accepted, started or ended."""
        firing = [cloudwatch.AlarmRule.from_alarm(alarm, cloudwatch.AlarmState.ALARM) for alarm in road]
        down = cloudwatch.CompositeAlarm(
            self,
            "service-down",
            composite_alarm_name=f"{environment.stack_name}-service-down",
            alarm_description=f"Jobs are not accepted, started or ended: {RUNBOOK}#the-service-is-down",
            alarm_rule=cloudwatch.AlarmRule.any_of(*firing),
        )
        down.add_alarm_action(actions.SnsAction(self.topic))

    def _topic(self, environment: Environment) -> sns.Topic:
        topic = sns.Topic(
            self,
            "topic",
            topic_name=f"{environment.stack_name}-alarms",
            display_name=f"Reelwright {environment.name}",
            enforce_ssl=environment.tls_only,
        )
        # By default alarms of the account may publish to a topic. A policy of our own, such as the statement that requires TLS,
        # replaces that default, so alarms need this statement.
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
            )
        )
        if environment.alarm_email:
            topic.add_subscription(subscriptions.EmailSubscription(environment.alarm_email))
        return topic

    def _alarm(self, environment: Environment, watch: Watch) -> cloudwatch.Alarm:
        missing = cloudwatch.TreatMissingData
        return cloudwatch.Alarm(
            self,
            watch.name,
            alarm_name=f"{environment.stack_name}-{watch.name}",
            alarm_description=f"{watch.description}: {RUNBOOK}#{watch.runbook}",
            metric=watch.metric,
            threshold=watch.above,
            evaluation_periods=watch.periods,
            datapoints_to_alarm=watch.datapoints,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            treat_missing_data=missing.BREACHING if watch.fires_on_silence else missing.NOT_BREACHING,
        )
