"""The console in a real browser, on the real local stack: make, approve, watch, cancel, retry a letter, drop a bad file."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import httpx
import pytest
from playwright.sync_api import expect

from infra.environments import ENVIRONMENTS
from infra.local.__main__ import console_url
from infra.outputs import queue_output
from infra.rollout.dispatching import switch
from infra.rollout.target import target_here
from reelwright.pipeline.queues import QUEUES
from tests.browser.chromium import chromium
from tests.browser.conftest import Visit, window_of
from tests.local.conftest import DEVELOPER, OPERATOR, briefly

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from infra.local.accounts import Account
    from tests.local.conftest import Stack, Until

pytestmark = [pytest.mark.local, pytest.mark.timeout(1200)]
LIMIT_MS: Final = 300_000
"""Only a failure takes it whole."""
SHORT: Final = {
    "title": "Given up",
    "script_content": "Owls hear the snow move.",
    "platform": "shorts",
    "stop_after": "script",
}
"""A film that ends with its script, in seconds."""
FAILED_REQUEST: Final = "Failed to load resource"
"""The browser logs each refused request."""
TABLE: Final = "title,script_content,platform\nGood,This line is good.,shorts\nBad,This line is not.,vhs\n"
DROP: Final = """(area, text) => {
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([text], "films.csv", { type: "text/csv" }));
  area.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}"""
SEEN: Final = """() => {
  window.seen = [];
  const look = () => {
    const value = document.querySelector("progress")?.value;
    if (value !== undefined && value !== window.seen.at(-1)) window.seen.push(value);
    requestAnimationFrame(look);
  };
  look();
}"""
"""Keeps each value that the progress bar shows."""


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Yield a browser."""
    expect.set_options(timeout=LIMIT_MS)
    with chromium() as opened:
        yield opened


def signed_in(window: Visit, stack: "Stack", account: "Account") -> "Page":
    """Open the address that `make up` prints."""
    page = window.blank()
    page.set_default_timeout(LIMIT_MS)
    page.goto(console_url(stack.url, stack.token(account)))
    expect(page.get_by_role("heading", name="Films")).to_be_visible()
    assert "token" not in page.url
    return page


def send_film(page: "Page", script: str, title: str, *, hold: bool = False) -> None:
    """Write a film on the page of new films; price and time stand there before it is sent."""
    page.get_by_role("link", name="New film").first.click()
    page.get_by_role("textbox", name="Script").fill(script)
    page.get_by_role("textbox", name="Title").fill(title)
    expect(page.get_by_text("ready in about")).to_be_visible()
    page.get_by_label("Show me the storyboard first").set_checked(hold)
    page.get_by_role("button", name="Make the film").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_a_person_makes_a_film_sees_its_progress_and_watches_it(browser: "Browser", stack: "Stack") -> None:
    """The film waits for its approval; the bar moves and never falls; the film plays with captions; another is cancelled."""
    with window_of(browser, stack.url) as window:
        page = signed_in(window, stack, DEVELOPER)
        page.evaluate(SEEN)
        send_film(page, "The lighthouse turns above the black water.", "The lighthouse", hold=True)
        expect(page.locator(".scene img").first).to_be_visible()
        page.get_by_role("button", name="Approve and make the film").click()
        video = page.locator("video")
        expect(video).to_be_visible()
        seen = page.evaluate("window.seen")
        assert seen == sorted(seen)
        assert len(seen) > 2
        assert video.evaluate("(video) => { video.muted = true; return video.play(); }") is None
        expect(video).to_have_js_property("paused", value=False)
        expect(video).not_to_have_js_property("currentTime", 0)
        assert video.evaluate("(video) => video.duration > 0")
        expect(page.locator("video track")).to_have_count(1)
        expect(page.locator(".scene img").first).to_be_visible()
        send_film(page, "This film is never finished, because it is cancelled before.", "Cancelled")
        page.get_by_role("button", name="Cancel").click()
        page.get_by_role("button", name="Yes, cancel it").click()
        expect(page.locator(".state.cancelled")).to_be_visible()


@pytest.fixture
def dead(stack: "Stack", until: "Until") -> str:
    """Return a job whose message was received as often as its queue allows, and never worked on, as by a broken dispatcher."""
    target, sqs = target_here(ENVIRONMENTS["local"], stack.place), stack.aws("sqs")
    switch(target, on=False, say=lambda _: None, sleep=briefly)
    try:
        headers = {"authorization": f"Bearer {stack.token(DEVELOPER)}"}
        made = httpx.post(f"{stack.url}/api/v1/jobs", json={"video_request": SHORT}, headers=headers, timeout=60).json()
        url, most = stack.outputs[queue_output(made["queue"])], QUEUES[made["queue"]].max_receive_count
        taken: list[str] = []

        def give_back() -> bool:
            found = sqs.receive_message(QueueUrl=url, VisibilityTimeout=0).get("Messages", [])
            taken.extend(json.loads(one["Body"])["job_id"] for one in found)
            return client.get(made["job_id"]).state == "FAILED"

        with stack.client() as client:
            assert until(give_back)
        assert taken == [made["job_id"]] * most
    finally:
        switch(target, on=True, say=lambda _: None)
    return str(made["job_id"])


def test_an_operator_retries_a_dead_letter_and_its_job_completes(browser: "Browser", stack: "Stack", dead: str) -> None:
    """The letter leaves the list; the page of its job shows the state of the new attempt."""
    with window_of(browser, stack.url) as window:
        page = signed_in(window, stack, OPERATOR)
        page.get_by_role("link", name="Dead letters").click()
        row = page.get_by_role("row").filter(has=page.locator(f"a[href='#/films/{dead}']"))
        expect(row).to_contain_text("could not be started five times in a row")
        row.get_by_role("button", name="Retry").click()
        expect(page.get_by_text("1 letter retried.")).to_be_visible()
        expect(row).to_have_count(0)
        page.goto(f"{stack.url}/#/films/{dead}")
        expect(page.locator(".state.completed").first).to_be_visible()


def test_a_dropped_file_with_a_wrong_line_shows_the_error_beside_it(browser: "Browser", stack: "Stack") -> None:
    """The line as it was written stands beside its error; no batch is made."""
    with window_of(browser, stack.url, allowed=FAILED_REQUEST) as window:
        page = signed_in(window, stack, DEVELOPER)
        page.get_by_role("link", name="Batches").click()
        page.locator(".drop").evaluate(DROP, TABLE)
        row = page.get_by_role("region", name="Lines with errors").locator("tbody tr")
        expect(row).to_have_count(1)
        expect(row).to_contain_text("Bad,This line is not.,vhs")
        expect(row).to_contain_text("platform")
        assert page.url.endswith("#/batches")
