"""Every key of the table, built in one place.

JOB#<id>        META, HIST#<sequence>, STEP#<name>      a job and what hangs on it
USER#<id>       ACTIVE, QUOTA#<day>, IDEM#<key>         what one user may have
                RESULT#<fingerprint>                    which job last completed a request
LEASES          <job id>                                who runs
DEAD#<id>       LETTER                                  what was given up
POOL#<name>     COUNT                                   how many run, how many ever started
PROVIDER#<name> BREAKER                                 whether a provider is left alone
"""

from typing import Final, NamedTuple

META: Final = "META"
HISTORY_PREFIX: Final = "HIST#"
STEP_PREFIX: Final = "STEP#"
LEASES: Final = "LEASES"

_JOB_PREFIX: Final = "JOB#"


class Key(NamedTuple):
    """The two keys of an item."""

    pk: str
    sk: str


def job_partition(job_id: str) -> str:
    """Return the partition of a job and all its rows."""
    return f"{_JOB_PREFIX}{job_id}"


def job_key(job_id: str) -> Key:
    """Return the key of the job itself."""
    return Key(job_partition(job_id), META)


def history_key(job_id: str, sequence: int) -> Key:
    """Return the key of a transition; six digits keep 999,999 of them in order."""
    return Key(job_partition(job_id), f"{HISTORY_PREFIX}{sequence:06}")


def step_key(job_id: str, name: str) -> Key:
    """Return the key of a step."""
    return Key(job_partition(job_id), f"{STEP_PREFIX}{name}")


def active_key(user_id: str) -> Key:
    """Return the key of the user's count of queued and running jobs."""
    return Key(f"USER#{user_id}", "ACTIVE")


def quota_key(user_id: str, day: str) -> Key:
    """Return the key of the user's count of a day."""
    return Key(f"USER#{user_id}", f"QUOTA#{day}")


def idempotency_key(user_id: str, key: str) -> Key:
    """Return the key of a user's idempotency key."""
    return Key(f"USER#{user_id}", f"IDEM#{key}")


def result_key(user_id: str, fingerprint: str) -> Key:
    """Return the key of what a user's request last came to."""
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
    return Key(f"PROVIDER#{provider}", "BREAKER")
