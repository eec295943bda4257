"""A batch: its counts as one bar, price and time left, groups of errors that run again, and items page by page."""

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.batches import COUNTS, GROUP, RUNNING, UNUSABLE, batch, item, serve
from tests.browser.conftest import Visits, follow, settled
from tests.browser.seed import HOSTILE

if TYPE_CHECKING:
    from playwright.sync_api import Page

WAITING: Final[dict[str, Any]] = {
    "outcome": None,
    "ended_at": None,
    "progress": 0,
    "counts": {**COUNTS, "waiting": 13},
    "groups": [],
}
MOVES: Final[list[tuple[str, list[str], tuple[str, Any], str]]] = [
    ("READY", ["Start"], ("confirm", None), "running"),
    ("READY", ["Cancel", "Yes, cancel it"], ("cancel", None), "cancelled"),
    ("RUNNING", ["Pause"], ("pause", None), "paused"),
    ("RUNNING", ["Cancel", "Yes, cancel it"], ("cancel", None), "cancelled"),
    ("PAUSED", ["Resume"], ("resume", {}), "running"),
]
"""State of the batch, buttons in their order, what is sent, and the state that is shown then."""


def show(page: "Page", shown: dict[str, Any], *, text: str = "") -> list[tuple[str, Any]]:
    """Open the batch; each POST is noted in the returned list."""
    sent = serve(page, shown, text=text)
    follow(page, "#/batches/b1")
    return sent


def test_what_users_wrote_stays_text_and_the_bar_says_its_counts(visit: Visits) -> None:
    """Names of lines and messages of errors are hostile; the page shows them as they are."""
    with visit() as window:
        page = window.open("#/new")
        suspect = {**GROUP["suspects"][0], "value": HOSTILE}
        show(page, batch(name=HOSTILE, groups=[{**GROUP, "message": HOSTILE, "suspects": [suspect]}]), text=HOSTILE)
        expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
        expect(page.get_by_role("link", name=HOSTILE)).to_be_visible()
        expect(page.get_by_role("img", name="13 lines: 6 completed, 2 cached, 5 failed")).to_be_visible()
        settled(page)
        assert page.title() == "Reelwright"
        assert page.locator("main script, main img[src='x']").count() == 0


@pytest.mark.parametrize(("state", "buttons", "call", "then"), MOVES)
def test_a_batch_is_moved_once(visit: Visits, state: str, buttons: list[str], call: tuple[str, Any], then: str) -> None:
    """Two clicks are one request; to cancel needs an answer; the page shows the new state at once."""
    with visit() as window:
        page = window.open("#/new")
        sent = show(page, batch(**WAITING, state=state))
        for name in buttons[:-1]:
            page.get_by_role("button", name=name, exact=True).click()
        assert sent == []
        page.get_by_role("button", name=buttons[-1], exact=True).dblclick()
        expect(page.locator(".meta .state")).to_have_text(then)
        assert sent == [call]


def test_a_group_of_errors_names_its_suspect_and_runs_again_once(visit: Visits) -> None:
    """What the errors share is said; two clicks are one resume of this group alone."""
    with visit() as window:
        page = window.open("#/new")
        sent = show(page, batch())
        expect(page.get_by_text("100 % of these lines have language ar, 10 % of the others")).to_be_visible()
        page.get_by_role("button", name="Run this group again").click()
        page.get_by_role("button", name="Yes, run 4 again").dblclick()
        expect(page.locator(".meta .state")).to_have_text("running")
        assert sent == [("resume", {"groups": ["0a34"]})]


def test_errors_that_come_again_offer_no_second_run(visit: Visits) -> None:
    """Only a change helps there, and the advice says so."""
    with visit() as window:
        page = window.open("#/new")
        show(page, batch(groups=[UNUSABLE]))
        expect(page.get_by_text("Correct the line and send it anew.")).to_be_visible()
        settled(page)
        expect(page.get_by_role("button", name=re.compile("again"))).to_have_count(0)


def test_an_item_that_is_being_made_looks_like_a_running_film(visit: Visits) -> None:
    """Its word is that of an open breaker, which is a failure."""
    body = {"has_more": False, "next_cursor": None, "items": [{**item(1), "state": "OPEN", "error": None}]}
    with visit() as window:
        page = window.open("#/new")
        serve(page, batch(**RUNNING))
        page.route("**/b1/items*", lambda route: route.fulfill(json=body))
        follow(page, "#/batches/b1")
        expect(page.locator("tbody .state")).to_have_class("state executing")
        expect(page.locator("tbody .state")).to_have_text("open")


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


def test_a_running_batch_says_what_is_left(visit: Visits) -> None:
    """Time left and money against the limit are shown."""
    with visit() as window:
        page = window.open("#/new")
        show(page, batch(**RUNNING, eta_seconds={"likely": 90, "low": 60, "high": 200}))
        expect(page.get_by_text("60 s to 3 min 20 s")).to_be_visible()
        expect(page.get_by_role("meter", name="$0.8000 of $3.00 spent")).to_be_visible()


def test_the_errors_of_a_file_stand_beside_its_lines(visit: Visits) -> None:
    """A refused file makes no batch; each error has the line as it was written, the column and the hint."""
    error = {"file_line": 3, "column": "platform", "message": "platform: vhs is no platform", "hint": "choose tiktok"}
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
        for part in ("<b>Wasps</b>,vhs", "platform vhs is no platform; choose tiktok"):
            expect(row).to_contain_text(part)
        expect(page).to_have_url(re.compile("#/batches$"))
