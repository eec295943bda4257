"""A batch: its counts as one bar, price and time left, groups of errors that run again, and items page by page."""

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visits, follow, settled
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

PATH: Final = "/api/v1/batches/b1"
COUNTS: Final = dict.fromkeys(("open", "waiting", "refused", "expired", "cancelled"), 0)
GROUP: Final[dict[str, Any]] = {
    "group": "0a34", "count": 4, "code": "content", "type": "ContentError", "step": "decode_files", "retryable": True,
    "message": "The picture is <b>not</b> a picture.", "advice": "Send another picture.", "samples": [3, 4, 9, 12],
    "first_at": "2026-11-28T09:00:00+00:00", "last_at": "2026-11-28T09:10:00+00:00",
    "suspects": [{"name": "language", "value": "ar", "share": 1.0, "elsewhere": 0.1}],
}  # fmt: skip
VERBS: Final = ("items", "errors", "results", "confirm", "pause", "resume", "cancel")


def batch(**changes: Any) -> dict[str, Any]:
    """Build a batch of twelve lines that has ended with four errors."""
    known = {
        "batch_id": "b1", "name": "Spring", "state": "ENDED", "reason": None, "outcome": "PARTIAL", "lines": 12,
        "counts": {**COUNTS, "completed": 6, "cached": 2, "failed": 4}, "progress": 1, "eta_seconds": None,
        "estimate": {"likely": 1.2, "low": 1, "high": 2}, "spent_usd": 0.8, "reserved_usd": 0, "max_cost_usd": 3,
        "concurrency": 4, "groups": [{**GROUP, "suspects": []}], "created_at": "2026-11-28T09:00:00+00:00",
        "started_at": "2026-11-28T09:00:00+00:00", "ended_at": "2026-11-28T09:20:00+00:00",
        "deadline_at": "2026-11-29T09:00:00+00:00", "links": {"self": PATH, **{verb: f"{PATH}/{verb}" for verb in VERBS}},
    }  # fmt: skip
    return {**known, **changes}


def item(line: int) -> dict[str, Any]:
    """Build an item that failed."""
    error = {"code": "content", "step": None, "message": GROUP["message"], "group": "0a34", "retryable": True}
    known = {"custom_id": f"item-{line}", "state": "FAILED", "job_id": f"job{line}", "attempt": 1, "seconds": 2.0}
    return {**known, "line": line, "error": error, "cost_usd": 0.01, "cached": False}


def show(page: "Page", shown: dict[str, Any]) -> list[tuple[str, Any]]:
    """Open the batch; each POST is noted in the returned list."""
    sent: list[tuple[str, Any]] = []

    def items(route: "Route") -> None:
        first = 51 if "cursor" in route.request.url else 1
        body = {"has_more": first == 1, "next_cursor": "after50" if first == 1 else None}
        route.fulfill(json={**body, "items": [item(first)]})

    def act(route: "Route") -> None:
        sent.append((route.request.url.partition("/b1/")[2], route.request.post_data_json))
        route.fulfill(json=shown)

    page.route(re.compile(rf"{PATH}$"), lambda route: route.fulfill(json=shown))
    page.route(re.compile(rf"{PATH}/items"), items)
    page.route(re.compile(rf"{PATH}/errors"), lambda route: route.fulfill(json={"groups": [GROUP]}))
    page.route(re.compile(rf"{PATH}/results"), lambda route: route.fulfill(body="line,state\n"))
    page.route(re.compile(rf"{PATH}/(resume|pause|confirm|cancel)$"), act)
    follow(page, "#/batches/b1")
    return sent


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_a_batch_breaks_no_rule_of_accessibility(visit: Visits, scheme: str, width: int) -> None:
    """The bar says its counts; nothing is wider than the window."""
    with visit(viewport={"width": width, "height": 900}, color_scheme=scheme) as window:
        page = window.open("#/new")
        show(page, batch())
        name = "12 lines: 6 completed, 2 cached, 4 failed"
        expect(page.get_by_role("img", name=name)).to_be_visible()
        settled(page)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_group_of_errors_names_its_suspect_and_runs_again_once(visit: Visits) -> None:
    """What the errors share is said; two clicks are one resume of this group alone."""
    with visit() as window:
        page = window.open("#/new")
        sent = show(page, batch())
        expect(page.get_by_text("100 % of these lines have language ar, 10 % of the others")).to_be_visible()
        page.get_by_role("button", name="Run this group again").click()
        page.get_by_role("button", name="Yes, run 4 again").dblclick()
        expect(page.get_by_role("button", name="Run this group again")).to_be_visible()
        assert sent == [("resume", {"groups": ["0a34"]})]


def test_items_come_page_by_page_and_what_failed_is_a_file(visit: Visits) -> None:
    """The page of the items stands in the address; failed.csv comes as a download."""
    with visit() as window:
        page = window.open("#/new")
        show(page, batch())
        expect(page.get_by_role("link", name="item-1")).to_be_visible()
        page.get_by_role("link", name="More items").click()
        expect(page.get_by_role("link", name="item-51")).to_be_visible()
        expect(page).to_have_url(re.compile("cursor=after50"))
        with page.expect_download() as download:
            page.get_by_role("button", name="failed.csv").click()
        assert download.value.suggested_filename == "failed.csv"


def test_a_running_batch_says_what_is_left_and_is_paused(visit: Visits) -> None:
    """Time left and money against the limit are shown."""
    running = {"state": "RUNNING", "outcome": None, "ended_at": None, "progress": 0.5}
    with visit() as window:
        page = window.open("#/new")
        sent = show(page, batch(**running, eta_seconds={"likely": 90, "low": 60, "high": 200}))
        expect(page.get_by_text("60 s to 3 min 20 s")).to_be_visible()
        expect(page.get_by_role("meter", name="$0.8000 of $3.00 spent")).to_be_visible()
        page.get_by_role("button", name="Pause", exact=True).click()
        expect(page.get_by_role("button", name="Pause", exact=True)).to_be_enabled()
        assert [verb for verb, _ in sent] == ["pause"]


def test_the_errors_of_a_file_stand_beside_its_lines(visit: Visits) -> None:
    """A refused file makes no batch; each error has the line as it was written, the column and the hint."""
    error = {"file_line": 3, "column": "platform", "message": "vhs is no platform.", "hint": "Choose tiktok."}
    refusal = {"title": "Invalid manifest", "detail": "1 line has errors.", "status": 422, "errors": [error]}
    text = "prompt,platform\nBees,tiktok\n<b>Wasps</b>,vhs\n"
    with visit(allowed="Failed to load resource") as window:
        page = window.open("#/batches")
        opened = {"upload": "u1", "url": f"{window.url}/put", "headers": {}}
        page.route("**/api/v1/uploads", lambda route: route.fulfill(json=opened))
        page.route("**/put", lambda route: route.fulfill(status=200))
        page.route(re.compile(r"/api/v1/batches$"), lambda route: route.fulfill(status=422, json=refusal))
        page.get_by_label("Drop a CSV").set_input_files(
            {"name": "films.csv", "mimeType": "text/csv", "buffer": text.encode()}
        )
        row = page.get_by_role("region", name="Lines with errors").locator("tbody tr")
        expect(row).to_have_count(1)
        for part in ("<b>Wasps</b>,vhs", "platform", "vhs is no platform.", "Choose tiktok."):
            expect(row).to_contain_text(part)
        expect(page).to_have_url(re.compile("#/batches$"))
