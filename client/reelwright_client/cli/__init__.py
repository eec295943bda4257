"""The command line `reelwright`."""

from typing import Annotated

import typer

from reelwright_client.cli.access import health, token
from reelwright_client.cli.batches import batches
from reelwright_client.cli.brand import brand
from reelwright_client.cli.dead_letters import dead_letters
from reelwright_client.cli.doctor import doctor, support_bundle
from reelwright_client.cli.figures import close_breaker, providers, queues, stats
from reelwright_client.cli.jobs import cancel, download, get, history, list_jobs, retry
from reelwright_client.cli.keys import keys
from reelwright_client.cli.logs import logs
from reelwright_client.cli.session import Commands
from reelwright_client.cli.storyboard import approve, edit_scene, storyboard
from reelwright_client.cli.submitting import submit
from reelwright_client.cli.watching import watch
from reelwright_client.cli.webhooks import webhooks
from reelwright_client.connection import VERSION

_CODES = (
    "Exit codes: 0 done, 1 the job failed or was cancelled, 2 wrong usage or invalid request, 3 no connection or service "
    "unavailable, 4 not authorized, 5 timeout, 130 interrupted."
)

app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode="markdown",  # flows the paragraphs of docstrings to the width of the terminal
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_CODES,
    pretty_exceptions_show_locals=False,  # locals hold the token
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer calls option callbacks with the bare value
    if wanted:
        typer.echo(f"reelwright {VERSION}")
        raise typer.Exit


@app.callback()
def reelwright(
    *,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit."),
    ] = False,
) -> None:
    """Make a finished short video from a script or an idea.

    Server and token come from the first of these that exists: the variables REELWRIGHT_URL and REELWRIGHT_TOKEN;
    the file .local/client.json in this folder or a parent folder (`make up` writes it); the file
    ~/.config/reelwright/config.json.
    """


app.command("submit")(submit)
app.command("watch")(watch)
app.command("get")(get)
app.command("list")(list_jobs)
app.command("cancel")(cancel)
app.command("retry")(retry)
app.command("download")(download)
app.command("storyboard")(storyboard)
app.command("edit-scene")(edit_scene)
app.command("approve")(approve)
app.command("history")(history)
app.command("stats")(stats)
app.command("queues")(queues)
app.command("providers")(providers)
app.command("close-breaker")(close_breaker)
app.command("token")(token)
app.command("health")(health)
app.command("doctor")(doctor)
app.command("support-bundle")(support_bundle)
app.command("logs")(logs)
app.add_typer(batches, name="batch")
app.add_typer(brand, name="brand")
app.add_typer(keys, name="keys")
app.add_typer(dead_letters, name="dead-letters")
app.add_typer(webhooks, name="webhooks")
