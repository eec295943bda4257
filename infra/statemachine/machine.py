"""The state machine as deployed: definition, log and traces."""

import json

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.environments import Environment
from infra.fargate import Fargate
from infra.functions import log_retention
from infra.statemachine.definition import definition


class StateMachine(Construct):
    """Public: `machine`. One execution is one attempt. The stack grants all permissions of its role."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: Environment,
        functions: dict[str, lambda_.IFunction],
        fargate: Fargate,
    ) -> None:
        super().__init__(scope, construct_id)
        name = f"{Stack.of(self).stack_name}-pipeline"
        log_group = logs.LogGroup(
            self,
            "log",
            # CloudWatch enables groups under this prefix even if the account's log resource policy has reached its size limit.
            log_group_name=f"/aws/vendedlogs/states/{name}",
            retention=log_retention(environment),
            removal_policy=RemovalPolicy.DESTROY,
        )
        subnets = fargate.subnet_ids
        document = definition(scene_concurrency=environment.scene_concurrency, subnet_count=len(subnets))
        self.machine = sfn.StateMachine(
            self,
            "machine",
            state_machine_name=name,
            definition_body=sfn.DefinitionBody.from_string(json.dumps(document)),
            definition_substitutions={
                **{f"{step}FunctionArn": function.function_arn for step, function in functions.items()},
                **{f"Subnet{index}Id": subnet for index, subnet in enumerate(subnets)},
                "ClusterArn": fargate.cluster.cluster_arn,
                # Without a revision: a deployment makes a new one and the old one INACTIVE, while executions go on with the
                # definition that they began with.
                "TaskFamily": fargate.family,
                "CapacityProvider": fargate.capacity_provider,
                "SecurityGroupId": fargate.security_group.security_group_id,
            },
            role=iam.Role(
                self,
                "role",
                assumed_by=iam.ServicePrincipal("states.amazonaws.com"),
                description="Permissions of the state machine",
            ),
            tracing_enabled=True,
            # Every event, without data: rows and step logs hold it with their own retention (decision 27).
            logs=sfn.LogOptions(destination=log_group, level=sfn.LogLevel.ALL, include_execution_data=False),
        )
        self.machine.node.add_dependency(fargate.task_definition)
