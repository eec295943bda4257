"""The commands for your own keys of providers: list, save, remove."""

import sys
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from reelwright_client.cli.options import AsJson
from reelwright_client.cli.session import session_of
from reelwright_client.cli.tables import table
from reelwright_client.cli.words import plain
from reelwright_client.models.provider_keys import ProviderKey

keys = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Your own keys of providers, with which your films are made.",
)
Provider = Annotated[str, typer.Argument(help="Its name, as `reelwright keys list` shows it.")]


@keys.command("list")
def list_keys(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List your keys, without the keys, and the providers that take one."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        found = client.provider_keys()
    session.show(_rows(found.keys), found)
    taking = ", ".join(found.providers) or "none: the operator allows no keys of users"
    session.note(f"Providers that take a key: {taking}")


@keys.command("save")
def save(context: typer.Context, provider: Provider, *, as_json: AsJson = False) -> None:
    """Save a key: asked for without showing it, or read from standard input. It is never an argument."""
    key = typer.prompt("Key", hide_input=True) if sys.stdin.isatty() else sys.stdin.readline().strip()
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        saved = client.save_provider_key(provider, key)
    session.show(_rows((saved,)), saved)


@keys.command("remove")
def remove(context: typer.Context, provider: Provider) -> None:
    """Remove a key; the next call of the provider is made without it."""
    session = session_of(context, as_json=False)
    with session.client() as client:
        client.remove_provider_key(provider)
    session.note(f"The key of {provider} is removed.")


def _rows(saved: tuple[ProviderKey, ...]) -> Table:
    shown = table("Provider", "Ends in", "Saved")
    for one in saved:
        shown.add_row(Text(plain(one.provider)), Text(plain(one.ending or "-")), Text(f"{one.saved_at:%Y-%m-%d %H:%M}"))
    return shown
