"""The operators' commands for dead letters: list, retry, remove."""

from itertools import islice
from typing import Annotated, Final

import typer
from rich.text import Text

from reelwright_client.blocking.client import Client
from reelwright_client.calls import LONGEST_PAGE
from reelwright_client.cli.options import AsJson
from reelwright_client.cli.session import Session, session_of
from reelwright_client.cli.view import dead_letters_view
from reelwright_client.cli.words import plain

_DEFAULT_ROWS: Final = 20

TaskName = Annotated[str | None, typer.Option("--task", metavar="TASK", help="Only dead letters of this task.")]

dead_letters = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="For operators: jobs that failed after all retries, and queue messages that could not be processed.",
)


@dead_letters.command("list")
def list_dead_letters(
    context: typer.Context,
    *,
    task_name: TaskName = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Maximum number to show.")] = _DEFAULT_ROWS,
    as_json: AsJson = False,
) -> None:
    """List dead letters with their errors, newest first. They are kept for 14 days."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        found = client.dead_letters(task_name=task_name, page_size=min(limit, LONGEST_PAGE))
        letters = list(islice(found, limit))
    if as_json:
        session.show_json({"dead_letters": [letter.model_dump(mode="json") for letter in letters]})
    elif letters:
        session.out.print(dead_letters_view(letters, session.out.width))
    else:
        session.note("No dead letters.")


GroupName = Annotated[
    str | None, typer.Option("--group", metavar="GROUP", help="Those with one kind of error; `groups` names it.")
]


@dead_letters.command("groups")
def dead_letter_groups(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List dead letters by kind of error, with advice."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        found = client.dead_letter_groups()
    lines = [
        f"{one.group}  {one.count:5}  {plain(one.code)}: {plain(one.message)}\n    {plain(one.advice)}"
        for one in found.groups
    ]
    session.show(Text("\n".join(lines) or "No dead letters."), found)


@dead_letters.command("retry")
def retry_dead_letters(
    context: typer.Context,
    letter_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="Id of one dead letter, as `list` shows it.")
    ] = None,
    *,
    task_name: TaskName = None,
    group: GroupName = None,
    everything: Annotated[bool, typer.Option("--all", help="Retry all dead letters.")] = False,
    as_json: AsJson = False,
) -> None:
    """Retry one dead letter by its id, those of one task or group of errors, or all with `--all`."""
    session = session_of(context, as_json=as_json)
    if (letter_id is not None) + (task_name is not None) + (group is not None) + everything != 1:
        raise typer.BadParameter("Give exactly one of: an id, --task TASK, --group GROUP, or --all.")
    with session.client() as client:
        if letter_id is None:
            _retry_many(session, client, task_name, group)
            return
        said = client.retry_dead_letter(letter_id)
    shown = plain(said.job_id)
    session.show(Text(f"Job {shown} is tried again.\nFollow it: reelwright watch {shown}"), said)


def _retry_many(session: Session, client: Client, task_name: str | None, group: str | None) -> None:
    """Retry page by page; print the result of a page before the next one is requested."""
    count = 0
    for page in client.retry_dead_letters(task_name=task_name, group=group):
        count += len(page.retried)
        if session.as_json:
            session.show_json(page)
            continue
        for one in page.retried:
            session.out.out(f"Job {plain(one.job_id)} is tried again.")
        for letter_id in page.skipped:
            session.note(f"{plain(letter_id)} has no job to retry.")
    session.note(f"{count} retried.")


@dead_letters.command("remove")
def remove_dead_letter(
    context: typer.Context,
    letter_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="Id of the dead letter, as `list` shows it.")
    ] = None,
    *,
    group: GroupName = None,
    as_json: AsJson = False,
) -> None:
    """Remove one dead letter, or all with one kind of error by `--group`. Their jobs stay failed."""
    session = session_of(context, as_json=as_json)
    if (letter_id is None) == (group is None):
        raise typer.BadParameter("Give exactly one of: an id, or --group GROUP.")
    with session.client() as client:
        if group is not None:
            removed = [one for page in client.remove_dead_letters(group) for one in page.removed]
            session.show(Text(f"{len(removed)} are removed."), {"removed": removed})
        elif letter_id is not None:
            client.remove_dead_letter(letter_id)
            session.show(Text(f"{plain(letter_id)} is removed."), {"id": letter_id, "status": "removed"})
