"""The condition keys of a DynamoDB request for IAM: its partition keys, and the attributes that its writes name.

The emulator (1.5.33) gives policies neither, so a grant by partition would not be judged. With them, a partition that no grant
of a function has is denied locally as on AWS. A transaction gives all its keys at once, which is at least as strict.
"""

import importlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from reelwright.pipeline.table import PARTITION_KEY

Context = dict[str, Any]
Known = Callable[[bytes], Context]
_LEADING_KEYS: Final = "dynamodb:LeadingKeys"
_ATTRIBUTES: Final = "dynamodb:Attributes"
_UNREADABLE: Final = ""
"""Stands for a key that could not be read: no grant begins with it, so the request is denied."""
_ITEM_ACTIONS: Final = ("Put", "Update", "Delete", "ConditionCheck", "Get")
_PARTITION_VALUE: Final = re.compile(r"^\s*[#\w]+\s*=\s*(?P<value>:\w+)")


def condition_on_rows() -> None:
    """Let the emulator evaluate policies with these condition keys. It looks the replaced function up at each request."""
    actions: Any = importlib.import_module("ministack.core.iam_actions")
    actions.dynamodb_service_context = with_row_conditions(actions.dynamodb_service_context)


def with_row_conditions(known: Known) -> Known:
    """Add the keys of this module to those that the emulator reads from the body of a request."""

    def read(body: bytes) -> Context:
        context = known(body)
        try:
            found = row_conditions(json.loads(body or b"{}"))
        except (ValueError, AttributeError, KeyError, TypeError):
            return {**context, _LEADING_KEYS: [_UNREADABLE]}
        named = {*context.get(_ATTRIBUTES, ()), *found.pop(_ATTRIBUTES, ())}
        return {**context, **found, **({_ATTRIBUTES: sorted(named)} if named else {})}

    return read


def row_conditions(request: Mapping[str, Any]) -> Context:
    """Read the partition keys that a request names, and the attributes that its writes name."""
    parts = list(_parts(request))
    found = {
        _LEADING_KEYS: sorted({key for part in parts for key in _keys(part)}),
        _ATTRIBUTES: sorted({name for part in parts for name in _attributes(part)}),
    }
    return {name: values for name, values in found.items() if values}


def _parts(request: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the single operations of a request: itself, the items of a transaction, the rows of a batch."""
    yield request
    for item in request.get("TransactItems", ()):
        yield from (item[action] for action in _ITEM_ACTIONS if action in item)
    for rows in request.get("RequestItems", {}).values():
        if isinstance(rows, list):
            yield from (operation for row in rows for operation in row.values())
        else:
            yield from ({"Key": key} for key in rows.get("Keys", ()))


def _keys(part: Mapping[str, Any]) -> Iterator[str]:
    for row in (part.get("Key"), part.get("Item")):
        if row and PARTITION_KEY in row:
            yield row[PARTITION_KEY]["S"]
    if "KeyConditionExpression" in part or "KeyConditions" in part:
        query = _PARTITION_VALUE.match(part.get("KeyConditionExpression", ""))
        yield _UNREADABLE if query is None else part["ExpressionAttributeValues"][query["value"]]["S"]


def _attributes(part: Mapping[str, Any]) -> Iterator[str]:
    if "Item" in part:
        yield from part["Item"]
        yield from part.get("ExpressionAttributeNames", {}).values()
