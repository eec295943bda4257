"""The cursor of a list: the place where the next page begins, signed for its list.

A cursor is base64url of a proof and the place. The proof is HMAC-SHA256 (its first 16 bytes) over the list's filter and
the place, with a key of the environment. So a valid cursor was issued by this environment for this list of this owner;
forged or changed cursors never reach the table. The store defines the format of a place, which holds no secrets.
"""

import base64
import binascii
from typing import Final

from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job
from reelwright.pipeline.table import stamp
from reelwright.signing import proof, proves
from reelwright.values import Value

CURSOR_KEY: Final = "cursors"
"""The purpose whose key signs cursors (`ports.Secrets`)."""
_PROOF_BYTES: Final = 16
_LONGEST_CHARACTERS: Final = 1024


class JobFilter(Value):
    """The filter of a list of jobs; None matches all."""

    user_id: str
    state: JobState | None = None
    task_name: str | None = None
    title: str = ""
    """The beginning of the title; case does not matter."""

    def admits(self, job: Job) -> bool:
        """Check whether the job passes all filters."""
        return (
            job.user_id == self.user_id
            and self.state in (None, job.state)
            and self.task_name in (None, job.task_name)
            and job.request.video_request.title.casefold().startswith(self.title.casefold())
        )


def position(job: Job) -> str:
    """Build the job's sort key in its owner's list: later jobs are greater, and no two are equal."""
    return f"{stamp(job.created_at)}#{job.job_id}"


def write_cursor(listed: Value, place: str, *, key: bytes) -> str:
    """Sign the cursor of the page that begins after `place` in a filter's list."""
    shown = proof(key, _message(listed, place), size=_PROOF_BYTES)
    return base64.urlsafe_b64encode(shown + place.encode()).decode().rstrip("=")


def read_cursor(listed: Value, cursor: str, *, key: bytes) -> str | None:
    """Verify a cursor and return its place; None if it was not signed for this list with this key."""
    if len(cursor) > _LONGEST_CHARACTERS:
        return None
    try:
        whole = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        shown, place = whole[:_PROOF_BYTES], whole[_PROOF_BYTES:].decode()
    except (ValueError, binascii.Error):
        return None
    if not proves(key, _message(listed, place), shown, size=_PROOF_BYTES):
        return None
    return place


def _message(listed: Value, place: str) -> bytes:
    """Build the signed bytes. The class name separates lists of jobs and of letters; JSON has no raw line end."""
    return f"{type(listed).__name__}\n{listed.model_dump_json()}\n{place}".encode()
