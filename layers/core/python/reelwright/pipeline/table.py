"""The one table as data: what infra builds it from and the adapter reads and writes it by.

The indexes project only what a list needs to choose rows, never a job's text or progress: a progress report then writes
no index at all, and a reader takes the chosen rows from the table itself.
"""

from datetime import datetime, timezone
from typing import Final

from reelwright.values import Value

PARTITION_KEY: Final = "pk"
SORT_KEY: Final = "sk"
TTL_ATTRIBUTE: Final = "ttl"
"""Epoch seconds; set on finished jobs, idempotency keys and daily counters. Reads never rely on it."""

OWNER: Final = "user_id"
OWNER_ORDER: Final = "owner_order"
"""`<created_at>#<job_id>`: newest last, unique."""
OWNER_STATE: Final = "owner_state"
"""`<user_id>#<state>`."""
DUE_SHARD: Final = "due_shard"
"""The job's state while it waits for a time, `EXPIRING` once it is over, absent while it waits for none. `DEAD`: a letter."""
DUE_ORDER: Final = "due_order"
"""The time it waits for; `<failed_at>#<letter_id>` of a dead letter."""
EXPIRING: Final = "EXPIRING"
DEAD: Final = "DEAD"

_PROJECTED: Final = ("job_id", "state", "task_name", "expires_at")


class TableIndex(Value):
    """One global secondary index: two string keys and the attributes it carries beside all keys."""

    name: str
    partition_key: str
    sort_key: str
    projected: tuple[str, ...] = _PROJECTED


BY_OWNER: Final = TableIndex(name="by_owner", partition_key=OWNER, sort_key=OWNER_ORDER)
BY_OWNER_STATE: Final = TableIndex(name="by_owner_state", partition_key=OWNER_STATE, sort_key=OWNER_ORDER)
BY_DUE: Final = TableIndex(
    name="by_due", partition_key=DUE_SHARD, sort_key=DUE_ORDER, projected=(*_PROJECTED, OWNER, "queue")
)
"""Carries owner and queue, too: the hourly recount counts its rows."""

TABLE_INDEXES: Final = (BY_OWNER, BY_OWNER_STATE, BY_DUE)
"""Every index of the table; all keys are strings."""


def stamp(at: datetime) -> str:
    """Return a time as text that sorts as time: UTC, microseconds, always the same length."""
    return at.astimezone(timezone.utc).isoformat(timespec="microseconds")
