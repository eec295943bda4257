"""Credentials of roles in the emulator, for processes that are no Lambda workers."""

import json

from infra.local.aws import client
from infra.local.place import ACCOUNT, Place

_ROOT_ARN = f"arn:aws:iam::{ACCOUNT}:root"


def role_credentials(place: Place, role_arn: str, *, session: str) -> dict[str, str]:
    """Assume a role for one hour, so that a task has the permissions of its role only; returns the environment variables.

    A task's role trusts only ECS. This process acts as ECS, so it adds the emulator's root to the role's trust policy, once.
    Raises botocore's ClientError if the role does not exist.
    """
    name = role_arn.rpartition("/")[2]
    iam = client(place, "iam")
    trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    if not any(_ROOT_ARN in json.dumps(statement.get("Principal")) for statement in trust["Statement"]):
        trusting = {"Effect": "Allow", "Principal": {"AWS": _ROOT_ARN}, "Action": "sts:AssumeRole"}
        document = {**trust, "Statement": [*trust["Statement"], trusting]}
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(document))
    answer = client(place, "sts").assume_role(RoleArn=role_arn, RoleSessionName=session)
    issued = answer["Credentials"]
    return {
        "AWS_ACCESS_KEY_ID": issued["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": issued["SecretAccessKey"],
        "AWS_SESSION_TOKEN": issued["SessionToken"],
    }
