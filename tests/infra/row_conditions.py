"""The condition keys that DynamoDB gives IAM for a request: its partition keys, and the attributes of what it puts.

A transaction gives all its keys at once here, which is at least as strict as AWS.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from reelwright.pipeline.table import PARTITION_KEY

Context = dict[str, Any]
_WRITTEN: Final = ("Put", "Update", "Delete", "ConditionCheck", "Get")
_PARTITION_VALUE: Final = re.compile(r"^\s*(?P<name>[#\w]+)\s*=\s*(?P<value>:\w+)")


def row_conditions(request: Mapping[str, Any]) -> Context:
    """Read the partition keys that a request names, and the attributes that its writes name."""
    parts = list(_parts(request))
    found = {
        "dynamodb:LeadingKeys": sorted({key for part in parts for key in _keys(part)}),
        "dynamodb:Attributes": sorted({name for part in parts for name in _attributes(part)}),
    }
    return {name: values for name, values in found.items() if values}


def _parts(request: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the single operations of a request: itself, the items of a transaction, the rows of a batch."""
    yield request
    for item in request.get("TransactItems", ()):
        yield from (item[action] for action in _WRITTEN if action in item)
    for rows in request.get("RequestItems", {}).values():
        if isinstance(rows, list):
            yield from (operation for row in rows for operation in row.values())
        else:
            yield from ({"Key": key} for key in rows.get("Keys", ()))


def _keys(part: Mapping[str, Any]) -> Iterator[str]:
    for row in (part.get("Key"), part.get("Item")):
        if row and PARTITION_KEY in row:
            yield row[PARTITION_KEY]["S"]
    query = _PARTITION_VALUE.match(part.get("KeyConditionExpression", ""))
    if query is not None:
        yield part["ExpressionAttributeValues"][query["value"]]["S"]


def _attributes(part: Mapping[str, Any]) -> Iterator[str]:
    if "Item" in part:
        yield from part["Item"]
        yield from part.get("ExpressionAttributeNames", {}).values()
