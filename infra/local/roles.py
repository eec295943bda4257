"""Credentials of a role in the emulator, for what runs outside its Lambda workers."""

import json

from infra.local.aws import client
from infra.local.place import ACCOUNT, Place

_ROOT_ARN = f"arn:aws:iam::{ACCOUNT}:root"


def role_credentials(place: Place, role_arn: str, *, session: str) -> dict[str, str]:
    """Return the variables of a fresh one-hour session of the role, so that a task may do what its role may, no more.

    A task's role trusts only ECS; the emulator's root is added to that trust once, as this process stands in for ECS.
    Raises botocore's ClientError where the role is unknown.
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
