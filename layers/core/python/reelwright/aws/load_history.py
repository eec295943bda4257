"""The load of queues and pools on the one table: a partition a day, an item a minute."""

from datetime import datetime, timedelta, timezone
from typing import Any

from pydantic_core import from_json, to_json

from reelwright.aws import keys
from reelwright.aws.items import Scalar
from reelwright.aws.table import SortRange, Table
from reelwright.aws.writes import Write
from reelwright.figures.load import LOAD_LIFE, LoadRow
from reelwright.pipeline.table import TTL_ATTRIBUTE


class DynamoLoadHistory:
    """`ports.LoadHistory` on the table. A day has 1,440 items of about 400 bytes: one query reads it."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def save(self, row: LoadRow) -> None:
        """Put the row."""
        columns = {name: list(load.model_dump().values()) for name, load in row.queues.items()}
        item: dict[str, Scalar] = {
            "load": to_json({"queues": columns, "pools": row.pools}).decode(),
            "at": row.at.isoformat(),
            TTL_ATTRIBUTE: int((row.at + LOAD_LIFE).timestamp()),
        }
        self._table.write(Write(action="Put", key=keys.load_key(row.at), item=item))

    def since(self, first: datetime, *, last: datetime) -> tuple[LoadRow, ...]:
        """Read the part of each day."""
        begin, end = first.astimezone(timezone.utc), last.astimezone(timezone.utc)
        days = [begin.date() + timedelta(days=day) for day in range((end.date() - begin.date()).days + 1)]
        rows = []
        for day in days:
            earliest = f"{begin:%H:%M}" if day == begin.date() else "00:00"
            latest = f"{end:%H:%M}" if day == end.date() else "23:59"
            sort = SortRange("BETWEEN", earliest, latest)
            pages = self._table.pages(keys.load_partition(day), sort=sort)
            rows += [_row_of(item) for page in pages for item in page]
        return tuple(rows)


def _row_of(item: dict[str, Any]) -> LoadRow:
    load = from_json(item["load"])
    names = ("depth", "waiting", "running", "dead_messages")
    queues = {queue: dict(zip(names, values, strict=True)) for queue, values in load["queues"].items()}
    return LoadRow.model_validate({"at": item["at"], "queues": queues, "pools": load["pools"]})
