"""Where alarms ring: one topic; an operator subscribes to it."""

from collections.abc import Sequence

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.environments import Environment


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
        for alarm in alarms:
            alarm.add_alarm_action(actions.SnsAction(self.topic))
