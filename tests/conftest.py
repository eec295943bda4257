"""How the tests share the machine: two processes, each with one kind of the tests that need a local stack."""

import pytest


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let `make test` (two processes) begin with the tests of local stacks: those of the shared one, and all others.

    They wait most of their time; everything else fills the gaps and the end.
    """
    items.sort(key=lambda item: item.get_closest_marker("local") is None)
    for item in items:
        if item.get_closest_marker("local"):
            shared = "stack" in getattr(item, "fixturenames", ())
            item.add_marker(pytest.mark.xdist_group("shared stack" if shared else "own stack"))
