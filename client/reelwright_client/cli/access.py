"""The commands about the service itself: its address, its token, its health."""

from typing import Annotated

import typer

from reelwright_client.cli.exits import ExitCode
from reelwright_client.cli.options import AsJson
from reelwright_client.cli.session import session_of
from reelwright_client.cli.view import health_view

_HOW_TO_GET_ONE = (
    "There is no token for {url} in {source}. Local stack: `make token` writes one. AWS: sign in to the user pool of the "
    "stack (its outputs name the pool and client) and set REELWRIGHT_TOKEN to the access token."
)


def token(
    context: typer.Context,
    *,
    header: Annotated[
        bool, typer.Option("--header", help="Print the whole Authorization header, for curl -H.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print the token of the configured server, for curl and other clients.

    Example: `curl -H "$(reelwright token --header)" http://...`
    """
    session = session_of(context, as_json=as_json)
    found = session.configuration()
    if as_json:
        session.show_json(found.model_dump(include={"url", "token", "source"}))
    elif found.token is not None:
        session.out.out(f"Authorization: Bearer {found.token}" if header else found.token)
    if found.token is None:
        session.note(_HOW_TO_GET_ONE.format(source=found.source, url=found.url))
        raise typer.Exit(ExitCode.AUTHENTICATION)


def health(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Check the health of the service and its dependencies (exit code 3 if unhealthy). Needs no token."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        said = client.health()
        session.show(health_view(said, client.connection.url), said)
    if not said.is_healthy:
        raise typer.Exit(ExitCode.CONNECTION)
