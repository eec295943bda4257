"""A Fargate cluster and the task of the media image, for compositions that take longer than a Lambda function may run.

Network: public subnets without NAT, a security group without inbound rules, and gateway endpoints for S3 and DynamoDB.
The task only makes outbound connections (image registry, S3, DynamoDB, Step Functions). Private subnets would need a NAT
gateway or five interface endpoints, each billed by the hour although most films start no task. Gateway endpoints are free
and keep the large transfers off the public internet.
"""

from typing import Final

from aws_cdk import Duration, RemovalPolicy, Stack
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.assets import task_image
from infra.environments import Environment
from infra.functions import METRICS_NAMESPACE, log_retention

CONTAINER: Final = "render"
ZONES: Final = 2
CPU_UNITS: Final = 2048
MEMORY_MB: Final = 4096
STOP_SECONDS: Final = 120
"""Time between SIGTERM and SIGKILL: the maximum of ECS, and as long as the notice of a Spot interruption."""
ENTRY: Final = ("python", "-m", "functions.steps.fargate")
LOCAL_IMAGE: Final = "reelwright-media"
"""A placeholder: no such image exists. Locally the container's command runs as a process of the checkout."""


class Fargate(Construct):
    """Network, cluster and task definition.

    Public: `cluster`, `family`, `task_definition`, `task_role`, `execution_role`, `capacity_provider`, `security_group`,
    `subnet_ids`.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, environment: Environment, variables: dict[str, str]
    ) -> None:
        super().__init__(scope, construct_id)
        name = f"{Stack.of(self).stack_name}-render"
        vpc = self._network()
        self.subnet_ids = [subnet.subnet_id for subnet in vpc.public_subnets]
        self.security_group = ec2.SecurityGroup(
            self, "outbound-only", vpc=vpc, description="Outbound traffic only", allow_all_outbound=True
        )
        self.capacity_provider = "FARGATE_SPOT" if environment.spot else "FARGATE"
        self.cluster = ecs.Cluster(
            self,
            "cluster",
            cluster_name=name,
            vpc=vpc,
            container_insights_v2=ecs.ContainerInsights.ENABLED,
        )
        self._provide_capacity(self.cluster)
        self.task_role = self._role("task-role", "Permissions of the render task")
        self.execution_role = self._role("execution-role", "Permissions of ECS to start the render task")
        self.family = name
        self.task_definition = ecs.FargateTaskDefinition(
            self,
            "task",
            family=name,
            cpu=CPU_UNITS,
            memory_limit_mib=MEMORY_MB,
            task_role=self.task_role,
            execution_role=self.execution_role,
            runtime_platform=ecs.RuntimePlatform(
                cpu_architecture=ecs.CpuArchitecture.X86_64,
                operating_system_family=ecs.OperatingSystemFamily.LINUX,
            ),
        )
        log_group = logs.LogGroup(
            self,
            "log",
            log_group_name=f"/aws/ecs/{name}",
            retention=log_retention(environment),
            removal_policy=RemovalPolicy.DESTROY,
        )
        self.task_definition.add_container(
            CONTAINER,
            image=task_image() if environment.packaging == "image" else ecs.ContainerImage.from_registry(LOCAL_IMAGE),
            # Replaces the image's entry point, which is for Lambda.
            entry_point=list(ENTRY[:1]),
            command=list(ENTRY[1:]),
            environment={
                **variables,
                "POWERTOOLS_SERVICE_NAME": CONTAINER,
                "POWERTOOLS_METRICS_NAMESPACE": METRICS_NAMESPACE,
            },
            logging=ecs.LogDriver.aws_logs(stream_prefix=CONTAINER, log_group=log_group),
            stop_timeout=Duration.seconds(STOP_SECONDS),
            readonly_root_filesystem=False,
        )

    def _network(self) -> ec2.Vpc:
        return ec2.Vpc(
            self,
            "network",
            max_azs=ZONES,
            nat_gateways=0,
            restrict_default_security_group=False,
            subnet_configuration=[
                ec2.SubnetConfiguration(name="task", subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=24)
            ],
            gateway_endpoints={
                "s3": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.S3),
                "table": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.DYNAMODB),
            },
        )

    def _provide_capacity(self, cluster: ecs.Cluster) -> None:
        """Set the capacity providers on the cluster itself: the emulator does not support the resource that associates them."""
        resource = cluster.node.default_child
        if not isinstance(resource, ecs.CfnCluster):
            raise TypeError("the cluster's default child is not a CfnCluster")
        resource.capacity_providers = ["FARGATE", "FARGATE_SPOT"]
        resource.default_capacity_provider_strategy = [
            ecs.CfnCluster.CapacityProviderStrategyItemProperty(capacity_provider=self.capacity_provider, weight=1)
        ]

    def _role(self, construct_id: str, description: str) -> iam.Role:
        return iam.Role(
            self,
            construct_id,
            assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"),
            description=description,
        )
