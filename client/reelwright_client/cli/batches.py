"""`reelwright batch`: many films from one file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.live import Live
from rich.text import Text

from reelwright_client.blocking.batches import BatchCalls
from reelwright_client.blocking.client import Client
from reelwright_client.cli.batch_view import batch_line, batch_view, kinds_view, mistakes_view, quote_text
from reelwright_client.cli.exits import ExitCode
from reelwright_client.cli.options import AsJson, TimeoutSeconds
from reelwright_client.cli.session import Session, session_of
from reelwright_client.cli.words import dollars, plain
from reelwright_client.errors import BatchInvalidError
from reelwright_client.models.batches import BatchStatus

BatchId = Annotated[str, typer.Argument(metavar="BATCH", help="The batch's id, as `batch create` printed it.")]
Watch = Annotated[bool, typer.Option("--watch", "-w", help="Follow the batch until it ends or pauses.")]
_GOOD_ENDS: Final = frozenset({"all_succeeded"})

batches = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="markdown",
    help="Many films from one file: checked and priced as a whole, run within a limit, every error explained once.",
)


@batches.command("create")
def create(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The manifest: .csv, .jsonl or .json.")],
    *,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template",
            metavar="FILE",
            help="JSON file with the film that all lines share; {{name}} stands for a variable.",
        ),
    ] = None,
    variables: Annotated[
        list[str] | None, typer.Option("--var", metavar="NAME=VALUE", help="A variable for all lines; may be repeated.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="Your own name for the batch.")] = None,
    max_cost_usd: Annotated[
        float | None, typer.Option("--max-cost", help="Pause before the films cost more than this many US dollars.")
    ] = None,
    concurrency: Annotated[int | None, typer.Option("--concurrency", min=1, help="Films that run at once.")] = None,
    skip: Annotated[bool, typer.Option("--skip", help="Take the good lines although others are wrong.")] = False,
    hold: Annotated[
        bool, typer.Option("--hold", help="Wait for `batch confirm` before the first film starts.")
    ] = False,
    again: Annotated[
        str | None,
        typer.Option("--idempotency-key", help="A key of your own: another one runs the same file again."),
    ] = None,
    callback_url: Annotated[
        str | None, typer.Option("--callback-url", help="https URL that receives a webhook when the batch ends.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check every line and show the price; create nothing.")
    ] = False,
    watch: Watch = False,
    timeout_seconds: TimeoutSeconds = None,
    as_json: AsJson = False,
) -> None:
    """Create a batch from a file, and print its id. Wrong lines are shown as a compiler shows errors.

    Examples: `reelwright batch create films.csv --dry-run`, `reelwright batch create people.csv --template hello.json --watch`.
    """
    session = session_of(context, as_json=as_json)
    given: dict[str, Any] = {
        "template": _template(template),
        "variables": _variables(variables or []) or None,
        "name": name,
        "max_cost_usd": max_cost_usd,
        "concurrency": concurrency,
        "on_invalid": "skip" if skip else None,
        "start": "on_confirm" if hold else None,
        "callback_url": callback_url,
    }
    options = {key: value for key, value in given.items() if value is not None}
    with session.client() as client:
        try:
            if dry_run:
                tried = client.batches.dry_run(file, **options)
                session.show(quote_text(tried, created=None), tried)
                return
            made = client.batches.create(file, idempotency_key=again, **options)
        except BatchInvalidError as error:
            if session.as_json:
                raise
            session.err.print(mistakes_view(error, file))
            raise typer.Exit(ExitCode.USAGE) from error
        session.show(quote_text(made, created=made.batch_id), made)
        if watch:
            _follow(session, client, made.batch_id, timeout_seconds=timeout_seconds)


@batches.command("status")
def status(
    context: typer.Context,
    batch_id: BatchId,
    *,
    watch: Watch = False,
    timeout_seconds: TimeoutSeconds = None,
    as_json: AsJson = False,
) -> None:
    """Show a batch: counts, progress, time left, spend, errors."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        if watch:
            _follow(session, client, batch_id, timeout_seconds=timeout_seconds)
            return
        batch = client.batches.get(batch_id)
    session.show(batch_view(batch), batch)


@batches.command("errors")
def errors(context: typer.Context, batch_id: BatchId, *, as_json: AsJson = False) -> None:
    """Show the errors of a batch in groups: how many lines, why, what to do."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        kinds = client.batches.errors(batch_id)
    if as_json:
        session.show_json({"groups": [one.model_dump(mode="json") for one in kinds]})
    elif kinds:
        session.out.print(kinds_view(kinds))
    else:
        session.note("No errors.")


@batches.command("confirm")
def confirm(context: typer.Context, batch_id: BatchId, *, as_json: AsJson = False) -> None:
    """Start a batch that was created with --hold."""
    _control(context, batch_id, BatchCalls.confirm, as_json=as_json)


@batches.command("pause")
def pause(context: typer.Context, batch_id: BatchId, *, as_json: AsJson = False) -> None:
    """Pause a batch. Films that run go on; no further one starts."""
    _control(context, batch_id, BatchCalls.pause, as_json=as_json)


@batches.command("resume")
def resume(
    context: typer.Context,
    batch_id: BatchId,
    *,
    which: Annotated[
        str | None,
        typer.Option("--which", help="missing: lines without an end; failed: these and the failed ones; all."),
    ] = None,
    groups: Annotated[
        list[str] | None, typer.Option("--group", help="The lines of this group of errors; may be repeated.")
    ] = None,
    lines: Annotated[list[int] | None, typer.Option("--line", help="This line; may be repeated.")] = None,
    max_cost_usd: Annotated[float | None, typer.Option("--max-cost", help="A new limit in US dollars.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show how many lines would run, and the price.")] = False,
    watch: Watch = False,
    as_json: AsJson = False,
) -> None:
    """Run the rest of a batch: what is missing, what failed, or chosen lines. Finished steps are reused."""
    session = session_of(context, as_json=as_json)
    given = {"which": which, "groups": groups, "lines": lines, "max_cost_usd": max_cost_usd}
    choice = {name: value for name, value in given.items() if value}
    with session.client() as client:
        said = client.batches.resume(batch_id, dry_run=dry_run, **choice)
        word = "would run" if dry_run else "run"
        session.show(Text(f"{said.lines} lines {word} for about {dollars(said.estimated_cost_usd)}."), said)
        if watch and not dry_run:
            _follow(session, client, batch_id, timeout_seconds=None)


@batches.command("cancel")
def cancel(context: typer.Context, batch_id: BatchId, *, as_json: AsJson = False) -> None:
    """Cancel a batch: no further film starts, running ones stop, finished ones stay."""
    _control(context, batch_id, BatchCalls.cancel, as_json=as_json)


@batches.command("results")
def results(
    context: typer.Context,
    batch_id: BatchId,
    *,
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="The folder to save in.")] = Path(),
    file_format: Annotated[str, typer.Option("--format", help="csv or jsonl.")] = "csv",
    failed: Annotated[
        bool, typer.Option("--failed", help="Only lines without a film: correct the file and create a batch from it.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Save what became of every line, also while the batch runs."""
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        path = client.batches.results(batch_id, into, file_format=file_format, only_failed=failed)
    session.show(Text(str(path)), {"file": str(path)})


def _control(
    context: typer.Context, batch_id: str, call: Callable[[BatchCalls, str], BatchStatus], *, as_json: bool
) -> None:
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        batch = call(client.batches, batch_id)
    session.show(Text(f"Batch {plain(batch_id)} is {plain(batch.state)}."), batch)


def _follow(session: Session, client: Client, batch_id: str, *, timeout_seconds: float | None) -> None:
    """Show a batch until it ends or pauses. Exits with code 1 unless all films succeeded, 5 after the timeout."""
    try:
        if session.as_json:
            batch = client.batches.wait(batch_id, timeout_seconds=timeout_seconds, on_change=session.show_json)
        elif session.out.is_terminal:
            with Live(console=session.out, refresh_per_second=4) as live:
                batch = client.batches.wait(
                    batch_id,
                    timeout_seconds=timeout_seconds,
                    on_change=lambda one: live.update(batch_view(one), refresh=True),
                )
        else:
            batch = client.batches.wait(
                batch_id,
                timeout_seconds=timeout_seconds,
                on_change=lambda one: session.out.out(batch_line(one), highlight=False),
            )
    except KeyboardInterrupt:
        session.note(
            f"Stopped watching; batch {plain(batch_id)} goes on. Stop it: reelwright batch cancel {plain(batch_id)}"
        )
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    _end(session, batch)


def _end(session: Session, batch: BatchStatus) -> None:
    shown = plain(batch.batch_id)
    if not batch.is_resting:
        session.note(f"Batch {shown} goes on. Follow it: reelwright batch status {shown} --watch")
        raise typer.Exit(ExitCode.TIMEOUT)
    if batch.counts.failed + batch.counts.refused:
        session.note(f"Why: reelwright batch errors {shown}. Correct: reelwright batch results {shown} --failed")
    if batch.state == "PAUSED":
        session.note(f"Paused ({plain(batch.reason or '')}). Go on: reelwright batch resume {shown}")
    if batch.outcome not in _GOOD_ENDS and batch.state != "READY":
        raise typer.Exit(ExitCode.JOB_FAILED)


def _template(file: Path | None) -> dict[str, Any] | None:
    if file is None:
        return None
    try:
        found = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise typer.BadParameter(f"{file} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise typer.BadParameter(f"{file} is not JSON: {error}.") from error
    if not isinstance(found, dict):
        raise typer.BadParameter(f"{file} must hold one JSON object, a video_request.")
    return found


def _variables(pairs: list[str]) -> dict[str, str]:
    """Split `NAME=VALUE` pairs; the last value of a name wins."""
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not name or not equals:
            raise typer.BadParameter(f"--var {pair!r} is not NAME=VALUE.")
        found[name] = value
    return found
