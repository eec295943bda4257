"""A film's page: what it cost and where, why it failed, whom it told, and a link to one of its moments."""

import io
import re
from typing import TYPE_CHECKING, Any, Final

from PIL import Image
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
    """Code, step and advice stand together, and the main button is the one that can help."""
    with visit() as window:
        page = window.open(f"#/films/{site.ids['dead']}")
        error = page.locator(".trouble")
        expect(error).to_contain_text("provider_failed")
        expect(error).to_contain_text("Step: Speak, scene 3.")
        expect(error).to_contain_text("retry it")
        expect(page.locator(".acts .main")).to_have_text("Retry")
        follow(page, f"#/films/{site.ids['hostile']}")
        expect(page.locator(".trouble")).to_contain_text("The same request fails again: change it.")
        expect(page.locator(".acts .main")).to_have_text("Make again with changes")


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


def test_a_wide_film_is_shown_whole_and_in_its_own_shape(visit: Visits, site: Site) -> None:
    """The player, the storyboard and the list; a wide picture cut to a tall one would lose its words."""
    wide = io.BytesIO()
    Image.new("RGB", (640, 360)).save(wide, "JPEG")
    film = f"**/api/v1/jobs/{site.ids['film5']}"

    def widened(route: "Route") -> None:
        asked = {name: value for name, value in route.request.headers.items() if name != "if-none-match"}
        answer = route.fetch(headers=asked)
        body = answer.json()
        body["result"]["details"] |= {"width": 1920, "height": 1080, "language": "es-ES"}
        route.fulfill(response=answer, json=body)

    with visit() as window:
        window.context.route(
            re.compile(r"amazonaws\.com/.*\.jpg"),
            lambda route: route.fulfill(body=wide.getvalue(), content_type="image/jpeg"),
        )
        window.context.route(film, widened)
        page = window.open("#/films")
        frame = page.locator(".cell .poster img").first
        expect(frame).to_have_css("object-fit", "contain")
        follow(page, f"#/films/{site.ids['film5']}")
        settled(page)
        expect(page.locator("video track")).to_have_attribute("srclang", "es-ES")
        for box in (page.locator("video"), page.locator(".scenes .poster.wide").first):
            shape = box.evaluate("(one) => one.clientWidth / one.clientHeight")
            assert abs(shape - 16 / 9) < 0.05
        assert page.locator(".stage + div").evaluate("(one) => one.clientWidth / one.parentElement.clientWidth") == 1
