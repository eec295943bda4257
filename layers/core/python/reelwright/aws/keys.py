"""The keys of all items of the table.

JOB#<id>        META                                    a job, without its request
                REQUEST                                 its request, which never changes
                RESERVED                                reservations for long work that is not booked
                HIST#<sequence>                         its transitions
                STEP#<name>                             its steps
                DELIVERY#<sequence>#<number>            delivery attempts of its webhooks
BATCH#<id>      META                                    a batch
                ITEM#<line>                             a line that was released
                ERROR#<group>                           a group of errors
USER#<id>       BATCH#<id>                              a batch of the user, for lists
                OPENBATCHES                             number of the user's batches that have not ended
                PROFILE                                 the user's tier, as last seen with a token
                BRAND                                   the user's saved brand
                ACTIVE                                  number of the user's queued and running jobs
                QUOTA#<day>, RATE#<minute>              number of jobs created on a day, in a minute
                USAGE#<counter>#<day or minute>         number of dry runs, seconds of failed work, uploads
                UPLOAD#<id>                             an opened upload
                UNUSED                                  bytes of uploads that no job has used
                WAIT#<number>                           a long poll
                IDEM#<key>                              the job of an idempotency key
                RESULT#<fingerprint>                    the job that last completed a request
                WEBHOOKS                                generation of the user's webhook secret
                STATS                                   tallies of the user's jobs
KEYS#<id>       <provider>                              a user's own key of a provider, encrypted
LEASES#<shard>  <job id>                                running attempts
WAITS           <number>                                the long polls of all users
DEAD#<id>       LETTER                                  a dead letter
POOL#<shard>    COUNT                                   number of running attempts, and of all starts
RECEIVERS#<id>  LANE#<number>                           a webhook of the user that is being sent
PROVIDER#<name> BREAKER                                 the circuit breaker of a provider
                PACE#<number>                           until when its calls are planned
STATS#<part>    <queue>#<task>#<shard>                  tallies of all jobs
COUNTED#<id>    ROWS                                    the part of a job that its tallies include
LOAD#<day>      <hour>:<minute>                         the load of queues and pools in a minute
RECOUNT         LAST                                    the last recount
"""

from datetime import date, datetime, timezone
from typing import Final, NamedTuple

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
    SHARDS,
    STATS_PREFIX,
    USER_KEY_PREFIX,
    USER_PREFIX,
    WAITS,
    shard_of,
)
from reelwright.webhooks.lanes import LANE_PREFIX

META: Final = "META"
REQUEST: Final = "REQUEST"
"""Sorts right after META: one query reads both, and nothing else."""
HISTORY_PREFIX: Final = "HIST#"
STEP_PREFIX: Final = "STEP#"
DELIVERY_PREFIX: Final = "DELIVERY#"
ITEM_PREFIX: Final = "ITEM#"
GROUP_PREFIX: Final = "ERROR#"
LEASES: Final = tuple(f"{LEASE_PREFIX}{shard}" for shard in range(SHARDS))
"""The partitions of all leases."""
_STATS: Final = "STATS"
_STATS_PARTS: Final = 4
STATS: Final = tuple(f"{STATS_PREFIX}{part}" for part in range(_STATS_PARTS))
"""The partitions of the tallies of all jobs. A job counts three times, with 2 write units each."""


class Key(NamedTuple):
    """Partition key and sort key of an item."""

    pk: str
    sk: str


def job_partition(job_id: str) -> str:
    """Build the partition key of a job and its history, steps and deliveries."""
    return f"{JOB_PREFIX}{job_id}"


def job_key(job_id: str) -> Key:
    """Build the key of the job's own row."""
    return Key(job_partition(job_id), META)


def request_key(job_id: str) -> Key:
    """Build the key of a job's request. It is not in the job's own row: each report of progress would pay for its size."""
    return Key(job_partition(job_id), REQUEST)


def reserved_key(job_id: str) -> Key:
    """Build the key of what a job has reserved of its budget."""
    return Key(job_partition(job_id), "RESERVED")


def history_key(job_id: str, sequence: int) -> Key:
    """Build the key of a transition; six digits keep up to 999,999 of them in order."""
    return Key(job_partition(job_id), f"{HISTORY_PREFIX}{sequence:06}")


def step_key(job_id: str, name: str) -> Key:
    """Build the key of a step; `name` includes scene or platform (`render_scene#3`)."""
    return Key(job_partition(job_id), f"{STEP_PREFIX}{name}")


def delivery_key(job_id: str, sequence: int, number: int) -> Key:
    """Build the key of delivery attempt `number` of the webhook for transition `sequence`."""
    return Key(job_partition(job_id), f"{DELIVERY_PREFIX}{sequence:06}#{number:04}")


def batch_partition(batch_id: str) -> str:
    """Build the partition key of a batch, its items and its groups of errors."""
    return f"{BATCH_PREFIX}{batch_id}"


def batch_key(batch_id: str) -> Key:
    """Build the key of the batch's own row."""
    return Key(batch_partition(batch_id), META)


def item_key(batch_id: str, line: int) -> Key:
    """Build the key of a released line; six digits keep up to 999,999 of them in order."""
    return Key(batch_partition(batch_id), f"{ITEM_PREFIX}{line:06}")


def group_key(batch_id: str, group: str) -> Key:
    """Build the key of a group of errors."""
    return Key(batch_partition(batch_id), f"{GROUP_PREFIX}{group}")


def owned_batch_key(user_id: str, batch_id: str) -> Key:
    """Build the key that lists a batch among its owner's; ids sort by time."""
    return Key(f"{USER_PREFIX}{user_id}", f"{BATCH_PREFIX}{batch_id}")


def open_batches_key(user_id: str) -> Key:
    """Build the key of the number of the user's batches that have not ended."""
    return Key(f"{USER_PREFIX}{user_id}", "OPENBATCHES")


def profile_key(user_id: str) -> Key:
    """Build the key of a user's profile."""
    return Key(f"{USER_PREFIX}{user_id}", "PROFILE")


def brand_key(user_id: str) -> Key:
    """Build the key of a user's saved brand."""
    return Key(f"{USER_PREFIX}{user_id}", "BRAND")


def user_key_partition(user_id: str) -> str:
    """Build the partition of a user's own keys of providers."""
    return f"{USER_KEY_PREFIX}{user_id}"


def user_key_key(user_id: str, provider: str) -> Key:
    """Build the key of the row that has a user's own key of a provider."""
    return Key(user_key_partition(user_id), provider)


def webhooks_key(user_id: str) -> Key:
    """Build the key of a user's webhook secret generation."""
    return Key(f"{USER_PREFIX}{user_id}", "WEBHOOKS")


def active_key(user_id: str) -> Key:
    """Build the key of the number of a user's queued and running jobs."""
    return Key(f"{USER_PREFIX}{user_id}", "ACTIVE")


def quota_key(user_id: str, day: str) -> Key:
    """Build the key of the number of jobs that a user created on a day."""
    return Key(f"{USER_PREFIX}{user_id}", f"QUOTA#{day}")


def rate_key(user_id: str, minute: str) -> Key:
    """Build the key of the number of jobs that a user created in a minute."""
    return Key(f"{USER_PREFIX}{user_id}", f"RATE#{minute}")


def usage_key(user_id: str, counter: str, period: str) -> Key:
    """Return the key of one of the user's other counters, of a day or a minute."""
    return Key(f"{USER_PREFIX}{user_id}", f"USAGE#{counter}#{period}")


def upload_key(user_id: str, upload_id: str) -> Key:
    """Return the key of an opened upload."""
    return Key(f"{USER_PREFIX}{user_id}", f"UPLOAD#{upload_id}")


def unused_key(user_id: str) -> Key:
    """Return the key of the bytes of the user's unused uploads."""
    return Key(f"{USER_PREFIX}{user_id}", "UNUSED")


def own_place_key(user_id: str, number: int) -> Key:
    """Return the key of one of the user's places for waiting requests."""
    return Key(f"{USER_PREFIX}{user_id}", f"WAIT#{number}")


def shared_place_key(number: int) -> Key:
    """Return the key of one of the places for waiting requests that all users share."""
    return Key(WAITS, f"{number:04}")


def idempotency_key(user_id: str, key: str) -> Key:
    """Build the item key for a user's idempotency key; other users may use the same one."""
    return Key(f"{USER_PREFIX}{user_id}", f"IDEM#{key}")


def result_key(user_id: str, fingerprint: str) -> Key:
    """Build the key of the job that last completed a user's request."""
    return Key(f"{USER_PREFIX}{user_id}", f"RESULT#{fingerprint}")


def lease_key(job_id: str) -> Key:
    """Build the key of a job's lease. A few partitions hold all leases, so that a few queries list them."""
    return Key(LEASES[shard_of(job_id)], job_id)


def pool_key(shard: str) -> Key:
    """Build the key of the counters of a pool's shard (`pipeline.queues.shard_name`)."""
    return Key(f"{POOL_PREFIX}{shard}", "COUNT")


def lane_key(user_id: str, lane: int) -> Key:
    """Build the key of one of the lanes of a user's webhooks."""
    return Key(f"{LANE_PREFIX}{user_id}", f"LANE#{lane}")


def dead_letter_key(letter_id: str) -> Key:
    """Build the key of a dead letter."""
    return Key(f"{DEAD_LETTER_PREFIX}{letter_id}", "LETTER")


def breaker_key(provider: str) -> Key:
    """Build the key of a circuit breaker; `provider` is `<capability>/<name>`."""
    return Key(f"{PROVIDER_PREFIX}{provider}", "BREAKER")


def pace_key(name: str, row: int) -> Key:
    """Build the key of a row of a provider's limit of calls."""
    return Key(f"{PROVIDER_PREFIX}{name}", f"PACE#{row}")


def stats_key(queue: str, task_name: str, shard: int) -> Key:
    """Build the key of one shard of the tally of a queue and task."""
    return Key(STATS[shard % _STATS_PARTS], f"{queue}#{task_name}#{shard}")


def user_stats_key(user_id: str) -> Key:
    """Build the key of the tally of a user's jobs."""
    return Key(f"{USER_PREFIX}{user_id}", _STATS)


def load_partition(day: date) -> str:
    """Build the partition key of a day's load; one write a minute never makes it hot."""
    return f"{LOAD_PREFIX}{day.isoformat()}"


def load_key(at: datetime) -> Key:
    """Build the key of the load in a minute of UTC."""
    moment = at.astimezone(timezone.utc)
    return Key(load_partition(moment.date()), f"{moment:%H:%M}")


def recount_key() -> Key:
    """Build the key of the record of the last recount."""
    return Key(RECOUNT, "LAST")


def counted_key(job_id: str) -> Key:
    """Build the key of a job's counted row. It is not in the job's partition, because it outlives the job."""
    return Key(f"{COUNTED_PREFIX}{job_id}", "ROWS")
