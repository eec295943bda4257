"""The pages of operators: the load of queues with its past, and the breakers of providers."""

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from reelwright.pipeline.queues import QUEUES
from tests.browser.conftest import Visits

if TYPE_CHECKING:
    from playwright.sync_api import Route

PROVIDERS: Final = re.compile(r"/api/v1/providers$")


def broken_provider(name: str = "polly") -> dict[str, Any]:
    """Build a provider whose breaker is open."""
    missing = dict.fromkeys(("price", "launched", "ends", "successor", "probed", "warning"))
    known = {"capability": "speech", "is_local": False, "model": "neural", "voices": ["Joanna"]}
    state = {"is_healthy": False, "unavailable_until": "2026-11-28T12:05:00+00:00"}
    failed = {"failed_at": "2026-11-28T12:00:00+00:00", "failed_with": "polly answered 503"}
    replaced = {"replaced": 4, "replaced_at": "2026-11-28T12:01:00+00:00", "replaced_by": "kokoro"}
    return {**missing, **known, **state, **failed, **replaced, "name": name}


@pytest.mark.parametrize("address", ["#/queues", "#/"])
def test_each_queue_has_the_curve_of_three_hours(visit: Visits, address: str) -> None:
    """The curve says its newest and its greatest depth in words; minutes without a point are a gap in the line."""
    with visit() as window:
        page = window.open(address)
        curves = page.get_by_role("img", name=re.compile(r"messages over 3 hours: now \d+, most \d+"))
        expect(curves.first).to_be_visible()
        expect(curves.first.locator("polyline")).to_have_count(2)
        expect(curves).to_have_count(len(QUEUES))


def test_a_breaker_is_closed_once_and_the_page_says_so(visit: Visits) -> None:
    """A second question first; two clicks are one request; the provider is shown as it is then."""
    provider, sent = broken_provider(), []

    def close(route: "Route") -> None:
        sent.append((route.request.method, route.request.url.partition("/api")[2]))
        provider.update(is_healthy=True, unavailable_until=None)
        route.fulfill(json=provider)

    with visit() as window:
        page = window.open("#/new")
        page.route(PROVIDERS, lambda route: route.fulfill(json={"providers": [provider]}))
        page.route(re.compile(r"/providers/.*/close$"), close)
        page.evaluate("location.hash = '#/providers'")
        expect(page.get_by_text("polly answered 503")).to_be_visible()
        expect(page.get_by_text("4 times")).to_be_visible()
        page.get_by_role("button", name="Close breaker").click()
        assert sent == []
        page.get_by_role("button", name="Yes, call polly again").dblclick()
        expect(page.get_by_text("The breaker of polly is closed.")).to_be_visible()
        expect(page.get_by_role("button", name="Close breaker")).to_have_count(0)
        assert sent == [("POST", "/v1/providers/speech/polly/close")]
