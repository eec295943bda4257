"""The states that run one step as a Fargate task, for films whose composition takes longer than a Lambda function may run.

With `.sync` the state waits until the container ends, whatever ended it. The container also gets a task token, to send
heartbeats and the cause of a failure: SendTaskHeartbeat and SendTaskFailure are documented for "the job run pattern", too
(Step Functions API reference). The heartbeat timeout counts from RunTask, so it includes placing the task and pulling its
image (some 370 MB compressed); the task sends its first heartbeat at once. A task without heartbeats is retried once. The
time limit in the step's row is for Lambda; here the attempt's soft limit applies. The emulator gives `.sync` states no token:
there the variable is empty, and the container sends no heartbeats.
"""

from typing import Final

from infra.fargate import CONTAINER
from infra.statemachine.retries import TASK_RETRIERS, retry_list
from infra.statemachine.states import Json, attempt_command, catch_all
from reelwright.pipeline.steps import HEARTBEAT_SECONDS, SOFT_LIMIT_SECONDS, Step

START: Final = "DescribeCommand"
RUN_TASK: Final = "arn:aws:states:::ecs:runTask.sync"
COMMAND_VARIABLE: Final = "REELWRIGHT_STEP_COMMAND"
"""The environment variable with the step's command as JSON."""
TOKEN_VARIABLE: Final = "TASK_TOKEN"  # noqa: S105 - a variable's name, not a secret


def subnet_placeholders(count: int) -> list[str]:
    """List the placeholders that the construct replaces by subnet ids."""
    return [f"${{Subnet{index}Id}}" for index in range(count)]


def fargate_states(step: Step, *, subnet_count: int, following: str) -> Json:
    """Build the two states that run `step` on Fargate.

    The first builds the command as an object; the second converts it to JSON, as container variables are text only.
    """
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
