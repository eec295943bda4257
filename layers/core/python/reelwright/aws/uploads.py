"""`ports.Uploads` on the table: a row per upload, a row per user and day, and a row per user for unused bytes.

An unused upload is in the index of what is due, at the time when it is dropped; using it takes it out of the index.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from reelwright.aws import keys
from reelwright.aws.charges import DAY_LIFE
from reelwright.aws.items import Item
from reelwright.aws.table import SortRange, Table
from reelwright.aws.writes import ABSENT, Condition, Write, fits
from reelwright.jobs.upload import OpenUpload, UploadLimits, UploadUsage
from reelwright.pipeline.table import (
    BY_DUE,
    DUE_ORDER,
    DUE_SHARD,
    PARTITION_KEY,
    SORT_KEY,
    TTL_ATTRIBUTE,
    UNUSED,
    stamp,
)
from reelwright.ports import OpenOutcome

_ROW_LIFE: Final = timedelta(days=30)
"""Far longer than any upload is kept, so DynamoDB removes no row whose bytes still count."""
_USED_AT_ONCE: Final = 90
"""Rows of one transaction; with the counter they stay below DynamoDB's 100 items."""
_PRESENT: Final = Condition(expression=f"attribute_exists(#{DUE_SHARD})")


class DynamoUploads:
    """`ports.Uploads`; the docstrings of the port hold."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def open(self, upload: OpenUpload, *, limits: UploadLimits, day: str) -> OpenOutcome:
        """Write the row and both counters in one transaction."""
        size = upload.size_bytes
        row = Write(
            action="Put",
            key=keys.upload_key(upload.user_id, upload.upload_id),
            condition=Condition(expression=ABSENT),
            item={
                "upload_id": upload.upload_id,
                "user_id": upload.user_id,
                "size_bytes": size,
                "drop_at": stamp(upload.drop_at),
                DUE_SHARD: UNUSED,
                DUE_ORDER: stamp(upload.drop_at),
                TTL_ATTRIBUTE: int((upload.drop_at + _ROW_LIFE).timestamp()),
            },
        )
        counted = Write(
            action="Update",
            key=keys.usage_key(upload.user_id, "uploads", day),
            condition=fits(1, limit=limits.files, counter="files") & fits(size, limit=limits.bytes, counter="bytes"),
            assign={TTL_ATTRIBUTE: int((upload.drop_at + DAY_LIFE).timestamp())},
            add={"files": 1, "bytes": size},
        )
        unused = Write(
            action="Update",
            key=keys.unused_key(upload.user_id),
            condition=fits(size, limit=limits.open_bytes, counter="open_bytes"),
            add={"open_bytes": size},
        )
        failed = self._table.transact({"row": row, "day": counted, "unused": unused})
        if not failed or "row" in failed:
            return OpenOutcome.OPENED
        if "day" not in failed:
            return OpenOutcome.OVER_OPEN_BYTES
        files = self.usage(upload.user_id, day).files
        return OpenOutcome.OVER_FILES if files >= limits.files else OpenOutcome.OVER_BYTES

    def use(self, user_id: str, upload_ids: Sequence[str]) -> None:
        """Take the rows out of the index and subtract their bytes, at most 90 rows a transaction."""
        wanted = [keys.upload_key(user_id, upload_id) for upload_id in dict.fromkeys(upload_ids) if upload_id]
        for start in range(0, len(wanted), _USED_AT_ONCE):
            self._use(user_id, wanted[start : start + _USED_AT_ONCE])

    def _use(self, user_id: str, wanted: Sequence[keys.Key]) -> None:
        """Repeat without the rows that another process used or dropped meanwhile."""
        while rows := [row for row in self._table.get_many(wanted) if DUE_SHARD in row]:
            writes = {row[SORT_KEY]: _used(row) for row in rows}
            writes["unused"] = _minus(user_id, sum(int(row["size_bytes"]) for row in rows))
            if not self._table.transact(writes):
                return

    def unused(self, *, before: datetime, limit: int) -> tuple[OpenUpload, ...]:
        """Read the index, and then the rows, which may have been used since."""
        found: list[Item] = []
        for page in self._table.pages(UNUSED, index=BY_DUE, sort=SortRange("<=", stamp(before)), page_size=limit):
            found += page
            if len(found) >= limit:
                break
        rows = self._table.get_many(keys.Key(entry[PARTITION_KEY], entry[SORT_KEY]) for entry in found[:limit])
        return tuple(
            OpenUpload.model_validate({name: row[name] for name in OpenUpload.model_fields})
            for row in rows
            if DUE_SHARD in row
        )

    def drop(self, upload: OpenUpload) -> bool:
        """Remove the row and subtract its bytes in one transaction, on the condition that it is unused."""
        key = keys.upload_key(upload.user_id, upload.upload_id)
        row = Write(action="Delete", key=key, condition=_PRESENT)
        return not self._table.transact({"row": row, "unused": _minus(upload.user_id, upload.size_bytes)})

    def usage(self, user_id: str, day: str) -> UploadUsage:
        """Read both counters."""
        keys_read = (keys.usage_key(user_id, "uploads", day), keys.unused_key(user_id))
        found = {name: value for row in self._table.get_many(keys_read) for name, value in row.items()}
        return UploadUsage.model_validate({name: int(found.get(name, 0)) for name in UploadUsage.model_fields})


def _used(row: Item) -> Write:
    key = keys.Key(row[PARTITION_KEY], row[SORT_KEY])
    return Write(action="Update", key=key, condition=_PRESENT, remove=(DUE_SHARD, DUE_ORDER))


def _minus(user_id: str, size: int) -> Write:
    return Write(action="Update", key=keys.unused_key(user_id), add={"open_bytes": -size})
