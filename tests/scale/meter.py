"""Counts the AWS calls of a process by actor, and reckons DynamoDB's units and the keys that they go to.

moto answers the calls but has no capacity, so the units follow AWS's rules (DynamoDB guide, "Read and write operations"): a
write costs a unit per KB of the larger of the item before and after, a read one per 4 KB if it is strongly consistent and
half of one otherwise, and each item of a transaction twice as much. An index pays one write for changed attributes and two
for a changed key.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY, TABLE_INDEXES, TableIndex

Wire = dict[str, Any]
Image = Wire | None
OnJobRow = Callable[[Image, Image], None]

_WRITE_BYTES: Final = 1024
_READ_BYTES: Final = 4096
_JOB_ROW: Final = "META"


@dataclass
class Spent:
    """Calls by operation, and units by key: of the table (its partition key) or of an index (`<index>:<key>`)."""

    calls: Counter[str] = field(default_factory=Counter)
    written: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    read: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def write_units(self) -> float:
        """The write units of the table and its indexes."""
        return sum(self.written.values())

    @property
    def read_units(self) -> float:
        """The read units of the table and its indexes."""
        return sum(self.read.values())


class Meter:
    """Counts the calls of every client that it watches, under the actor of the moment.

    `look` reads an item without being counted; `on_job_row` gets every change of a job's own row, as the stream does.
    """

    def __init__(self, look: Callable[[str, Wire], Image], on_job_row: OnJobRow = lambda _old, _new: None) -> None:
        self._look = look
        self._on_job_row = on_job_row
        self._actor = "nobody"
        self.spent: dict[str, Spent] = {}

    def watch(self, client: Any) -> None:
        """Count the calls of a boto3 client."""
        client.meta.events.register("before-parameter-build.*.*", self._before)
        client.meta.events.register("after-call.*.*", self._after)

    @contextmanager
    def of(self, actor: str) -> Iterator[None]:
        """Count the calls of the block under this actor."""
        before, self._actor = self._actor, actor
        try:
            yield
        finally:
            self._actor = before

    def _before(self, params: Wire, model: Any, context: Wire, **_: Any) -> None:
        context["metered"] = (params, {}) if model.service_model.service_name != "dynamodb" else self._seen(params)

    def _seen(self, params: Wire) -> tuple[Wire, dict[str, Image]]:
        keys = [_key_of(write) for write in _writes(params)]
        return params, {str(key): self._look(table, key) for table, key in keys}

    def _after(self, model: Any, context: Wire, parsed: Wire, **_: Any) -> None:
        spent = self.spent.setdefault(self._actor, Spent())
        service = model.service_model.service_name
        spent.calls[f"{service}.{model.name}"] += 1
        params, before = context["metered"]
        if service != "dynamodb":
            return
        for write in _writes(params):
            table, key = _key_of(write)
            old, new = before[str(key)], self._look(table, key)
            self._count_write(spent, key, old, new, times=2 if "TransactItems" in params else 1)
            if key[SORT_KEY]["S"] == _JOB_ROW and old != new:
                self._on_job_row(old, new)
        _count_reads(spent, params, parsed, self._look)

    def _count_write(self, spent: Spent, key: Wire, old: Image, new: Image, *, times: int) -> None:
        units = max(1, math.ceil(max(size_of(old), size_of(new)) / _WRITE_BYTES))
        spent.written[key[PARTITION_KEY]["S"]] += units * times
        for index in TABLE_INDEXES:
            for place, wrote in _index_writes(index, old, new):
                spent.written[place] += wrote


def size_of(item: Image) -> int:
    """Reckon an item's bytes: its names, its texts, and half a byte a digit (DynamoDB guide, "Item sizes and formats")."""
    return 0 if item is None else sum(len(name.encode()) + _size(value) for name, value in item.items())


def _size(value: Wire) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return 1 + math.ceil(len(content.strip("-0.").replace(".", "")) / 2)
        case _:
            return 1


def _writes(params: Wire) -> list[tuple[str, Wire]]:
    """List the writes of a call: (table, request)."""
    if "TransactItems" in params:
        requests = [next(iter(one.values())) for one in params["TransactItems"]]
        return [(request["TableName"], request) for request in requests]
    if "RequestItems" in params:
        return [
            (table, next(iter(one.values())))
            for table, requests in params["RequestItems"].items()
            if isinstance(requests, list)
            for one in requests
        ]
    written = "Item" in params or "UpdateExpression" in params or "ConditionExpression" in params
    return [(params["TableName"], params)] if written else []


def _key_of(write: tuple[str, Wire]) -> tuple[str, Wire]:
    table, request = write
    whole = request.get("Key") or request["Item"]
    return table, {name: whole[name] for name in (PARTITION_KEY, SORT_KEY)}


def _index_writes(index: TableIndex, old: Image, new: Image) -> Iterator[tuple[str, int]]:
    """Yield the places of an index that a change writes, with the units."""
    before, after = _projected(index, old), _projected(index, new)
    if before == after:
        return
    keys = (index.partition_key, index.sort_key)
    moved = [image and tuple(image[key]["S"] for key in keys) for image in (before, after)]
    for image in [before, after] if moved[0] != moved[1] else [after]:
        if image is not None:
            yield f"{index.name}:{image[index.partition_key]['S']}", max(1, math.ceil(size_of(image) / _WRITE_BYTES))


def _projected(index: TableIndex, item: Image) -> Image:
    if item is None or index.partition_key not in item or index.sort_key not in item:
        return None
    names = (PARTITION_KEY, SORT_KEY, index.partition_key, index.sort_key, *index.projected)
    return {name: item[name] for name in names if name in item}


def _count_reads(spent: Spent, params: Wire, parsed: Wire, look: Callable[[str, Wire], Image]) -> None:
    """Count the units of a GetItem, a BatchGetItem or a Query."""
    if "KeyConditionExpression" in params:
        partition = params["ExpressionAttributeValues"][":partition"]["S"]
        index = params.get("IndexName")
        # The projection shrinks the answer, not the price: an item is read whole.
        sizes = [_read_size(item, index, params["TableName"], look) for item in parsed.get("Items", [])]
        spent.read[f"{index}:{partition}" if index else partition] += _read_units(sum(sizes), strong=not index)
        return
    for table, asked in (params.get("RequestItems") or {}).items():
        for key in asked["Keys"] if isinstance(asked, dict) else ():
            strong = bool(asked.get("ConsistentRead"))
            spent.read[key[PARTITION_KEY]["S"]] += _read_units(size_of(look(table, key)), strong=strong)
    if "Key" in params and "UpdateExpression" not in params and "ConditionExpression" not in params:
        strong = bool(params.get("ConsistentRead"))
        spent.read[params["Key"][PARTITION_KEY]["S"]] += _read_units(size_of(parsed.get("Item")), strong=strong)


def _read_size(item: Wire, index: str | None, table: str, look: Callable[[str, Wire], Image]) -> int:
    if index is not None or PARTITION_KEY not in item:
        return size_of(item)
    return size_of(look(table, {name: item[name] for name in (PARTITION_KEY, SORT_KEY)}))


def _read_units(size: int, *, strong: bool) -> float:
    return max(1, math.ceil(size / _READ_BYTES)) * (1.0 if strong else 0.5)
