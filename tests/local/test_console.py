"""The console in a real browser, on the real local stack: sign in, make, approve, watch, cancel."""

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from infra.local.__main__ import console_url
from tests.browser.chromium import chromium
from tests.local.conftest import DEVELOPER

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from infra.local.accounts import Account
    from tests.local.conftest import Stack

pytestmark = [pytest.mark.local, pytest.mark.timeout(1200)]
LIMIT_MS = 600_000
"""Only a failure takes it whole."""
SAID: dict["Page", list[str]] = {}


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Yield a browser."""
    with chromium() as opened:
        yield opened


def signed_in(browser: "Browser", stack: "Stack", account: "Account") -> "Page":
    """Open the address that `make up` prints."""
    page = browser.new_page()
    page.set_default_timeout(LIMIT_MS)
    SAID[page] = []
    page.on("console", lambda message: SAID[page].append(message.text))
    page.goto(console_url(stack.url, stack.token(account)))
    expect(page.get_by_role("heading", name="Films")).to_be_visible(timeout=LIMIT_MS)
    assert "token" not in page.url
    return page


def left(page: "Page") -> None:
    """Close the page; its console has said nothing."""
    said = SAID.pop(page)
    page.context.close()
    assert said == []


def send_film(page: "Page", script: str, title: str, *, hold: bool = False) -> None:
    """Write a film on the page of new films; price and time stand there before it is sent."""
    page.get_by_role("link", name="New film").first.click()
    page.get_by_role("textbox", name="Script").fill(script)
    page.get_by_role("textbox", name="Title").fill(title)
    expect(page.get_by_text("ready in about")).to_be_visible(timeout=LIMIT_MS)
    page.get_by_label("Show me the storyboard first").set_checked(hold)
    page.get_by_role("button", name="Make the film").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible(timeout=LIMIT_MS)


def shown_progress(page: "Page", *, until: str) -> list[float]:
    """Watch the bar until something is there; return what it showed."""
    seen: list[float] = []
    end = time.monotonic() + LIMIT_MS / 1000
    while time.monotonic() < end and page.locator(until).count() == 0:
        bar = page.locator("progress").first
        value = bar.evaluate("(bar) => bar.value") if bar.count() else None
        if value is not None and value not in seen[-1:]:
            seen.append(value)
        page.wait_for_timeout(200)
    return seen


def test_a_person_makes_a_film_sees_its_progress_and_watches_it(browser: "Browser", stack: "Stack") -> None:
    """The film waits for its approval; the bar moves and never falls; the film plays with captions; another is cancelled."""
    page = signed_in(browser, stack, DEVELOPER)
    send_film(page, "The lighthouse turns above the black water.", "The lighthouse", hold=True)
    seen = shown_progress(page, until="text=Approve and make the film")
    expect(page.locator(".scene img").first).to_be_visible()
    page.get_by_role("button", name="Approve and make the film").click()
    seen += shown_progress(page, until="video")
    assert seen == sorted(seen)
    assert len(seen) > 2
    video = page.locator("video")
    assert video.evaluate("(video) => { video.muted = true; return video.play(); }") is None
    expect(video).to_have_js_property("paused", value=False, timeout=LIMIT_MS)
    page.wait_for_timeout(500)
    assert video.evaluate("(video) => video.currentTime > 0 && video.duration > 0")
    expect(page.locator("video track")).to_have_count(1)
    expect(page.locator(".scene img").first).to_be_visible()
    send_film(page, "This film is never finished, because it is cancelled before.", "Cancelled")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Yes, cancel it").click()
    expect(page.locator(".state.cancelled")).to_be_visible(timeout=LIMIT_MS)
    left(page)
