"""The cursor of a list: where the next page begins, tied to the query it came from.

It is opaque to clients and carries nothing secret: a position inside the owner's own list. A forged one can only begin
that list elsewhere, because the owner is never read from it.
"""

import base64
import hashlib
import json
from typing import Final

from reelwright.errors import RequestError
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job
from reelwright.pipeline.table import stamp
from reelwright.values import Value

_LONGEST_CHARACTERS: Final = 1024


class JobFilter(Value):
    """Whose jobs a list shows, and which of them; None shows every one."""

    user_id: str
    state: JobState | None = None
    task_name: str | None = None

    def admits(self, job: Job) -> bool:
        """Return whether the job belongs into the list."""
        return (
            job.user_id == self.user_id and self.state in (None, job.state) and self.task_name in (None, job.task_name)
        )


def position(job: Job) -> str:
    """Return the job's place in its owner's list: later jobs are greater, and no two are equal."""
    return f"{stamp(job.created_at)}#{job.job_id}"


def write_cursor(listed: Value, place: str) -> str:
    """Return the cursor of the page of a filter's list that begins after `place`."""
    body = json.dumps([_fingerprint(listed), place], separators=(",", ":"))
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def read_cursor(listed: Value, cursor: str) -> str:
    """Return the place; raises RequestError for a garbled cursor and for one of another query."""
    try:
        padded = cursor[:_LONGEST_CHARACTERS] + "=" * (-len(cursor) % 4)
        fingerprint, place = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError):
        raise RequestError("The cursor is not one of ours; start from the first page.") from None
    if fingerprint != _fingerprint(listed) or not isinstance(place, str):
        raise RequestError("The cursor belongs to another list; start from the first page.")
    return place


def _fingerprint(listed: Value) -> str:
    return hashlib.sha256(listed.model_dump_json().encode()).hexdigest()[:16]
