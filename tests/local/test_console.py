"""The console in a real browser, on the real local stack: sign in, make, watch, cancel, retry, drop a file."""

import time
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from infra.local.__main__ import console_url
from tests.browser.chromium import chromium
from tests.browser.copying import copy_rows
from tests.browser.seed import BUSY, Studio
from tests.local.conftest import DEVELOPER, OPERATOR
from tests.memory.system import Clock, System

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


def test_a_bad_file_shows_its_errors_beside_its_lines(browser: "Browser", stack: "Stack", tmp_path: Path) -> None:
    """Nothing is created; the line, its text and the reason stand in one row."""
    manifest = tmp_path / "films.csv"
    manifest.write_text("script,platform\nThe sea is deep.,tiktok\nThe sea is blue.,cinema\n", encoding="utf-8")
    page = signed_in(browser, stack, DEVELOPER)
    page.get_by_role("link", name="Batches").click()
    page.set_input_files("input[type=file]", manifest)
    row = page.get_by_role("row").filter(has_text="The sea is blue.,cinema")
    expect(row).to_contain_text("is not a platform", timeout=LIMIT_MS)
    SAID[page] = [line for line in SAID[page] if "422" not in line]  # browsers log each failed request
    left(page)


def test_an_operator_retries_a_dead_letter(browser: "Browser", stack: "Stack") -> None:
    """The letter leaves the list, and its job runs again as a new attempt."""
    now = datetime.now(timezone.utc)
    system = System(clock=Clock(now))
    studio = Studio(system, start=now, owner=stack.subject(OPERATOR))
    job = studio.start(studio.admit(studio.create("Tried again", stop_after="script")))
    studio.fail(job, BUSY, letter=True)
    copy_rows(system, stack.aws("dynamodb"), stack.outputs["TableName"], owners=(stack.subject(OPERATOR),))
    page = signed_in(browser, stack, OPERATOR)
    page.get_by_role("link", name="Dead letters").click()
    row = page.get_by_role("row").filter(has_text=BUSY.message)
    row.get_by_role("button", name="Retry").click()
    expect(row).to_have_count(0, timeout=LIMIT_MS)
    page.get_by_role("link", name="Films").click()
    page.get_by_text("Tried again").click()
    expect(page.locator(".state.completed").first).to_be_visible(timeout=LIMIT_MS)
    left(page)
