"""Opened uploads in dictionaries."""

import threading
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from reelwright.jobs.upload import OpenUpload, UploadLimits, UploadUsage
from reelwright.ports import OpenOutcome


class MemoryUploads:
    """`ports.Uploads` in memory; the docstrings of the port hold."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: set[tuple[str, str]] = set()
        self._unused: dict[tuple[str, str], OpenUpload] = {}
        self._files: Counter[tuple[str, str]] = Counter()
        self._bytes: Counter[tuple[str, str]] = Counter()

    def open(self, upload: OpenUpload, *, limits: UploadLimits, day: str) -> OpenOutcome:
        """Store an unused upload and count it within all limits."""
        place, on_day = (upload.user_id, upload.upload_id), (upload.user_id, day)
        with self._lock:
            if place in self._known:
                return OpenOutcome.OPENED
            if self._files[on_day] >= limits.files:
                return OpenOutcome.OVER_FILES
            if self._bytes[on_day] + upload.size_bytes > limits.bytes:
                return OpenOutcome.OVER_BYTES
            if self._open_bytes(upload.user_id) + upload.size_bytes > limits.open_bytes:
                return OpenOutcome.OVER_OPEN_BYTES
            self._known.add(place)
            self._unused[place] = upload
            self._files[on_day] += 1
            self._bytes[on_day] += upload.size_bytes
            return OpenOutcome.OPENED

    def use(self, user_id: str, upload_ids: Sequence[str]) -> None:
        """Mark the user's uploads as used."""
        with self._lock:
            for upload_id in upload_ids:
                self._unused.pop((user_id, upload_id), None)

    def unused(self, *, before: datetime, limit: int) -> tuple[OpenUpload, ...]:
        """Return unused uploads whose time is over."""
        due = [upload for upload in self._unused.values() if upload.drop_at <= before]
        return tuple(sorted(due, key=lambda upload: upload.drop_at)[:limit])

    def drop(self, upload: OpenUpload) -> bool:
        """Remove an unused upload."""
        with self._lock:
            return self._unused.pop((upload.user_id, upload.upload_id), None) is not None

    def usage(self, user_id: str, day: str) -> UploadUsage:
        """Return the counters of a user."""
        on_day = (user_id, day)
        return UploadUsage(files=self._files[on_day], bytes=self._bytes[on_day], open_bytes=self._open_bytes(user_id))

    def _open_bytes(self, user_id: str) -> int:
        return sum(upload.size_bytes for upload in self._unused.values() if upload.user_id == user_id)
