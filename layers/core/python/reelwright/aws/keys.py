"""Every key of the table, built in one place.

JOB#<id>        META, HIST#<sequence>, STEP#<name>      a job and what hangs on it
                DELIVERY#<sequence>#<number>            the tries of its webhooks
USER#<id>       ACTIVE, QUOTA#<day>, IDEM#<key>         what one user may have
                RATE#<minute>                           how fast the user creates
                RESULT#<fingerprint>                    which job last completed a request
                WEBHOOKS                                the generations of their webhook secret
LEASES          <job id>                                who runs
DEAD#<id>       LETTER                                  what was given up
POOL#<name>     COUNT                                   how many run, how many ever started
PROVIDER#<name> BREAKER                                 whether a provider is left alone
STATS           <queue>#<task>#<shard>                  sums of what jobs did
USER#<id>       STATS                                   the same of one user's
COUNTED#<id>    ROWS                                    what of a job is in those sums
RECOUNT         LAST                                    what the last recount left
"""

from typing import Final, NamedTuple

from reelwright.pipeline.table import JOB_PREFIX, PROVIDER_PREFIX

META: Final = "META"
HISTORY_PREFIX: Final = "HIST#"
STEP_PREFIX: Final = "STEP#"
DELIVERY_PREFIX: Final = "DELIVERY#"
LEASES: Final = "LEASES"
STATS: Final = "STATS"


class Key(NamedTuple):
    """The two keys of an item."""

    pk: str
    sk: str


def job_partition(job_id: str) -> str:
    """Return the partition of a job and all its rows."""
    return f"{JOB_PREFIX}{job_id}"


def job_key(job_id: str) -> Key:
    """Return the key of the job itself."""
    return Key(job_partition(job_id), META)


def history_key(job_id: str, sequence: int) -> Key:
    """Return the key of a transition; six digits keep 999,999 of them in order."""
    return Key(job_partition(job_id), f"{HISTORY_PREFIX}{sequence:06}")


def step_key(job_id: str, name: str) -> Key:
    """Return the key of a step."""
    return Key(job_partition(job_id), f"{STEP_PREFIX}{name}")


def delivery_key(job_id: str, sequence: int, number: int) -> Key:
    """Return the key of one try of the webhook that tells of a transition."""
    return Key(job_partition(job_id), f"{DELIVERY_PREFIX}{sequence:06}#{number:04}")


def webhooks_key(user_id: str) -> Key:
    """Return the key of a user's webhook settings."""
    return Key(f"USER#{user_id}", "WEBHOOKS")


def active_key(user_id: str) -> Key:
    """Return the key of the user's count of queued and running jobs."""
    return Key(f"USER#{user_id}", "ACTIVE")


def quota_key(user_id: str, day: str) -> Key:
    """Return the key of the user's count of a day."""
    return Key(f"USER#{user_id}", f"QUOTA#{day}")


def rate_key(user_id: str, minute: str) -> Key:
    """Return the key of the user's count of a minute."""
    return Key(f"USER#{user_id}", f"RATE#{minute}")


def idempotency_key(user_id: str, key: str) -> Key:
    """Return the key of a user's idempotency key."""
    return Key(f"USER#{user_id}", f"IDEM#{key}")


def result_key(user_id: str, fingerprint: str) -> Key:
    """Return the key of the kept result of a user's request."""
    return Key(f"USER#{user_id}", f"RESULT#{fingerprint}")


def lease_key(job_id: str) -> Key:
    """Return the key of a job's lease."""
    return Key(LEASES, job_id)


def pool_key(pool: str) -> Key:
    """Return the key of a pool's counters."""
    return Key(f"POOL#{pool}", "COUNT")


def dead_letter_key(letter_id: str) -> Key:
    """Return the key of a dead letter."""
    return Key(f"DEAD#{letter_id}", "LETTER")


def breaker_key(provider: str) -> Key:
    """Return the key of a provider's circuit breaker."""
    return Key(f"{PROVIDER_PREFIX}{provider}", "BREAKER")


def stats_key(queue: str, task_name: str, shard: int) -> Key:
    """Return the key of one shard of a queue's and task's sums."""
    return Key(STATS, f"{queue}#{task_name}#{shard}")


def user_stats_key(user_id: str) -> Key:
    """Return the key of a user's sums."""
    return Key(f"USER#{user_id}", STATS)


def recount_key() -> Key:
    """Return the key of the last recount's record."""
    return Key("RECOUNT", "LAST")


def counted_key(job_id: str) -> Key:
    """Return the key of a job's counted row; not in the job's partition, because it outlives the job."""
    return Key(f"COUNTED#{job_id}", "ROWS")
