"""The secrets of the user pool's machine clients."""

from reelwright.aws.clients import client


def secret_of(pool_id: str, client_id: str) -> str:
    """Read the secret of a client; its role needs `cognito-idp:DescribeUserPoolClient`."""
    described = client("cognito-idp").describe_user_pool_client(UserPoolId=pool_id, ClientId=client_id)
    return str(described["UserPoolClient"]["ClientSecret"])
