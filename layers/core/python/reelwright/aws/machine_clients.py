"""The secrets of the user pool's machine clients."""

from typing import Any, cast

import boto3


def secret_of(pool_id: str, client_id: str) -> str:
    """Read the secret of a client; its role needs `cognito-idp:DescribeUserPoolClient`."""
    cognito = boto3.client(cast("Any", "cognito-idp"))
    described = cognito.describe_user_pool_client(UserPoolId=pool_id, ClientId=client_id)
    return str(described["UserPoolClient"]["ClientSecret"])
