"""The one step that may outgrow a Lambda, as a Fargate task: the state waits for the container's end.

`.sync` learns of the container's end from ECS, whatever killed it. The task token beside it lets the container say that
it is alive and why it failed: SendTaskHeartbeat and SendTaskFailure are documented for "the job run pattern" too (Step
Functions API reference). The heartbeat's clock runs from RunTask on, so placing the task and pulling its image (some 370 MB
packed) have to fit into it; the task beats as soon as it runs. A silent task is tried again once. The step's row holds a
Lambda's time limit; here the attempt's soft limit applies. The emulator gives `.sync` states no token: there the variable
is empty and the container sends nothing.
"""

from typing import Final

from infra.fargate import CONTAINER
from infra.statemachine.retries import TASK_RETRIERS, retry_list
from infra.statemachine.states import Json, attempt_command, catch_all
from reelwright.pipeline.steps import HEARTBEAT_SECONDS, SOFT_LIMIT_SECONDS, Step

START: Final = "DescribeCommand"
RUN_TASK: Final = "arn:aws:states:::ecs:runTask.sync"
COMMAND_VARIABLE: Final = "REELWRIGHT_STEP_COMMAND"
"""Holds the step's command as JSON."""
TOKEN_VARIABLE: Final = "TASK_TOKEN"  # noqa: S105 - the name of a variable, no secret


def subnet_placeholders(count: int) -> list[str]:
    """Return the placeholders that the construct replaces by subnet ids."""
    return [f"${{Subnet{index}Id}}" for index in range(count)]


def fargate_states(step: Step, *, subnet_count: int, following: str) -> Json:
    """Return the two states that run `step` on Fargate: its command as an object, then the task that gets it as text."""
    name = f"{step.state_name}OnFargate"
    return {
        START: {
            "Type": "Pass",
            "Parameters": {**attempt_command(), "step": step.name},
            "ResultPath": "$.command",
            "Next": name,
        },
        name: {
            "Type": "Task",
            "Resource": RUN_TASK,
            "Parameters": {
                "Cluster": "${ClusterArn}",
                "TaskDefinition": "${TaskFamily}",
                "CapacityProviderStrategy": [{"CapacityProvider": "${CapacityProvider}", "Weight": 1}],
                "NetworkConfiguration": {
                    "AwsvpcConfiguration": {
                        "AssignPublicIp": "ENABLED",
                        "Subnets": subnet_placeholders(subnet_count),
                        "SecurityGroups": ["${SecurityGroupId}"],
                    }
                },
                "Overrides": {
                    "ContainerOverrides": [
                        {
                            "Name": CONTAINER,
                            "Environment": [
                                {"Name": COMMAND_VARIABLE, "Value.$": "States.JsonToString($.command)"},
                                {"Name": TOKEN_VARIABLE, "Value.$": "$$.Task.Token"},
                            ],
                        }
                    ]
                },
            },
            "TimeoutSeconds": SOFT_LIMIT_SECONDS,
            "HeartbeatSeconds": HEARTBEAT_SECONDS,
            "Retry": retry_list(TASK_RETRIERS),
            "Catch": catch_all(),
            "ResultPath": None,
            "Next": following,
        },
    }
