"""Check that each dependency is available."""

from collections.abc import Callable
from typing import Final

from reelwright.ports import World
from reelwright.values import Value

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
    found = {"table": _try(lambda: world.jobs.served(_ANY_POOL)), "bucket": _try(world.artefacts.check)}
    status = "healthy" if set(found.values()) == {"ok"} else "unhealthy"
    return Health(status=status, dependencies=found)


def _try(check: Callable[[], object]) -> str:
    try:
        check()
    except Exception as error:  # noqa: BLE001 - any error is a result of this check
        return type(error).__name__
    return "ok"
