"""The commands that read, cancel and retry jobs."""

from itertools import islice
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.text import Text

from reelwright_client.calls import LONGEST_PAGE
from reelwright_client.cli.options import AsJson, JobId
from reelwright_client.cli.session import session_of
from reelwright_client.cli.view import history_table, job_view, jobs_table
from reelwright_client.cli.watching import save
from reelwright_client.cli.words import plain
from reelwright_client.downloading import safe_name

_DEFAULT_ROWS: Final = 20


def get(context: typer.Context, job_id: JobId, *, as_json: AsJson = False) -> None:
    """Show one job: state, progress, files, steps, cost."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        job = client.get(job_id)
    session.show(job_view(job), job)


def list_jobs(
    context: typer.Context,
    *,
    status: Annotated[
        str | None, typer.Option("--status", help="pending, queued, running, retrying, completed, failed, cancelled.")
    ] = None,
    task_name: Annotated[str | None, typer.Option("--task", help="Only jobs of this task.")] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="BEGINNING", help="Only jobs whose title begins like this.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="TIME", help="Created since 24h, 7d, or 2026-11-28T10:00:00Z.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="Maximum number of jobs; with --page, jobs per page.")
    ] = _DEFAULT_ROWS,
    page: Annotated[
        int | None, typer.Option("--page", min=1, help="Show the page with this number (from 1), and the total.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List your jobs, newest first."""
    if page is not None and (title or since):
        raise typer.BadParameter("a list by title or time has no page numbers", param_hint="--page")
    session = session_of(context, as_json=as_json)
    size = min(limit, LONGEST_PAGE)
    total: int | None = None
    with session.client() as client:
        if page is None:
            found = client.jobs(status=status, task_name=task_name, title=title, since=since, page_size=size)
            jobs = list(islice(found, limit))
        else:
            numbered = client.page(page, status=status, task_name=task_name, page_size=size)
            jobs, total = list(numbered.jobs), numbered.total
    if as_json:
        shown = {"jobs": [job.model_dump(mode="json") for job in jobs]}
        session.show_json(shown if page is None else {**shown, "total": total, "page": page, "page_size": size})
    elif jobs:
        session.out.print(jobs_table(jobs, session.out.width))
        if total is not None:
            session.note(f"Page {page} of {max(1, -(-total // size))}; {total} jobs.")
    else:
        session.note("No jobs. Create one: reelwright submit SCRIPT_FILE")


def cancel(context: typer.Context, job_id: JobId, *, as_json: AsJson = False) -> None:
    """Cancel a waiting or running job. Cancelling it again has no effect."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        said = client.cancel(job_id)
    word = "is being cancelled" if said.stopping else "is cancelled"
    session.show(Text(f"Job {plain(job_id)} {word}."), said)


def retry(context: typer.Context, job_id: JobId, *, as_json: AsJson = False) -> None:
    """Retry a failed job. Steps that earlier attempts finished are reused."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        said = client.retry(job_id)
    shown = plain(said.job_id)
    session.show(Text(f"Job {shown} is tried again.\nFollow it: reelwright watch {shown}"), said)


def history(context: typer.Context, job_id: JobId, *, as_json: AsJson = False) -> None:
    """Show every state a job went through, and when."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        rows = client.history(job_id)
    session.show(history_table(rows), {"history": [row.model_dump(mode="json") for row in rows]})


def download(
    context: typer.Context,
    job_id: JobId,
    *,
    into: Annotated[
        Path | None,
        typer.Option(
            "--into", metavar="DIR", help="The folder, created if missing. Default: a folder named after the job."
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="NAME", help="Only this file (video, thumbnail ...); may be repeated."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Save a finished job's files and print their paths."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        save(session, client, job_id, into or session.folder / safe_name(job_id), tuple(only or ()))
