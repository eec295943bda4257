"""Check that each dependency is available."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from reelwright.ports import World
from reelwright.values import Value

FRESH_SECONDS: Final = 5
"""How long a process answers with its last check: the route is open, and each check calls the table and the bucket."""
_ANY_POOL: Final = "videos"
"""A pool's counter is one small item; its value does not matter."""


class Health(Value):
    """The status of each dependency: `ok`, or the class of its error (never its text: this route is public)."""

    status: str
    dependencies: dict[str, str]

    @property
    def healthy(self) -> bool:
        """Return whether all dependencies are `ok`."""
        return self.status == "healthy"


def check_health(*, world: World) -> Health:
    """Check the table and the bucket."""
    found = {
        "table": _try(lambda: world.jobs.counts_of_pool(_ANY_POOL, shards=1)),
        "bucket": _try(world.artefacts.check),
    }
    status = "healthy" if set(found.values()) == {"ok"} else "unhealthy"
    return Health(status=status, dependencies=found)


class RecentHealth:
    """This process's last check, at most `FRESH_SECONDS` old."""

    def __init__(self) -> None:
        self._last: tuple[datetime, Health] | None = None

    def read(self, *, world: World) -> Health:
        """Return the last check, or check again."""
        now = world.clock()
        if self._last is None or now - self._last[0] >= timedelta(seconds=FRESH_SECONDS):
            self._last = (now, check_health(world=world))
        return self._last[1]


def _try(check: Callable[[], object]) -> str:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - any error is a result of this check
        return type(error).__name__
    return "ok"
