"""The commands for webhooks: secret, rotation, test, delivery log, resend."""

from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from reelwright_client.cli.exits import ExitCode
from reelwright_client.cli.options import AsJson, JobId
from reelwright_client.cli.session import session_of
from reelwright_client.cli.tables import table
from reelwright_client.cli.words import moment, plain
from reelwright_client.models.webhooks import Delivery, WebhookSecret, WebhookTest

webhooks = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Webhooks report the end of your jobs to your receiver: secret, test, delivery log. See `submit --callback-url`.",
)


@webhooks.command("secret")
def secret(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Print the secret that signs your webhooks."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        found = client.webhook_secret()
    session.show(Text(plain(found.secret)), found)


@webhooks.command("rotate")
def rotate(context: typer.Context, *, as_json: AsJson = False) -> None:
    """Create a new secret. The previous one stays valid for a day; rotate twice to revoke it at once."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        found = client.rotate_webhook_secret()
    session.show(Text(plain(found.secret)), found)
    session.note(_until(found))


def _until(found: WebhookSecret) -> str:
    return f"The previous secret stays valid until {moment(found.previous_until)}." if found.previous_until else ""


@webhooks.command("test")
def try_receiver(
    context: typer.Context,
    url: Annotated[str, typer.Argument(metavar="URL", help="The receiver: an https URL with a public host.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Send a test webhook to a URL and show the receiver's answer. Exit code 1 if it was not accepted."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        said = client.test_webhook(url)
    session.show(_test_text(said), said)
    if not said.delivered:
        raise typer.Exit(ExitCode.JOB_FAILED)


def _test_text(said: WebhookTest) -> Text:
    status = "" if said.status is None else f" with {said.status}"
    text = Text(f"{plain(said.outcome).capitalize()}{status} in {said.milliseconds} ms.")
    if said.detail:
        text.append(f" {plain(said.detail)}")
    if said.excerpt:
        text.append(f"\n{plain(said.excerpt)}", style="dim")
    return text


@webhooks.command("deliveries")
def deliveries(context: typer.Context, job_id: JobId, *, as_json: AsJson = False) -> None:
    """Show every delivery attempt of a job's webhooks."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        found = client.deliveries(job_id)
    if as_json:
        session.show_json({"deliveries": [one.model_dump(mode="json") for one in found]})
    elif found:
        session.out.print(_log(found))
    else:
        session.note("No deliveries: the job has no callback URL, or has not ended.")


@webhooks.command("resend")
def resend(context: typer.Context, job_id: JobId, *, as_json: AsJson = False) -> None:
    """Send a job's latest webhook again, with the same id. Exit code 1 if it was not accepted."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        sent = client.resend(job_id)
    session.show(_log((sent,)), sent)
    if sent.outcome != "delivered":
        raise typer.Exit(ExitCode.JOB_FAILED)


def _log(tries: tuple[Delivery, ...]) -> Table:
    shown = table("Time", "Event", "Try", "By", "Outcome", "Status", "ms", "Next try", "To")
    for one in tries:
        cells = (
            moment(one.at),
            one.type,
            str(one.number),
            one.trigger,
            one.outcome,
            "-" if one.status is None else str(one.status),
            "-" if one.milliseconds is None else str(one.milliseconds),
            moment(one.next_try_at),
            one.place,
        )
        shown.add_row(*(Text(plain(cell)) for cell in cells))
    return shown
