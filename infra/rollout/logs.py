"""`make job-logs`: all log lines of one job, of every function and task, in the order of their time. Works on both targets."""

import json
from collections.abc import Iterator
from typing import Any

from infra.rollout.target import Target

PLACES = ("/aws/lambda/{stack}-", "/aws/ecs/{stack}-")


def lines_of(target: Target, job_id: str) -> list[str]:
    """Search the groups of the stack for the job's id. Lines of the last seconds may be missing: CloudWatch indexes late."""
    logs, stack = target.client("logs"), target.environment.stack_name
    found = [event for group in _groups(logs, stack) for event in _events(logs, group, job_id)]
    return [_line(event) for event in sorted(found, key=lambda event: int(event["timestamp"]))]


def _groups(logs: Any, stack: str) -> Iterator[str]:
    for place in PLACES:
        pages = logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=place.format(stack=stack))
        yield from (group["logGroupName"] for page in pages for group in page["logGroups"])


def _events(logs: Any, group: str, job_id: str) -> Iterator[dict[str, Any]]:
    pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group, filterPattern=f'"{job_id}"')
    yield from (event for page in pages for event in page["events"])


def _line(event: dict[str, Any]) -> str:
    """Shorten a line of the functions' logger to time, level, service, step and message; return any other unchanged.

    A step of a scene is named as in the job's own steps: `render_scene#3`.
    """
    text = str(event["message"]).strip()
    try:
        entry = json.loads(text)
        if entry.get("scene") is not None:
            entry["step"] = f"{entry['step']}#{entry['scene']}"
        return " ".join(
            str(entry[name]) for name in ("timestamp", "level", "service", "step", "message") if name in entry
        )
    except (ValueError, TypeError, AttributeError, KeyError):
        return text
