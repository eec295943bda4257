"""The stack behind the API, which a few commands of operators read with AWS credentials: log lines, alarms, the canary.

The API has no routes for them: its function would need to read every log, and such a route would fail just when it is needed.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, cast

import typer

from reelwright_client.configuration import Emulator
from reelwright_client.errors import ConfigurationError, StackError

StackName = Annotated[
    str | None,
    typer.Option(
        "--stack", metavar="NAME", help="The deployed stack, such as reelwright-dev, read with your AWS credentials."
    ),
]
Clients = Callable[[str], Any]
"""Makes a client of an AWS service, such as `logs`."""


@dataclass(frozen=True)
class Stack:
    """A stack's name, and what makes clients for the place where it is deployed."""

    name: str
    client: Clients


def clients_of(emulator: Emulator | None) -> Clients:
    """Make clients with the emulator's root key, or of AWS with the caller's credentials and region.

    Raises ConfigurationError without boto3, which no other command needs.
    """
    try:
        from boto3.session import Session  # noqa: PLC0415 - installed with the extra `infra` only
    except ImportError as error:
        raise ConfigurationError("This command reads AWS: install boto3 (`pip install boto3`).") from error
    if emulator is None:
        session, endpoint = Session(region_name=os.environ.get("AWS_REGION")), None
    else:
        session, endpoint = Session(emulator.key, emulator.secret, region_name=emulator.region), emulator.endpoint
    return lambda service: session.client(cast("Any", service), endpoint_url=endpoint)


@contextmanager
def reading(stack: Stack) -> Iterator[None]:
    """Raise StackError instead of whatever boto3 raises."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - see `clients_of`

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise StackError(f"{stack.name} cannot be read: {error}") from error
