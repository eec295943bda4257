"""One charge of a user's counter as a write, for a transaction of its own or for that of a move."""

from datetime import datetime, timedelta
from typing import Final

from reelwright.aws import keys
from reelwright.aws.writes import Condition, Write, fits
from reelwright.jobs.quota import Charge, Counter
from reelwright.pipeline.table import TTL_ATTRIBUTE

DAY_LIFE: Final = timedelta(days=3)
"""A day's counter may be removed once the day is over in every time zone."""
MINUTE_LIFE: Final = timedelta(hours=1)
_OF_JOBS: Final = "created_count"
_DAILY: Final[frozenset[Counter]] = frozenset({"daily", "failed_seconds"})


def charge_key(user_id: str, counter: Counter, period: str) -> keys.Key:
    """Return the key of a counter."""
    match counter:
        case "daily":
            return keys.quota_key(user_id, period)
        case "minute":
            return keys.rate_key(user_id, period)
        case _:
            return keys.usage_key(user_id, counter, period)


def counted(counter: Counter) -> str:
    """Return the attribute that holds a counter."""
    return _OF_JOBS if counter in {"daily", "minute"} else "amount"


def charge_write(user_id: str, charge: Charge, now: datetime) -> Write:
    """Return the write that adds a charge within its limit."""
    name = counted(charge.counter)
    life = DAY_LIFE if charge.counter in _DAILY else MINUTE_LIFE
    within = Condition() if charge.limit is None else fits(charge.amount, limit=charge.limit, counter=name)
    return Write(
        action="Update",
        key=charge_key(user_id, charge.counter, charge.period),
        condition=within,
        assign={TTL_ATTRIBUTE: int((now + life).timestamp())},
        add={name: charge.amount},
    )
