"""Which partitions of the table each function writes: the leading keys in its permissions.

DynamoDB's conditions know partition keys, and no sort keys. Lists hold for every write of a function, because a transaction may
be judged by all its keys at once, and who may overwrite a row may destroy it anyway.
"""

from collections.abc import Mapping
from typing import Final

from reelwright.pipeline.table import (
    BATCH_PREFIX,
    COUNTED_PREFIX,
    DEAD_LETTER_PREFIX,
    JOB_PREFIX,
    LEASE_PREFIX,
    LOAD_PREFIX,
    POOL_PREFIX,
    PROVIDER_PREFIX,
    RECOUNT,
    STATS_PREFIX,
    USER_KEY_PREFIX,
    USER_PREFIX,
    WAITS,
)
from reelwright.webhooks.lanes import LANE_PREFIX

_RUNNING: Final = (JOB_PREFIX, LEASE_PREFIX, POOL_PREFIX)
"""The start of an attempt: the job, its lease, its place."""
_ENDING: Final = (*_RUNNING, USER_PREFIX, DEAD_LETTER_PREFIX)
"""The end of an attempt also counts for its user, and may leave a dead letter."""
_TALLIED: Final = (STATS_PREFIX, COUNTED_PREFIX)
_STEP: Final = (JOB_PREFIX, PROVIDER_PREFIX)
"""A step: its row and the job's progress, and the circuit breakers of providers."""

WRITTEN: Final[Mapping[str, tuple[str, ...]]] = {
    "api": (JOB_PREFIX, BATCH_PREFIX, USER_PREFIX, USER_KEY_PREFIX, DEAD_LETTER_PREFIX, WAITS, PROVIDER_PREFIX),
    "batches": (BATCH_PREFIX, USER_PREFIX),
    "dead_letters": _ENDING,
    "dispatcher": _RUNNING,
    "lifecycle": _ENDING,
    "outbox": (JOB_PREFIX, BATCH_PREFIX, USER_PREFIX, DEAD_LETTER_PREFIX, *_TALLIED),
    "sweeper": (*_ENDING, BATCH_PREFIX, *_TALLIED, RECOUNT, LOAD_PREFIX),
    "intake": (JOB_PREFIX,),
    "generation": _STEP,
    "providers": _STEP,
    "media": _STEP,
    "processing": (*_STEP, BATCH_PREFIX, USER_PREFIX),
}
"""Function -> the beginnings of the partition keys that it writes. For `webhooks` see `grants.put_rows_of`."""

REMOVERS: Final = frozenset({"api", "dead_letters", "lifecycle", "outbox", "sweeper", "processing"})
"""Functions that also remove rows of these partitions: leases, dead letters, long polls, groups of errors, expired jobs."""

READ: Final[Mapping[str, tuple[str, ...]]] = {
    "intake": (JOB_PREFIX,),
    "generation": _STEP,
    "providers": (*_STEP, USER_KEY_PREFIX),
    "media": _STEP,
    "webhooks": (JOB_PREFIX, BATCH_PREFIX, USER_PREFIX, LANE_PREFIX),
}
"""Functions that read by key alone: no index lists the ids of jobs for them. All others read the whole table."""
