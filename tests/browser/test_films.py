"""The list of films: filters stand in the address, and chosen films stay chosen when the list changes."""

import re
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import expect

from tests.browser.conftest import Visits
from tests.browser.test_failures import JOBS, one_of_many

if TYPE_CHECKING:
    from playwright.sync_api import Route

A_JOB: Final = re.compile(r"/api/v1/jobs/job\d+")


def listing(jobs: list[dict[str, Any]]) -> dict[str, Any]:
    """Build a page of a list that has no other page."""
    return {"jobs": jobs, "has_more": False, "next_cursor": None, "total": None, "page": None, "page_size": 24}


def test_a_filter_stands_in_the_address_and_survives_a_reload(visit: Visits) -> None:
    """The same address shows the same films in the same form, with the filters in their fields."""
    with visit() as window:
        page = window.open()
        page.get_by_role("link", name="failed", exact=True).click()
        page.get_by_role("link", name="table", exact=True).click()
        page.get_by_label("Task").select_option("generate_video")
        expect(page).to_have_url(re.compile("status=failed"))
        expect(page).to_have_url(re.compile("task_name=generate_video"))
        rows = page.locator("tbody tr")
        expect(rows.first).to_be_visible()
        before = rows.all_inner_texts()
        page.reload()
        expect(rows).to_have_count(len(before))
        expect(page.get_by_label("Task")).to_have_value("generate_video")


def test_chosen_films_stay_chosen_when_the_list_changes(visit: Visits) -> None:
    """A new film comes, a chosen one leaves the page: both choices hold, and the one that left is named."""
    shown = [one_of_many(number) for number in range(3)]

    def answer(route: "Route") -> None:
        route.fulfill(status=200, json=listing(shown))

    with visit() as window:
        page = window.open("#/new")
        page.route(JOBS, answer)
        page.evaluate("location.hash = '#/films'")
        page.get_by_label("Choose Film number 0").check()
        page.get_by_label("Choose Film number 1").check()
        shown[:] = [one_of_many(7), one_of_many(1), one_of_many(2)]
        page.get_by_role("link", name="completed", exact=True).click()
        expect(page.get_by_text("Film number 7", exact=True)).to_be_visible()
        expect(page.get_by_text("2 films chosen")).to_be_visible()
        expect(page.get_by_text("1 of them not on this page")).to_be_visible()
        expect(page.get_by_label("Choose Film number 1")).to_be_checked()
        expect(page.get_by_label("Choose Film number 7")).not_to_be_checked()


def test_an_action_on_many_films_asks_once_and_names_what_was_refused(visit: Visits) -> None:
    """Each film gets one request; a refused one is named with its reason."""
    sent: list[str] = []
    jobs = [{**one_of_many(number), "status": "executing", "progress": 0.5} for number in range(3)]

    def cancel(route: "Route") -> None:
        sent.append(route.request.url)
        if route.request.url.endswith("job00001"):
            route.fulfill(status=409, json={"title": "Conflict", "detail": "The job has ended."})
        else:
            route.fulfill(status=200, json={})

    with visit(allowed="Failed to load resource") as window:
        page = window.open("#/new")
        page.route(JOBS, lambda route: route.fulfill(status=200, json=listing(jobs)))
        page.route(A_JOB, cancel)
        page.evaluate("location.hash = '#/films'")
        for number in range(3):
            page.get_by_label(f"Choose Film number {number}").check()
        page.get_by_role("button", name="Cancel 3").click()
        assert sent == []
        page.get_by_role("button", name="Yes, cancel 3 films").dblclick()
        expect(page.get_by_text("2 films cancelled.")).to_be_visible()
        expect(page.get_by_role("alert")).to_contain_text("Film number 1: The job has ended.")
        assert len(sent) == len(set(sent)) == 3
