"""The operators' commands: what was given up, listed, retried, removed."""

from itertools import islice
from typing import Annotated, Final

import typer
from rich.text import Text

from reelwright_client.calls import LONGEST_PAGE
from reelwright_client.cli.options import AsJson
from reelwright_client.cli.session import Session, session_of
from reelwright_client.cli.view import dead_letters_view
from reelwright_client.cli.words import plain
from reelwright_client.client import Client

_DEFAULT_ROWS: Final = 20

TaskName = Annotated[str | None, typer.Option("--task", metavar="TASK", help="Only those of this task.")]

dead_letters = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="What was given up: jobs that failed for good, messages that could not be read. For operators.",
)


@dead_letters.command("list")
def list_dead_letters(
    context: typer.Context,
    *,
    task_name: TaskName = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many at most.")] = _DEFAULT_ROWS,
    as_json: AsJson = False,
) -> None:
    """List dead letters, newest first, with their errors. They are kept for 14 days."""
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


@dead_letters.command("retry")
def retry_dead_letters(
    context: typer.Context,
    letter_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="One of them, by the id that `list` shows.")
    ] = None,
    *,
    task_name: TaskName = None,
    everything: Annotated[bool, typer.Option("--all", help="Every one of them.")] = False,
    as_json: AsJson = False,
) -> None:
    """Give one of them a new attempt, or all of a task with `--task`, or every one with `--all`."""
    session = session_of(context, as_json=as_json)
    if (letter_id is not None) + (task_name is not None) + everything != 1:
        raise typer.BadParameter("give an id, or --task TASK, or --all")
    with session.client() as client:
        if letter_id is None:
            _retry_many(session, client, task_name)
            return
        said = client.retry_dead_letter(letter_id)
    shown = plain(said.job_id)
    session.show(Text(f"Job {shown} is tried again.\nFollow it: reelwright watch {shown}"), said)


def _retry_many(session: Session, client: Client, task_name: str | None) -> None:
    """Retry page by page; what one page did is printed before the next is asked for."""
    count = 0
    for page in client.retry_dead_letters(task_name=task_name):
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
    letter_id: Annotated[str, typer.Argument(metavar="ID", help="The id that `list` shows.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Forget one of them. Its job stays failed."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        client.remove_dead_letter(letter_id)
    session.show(Text(f"{plain(letter_id)} is forgotten."), {"id": letter_id, "status": "removed"})
