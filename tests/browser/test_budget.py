"""What a long visit costs: memory over an hour."""

from typing import TYPE_CHECKING, Final

from tests.browser.conftest import Site, Visits, settled

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

MINUTES: Final = 60
WARM_MINUTES: Final = 10
"""What is loaded once and kept is loaded by then."""
MOST_GROWTH: Final = 1.2


def test_an_hour_on_the_page_of_a_film_keeps_the_memory(visit: Visits, site: Site) -> None:
    """The clock of the page runs an hour ahead, with all its reads; the heap after a collection stays as it was."""
    with visit() as window:
        page = window.open("#/new")
        page.clock.install()
        page.goto(f"{site.url}/#/films/{site.ids['running']}")
        settled(page)
        tools = page.context.new_cdp_session(page)
        _pass(page, WARM_MINUTES)
        before = _heap(tools)
        _pass(page, MINUTES - WARM_MINUTES)
        assert _heap(tools) <= MOST_GROWTH * before


def _pass(page: "Page", minutes: int) -> None:
    for _ in range(minutes):
        with page.expect_response(lambda answer: "/api/v1/jobs/" in answer.url):
            page.clock.fast_forward(60_000)


def _heap(tools: "CDPSession") -> int:
    tools.send("HeapProfiler.collectGarbage")
    return int(tools.send("Runtime.getHeapUsage")["usedSize"])
