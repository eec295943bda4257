"""How the tests share the machine: what needs the local stack runs in one process, everything else beside it."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let `make test` (two processes) begin with the tests of the local stack, all of them in one.

    They wait most of their time and share one stack; the others fill that time.
    """
    items.sort(key=lambda item: item.get_closest_marker("local") is None)
    for item in items:
        if item.get_closest_marker("local"):
            item.add_marker(pytest.mark.xdist_group("local"))
