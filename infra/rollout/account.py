"""What the account must have, and what the stack in it looks like, asked with the caller's own credentials."""

from dataclasses import dataclass
from typing import Any, Final

from botocore.exceptions import ClientError

TASK_SERVICE: Final = "ecs.amazonaws.com"
SETTLED: Final = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE")
"""States of a stack whose creation has succeeded once."""


def ensure_task_role(iam: Any) -> bool:
    """Create the service-linked role of ECS where the account has none; return whether it was created now.

    ECS makes it with the account's first cluster, but CreateCluster may fail before it is there ("Unable to assume the service
    linked role"), and the whole stack with it. A resource of the stack would not do: its creation fails where the role exists.
    """
    if iam.list_roles(PathPrefix=f"/aws-service-role/{TASK_SERVICE}/")["Roles"]:
        return False
    try:
        iam.create_service_linked_role(AWSServiceName=TASK_SERVICE)
    except ClientError as error:
        if "has been taken" in str(error):  # another deployment was faster
            return False
        raise
    return True


def lambda_concurrency(functions: Any) -> int:
    """Read the account's quota of concurrent Lambda runs in this region."""
    return int(functions.get_account_settings()["AccountLimit"]["ConcurrentExecutions"])


@dataclass(frozen=True)
class DeployedStack:
    """A stack as CloudFormation describes it."""

    status: str
    outputs: dict[str, str]

    @property
    def was_created(self) -> bool:
        """Whether its creation has succeeded once."""
        return self.status in SETTLED


def deployed_stack(cloudformation: Any, name: str) -> DeployedStack | None:
    """Return the stack of a name in whatever state; None where there is none."""
    try:
        (stack,) = cloudformation.describe_stacks(StackName=name)["Stacks"]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    return DeployedStack(status=stack["StackStatus"], outputs=outputs)
