"""The health of the service, on a route that everybody may call."""

from typing import Any

from reelwright.usecases.check_health import FRESH_SECONDS, RecentHealth
from tests.memory.system import System
from tests.memory.world import world_with


class Checked:
    """A bucket that counts its checks, and fails when told."""

    def __init__(self) -> None:
        self.checks, self.error = 0, ""

    def check(self) -> None:
        """Count, and raise the error."""
        self.checks += 1
        if self.error:
            raise ConnectionError(self.error)


def test_a_flood_of_health_calls_checks_once_in_five_seconds(system: System) -> None:
    """Each process calls table and bucket at most so often, healthy or not."""
    bucket = Checked()
    here: Any = world_with(system, artefacts=bucket)
    health = RecentHealth()
    assert {health.read(world=here).status for _ in range(200)} == {"healthy"}
    bucket.error = "gone"
    system.clock.pass_seconds(FRESH_SECONDS - 1)
    assert (health.read(world=here).status, bucket.checks) == ("healthy", 1)
    system.clock.pass_seconds(1)
    assert health.read(world=here).dependencies == {"table": "ok", "bucket": "ConnectionError"}
    assert bucket.checks == 2
