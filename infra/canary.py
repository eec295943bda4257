"""The canary: a function without rights on table, bucket or queues that makes a film each hour, and its watch."""

from collections.abc import Mapping
from typing import Final

from aws_cdk import Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.environments import Environment
from infra.functions import METRICS_NAMESPACE, FunctionSize, PipelineFunction
from infra.watch import Watch

CANARY: Final = FunctionSize(name="canary", memory_mb=512, timeout_seconds=300)
EVERY: Final = Duration.hours(1)
"""A film and a token each: about $10 a month."""
NEEDED: Final = ("UserPoolId", "SignInUrl", "MachineClientId")


class Canary(Construct):
    """Public: `function` (made in `functions`, beside the others) and `watch`. It needs the outputs of a user pool."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        functions: Construct,
        layers: list[lambda_.ILayerVersion],
        url: str,
        outputs: Mapping[str, str],
    ) -> None:
        super().__init__(scope, construct_id)
        self.function = PipelineFunction(
            functions,
            CANARY.name,
            environment=environment,
            size=CANARY,
            layers=layers,
            variables={
                "CANARY_URL": url,
                "CANARY_POOL_ID": outputs["UserPoolId"],
                "CANARY_CLIENT_ID": outputs["MachineClientId"],
                "CANARY_TOKENS_AT": outputs["SignInUrl"],
            },
        )
        pool = Stack.of(self).format_arn(
            service="cognito-idp", resource="userpool", resource_name=outputs["UserPoolId"]
        )
        self.function.role.add_to_principal_policy(
            iam.PolicyStatement(actions=["cognito-idp:DescribeUserPoolClient"], resources=[pool])
        )
        events.Rule(
            self,
            "rule",
            description="Invokes the canary every hour",
            schedule=events.Schedule.rate(EVERY),
            # Lambda repeats a failed run twice, under the same event id: it follows the same job and makes no second film.
            targets=[targets.LambdaFunction(self.function.function, retry_attempts=0, max_event_age=EVERY)],
        )
        self.watch = _watch()


def _watch() -> Watch:
    """Watch for hours without a film, or with a late one."""
    metric = cloudwatch.Metric(
        namespace=METRICS_NAMESPACE,
        metric_name="CanaryVerifiedSeconds",
        dimensions_map={"service": CANARY.name},
        period=EVERY,
        statistic="Maximum",
    )
    return Watch(
        name="canary",
        graph="Seconds of the canary's film",
        metric=metric,
        description="The canary's film was late, wrong or not made three hours in a row",
        runbook="the-canary-is-silent",
        above=180,
        periods=3,
        fires_on_silence=True,
    )
