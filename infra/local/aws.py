"""AWS clients for the emulator."""

from typing import Any, cast

import boto3
from botocore.config import Config

from infra.local.place import REGION, Place


def client(
    place: Place,
    service: str,
    *,
    key: str = "test",
    secret: str = "test",  # noqa: S107 - the emulator's published root key
    token: str | None = None,
) -> Any:
    """Create a boto3 client, by default with the emulator's root key. Retries connection errors three times."""
    session = boto3.session.Session(
        aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token, region_name=REGION
    )
    config = Config(connect_timeout=5, read_timeout=60, retries={"mode": "standard", "total_max_attempts": 4})
    return session.client(cast("Any", service), endpoint_url=place.endpoint, config=config)
