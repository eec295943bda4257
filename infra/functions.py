"""A Lambda function with its own role and log group, traced by X-Ray; its sizes come from a row."""

from dataclasses import dataclass
from typing import Final

from aws_cdk import Duration, RemovalPolicy, Size, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.assets import function_code, handler_of, step_image_code
from infra.environments import Environment
from infra.isolation import Isolation
from reelwright.pipeline.sandbox import SANDBOX

METRICS_NAMESPACE: Final = "Reelwright"

_RUNTIMES: Final = {"3.11": lambda_.Runtime.PYTHON_3_11, "3.12": lambda_.Runtime.PYTHON_3_12}
_RETENTION: Final = {
    1: logs.RetentionDays.ONE_DAY,
    7: logs.RetentionDays.ONE_WEEK,
    30: logs.RetentionDays.ONE_MONTH,
    90: logs.RetentionDays.THREE_MONTHS,
}


@dataclass(frozen=True, kw_only=True)
class FunctionSize:
    """Memory, time limit and disk of a function. CPU grows with memory: 1,769 MB is one vCPU (AWS Lambda guide)."""

    name: str
    memory_mb: int
    timeout_seconds: int
    ephemeral_storage_mb: int = 512

    def named_in(self, scope: Construct) -> str:
        """Return the function's name in a stack."""
        return f"{Stack.of(scope).stack_name}-{self.name}"


TRIGGER_FUNCTIONS: Final[dict[str, FunctionSize]] = {
    size.name: size
    for size in (
        # HTTP APIs time out after 30 s; a long poll takes up to 25 s.
        FunctionSize(name="api", memory_mb=1024, timeout_seconds=29),
        FunctionSize(name="outbox", memory_mb=1769, timeout_seconds=60),
        # A sixth of the queues' visibility timeout: a message does not become visible again during the run that received it.
        FunctionSize(name="dispatcher", memory_mb=1024, timeout_seconds=60),
        FunctionSize(name="lifecycle", memory_mb=512, timeout_seconds=30),
        FunctionSize(name="sweeper", memory_mb=1769, timeout_seconds=120),
        FunctionSize(name="dead_letters", memory_mb=512, timeout_seconds=60),
        # It validates 10,000 lines in seconds; 64 MiB of manifest are on the disk.
        FunctionSize(name="batches", memory_mb=1024, timeout_seconds=120),
        # One delivery attempt takes at most 15 s.
        FunctionSize(name="webhooks", memory_mb=512, timeout_seconds=30),
    )
}
"""The functions that events and requests trigger. Those of the steps are in `reelwright.pipeline.steps`."""


MATERIAL_FUNCTION: Final = FunctionSize(
    name="material",
    memory_mb=SANDBOX.memory_mb,
    timeout_seconds=SANDBOX.timeout_seconds,
    ephemeral_storage_mb=SANDBOX.ephemeral_storage_mb,
)
"""The function that decodes users' files; its row is `pipeline.sandbox`."""


def log_retention(environment: Environment) -> logs.RetentionDays:
    """Look up the log retention for `log_days`; raises KeyError for a number of days that is not in `_RETENTION`."""
    return _RETENTION[environment.log_days]


class PipelineFunction(Construct):
    """One function. If `layers` is None, its code is the media image, else a zip of its folder. `isolation` closes its network.

    Public: `function`, `called` (the function for the state machine: a version if the code is an image), `role`, `log_group`.
    Its role may only write its own log and traces; the stack adds all other permissions.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        size: FunctionSize,
        variables: dict[str, str],
        layers: list[lambda_.ILayerVersion] | None,
        isolation: Isolation | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        name = size.named_in(self)
        self.size = size
        log_group = logs.LogGroup(
            self,
            "log",
            log_group_name=f"/aws/lambda/{name}",
            retention=log_retention(environment),
            removal_policy=RemovalPolicy.DESTROY,
        )
        role = iam.Role(
            self,
            "role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"Permissions of the function {size.name}",
        )
        log_group.grant_write(role)
        from_image = layers is None
        self.function = lambda_.Function(
            self,
            "function",
            function_name=name,
            description=f"Reelwright: {size.name}",
            code=step_image_code(size.name) if from_image else function_code(size.name, environment.zip_python),
            handler=lambda_.Handler.FROM_IMAGE if from_image else handler_of(size.name),
            runtime=lambda_.Runtime.FROM_IMAGE if from_image else _RUNTIMES[environment.python],
            layers=layers,
            architecture=lambda_.Architecture.X86_64,
            role=role,
            log_group=log_group,
            memory_size=size.memory_mb,
            timeout=Duration.seconds(size.timeout_seconds),
            reserved_concurrent_executions=environment.reserved_concurrency.get(size.name),
            ephemeral_storage_size=Size.mebibytes(size.ephemeral_storage_mb),
            tracing=lambda_.Tracing.ACTIVE,
            vpc=None if isolation is None else isolation.vpc,
            vpc_subnets=None if isolation is None else isolation.subnets,
            security_groups=None if isolation is None else [isolation.security_group],
            current_version_options=lambda_.VersionOptions(removal_policy=RemovalPolicy.RETAIN),
            environment={
                **variables,
                "POWERTOOLS_SERVICE_NAME": size.name,
                "POWERTOOLS_METRICS_NAMESPACE": METRICS_NAMESPACE,
            },
        )
        self._has_versions = from_image
        self.role = role
        self.log_group = log_group

    @property
    def called(self) -> lambda_.IFunction:
        """The function for the state machine: one version, so that a deployment does not change the code of a running film.

        Old versions are kept for executions that began with them; they cost nothing.
        """
        return self.function.current_version if self._has_versions else self.function
