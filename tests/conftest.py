"""How the tests share the machine."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what needs a local stack: it waits most of its time, and `make test` fills that with everything else."""
    items.sort(key=lambda item: item.get_closest_marker("local") is None)
