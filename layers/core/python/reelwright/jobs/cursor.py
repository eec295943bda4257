"""The cursor of a list: where the next page begins, tied to the query it came from.

It is opaque to clients and carries nothing secret: a position inside the owner's own list. A forged one can only begin
that list elsewhere, because the owner is never read from it.
"""

import base64
import binascii
import hashlib
import json

from reelwright.errors import RequestError
from reelwright.jobs.lifecycle import JobState

_LONGEST = 1024


def write_cursor(position: str, *, user_id: str, state: JobState | None, task_name: str | None) -> str:
    """Return the cursor of the page that begins after `position`."""
    body = json.dumps([_query(user_id, state, task_name), position], separators=(",", ":"))
    return base64.urlsafe_b64encode(body.encode()).decode().rstrip("=")


def read_cursor(cursor: str, *, user_id: str, state: JobState | None, task_name: str | None) -> str:
    """Return the position; raises RequestError for a garbled cursor and for one of another query."""
    try:
        if len(cursor) > _LONGEST:
            raise ValueError
        padded = cursor + "=" * (-len(cursor) % 4)
        query, position = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise RequestError("The cursor is not one of ours; start from the first page.") from None
    if query != _query(user_id, state, task_name) or not isinstance(position, str) or not position:
        raise RequestError("The cursor belongs to another list; start from the first page.")
    return position


def _query(user_id: str, state: JobState | None, task_name: str | None) -> str:
    words = json.dumps([user_id, None if state is None else state.value, task_name])
    return hashlib.sha256(words.encode()).hexdigest()[:16]
