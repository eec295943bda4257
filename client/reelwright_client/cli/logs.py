"""The command that prints the log lines of one job, of every function and task, by one query of CloudWatch Logs Insights."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final

import typer

from reelwright_client.cli.options import AsJson, JobId
from reelwright_client.cli.session import session_of
from reelwright_client.cli.stack import Stack, StackName, reading
from reelwright_client.cli.words import plain
from reelwright_client.errors import ConfigurationError, StackError

MOST_LINES: Final = 10_000
"""The most that one query returns."""
_PLACES: Final = ("/aws/lambda/{stack}-", "/aws/ecs/{stack}-")
_QUERY: Final = "fields @timestamp, @message | filter @message like /{job}/ | sort @timestamp asc | limit {limit}"
_DIGITS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Of a ULID, which a job's id is; the first ten are the milliseconds of its creation."""
_EARLIER_SECONDS: Final = 60
_ASK_SECONDS: Final = 1.0


def lines_of(stack: Stack, job_id: str, *, now: datetime, sleep: Callable[[float], None]) -> list[str]:
    """Query all groups of the stack for a job's id, from its creation on; the first `MOST_LINES`, oldest first.

    Lines of the last seconds may be missing: CloudWatch indexes late. Raises StackError, and
    ValueError for what is no job's id.
    """
    since = born(job_id) - _EARLIER_SECONDS
    with reading(stack):
        logs = stack.client("logs")
        query = logs.start_query(
            logGroupNames=_groups(logs, stack.name),
            startTime=since,
            endTime=int(now.timestamp()),
            queryString=_QUERY.format(job=job_id.lower(), limit=MOST_LINES),
        )
        while (found := logs.get_query_results(queryId=query["queryId"]))["status"] in {"Scheduled", "Running"}:
            sleep(_ASK_SECONDS)
    if found["status"] != "Complete":
        raise StackError(f"The query of the log lines ended as {found['status']}.")
    rows = ({field["field"]: field["value"] for field in row} for row in found["results"])
    return [_line(row["@message"]) for row in rows]


def born(job_id: str) -> int:
    """Read the second in which a job was created from its id; raises ValueError for what is none."""
    if len(job_id) != 26 or not set(job_id.lower()) <= set(_DIGITS):  # noqa: PLR2004 - a ULID
        raise ValueError(f"{plain(job_id)} is not the id of a job")
    milliseconds = 0
    for digit in job_id[:10].lower():
        milliseconds = 32 * milliseconds + _DIGITS.index(digit)
    return milliseconds // 1000


def _groups(logs: Any, stack: str) -> list[str]:
    """List the log groups of functions and tasks; fewer than the 50 that a query may name."""
    found = [
        group["logGroupName"]
        for place in _PLACES
        for page in logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=place.format(stack=stack))
        for group in page["logGroups"]
    ]
    if not found:
        raise StackError(f"{stack} has no log groups here: is the name right, and the region?")
    return found


def _line(message: str) -> str:
    """Shorten a line of the functions' logger to time, level, service, step and message; return any other unchanged.

    A step of a scene is named as in the job's own steps: `render_scene#3`.
    """
    text = message.strip()
    try:
        entry = json.loads(text)
        if entry.get("scene") is not None:
            entry["step"] = f"{entry['step']}#{entry['scene']}"
        return " ".join(
            str(entry[name]) for name in ("timestamp", "level", "service", "step", "message") if name in entry
        )
    except (ValueError, TypeError, AttributeError, KeyError):
        return text


def logs(context: typer.Context, job_id: JobId, *, stack: StackName = None, as_json: AsJson = False) -> None:
    """For operators: print all log lines of a job, oldest first.

    Reads the stack of `make up`, or any other --stack with your AWS credentials.
    """
    session = session_of(context, as_json=as_json)
    found = session.stack(stack)
    if found is None:
        raise ConfigurationError("Name the stack that made the job, and have AWS credentials: --stack reelwright-dev.")
    try:
        lines = lines_of(found, job_id, now=datetime.now(UTC), sleep=time.sleep)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
    if as_json:
        session.show_json({"lines": lines})
        return
    for line in lines:
        session.out.out(plain(line))
    if not lines:
        session.note("No lines yet: CloudWatch has them after some seconds, and keeps them for a limited time.")
    if len(lines) == MOST_LINES:
        session.note(f"These are the first {MOST_LINES} lines.")
