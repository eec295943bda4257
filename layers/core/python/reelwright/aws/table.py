"""The table: strong reads, index queries, and conditional writes that report which condition failed."""

import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from botocore.exceptions import ClientError

from reelwright.aws.items import Item, from_wire, to_wire
from reelwright.aws.keys import Key, job_partition
from reelwright.aws.patience import patiently
from reelwright.aws.writes import Write, key_to_wire, names_in
from reelwright.errors import ServiceFaultError
from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY, TableIndex

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BATCH_GET: Final = 100
_BATCH_WRITE: Final = 25
"""DynamoDB's own limits of one batch call."""


class SortRange(NamedTuple):
    """Which part of a partition: what begins with a value, stands before (or at) it, or is between it and `last`, included."""

    operator: Literal["begins_with", "<", "<=", "BETWEEN"]
    value: str
    last: str = ""

    def values(self) -> dict[str, str]:
        """Return the values of the expression."""
        return {":sort": self.value} | ({":last": self.last} if self.operator == "BETWEEN" else {})

    def expression(self, sort_key: str) -> str:
        """Return the key condition; the values are `:sort` and `:last`."""
        if self.operator == "BETWEEN":
            return f" AND #{sort_key} BETWEEN :sort AND :last"
        if self.operator == "begins_with":
            return f" AND begins_with(#{sort_key}, :sort)"
        return f" AND #{sort_key} {self.operator} :sort"


class Table:
    """The one table. `sleep` takes seconds; it waits between retries of a call that conflicts with other writes."""

    def __init__(self, name: str, client: "DynamoDBClient", sleep: Callable[[float], None] = time.sleep) -> None:
        self._name = name
        self._client = client
        self._sleep = sleep

    def get(self, key: Key) -> Item | None:
        """Return the item, strongly consistent."""
        answer = self._client.get_item(TableName=self._name, Key=key_to_wire(key), ConsistentRead=True)
        return from_wire(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Iterable[Key]) -> list[Item]:
        """Return the items that are there, strongly consistent, in the order of the keys."""
        wanted = list(dict.fromkeys(keys))
        found: dict[Key, Item] = {}
        for start in range(0, len(wanted), _BATCH_GET):
            rest: list[Any] = [key_to_wire(key) for key in wanted[start : start + _BATCH_GET]]

            def read_rest(rest: list[Any] = rest) -> None:
                answer = self._client.batch_get_item(RequestItems={self._name: {"Keys": rest, "ConsistentRead": True}})
                for item in map(from_wire, answer["Responses"].get(self._name, [])):
                    found[Key(item[PARTITION_KEY], item[SORT_KEY])] = item
                unread: Any = answer["UnprocessedKeys"].get(self._name, {})
                rest[:] = unread.get("Keys", [])
                if rest:
                    raise ServiceFaultError(f"{len(rest)} keys were left unread")

            patiently(read_rest, self._sleep)
        return [found[key] for key in wanted if key in found]

    def pages(
        self,
        partition: str,
        *,
        index: TableIndex | None = None,
        sort: SortRange | None = None,
        forward: bool = True,
        page_size: int | None = None,
        only: tuple[str, ...] = (),
    ) -> Iterator[list[Item]]:
        """Yield a partition's items page by page in key order; the table's strongly consistent, an index's eventually.

        `only` names the attributes to return; empty returns all there are.
        """
        partition_key, sort_key = (index.partition_key, index.sort_key) if index else (PARTITION_KEY, SORT_KEY)
        keys = f"#{partition_key} = :partition" + (sort.expression(sort_key) if sort else "")
        values = {":partition": partition} | (sort.values() if sort else {})
        projection = ", ".join(f"#{name}" for name in only)
        optional = {
            "IndexName": index.name if index else None,
            "Limit": page_size,
            "ProjectionExpression": projection or None,
        }
        request: dict[str, Any] = {
            "TableName": self._name,
            "KeyConditionExpression": keys,
            "ExpressionAttributeNames": names_in(f"{keys} {projection}"),
            "ExpressionAttributeValues": to_wire(values),
            "ScanIndexForward": forward,
            "ConsistentRead": index is None,
            **{name: value for name, value in optional.items() if value is not None},
        }
        while True:
            answer = self._client.query(**request)
            yield [from_wire(item) for item in answer["Items"]]
            if "LastEvaluatedKey" not in answer:
                return
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def first(self, partition: str, *, limit: int, **how: Any) -> list[Item]:
        """Return the first items of a partition, at most `limit`, in the order and by the arguments of `pages`."""
        items = chain.from_iterable(self.pages(partition, page_size=limit, **how))
        return list(islice(items, limit))

    def pages_of(self, partitions: Iterable[str], **how: Any) -> Iterator[list[Item]]:
        """Yield the items of several partitions, one after the other, as `pages` does."""
        for partition in partitions:
            yield from self.pages(partition, **how)

    def children(self, job_id: str, prefix: str) -> Iterator[Item]:
        """Yield the rows of a job whose sort key begins with `prefix`, in order."""
        for page in self.pages(job_partition(job_id), sort=SortRange("begins_with", prefix)):
            yield from page

    def transact(self, writes: Mapping[str, Write]) -> frozenset[str]:
        """Apply all the writes or none; return the names of those whose condition failed, none when applied.

        Conflicts with other transactions and throttles are tried again a few times, then raised. Each try has a token
        of its own, which botocore's retries of that try share: an answer that was lost does not write twice.
        """
        items = [write.to_wire(self._name) for write in writes.values()]

        def write_all() -> frozenset[str]:
            try:
                self._client.transact_write_items(TransactItems=items, ClientRequestToken=uuid.uuid4().hex)
            except ClientError as error:
                failed = _failed(tuple(writes), error)
                if not failed:
                    raise
                return failed
            return frozenset()

        return patiently(write_all, self._sleep)

    def write(self, write: Write) -> bool:
        """Make one write without a transaction; returns False if its condition failed."""
        calls: dict[str, Callable[..., object]] = {
            "Put": self._client.put_item,
            "Update": self._client.update_item,
            "Delete": self._client.delete_item,
        }
        try:
            patiently(lambda: calls[write.action](**write.request(self._name)), self._sleep)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return False
            raise
        return True

    def update(self, write: Write) -> Item | None:
        """Make one Update; returns the changed attributes as they are then, or None if its condition failed."""
        request = {**write.request(self._name), "ReturnValues": "UPDATED_NEW"}
        found: list[Item] = []
        try:
            patiently(lambda: found.append(from_wire(self._client.update_item(**request)["Attributes"])), self._sleep)
        except ClientError as error:
            if error.response["Error"]["Code"] == "ConditionalCheckFailedException":
                return None
            raise
        return found[-1]

    def delete_many(self, keys: Iterable[Key]) -> None:
        """Remove items, not as a transaction; those that are gone already are no error."""
        deletes: list[Any] = [{"DeleteRequest": {"Key": key_to_wire(key)}} for key in keys]
        for start in range(0, len(deletes), _BATCH_WRITE):
            rest = deletes[start : start + _BATCH_WRITE]

            def remove_rest(rest: list[Any] = rest) -> None:
                answer = self._client.batch_write_item(RequestItems={self._name: rest})
                rest[:] = answer["UnprocessedItems"].get(self._name, [])
                if rest:
                    raise ServiceFaultError(f"{len(rest)} items were left unremoved")

            patiently(remove_rest, self._sleep)


def _failed(names: tuple[str, ...], error: ClientError) -> frozenset[str]:
    """Return the names of the writes whose condition failed; DynamoDB's reasons are in the order of the items."""
    reasons: list[Any] = error.response.get("CancellationReasons", [])
    pairs = zip(names, reasons, strict=False)
    return frozenset(name for name, reason in pairs if reason.get("Code") == "ConditionalCheckFailed")
