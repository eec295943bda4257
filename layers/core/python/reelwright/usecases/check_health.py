"""Ask each dependency whether it is there."""

from collections.abc import Callable
from typing import Final

from reelwright.ports import World
from reelwright.values import Value

_ANY_POOL: Final = "videos"
"""Reading a pool's counter reads one small item; what it says does not matter."""


class Health(Value):
    """How each dependency is: `ok`, or the kind of its error (never its text, this route is open)."""

    status: str
    dependencies: dict[str, str]

    @property
    def healthy(self) -> bool:
        """Return whether all are there."""
        return self.status == "healthy"


def check_health(*, world: World) -> Health:
    """Return the health of table and bucket."""
    found = {"table": _try(lambda: world.jobs.served(_ANY_POOL)), "bucket": _try(world.artefacts.check)}
    status = "healthy" if set(found.values()) == {"ok"} else "unhealthy"
    return Health(status=status, dependencies=found)


def _try(check: Callable[[], object]) -> str:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with it, it is the answer here
        return type(error).__name__
    return "ok"
