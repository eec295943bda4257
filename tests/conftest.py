"""How the tests share the machine: one worker runs everything that needs a local stack, the others all else, file by file.

A local stack mostly waits, and deploying it takes a minute; so one worker deploys it once, and two more keep both cores busy.
"""

from typing import Any

import pytest
from xdist.scheduler.loadfile import LoadFileScheduling


class _OneWorkerForTheLocalStack(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return "tests/local" if file.startswith("tests/local/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    """Distribute the tests of `make test`."""
    return _OneWorkerForTheLocalStack(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what needs a local stack: it takes longest."""
    items.sort(key=lambda item: item.get_closest_marker("local") is None)
