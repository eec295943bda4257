"""The removal policy of resources with data, by environment."""

from aws_cdk import RemovalPolicy

from infra.environments import Environment


def removal_policy(environment: Environment) -> RemovalPolicy:
    """Choose the policy of a resource that holds users' data.

    Kept resources survive an update and the deletion of the stack, but not a failed creation. Otherwise the empty table and
    bucket of a rolled back first deployment would remain, and every later deployment would fail on their names.
    """
    return RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE if environment.keep_data else RemovalPolicy.DESTROY
