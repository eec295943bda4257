"""Dead letters: equal errors stand together; retry and removal ask first and happen once."""

import re
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import expect

from tests.browser.conftest import Visits, follow
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

LIST: Final = re.compile(r"/api/v1/dlq\?")
ONE: Final = re.compile(r"/api/v1/dlq/letter\d+")
BUSY: Final = {"type": "ProviderError", "code": "provider_failed", "step": "generate_audio_tts#2", "retryable": True}


def letter(number: int) -> dict[str, Any]:
    """Build a letter whose error differs from others in its number alone."""
    path = f"/api/v1/dlq/letter{number}"
    return {
        "id": f"letter{number}", "job_id": f"job{number}", "task_name": "generate_video", "retry_count": 3,
        "failed_at": "2026-11-28T09:00:00+00:00", "links": {"self": path, "retry": f"{path}/retry"},
        "error": {**BUSY, "message": f"The voice provider answered 503 {number} times.", "ask_again_at": None},
    }  # fmt: skip


def show(page: "Page", shown: list[dict[str, Any]]) -> list[str]:
    """Open the page with these letters; each request about one of them is noted in the returned list and takes it away."""
    sent: list[str] = []

    def act(route: "Route") -> None:
        sent.append(f"{route.request.method} {route.request.url.partition('/dlq/')[2]}")
        shown[:] = [one for one in shown if one["id"] not in route.request.url.split("/")]
        route.fulfill(json={})

    body = {"has_more": False, "next_cursor": None}
    page.route(LIST, lambda route: route.fulfill(json={**body, "dead_letters": shown}))
    page.route(ONE, act)
    follow(page, "#/dead-letters")
    return sent


def test_equal_errors_stand_in_one_group_that_is_retried_once(visit: Visits) -> None:
    """Numbers are taken out of the message; two clicks are one request a letter."""
    with visit() as window:
        page = window.open("#/new")
        sent = show(page, [letter(1), letter(2), letter(3)])
        expect(page.get_by_role("heading", name=re.compile("^3 . provider_failed"))).to_be_visible()
        expect(page.get_by_text("The voice provider answered # # times.")).to_be_visible()
        expect(page.get_by_text("A retry can help.")).to_be_visible()
        page.get_by_role("button", name="Retry group").click()
        page.get_by_role("button", name="Yes, retry 3 letters").dblclick()
        expect(page.get_by_text("3 letters retried.")).to_be_visible()
        expect(page.get_by_text("No dead letters")).to_be_visible()
        assert sorted(sent) == [f"POST letter{number}/retry" for number in (1, 2, 3)]
        expect(page.get_by_role("heading", name="Dead letters")).to_be_focused()


def test_more_than_twenty_are_removed_only_when_their_count_is_typed(visit: Visits) -> None:
    """The dialog names the count and breaks no rule; closed without an answer, it gives the focus back to its button."""
    with visit() as window:
        page = window.open("#/new")
        sent = show(page, [letter(number) for number in range(25)])
        opener = page.get_by_role("button", name="Remove group")
        opener.click()
        dialog = page.get_by_role("dialog", name="Remove 25 letters?")
        sure = dialog.get_by_role("button", name="Yes, remove 25 letters")
        expect(sure).to_be_disabled()
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()
        opener.click()
        dialog.get_by_label("Type 25 to remove 25 letters").fill("25")
        sure.click()
        expect(page.get_by_text("25 letters removed.")).to_be_visible()
        assert len(sent) == len(set(sent)) == 25


def test_chosen_letters_are_removed_and_the_others_stay(visit: Visits) -> None:
    """A few are removed after a plain question."""
    with visit(viewport={"width": 320, "height": 900}) as window:
        page = window.open("#/new")
        sent = show(page, [letter(1), letter(2), letter(3)])
        page.get_by_label("Choose job1").check()
        page.get_by_label("Choose job3").check()
        page.get_by_role("button", name="Remove chosen").click()
        page.get_by_role("button", name="Yes, remove 2 letters").click()
        expect(page.get_by_text("2 letters removed.")).to_be_visible()
        expect(page.get_by_role("heading", name=re.compile("^1 . provider_failed"))).to_be_visible()
        assert sent == ["DELETE letter1", "DELETE letter3"]
        assert violations(page) == []
