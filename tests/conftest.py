"""How the tests share the machine: two workers run everything that needs a local stack, the others all else, file by file.

A local stack mostly waits, and each worker deploys its own, which takes a minute; so two workers deploy one each, and a third
keeps the cores busy, after the one file that needs an app of its own.
"""

from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler.loadfile import LoadFileScheduling

settings.register_profile("untimed", deadline=None)  # the machines are shared: a slow example says nothing of the code
settings.load_profile("untimed")

_KILLS = ("tests/local/test_kills.py", "tests/local/test_killed_stack.py")
"""Together they take as long as all other files of the local stack."""
_OWN_STACK = "tests/local/test_providers.py"
"""It deploys an app of its own wherever it runs, so that any worker may take it."""
_LAST = ("test_killed_stack.py", "test_schemathesis.py")
"""They kill the shared stack, and fill it with jobs that never start."""


class _TwoWorkersForLocalStacks(LoadFileScheduling):  # type: ignore[misc]  # xdist has no types
    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        if file in _KILLS:
            return _KILLS[0]
        return "tests/local" if file.startswith("tests/local/") and file != _OWN_STACK else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadFileScheduling:
    """Distribute the tests of `make test`."""
    return _TwoWorkersForLocalStacks(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what needs a local stack: it takes longest; the files of `_LAST` come after the others."""
    items.sort(key=lambda item: (item.get_closest_marker("local") is None, item.path.name in _LAST))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say in a line of its own that the console was not tested, because the list of errors cuts their reasons off."""
    reports = [*terminalreporter.stats.get("error", ()), *terminalreporter.stats.get("failed", ())]
    count = sum("Failed: no browser" in one.longreprtext for one in reports)
    if count:
        words = f"NO BROWSER: {count} tests of the console did not run. Run `make browser`, or name one in REELWRIGHT_BROWSER."
        terminalreporter.section(words, sep="!", red=True, bold=True)
