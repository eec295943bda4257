"""What a visit costs: requests and bytes of the first load, memory over an hour."""

import gzip
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import pytest

from tests.browser.batches import batch, serve
from tests.browser.conftest import Site, Visits, settled
from tests.browser.site import token_of
from tests.browser.test_pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page, Response

MOST_FILES: Final = 12
MOST_BYTES: Final = 60 * 1024
"""Of all files of a first load, each compressed."""
MINUTES: Final = 60
WARM_MINUTES: Final = 10
"""What is loaded once and kept is loaded by then."""
MOST_GROWTH: Final = 1.2
COLLECTIONS: Final = 5


@pytest.mark.parametrize("name", PAGES)
def test_the_first_load_of_each_page_is_small(visit: Visits, site: Site, name: str) -> None:
    """A person who follows a link to any page waits for few files; what the API and the bucket answer is counted apart."""
    with visit() as window:
        serve(window.context, batch())
        page = window.blank()
        page.goto(f"{site.url}/docs/swagger-ui.css")
        page.evaluate("(token) => sessionStorage.setItem('reelwright-token', token)", token_of("operator"))
        loaded = _noted(page)
        page.goto(f"{site.url}/{PAGES[name].format(**site.ids)}")
        settled(page)
        files = list(_files(loaded, site.url))
        assert len(files) <= MOST_FILES, [answer.url for answer in files]
        assert sum(len(gzip.compress(answer.body())) for answer in files) <= MOST_BYTES


def _noted(page: "Page") -> "list[Response]":
    """Note all answers from now on."""
    noted: list[Response] = []

    def note(answer: "Response") -> None:
        noted.append(answer)

    page.on("response", note)
    return noted


def _files(loaded: "Iterable[Response]", url: str) -> "Iterable[Response]":
    apart = (f"{url}/api/", f"{url}/metrics")
    return (answer for answer in loaded if answer.url.startswith(url) and not answer.url.startswith(apart))


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
    """Measure the least of several collections: one alone may leave what an answer in flight still holds."""
    return min(_collected(tools) for _ in range(COLLECTIONS))


def _collected(tools: "CDPSession") -> int:
    tools.send("HeapProfiler.collectGarbage")
    return int(tools.send("Runtime.getHeapUsage")["usedSize"])
