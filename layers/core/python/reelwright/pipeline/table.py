"""The schema of the one table: infra builds the table from it, the adapter reads and writes by it.

The indexes project only what a list needs to choose rows, never a job's text or progress: a progress report then writes
no index at all, and a reader takes the chosen rows from the table itself.
"""

import zlib
from datetime import datetime, timezone
from typing import Final

from reelwright.values import Value

PARTITION_KEY: Final = "pk"
SORT_KEY: Final = "sk"
JOB_PREFIX: Final = "JOB#"
"""The partitions of jobs: the job with its history, steps and webhooks."""
BATCH_PREFIX: Final = "BATCH#"
"""The partitions of batches: the batch with its items and groups of errors."""
DEAD_LETTER_PREFIX: Final = "DEAD#"
"""The partitions of dead letters."""
PROVIDER_PREFIX: Final = "PROVIDER#"
"""The partitions of circuit breakers."""
USER_PREFIX: Final = "USER#"
"""The partitions of users: their limits, uploads, keys and lists."""
USER_KEY_PREFIX: Final = "KEYS#"
"""The partitions of the keys of providers that users have saved, encrypted."""
LEASE_PREFIX: Final = "LEASES#"
"""The partitions of running attempts."""
POOL_PREFIX: Final = "POOL#"
"""The partitions of the counters of pools."""
STATS_PREFIX: Final = "STATS#"
"""The partitions of the tallies of all jobs."""
COUNTED_PREFIX: Final = "COUNTED#"
"""The partitions that say which part of a job is in the tallies."""
WAITS: Final = "WAITS"
"""The partition of the long polls of all users."""
LOAD_PREFIX: Final = "LOAD#"
"""The partitions of the load of queues and pools, one a day."""
RECOUNT: Final = "RECOUNT"
"""The partition of the last recount."""
TTL_ATTRIBUTE: Final = "ttl"
"""Epoch seconds; set on finished jobs, idempotency keys and daily counters. Reads never rely on it."""

OWNER: Final = "user_id"
OWNER_ORDER: Final = "owner_order"
"""`<created_at>#<job_id>`: newest last, unique."""
OWNER_STATE: Final = "owner_state"
"""`<user_id>#<state>`."""
DUE_SHARD: Final = "due_shard"
"""`<kind>#<shard>`. The kind is the job's state if it has a due time; after it ended `UNPUBLISHED` until its outcome is noted,
then `EXPIRING`, or `WITH_BATCH` for an item of a batch, which expires with it; else the attribute is absent. `DEAD`: a dead
letter. `UNUSED`: an upload that no job has used. These two are rare and listed in order: one shard each, without a number."""
DUE_ORDER: Final = "due_order"
"""The due time; for a dead letter `<failed_at>#<letter_id>`."""
UNPUBLISHED: Final = "UNPUBLISHED"
EXPIRING: Final = "EXPIRING"
WITH_BATCH: Final = "WITH_BATCH"
DEAD: Final = "DEAD"
UNUSED: Final = "UNUSED"
OPEN_BATCH: Final = "OPEN_BATCH"
"""A batch that the sweeper looks at again: it has not ended, or its end was not published."""
ENDED_BATCH: Final = "ENDED_BATCH"

SHARDS: Final = 8
"""Shards of what every job of all users writes: leases, and each kind of due work. DynamoDB allows 1,000 write units a second
a partition key (its guide, "Best practices for designing partition keys"); a job costs the busiest of these 6 units."""

_PROJECTED: Final = ("job_id", "state", "task_name", "expires_at")


class TableIndex(Value):
    """One global secondary index: two string keys and the attributes that it projects besides the keys."""

    name: str
    partition_key: str
    sort_key: str
    projected: tuple[str, ...] = _PROJECTED


BY_OWNER: Final = TableIndex(name="by_owner", partition_key=OWNER, sort_key=OWNER_ORDER)
BY_OWNER_STATE: Final = TableIndex(name="by_owner_state", partition_key=OWNER_STATE, sort_key=OWNER_ORDER)
BY_DUE: Final = TableIndex(
    name="by_due", partition_key=DUE_SHARD, sort_key=DUE_ORDER, projected=(*_PROJECTED, OWNER, "queue")
)
"""Projects owner and queue too: the hourly recount counts its rows."""

TABLE_INDEXES: Final = (BY_OWNER, BY_OWNER_STATE, BY_DUE)
"""Every index of the table; all keys are strings."""


def stamp(at: datetime) -> str:
    """Format a time as text that sorts by time: UTC, microseconds, fixed length."""
    return at.astimezone(timezone.utc).isoformat(timespec="microseconds")


def shard_of(job_id: str, shards: int = SHARDS) -> int:
    """Choose a job's shard: always the same one, and all alike often."""
    return zlib.crc32(job_id.encode()) % shards


def due_shard(kind: str, job_id: str) -> str:
    """Build the key under which the index of due work lists a job of this kind."""
    return f"{kind}#{shard_of(job_id)}"


def due_shards(kind: str) -> tuple[str, ...]:
    """List the keys under which the index of due work lists jobs of this kind."""
    return tuple(f"{kind}#{shard}" for shard in range(SHARDS))
