"""The commands that show figures: a user's own, and the operators' queues."""

from typing import Annotated

import typer
from rich.text import Text

from reelwright_client.cli.figures_view import counts_view, providers_view, queues_view
from reelwright_client.cli.options import AsJson
from reelwright_client.cli.session import session_of
from reelwright_client.cli.words import plain


def stats(
    context: typer.Context,
    *,
    user_id: Annotated[
        str | None, typer.Option("--user", metavar="USER", help="For operators: the figures of another user.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show your jobs by state, their success rate and average time, and what is left of your daily quota."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        counts = client.counts(user_id=user_id)
    session.show(counts_view(counts), counts)


def queues(context: typer.Context, *, as_json: AsJson = False) -> None:
    """For operators: show waiting and running jobs by queue, and the capacity of each pool."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        found = client.queues()
    session.show(queues_view(found), found)


def providers(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Show the providers of text, speech, pictures and clips: models, health, prices, voices and ends of models."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        found = client.providers()
    session.show(providers_view(found), {"providers": [one.model_dump(mode="json") for one in found]})


def close_breaker(
    context: typer.Context,
    provider: Annotated[str, typer.Argument(metavar="CAPABILITY/NAME", help="As `providers` lists it: speech/polly.")],
    *,
    as_json: AsJson = False,
) -> None:
    """For operators: call a provider again at once, without waiting for its circuit breaker."""
    capability, slash, name = provider.partition("/")
    if not (capability and slash and name):
        raise typer.BadParameter("Write capability and name: speech/polly.")
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        closed = client.close_breaker(capability, name)
    session.show(Text(f"{plain(provider)} is called again."), closed)
