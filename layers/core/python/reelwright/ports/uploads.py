"""The uploads that users have opened."""

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Protocol

from reelwright.jobs.upload import OpenUpload, UploadLimits, UploadUsage


class OpenOutcome(Enum):
    """Outcome of `Uploads.open`."""

    OPENED = "opened"
    OVER_FILES = "over_files"
    OVER_BYTES = "over_bytes"
    OVER_OPEN_BYTES = "over_open_bytes"


class Uploads(Protocol):
    """The opened uploads of all users, with their counters: files and bytes by day, and the bytes that no job has used."""

    def open(self, upload: OpenUpload, *, limits: UploadLimits, day: str) -> OpenOutcome:
        """Store an unused upload and count it within all limits, in one transaction; nothing is written over a limit.

        A repeat with the same id counts nothing. Over several limits the outcome is the first in the order of `OpenOutcome`.
        """

    def use(self, user_id: str, upload_ids: Sequence[str]) -> None:
        """Mark the user's uploads as used and subtract their bytes from the unused ones; unknown and used ids are no-ops."""

    def unused(self, *, before: datetime, limit: int) -> tuple[OpenUpload, ...]:
        """Return uploads that are unused although their `drop_at` is past, oldest first, eventually consistent."""

    def drop(self, upload: OpenUpload) -> bool:
        """Remove an unused upload and subtract its bytes; False, and no change, if it was used or dropped meanwhile."""

    def usage(self, user_id: str, day: str) -> UploadUsage:
        """Return the counters of a user, strongly consistent."""
