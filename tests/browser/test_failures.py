"""What a person sees when something goes wrong, and what a stranger's text cannot do."""

import json
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visits, follow
from tests.browser.seed import ARABIC, HOSTILE
from tests.browser.site import token_of

if TYPE_CHECKING:
    from playwright.sync_api import Route

JOBS: Final = "**/api/v1/jobs?*"
MANY: Final = 10_000
FAILED_REQUEST: Final = "Failed to load resource"
"""Browsers log each failed request; the page cannot prevent that."""


def problem(status: int, detail: str, **headers: str) -> dict[str, Any]:
    """Build an answer with a problem document."""
    body = json.dumps({"title": "Refused", "status": status, "detail": detail})
    return {"status": status, "content_type": "application/problem+json", "body": body, "headers": headers}


def test_an_api_that_is_down_leaves_the_last_data_and_says_how_old_they_are(visit: Visits) -> None:
    """The films stay, an alert names the trouble, and it goes away when the API answers again."""
    with visit(allowed=FAILED_REQUEST) as window:
        page = window.open()
        shown = page.locator(".card").count()
        page.route(JOBS, lambda route: route.abort())
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("The API does not answer", timeout=40_000)
        expect(alert).to_contain_text("Shown is the state of")
        assert page.locator(".card").count() == shown
        page.unroute(JOBS)
        expect(alert).to_have_count(0, timeout=40_000)


def test_an_expired_token_asks_to_sign_in_and_comes_back_to_the_same_page(visit: Visits, site: Site) -> None:
    """The page keeps its address, so that the person continues there."""
    with visit(allowed=FAILED_REQUEST) as window:
        page = window.open("#/new")
        page.evaluate("sessionStorage.setItem('reelwright-token', 'expired')")
        page.reload()
        follow(page, f"#/films/{site.ids['film1']}")
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        page.get_by_label("Access token").fill(token_of("operator"))
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="An egg, and ten minutes")).to_be_visible()


def test_a_refusal_for_too_many_requests_is_told_and_waited_for(visit: Visits) -> None:
    """`Retry-After` decides when the page asks again: not before."""
    calls: list[str] = []

    def refuse(route: "Route") -> None:
        calls.append(route.request.url)
        route.fulfill(**problem(429, "You have made too many requests.", **{"retry-after": "60"}))

    with visit(allowed=FAILED_REQUEST) as window:
        window.context.clock.install()
        page = window.open("#/new")
        page.route(JOBS, refuse)
        follow(page, "#/films")
        expect(page.get_by_role("alert")).to_contain_text("too many requests")
        page.clock.run_for(50_000)  # the page spreads its reads by a tenth
        assert len(calls) == 1
        with page.expect_response(JOBS):
            page.clock.run_for(20_000)
        assert len(calls) == 2


def test_two_tabs_are_two_sessions(visit: Visits, site: Site) -> None:
    """Signing out of one does not disturb the other."""
    with visit() as window:
        first, second = window.open(), window.open(f"#/films/{site.ids['film1']}")
        first.get_by_role("button", name="Sign out").click()
        expect(first.get_by_role("heading", name="Sign in")).to_be_visible()
        second.get_by_role("link", name="Films", exact=True).click()
        expect(second.locator(".card").first).to_be_visible()


def test_ten_thousand_films_are_read_a_page_at_a_time(visit: Visits) -> None:
    """The page holds one page of the list, whatever there is behind it; older ones come by the cursor."""
    asked: list[str] = []

    def answer(route: "Route") -> None:
        asked.append(route.request.url)
        start = int(route.request.url.partition("cursor=")[2].partition("&")[0] or 0)
        jobs = [one_of_many(number) for number in range(start, start + 24)]
        following = {"has_more": start + 24 < MANY, "next_cursor": str(start + 24), "total": None, "page": None}
        route.fulfill(status=200, json={"jobs": jobs, **following, "page_size": 24, "links": {"next": None}})

    with visit() as window:
        page = window.open("#/new")
        page.route(JOBS, answer)
        follow(page, "#/films")
        expect(page.locator(".card")).to_have_count(24)
        page.get_by_role("link", name="Older films").click()
        expect(page.get_by_text("Film number 24", exact=True)).to_be_visible()
        expect(page.locator(".card")).to_have_count(24)
        assert page.evaluate("document.querySelectorAll('*').length") < 1_000
        assert all("limit=24" in url for url in asked)


def one_of_many(number: int) -> dict[str, Any]:
    """Build a job of a list, with what a card reads."""
    return {
        "job_id": f"job{number:05}",
        "title": f"Film number {number}",
        "status": "completed",
        "progress": 1.0,
        "created_at": "2026-11-28T09:00:00+00:00",
        "result": None,
    }


@pytest.mark.parametrize("name", ["hostile", "arabic", "long"])
def test_a_users_text_stays_text(visit: Visits, site: Site, name: str) -> None:
    """Markup is shown and not run; Arabic runs from the right; a long title breaks instead of widening the page."""
    with visit(viewport={"width": 360, "height": 740}) as window:
        page = window.open(f"#/films/{site.ids[name]}")
        title = page.get_by_role("heading", level=1)
        assert page.title() == "Reelwright"
        assert page.locator("main script, main img[src='x']").count() == 0
        if name == "hostile":
            expect(title).to_have_text(HOSTILE)
        if name == "arabic":
            expect(title).to_have_text(ARABIC)
            assert title.locator("span").evaluate("(one) => getComputedStyle(one).direction") == "rtl"
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_person_sees_no_page_of_operators(visit: Visits) -> None:
    """The menu hides them, and their addresses lead nowhere."""
    with visit() as window:
        page = window.open("#/queues", caller="ada")
        expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
        assert page.get_by_role("link", name="Dead letters").count() == 0


def test_an_owner_changes_a_scene_and_approves(visit: Visits, site: Site) -> None:
    """The film waits with its scenes in editors; a change is sent with its words, and the film goes on."""
    with visit() as window:
        page = window.open(f"#/films/{site.ids['to_edit']}")
        page.get_by_label("Words of scene 2").fill("Other words for it.")
        with page.expect_request("**/storyboard") as sent:
            page.get_by_role("button", name="Make 1 changed scene again").click()
        assert sent.value.post_data_json == {"scenes": [{"scene": 1, "text": "Other words for it."}]}
        expect(page.get_by_role("heading", name="Your approval")).to_have_count(0)


def test_a_person_needs_no_mouse(visit: Visits, site: Site) -> None:
    """Skip link, heading in focus after each change of page, and a dead letter removed by keys alone."""
    with visit() as window:
        page = window.open(f"#/films/{site.ids['queued']}")
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        page.keyboard.press("Shift+Tab")
        page.get_by_role("button", name="Cancel").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator(".state.cancelled").first).to_be_visible()
