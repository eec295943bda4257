"""Dead letters: equal errors stand together as the API groups them; retry and removal ask first and happen once."""

import re
from typing import TYPE_CHECKING, Any, Final

from playwright.sync_api import expect

from tests.browser.conftest import Visits, follow
from tests.browser.test_pages import violations

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

ONE: Final = re.compile(r"/api/v1/dlq/letter\d+")
BUSY: Final = {
    "type": "ProviderError", "code": "provider_failed", "step": "generate_audio_tts#2", "retryable": True,
    "message": "The voice provider answered 503.",
}  # fmt: skip
UNREADABLE: Final = {**BUSY, "code": "unreadable_message", "step": None, "retryable": False}


def letter(number: int, *, error: dict[str, Any] = BUSY) -> dict[str, Any]:
    """Build a letter; one that could not be read has no job."""
    path, name = f"/api/v1/dlq/letter{number}", None if error is UNREADABLE else f"job{number}"
    return {
        "id": f"letter{number}", "job_id": name, "task_name": "generate_video", "retry_count": 3,
        "failed_at": "2026-11-28T09:00:00+00:00", "links": {"self": path, "retry": f"{path}/retry"}, "error": error,
    }  # fmt: skip


def group_of(code: str, shown: list[dict[str, Any]]) -> dict[str, Any]:
    """Group letters of this code, as the API does."""
    found = [one for one in shown if one["error"]["code"] == code]
    return {**found[0]["error"], "group": code, "count": len(found), "advice": "Wait for the provider.", "samples": []}


def show(page: "Page", shown: list[dict[str, Any]]) -> list[str]:
    """Open the page with these letters; each action is noted in the returned list and takes its letters away."""
    sent: list[str] = []

    def read(route: "Route") -> None:
        code = re.search(r"group=(\w+)", route.request.url)
        body = {"has_more": False, "next_cursor": None}
        found = [one for one in shown if code is None or one["error"]["code"] == code[1]]
        route.fulfill(json={**body, "dead_letters": found})

    def groups(route: "Route") -> None:
        codes = dict.fromkeys(one["error"]["code"] for one in shown)
        route.fulfill(json={"groups": [group_of(code, shown) for code in codes], "is_complete": True})

    def act(route: "Route") -> None:
        sent.append(f"{route.request.method} {route.request.url.partition('/dlq/')[2]}")
        shown[:] = [one for one in shown if one["id"] not in route.request.url.split("/")]
        route.fulfill(json={})

    def act_on_all(route: "Route") -> None:
        following = None if "cursor=" in route.request.url else "c"
        sent.append(f"{route.request.method} {route.request.url.partition('/dlq')[2]}")
        gone = [shown.pop()["id"] for _ in range(len(shown) // 2 if following else len(shown))]
        body = {"retried": [{"id": one, "job_id": one} for one in gone], "skipped": [], "removed": gone}
        route.fulfill(json={**body, "next_cursor": following, "has_more": following is not None})

    page.route(
        re.compile(r"/api/v1/dlq\?"), lambda route: (read if route.request.method == "GET" else act_on_all)(route)
    )
    page.route(re.compile(r"/api/v1/dlq/groups"), groups)
    page.route(re.compile(r"/api/v1/dlq/retry"), act_on_all)
    page.route(ONE, act)
    follow(page, "#/dead-letters")
    return sent


def test_a_group_is_retried_once_page_by_page(visit: Visits) -> None:
    """Two clicks are one call for each page of the API, until its cursor ends; then the heading has the focus."""
    with visit() as window:
        page = window.open("#/new")
        sent = show(page, [letter(1), letter(2), letter(3)])
        expect(page.get_by_role("heading", name=re.compile("^3 . provider_failed"))).to_be_visible()
        expect(page.get_by_text("Speak, scene 3. Wait for the provider.")).to_be_visible()
        page.get_by_role("button", name="Retry all", exact=True).click()
        page.get_by_role("button", name="Yes, retry 3 letters").dblclick()
        expect(page.get_by_text("3 letters retried.")).to_be_visible()
        expect(page.get_by_text("No dead letters")).to_be_visible()
        assert sent == ["POST /retry?group=provider_failed", "POST /retry?group=provider_failed&cursor=c"]
        expect(page.get_by_role("heading", name="Dead letters")).to_be_focused()


def test_messages_that_nobody_could_read_can_only_be_removed(visit: Visits) -> None:
    """No button offers a retry, neither for one of them nor for all."""
    with visit() as window:
        page = window.open("#/new")
        show(page, [letter(1, error=UNREADABLE), letter(2, error=UNREADABLE)])
        group = page.get_by_role("region", name="unreadable_message: 2 letters")
        expect(group.get_by_role("button", name="Remove all")).to_be_visible()
        expect(group.get_by_role("row")).to_have_count(3)
        expect(page.get_by_role("button", name=re.compile("Retry"))).to_have_count(0)


def test_each_letter_stands_on_the_page_once(visit: Visits) -> None:
    """The page has one list: the groups, with their letters in them."""
    with visit() as window:
        page = window.open("#/new")
        show(page, [letter(1), letter(2), letter(3, error=UNREADABLE)])
        expect(page.get_by_role("heading", level=2)).to_have_count(2)
        for name in ("job1", "job2", "letter3"):
            expect(page.get_by_label(f"Choose {name}")).to_have_count(1)


def test_more_than_twenty_are_removed_only_when_their_count_is_typed(visit: Visits) -> None:
    """The dialog names the count and breaks no rule; closed without an answer, it gives the focus back to its button."""
    with visit() as window:
        page = window.open("#/new")
        sent = show(page, [letter(number) for number in range(30)])
        expect(page.get_by_text("The newest 25 of 30 are shown.")).to_be_visible()
        opener = page.get_by_role("button", name="Remove all")
        opener.click()
        dialog = page.get_by_role("dialog", name="Remove 30 letters?")
        sure = dialog.get_by_role("button", name="Yes, remove 30 letters")
        expect(sure).to_be_disabled()
        assert violations(page) == []
        page.keyboard.press("Escape")
        expect(opener).to_be_focused()
        opener.click()
        dialog.get_by_label("Type 30 to remove 30 letters").fill("30")
        sure.click()
        expect(page.get_by_text("30 letters removed.")).to_be_visible()
        assert sent == ["DELETE ?group=provider_failed", "DELETE ?group=provider_failed&cursor=c"]


def test_chosen_letters_are_removed_and_the_others_stay(visit: Visits) -> None:
    """A few are removed after a plain question; on a telephone each row is a card that fits the window."""
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
