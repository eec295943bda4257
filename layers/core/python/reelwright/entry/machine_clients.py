"""The secret of a machine client, for a function that calls the API as such a client."""

from reelwright.aws.machine_clients import secret_of


def client_secret(pool_id: str, client_id: str) -> str:
    """Read the secret of a client of the user pool."""
    return secret_of(pool_id, client_id)
