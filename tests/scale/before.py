"""What the same road cost at commit 72a0b86, before the changes of decision 41, measured with the same meter."""

from typing import Final

from tests.scale.measuring import Cost, Measured

COMMIT: Final = "72a0b86"


def _cost(call_count: int, write_units: float, read_units: float) -> Cost:
    return Cost(calls={"all": call_count}, write_units=write_units, read_units=read_units)


_AROUND: Final = {
    "api": _cost(1, 15, 0),
    "outbox": _cost(24, 45, 14.5),
    "dispatcher": _cost(57, 20, 10),
    "lifecycle": _cost(4, 18, 3),
}
HOT: Final = {
    "STATS": 8.0,
    "LEASES": 6.0,
    "by_due:QUEUED": 4.0,
    "POOL": 4.0,
    "by_due:PENDING": 2.0,
    "by_due:UNPUBLISHED": 2.0,
    "by_due:EXPIRING": 2.0,
}
FILM: Final = Measured(actors={**_AROUND, "steps": _cost(399, 744, 275)}, hot=HOT)
TASK: Final = Measured(actors=_AROUND, hot=HOT)
TRANSITIONS: Final = 88
"""States that a film of nine scenes entered before decision 54, counted by the interpreter."""
OUTBOX_SECONDS: Final = 0.27
"""One job's 24 calls by the same times and CPU as today's."""
