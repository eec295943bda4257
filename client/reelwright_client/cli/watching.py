"""Following one job to its end: live on a terminal, line by line in a pipe, JSON for programs."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

import typer
from rich.live import Live

from reelwright_client.blocking.client import Client
from reelwright_client.cli.exits import ExitCode
from reelwright_client.cli.options import AsJson, CancelOnInterrupt, Into, JobId, TimeoutSeconds
from reelwright_client.cli.session import Session, session_of
from reelwright_client.cli.view import ending_text, progress_line, progress_view
from reelwright_client.cli.words import plain
from reelwright_client.errors import ConflictError
from reelwright_client.models.jobs import Job

Show = Callable[[Job], None]
"""Shows the newest view of a job."""


def watch(
    context: typer.Context,
    job_id: JobId,
    *,
    into: Into = None,
    timeout_seconds: TimeoutSeconds = None,
    cancel_on_interrupt: CancelOnInterrupt = False,
    as_json: AsJson = False,
) -> None:
    """Follow a job to its end: progress, steps, and the reason of a wait.

    Ctrl-C stops watching; the job goes on. With --json every change is one line; the last line is the finished
    job.
    """
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        follow(
            session,
            client,
            job_id,
            into=into,
            timeout_seconds=timeout_seconds,
            cancel_on_interrupt=cancel_on_interrupt,
        )


def follow(
    session: Session,
    client: Client,
    job_id: str,
    *,
    into: Path | None,
    timeout_seconds: float | None,
    cancel_on_interrupt: bool,
) -> None:
    """Show a job until it ends, then save its files if `into` is given. Exits with code 1 unless it completed."""
    try:
        with _display(session) as display:
            job = client.wait(job_id, timeout_seconds=timeout_seconds, on_change=display)
    except KeyboardInterrupt:
        raise typer.Exit(_interrupted(session, client, job_id, cancel=cancel_on_interrupt)) from None
    if not session.as_json:
        session.out.print(ending_text(job))
    if not job.is_completed:
        raise typer.Exit(ExitCode.JOB_FAILED)
    if into is not None:
        save(session, client, job, into)
    elif job.result is not None and job.result.files:
        session.note(f"Save the files: reelwright download {plain(job_id)}")


def save(session: Session, client: Client, job: Job | str, into: Path, only: tuple[str, ...] = ()) -> None:
    """Download a job's files and print their paths."""
    saved = client.download(job, into, only=only)
    if session.as_json:
        session.show_json({"files": {name: str(path) for name, path in saved.items()}})
        return
    for path in saved.values():
        session.out.out(str(path))


def _display(session: Session) -> AbstractContextManager[Show]:
    if session.as_json:
        return nullcontext(session.show_json)
    if session.out.is_terminal:
        return _Screen(session)
    return nullcontext(lambda job: session.out.out(progress_line(job), highlight=False))


class _Screen:
    """The live view of a terminal; its last frame stays."""

    def __init__(self, session: Session) -> None:
        self._live = Live(console=session.out, refresh_per_second=8)

    def __enter__(self) -> Show:
        self._live.start()
        return lambda job: self._live.update(progress_view(job), refresh=True)

    def __exit__(self, *_: object) -> None:
        self._live.stop()


def _interrupted(session: Session, client: Client, job_id: str, *, cancel: bool) -> int:
    shown = plain(job_id)
    if not cancel:
        session.note(
            f"Stopped watching; job {shown} goes on. Follow it: reelwright watch {shown}. "
            f"Stop it: reelwright cancel {shown}"
        )
        return ExitCode.INTERRUPTED
    try:
        client.cancel(job_id)
    except ConflictError:
        session.note(f"Job {shown} had already finished.")
    else:
        session.note(f"Job {shown} is being cancelled.")
    return ExitCode.INTERRUPTED
