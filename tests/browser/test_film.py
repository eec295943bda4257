"""A film's page: what it cost and where, why it failed, whom it told, and a link to one of its moments."""

import re
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import expect

from tests.browser.conftest import Site, Visits, follow, settled
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from playwright.sync_api import Route

DELIVERY: Final[dict[str, Any]] = {
    "webhook_id": "w1", "type": "job.completed", "number": 2, "trigger": "schedule", "place": "hooks.example/films",
    "at": "2026-11-28T09:00:00+00:00", "outcome": "failed", "status": 503, "milliseconds": 120, "detail": None,
    "next_try_at": "2026-11-28T09:05:00+00:00",
}  # fmt: skip


def test_a_film_says_its_price_scores_and_files(visit: Visits, site: Site) -> None:
    """The price is told by kind of step; a score comes with its advice; each file is a link."""
    with visit() as window:
        page = window.open(f"#/films/{site.ids['film5']}")
        expect(page.get_by_text("Speak $0.0020")).to_be_visible()
        expect(page.get_by_text("Shorten line 4.")).to_be_visible()
        files = page.get_by_role("region", name="Files").get_by_role("link")
        expect(files).to_have_text(["video", "thumbnail", "captions srt", "captions vtt"])


def test_an_error_says_whether_a_repeat_can_help(visit: Visits, site: Site) -> None:
    """Code, step and advice stand together."""
    with visit() as window:
        page = window.open(f"#/films/{site.ids['dead']}")
        error = page.locator(".trouble")
        expect(error).to_contain_text("provider_failed")
        expect(error).to_contain_text("Speak, scene 3")
        expect(error).to_contain_text("retry it")
        follow(page, f"#/films/{site.ids['hostile']}")
        expect(page.locator(".trouble")).to_contain_text("The same request fails again: change it.")


def test_a_copied_link_opens_the_film_at_its_moment(visit: Visits, site: Site) -> None:
    """The time stands in the address, and the player begins there."""
    with visit(permissions=["clipboard-read", "clipboard-write"]) as window:
        page = window.open("#/new")
        follow(page, f"#/films/{site.ids['film5']}?t=7.5")
        settled(page)
        player = page.locator("video")
        expect(player).to_have_js_property("currentTime", 7.5)
        page.get_by_role("button", name="Copy link to this moment").click()
        expect(page.get_by_text("Copied")).to_be_visible()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == f"{site.url}/#/films/{site.ids['film5']}?t=7.5"


def test_the_log_of_webhooks_says_where_they_went_and_sends_again(visit: Visits, site: Site) -> None:
    """Each attempt has its place, its outcome and the next one; the table breaks no rule."""
    sent: list[str] = []

    def answer(route: "Route") -> None:
        sent.extend([route.request.method] if route.request.method == "POST" else [])
        route.fulfill(json={"deliveries": [DELIVERY]})

    with visit() as window:
        page = window.open(f"#/films/{site.ids['film4']}")
        page.route(re.compile(r"/deliveries$"), answer)
        page.get_by_text("Webhooks", exact=True).click()
        row = page.get_by_role("region", name="Webhooks").locator("tbody tr")
        expect(row).to_contain_text("hooks.example/films")
        expect(row).to_contain_text("failed 503")
        assert violations(page) == []
        page.get_by_role("button", name="Send it again").dblclick()
        expect(page.get_by_role("button", name="Send it again")).to_be_enabled()
        assert sent == ["POST"]
