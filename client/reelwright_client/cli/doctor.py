"""The commands for trouble: whether the service works, and what a helper needs to know about a job."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.text import Text

from reelwright_client.blocking.client import Client
from reelwright_client.cli.deployed import findings_of_stack
from reelwright_client.cli.exits import ExitCode
from reelwright_client.cli.logs import lines_of
from reelwright_client.cli.options import AsJson, JobId
from reelwright_client.cli.session import Session, session_of
from reelwright_client.cli.stack import Stack, StackName
from reelwright_client.cli.symptom import Symptom
from reelwright_client.cli.words import plain
from reelwright_client.connection import VERSION
from reelwright_client.downloading import safe_name
from reelwright_client.errors import AuthenticationError, StackError
from reelwright_client.models.figures import Queues

_WITHOUT_TEXTS: Final[dict[str, Any]] = {
    **dict.fromkeys(("title", "metadata", "result", "script_id", "progress_message"), True),
    "steps": {"__all__": {"preview"}},
}
"""Fields of a job that hold words, files or signed addresses of its user."""


def findings_of(client: Client) -> Iterator[Symptom]:
    """Look at versions, health and breakers, then at queues and dead letters, if the token is an operator's."""
    health = client.health()
    yield Symptom(name="versions", found=f"client {VERSION}, API {health.version or 'unknown'}")
    state = ", ".join(f"{name} {said}" for name, said in health.dependencies.items())
    cure = (
        ""
        if health.is_healthy
        else "see the named service in the AWS Health Dashboard, and the log of the function api"
    )
    yield Symptom(name="health", found=f"{health.status} ({state})", cure=cure)
    yield _of_breakers(client)
    try:
        queues = client.queues()
        letters = next(iter(client.dead_letters()), None)
    except AuthenticationError:
        yield Symptom(name="queues", found="not visible with this token: it is not an operator's")
        return
    yield from _of_queues(queues)
    cure = "`reelwright dead-letters list` shows reasons; operations.md#dead-letters"
    yield Symptom(
        name="dead letters", found="none" if letters is None else "there are some", cure="" if letters is None else cure
    )


def _of_breakers(client: Client) -> Symptom:
    away = [f"{one.capability}/{one.name}" for one in client.providers() if not one.is_healthy]
    cure = "operations.md#a-provider-is-down; jobs wait or use another provider meanwhile" if away else ""
    return Symptom(name="breakers", found=f"open: {', '.join(away)}" if away else "none open", cure=cure)


def _of_queues(queues: Queues) -> Iterator[Symptom]:
    for pool in queues.pools:
        of_pool = [queue for queue in queues.queues if queue.pool == pool.name]
        waiting = sum(queue.waiting for queue in of_pool)
        is_stuck = waiting > 0 and pool.running < pool.capacity
        yield Symptom(
            name=f"pool {pool.name}",
            found=f"{waiting} waiting, {pool.running} of {pool.capacity} places taken",
            cure="repeat in a minute; if it stays, work is stopped (`make resume`) or operations.md#jobs-wait applies"
            if is_stuck
            else "",
        )
        executing = sum(queue.running for queue in of_pool)
        yield Symptom(
            name=f"leases {pool.name}",
            found=f"{pool.running}, of {executing} running jobs",
            cure="repeat in a minute: counters lag behind; if it stays, operations.md#a-counter-drifted applies"
            if pool.running > executing
            else "",
        )
    for queue in queues.queues:
        if queue.dead_messages:
            cure = "the function dead_letters does not process them: operations.md#dead-letters"
            yield Symptom(name=f"queue {queue.name}", found=f"{queue.dead_messages} dead messages", cure=cure)


def _lines(symptom: Symptom) -> Iterator[str]:
    yield f"{'LOOK' if symptom.cure else 'ok  '}  {plain(symptom.name)}: {plain(symptom.found)}"
    if symptom.cure:
        yield f"      -> {symptom.cure}"


def doctor(context: typer.Context, *, stack: StackName = None, as_json: AsJson = False) -> None:
    """Check versions, health, breakers, queues, leases, dead letters; of a --stack also its deployment, alarms and canary.

    Says what to do; exit code 3 if anything needs attention.
    """
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        findings = list(findings_of(client))
    findings += _stack_findings(session.stack(stack))
    shown = Text("\n".join(line for one in findings for line in _lines(one)))
    session.show(shown, {"findings": [one.model_dump() for one in findings]})
    if any(one.cure for one in findings):
        raise typer.Exit(ExitCode.CONNECTION)


def _stack_findings(stack: Stack | None) -> list[Symptom]:
    if stack is None:
        return [Symptom(name="stack", found="not asked: --stack names it, and your AWS credentials read it")]
    try:
        return list(findings_of_stack(stack, now=datetime.now(UTC)))
    except StackError as error:
        cure = "`aws sts get-caller-identity` must answer, and AWS_REGION be the stack's region"
        return [Symptom(name="stack", found=str(error), cure=cure)]


def bundle_of(client: Client, job_id: str) -> dict[str, Any]:
    """Collect what is known of a job, without its user's texts, names of files and signed addresses."""
    job = client.get(job_id)
    return {
        "client": VERSION,
        "server": client.connection.url,
        "health": client.health().model_dump(mode="json"),
        "job": job.model_dump(mode="json", exclude=_WITHOUT_TEXTS),
        "history": [row.model_dump(mode="json", exclude={"metadata"}) for row in client.history(job_id)],
        "webhooks": [row.model_dump(mode="json", exclude={"place"}) for row in client.deliveries(job_id)],
    }


def support_bundle(
    context: typer.Context,
    job_id: JobId,
    *,
    into: Annotated[Path | None, typer.Option("--into", metavar="DIR", help="The folder of the file.")] = None,
    stack: StackName = None,
    as_json: AsJson = False,
) -> None:
    """Write everything about a job that a helper needs to a file: state, steps, history, webhooks; none of your texts.

    With a --stack, its log lines too.
    """
    session = session_of(context, as_json=as_json)
    with session.client() as client:
        bundle = bundle_of(client, job_id)
    bundle["logs"] = _log_lines(session, stack, job_id)
    path = (into or session.folder) / f"support-{safe_name(job_id)}.json"
    path.write_text(json.dumps(bundle, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    session.show(Text(str(path)), {"file": str(path)})


def _log_lines(session: Session, stack: str | None, job_id: str) -> list[str]:
    """Read the log lines if the stack is known; if they cannot be read, the bundle says why."""
    found = session.stack(stack)
    if found is None:
        return []
    try:
        return lines_of(found, job_id, now=datetime.now(UTC), sleep=time.sleep)
    except (StackError, ValueError) as error:
        return [str(error)]
