"""The console in a real browser, on the real local stack: films made, watched and cancelled; dead letters; a wrong table."""

import re
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from infra.local.__main__ import console_url
from tests.browser.chromium import chromium
from tests.local.conftest import DEVELOPER, OPERATOR

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


def test_an_operator_retries_a_dead_letter_and_removes_it(browser: "Browser", stack: "Stack") -> None:
    """The retried job runs again and fails again; the letter that comes back is removed, and the list is empty."""
    with stack.client() as client:
        job_id = client.create(
            "One two.", task_name="generate_audio_tts", voice_provider="azure", strict_providers=True
        ).job_id
        client.wait(job_id, timeout_seconds=LIMIT_MS / 1000)
        page = signed_in(browser, stack, OPERATOR)
        page.get_by_role("link", name="Dead letters").first.click()
        page.get_by_role("button", name=re.compile("^Retry")).first.click()
        expect(page.get_by_text("1 letter retried.")).to_be_visible(timeout=LIMIT_MS)
        assert client.wait(job_id, timeout_seconds=LIMIT_MS / 1000).attempt == 2
    page.get_by_role("button", name=re.compile("^Remove")).first.click(timeout=LIMIT_MS)
    page.get_by_role("button", name="Yes, remove 1 letter").click()
    expect(page.get_by_text("No dead letters")).to_be_visible(timeout=LIMIT_MS)
    left(page)


def test_a_table_with_a_wrong_line_is_refused_beside_the_line(browser: "Browser", stack: "Stack") -> None:
    """The file goes through the bucket; nothing of it runs, and the message stands beside the text of its line."""
    table = b"script_content,platform\nBees dance.,youtube\nWhales sing.,radio\n"
    page = signed_in(browser, stack, DEVELOPER)
    page.get_by_role("link", name="Batches").first.click()
    page.get_by_label("Drop a CSV").set_input_files({"name": "films.csv", "mimeType": "text/csv", "buffer": table})
    row = page.get_by_role("row").filter(has_text="Whales sing.,radio")
    expect(row).to_contain_text("platform", timeout=LIMIT_MS)
    expect(row).to_contain_text("youtube")
    assert "Bees dance." not in page.get_by_role("table", name="Lines with errors").inner_text()
    SAID[page] = [
        text for text in SAID[page] if "422" not in text and "400" not in text
    ]  # the browser notes each refusal
    left(page)
