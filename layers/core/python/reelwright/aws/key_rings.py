"""The generations of users' webhook secrets on the one table: a row per user who has rotated, without secrets."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from reelwright.aws import keys
from reelwright.aws.table import Table
from reelwright.aws.writes import Condition, Write
from reelwright.pipeline.table import stamp
from reelwright.webhooks.signatures import KeyRing

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoKeyRings:
    """`ports.KeyRings` on the table. `sleep` waits (seconds) before a disturbed call is repeated."""

    def __init__(self, table_name: str, client: "DynamoDBClient", sleep: Callable[[float], None] = time.sleep) -> None:
        self._table = Table(table_name, client, sleep)

    def ring(self, user_id: str) -> KeyRing:
        """Return the user's ring; a row without a generation is one that only counts tests."""
        item = self._table.get(keys.webhooks_key(user_id)) or {}
        return KeyRing.model_validate({name: item[name] for name in KeyRing.model_fields if name in item})

    def turn(self, user_id: str, *, seen: KeyRing, to: KeyRing) -> bool:
        """Store the next ring; True also for a repeat whose first response was lost."""
        never = "attribute_not_exists(#generation) OR " if seen == KeyRing() else ""
        rotated = {} if to.rotated_at is None else {"rotated_at": stamp(to.rotated_at)}
        again = "(#generation = :next AND #rotated_at = :at)"
        same = Condition(
            expression=f"{never}#generation = :seen OR {again}",
            values={":seen": seen.generation, ":next": to.generation, ":at": rotated.get("rotated_at", "")},
        )
        write = Write(
            action="Update",
            key=keys.webhooks_key(user_id),
            condition=same,
            assign={"generation": to.generation, **rotated},
        )
        return self._table.write(write)
