"""The writes that count: leases, places in pools, a user's active jobs. Each is one item of a move's transaction."""

from reelwright.aws import keys
from reelwright.aws.items import lease_attributes
from reelwright.aws.writes import ABSENT, Condition, Write, above_zero, below, equals
from reelwright.jobs.model import Lease

DROPPABLE = frozenset({"freed_pool", "freed_user"})
"""Counters that may have drifted to 0: the recount corrects them, and a job's end must not wait for that."""


def take_user(user_id: str, *, limit: int) -> dict[str, Write]:
    """Return the write that counts one more job of the user, within the limit; `admitted` only grows, for the recount."""
    condition, added = below(limit, counter="active"), {"active": 1, "admitted": 1}
    return {"user": Write(action="Update", key=keys.active_key(user_id), condition=condition, add=added)}


def free_user(user_id: str) -> dict[str, Write]:
    """Return the write that decrements the user's count of jobs."""
    return {"freed_user": _minus_one(keys.active_key(user_id), "active")}


def take_place(lease: Lease, *, capacity: int) -> dict[str, Write]:
    """Return the writes of a lease and its place in its shard of the pool, within the capacity."""
    return {
        "lease": Write(
            action="Put",
            key=keys.lease_key(lease.job_id),
            condition=Condition(expression=ABSENT),
            item=lease_attributes(lease),
        ),
        "pool": Write(
            action="Update",
            key=keys.pool_key(lease.counted_in),
            condition=below(capacity, counter="running"),
            add={"running": 1, "served": 1},
        ),
    }


def free_place(lease: Lease) -> dict[str, Write]:
    """Return the writes that remove a lease of this attempt and its place in the pool."""
    own = equals(attempt=lease.attempt)
    return {
        "lease": Write(action="Delete", key=keys.lease_key(lease.job_id), condition=own),
        "freed_pool": _minus_one(keys.pool_key(lease.counted_in), "running"),
    }


def _minus_one(key: keys.Key, counter: str) -> Write:
    return Write(action="Update", key=key, condition=above_zero(counter), add={counter: -1})
