"""Time from an address to a console that can be used, in a real browser on the deployed local stack."""

import statistics
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import pytest

from infra.local import emulator, verbs
from infra.local.process_table import process_table
from tests.browser.chromium import chromium
from tests.local.conftest import OPERATOR, Stack, new_place, take_down

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.benchmarks.conftest import Page

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(900)]

VISITS: Final = 7
PAGES: Final = {"films": "#/films", "overview": "#/", "queues": "#/queues"}
MARK: Final = """() => {
  const times = (window.times = {});
  const look = () => {
    if (document.querySelector("h1") && document.querySelector("nav a")) times.usable ??= performance.now();
    if (times.usable && !document.querySelector("main [aria-busy='true']")) times.shown ??= performance.now();
    if (!times.shown) requestAnimationFrame(look);
  };
  look();
}"""
"""Notes the milliseconds from the start of the navigation until menu and heading are there, and until the data are shown."""


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Yield a deployed stack of its own."""
    place = new_place(tmp_path_factory.mktemp("stack"))
    try:
        emulator.start(place, process_table())
        yield Stack(place, verbs.up(place, lambda _: None))
    finally:
        take_down(place)


def opened(browser: "Browser", stack: Stack, token: str, address: str) -> dict[str, float]:
    """Open an address with an empty cache as a signed-in person; return the times."""
    context = browser.new_context()
    context.add_init_script(f"sessionStorage.setItem('reelwright-token', '{token}'); ({MARK})();")
    page = context.new_page()
    page.goto(f"{stack.url}/{address}")
    page.wait_for_function("() => window.times?.shown")
    found: dict[str, float] = page.evaluate("window.times")
    context.close()
    return found


def test_opening_the_console(stack: Stack, page: "Page", say: Callable[[str], None]) -> None:
    """Each page is opened with an empty cache; the first visit, which warms the function, is not counted."""
    token = stack.token(OPERATOR)
    with chromium() as browser:
        times = {
            name: [opened(browser, stack, token, address) for _ in range(VISITS + 1)][1:]
            for name, address in PAGES.items()
        }
    rows = "\n".join(
        f"| {name} | {statistics.median(one['usable'] for one in some):.0f} | {max(one['usable'] for one in some):.0f} "
        f"| {statistics.median(one['shown'] for one in some):.0f} | {max(one['shown'] for one in some):.0f} |"
        for name, some in times.items()
    )
    body = f"""
| page, milliseconds | heading and menu, median | slowest | its data, median | slowest |
|---|---|---|---|---|
{rows}

From the start of the navigation in headless Chromium on the deployed local stack, with an empty cache and a warm function:
{VISITS} visits of each page. The goal is a console that can be used within 1,000 ms.
"""
    page.write("opening", "Opening the console", body)
    say(rows)
