"""AWS clients for the emulator."""

from typing import Any, cast

import boto3
from botocore.config import Config

from infra.local.place import REGION, Place
from infra.local.root import ROOT_KEY, root_secret


def client(
    place: Place,
    service: str,
    *,
    key: str = ROOT_KEY,
    secret: str | None = None,
    token: str | None = None,
) -> Any:
    """Create a boto3 client, by default with the emulator's root key. Retries connection errors three times.

    Raises LocalStackError without `secret` if the stack was never up.
    """
    session = boto3.session.Session(
        aws_access_key_id=key,
        aws_secret_access_key=root_secret(place) if secret is None else secret,
        aws_session_token=token,
        region_name=REGION,
    )
    config = Config(
        connect_timeout=5,
        read_timeout=60,
        retries={"mode": "standard", "total_max_attempts": 4},
        signature_version="s3v4" if service == "s3" else None,  # the guard takes no older one
    )
    return session.client(cast("Any", service), endpoint_url=place.endpoint, config=config)
