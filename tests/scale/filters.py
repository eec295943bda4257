"""Lambda's event filters, as far as the table's stream uses them (Lambda guide, "Control which events Lambda sends")."""

from collections.abc import Mapping, Sequence
from typing import Any


def passes(record: Mapping[str, Any], patterns: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a record matches one of the patterns."""
    return any(_matches(record, pattern) for pattern in patterns)


def _matches(value: Any, pattern: Any) -> bool:
    if isinstance(pattern, Mapping):
        return all(
            _matches(value.get(name) if isinstance(value, Mapping) else None, rest) for name, rest in pattern.items()
        )
    return any(_allows(rule, value) for rule in pattern)


def _allows(rule: Any, value: Any) -> bool:
    if not isinstance(rule, Mapping):
        return bool(value == rule)
    if "exists" in rule:
        return bool((value is not None) == rule["exists"])
    return value is not None and value not in rule["anything-but"]
