"""What becomes of the resources that hold data, by environment."""

from aws_cdk import RemovalPolicy

from infra.environments import Environment


def removal_policy(environment: Environment) -> RemovalPolicy:
    """Return the policy of whatever holds users' data.

    Kept data outlives an update and a deleted stack, but no failed creation: CloudFormation would leave the empty table and
    bucket of a rolled back first deployment behind, and every later one would fail on their names.
    """
    return RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if environment.keep_data else RemovalPolicy.DESTROY
