"""One conditional write as data: the part of a transaction.

Attribute names stand in expressions as `#name`, so that none can meet one of DynamoDB's reserved words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from reelwright.aws.items import Scalar, to_wire
from reelwright.aws.keys import Key
from reelwright.pipeline.table import PARTITION_KEY, SORT_KEY

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, TransactWriteItemTypeDef

ABSENT = f"attribute_not_exists(#{PARTITION_KEY})"
"""The condition that no item has the key."""


def key_to_wire(key: Key) -> "dict[str, AttributeValueTypeDef]":
    """Convert a key to the client's format."""
    return to_wire({PARTITION_KEY: key.pk, SORT_KEY: key.sk})


def names_in(expression: str) -> dict[str, str]:
    """Build `ExpressionAttributeNames` for the `#name`s of an expression."""
    return {f"#{name}": name for name in re.findall(r"#(\w+)", expression)}


@dataclass(frozen=True, kw_only=True)
class Condition:
    """An expression with its `:values`; an empty one always holds."""

    expression: str = ""
    values: Mapping[str, Scalar] = field(default_factory=dict)

    def __and__(self, other: "Condition") -> "Condition":
        """Return the condition that both hold."""
        both = " AND ".join(f"({one.expression})" for one in (self, other) if one.expression)
        return Condition(expression=both, values={**self.values, **other.values})


def equals(**attributes: Scalar) -> Condition:
    """Return the condition that the item's attributes have these values."""
    return Condition(
        expression=" AND ".join(f"#{name} = :is_{name}" for name in attributes),
        values={f":is_{name}": value for name, value in attributes.items()},
    )


def below(limit: int, *, counter: str) -> Condition:
    """Return the condition that a counter is below a limit; one that was never written is 0."""
    never = f"attribute_not_exists(#{counter}) OR " if limit > 0 else ""
    return Condition(expression=f"{never}#{counter} < :most", values={":most": limit})


def fits(amount: int, *, limit: int, counter: str) -> Condition:
    """Return the condition that a counter stays within a limit when an amount is added; one that was never written is 0."""
    never = f"attribute_not_exists(#{counter}) OR " if amount <= limit else ""
    return Condition(expression=f"{never}#{counter} <= :room_{counter}", values={f":room_{counter}": limit - amount})


def above_zero(counter: str) -> Condition:
    """Return the condition that a counter can lose one."""
    return Condition(expression=f"#{counter} > :nothing", values={":nothing": 0})


@dataclass(frozen=True, kw_only=True)
class Write:
    """One write of one item. `assign`, `remove` and `add` are an Update's; `item` is a Put's."""

    action: Literal["Put", "Update", "Delete", "ConditionCheck"]
    key: Key
    condition: Condition = field(default_factory=Condition)
    item: Mapping[str, Scalar] = field(default_factory=dict)
    assign: Mapping[str, Scalar] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    add: Mapping[str, Scalar] = field(default_factory=dict)

    def to_wire(self, table_name: str) -> "TransactWriteItemTypeDef":
        """Convert to an item of `TransactWriteItems`."""
        return {self.action: self.request(table_name)}  # type: ignore[misc] # the key is one of the four literals

    def request(self, table_name: str) -> dict[str, Any]:
        """Convert to the arguments of `PutItem`, `UpdateItem`, `DeleteItem` or of a condition check."""
        request: dict[str, Any] = {"TableName": table_name}
        if self.action == "Put":
            request["Item"] = {**to_wire(self.item), **key_to_wire(self.key)}
        else:
            request["Key"] = key_to_wire(self.key)
        update = self._update_expression() if self.action == "Update" else ""
        values = {
            **self.condition.values,
            **{f":set_{name}": value for name, value in self.assign.items()},
            **{f":add_{name}": value for name, value in self.add.items()},
        }
        named = names_in(f"{update} {self.condition.expression}")
        parts = {
            "UpdateExpression": update,
            "ConditionExpression": self.condition.expression,
            "ExpressionAttributeNames": named,
            "ExpressionAttributeValues": to_wire(values),
        }
        return request | {name: part for name, part in parts.items() if part}

    def _update_expression(self) -> str:
        clauses = {
            "SET": [f"#{name} = :set_{name}" for name in self.assign],
            "REMOVE": [f"#{name}" for name in self.remove],
            "ADD": [f"#{name} :add_{name}" for name in self.add],
        }
        return " ".join(f"{verb} {', '.join(parts)}" for verb, parts in clauses.items() if parts)
