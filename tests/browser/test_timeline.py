"""The timeline of a film: a button for each step, scenes that fold, attempts and waits as bars of their own."""

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visits, follow

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

A_MINUTE: Final = "2026-11-28T09:{:02}:00+00:00"


def step(name: str, minutes: tuple[int, int], **rest: Any) -> dict[str, Any]:
    """Build a step that ran between two minutes."""
    start, end = minutes
    known = {"state": "done", "fraction": 1, "attempt": 1, "cached": False, "cost_usd": 0, "preview": None}
    times = {"started_at": A_MINUTE.format(start), "finished_at": A_MINUTE.format(end), "seconds": (end - start) * 60}
    return {"name": name, **known, **times, **rest}


def film(page: "Page", job_id: str, steps: list[dict[str, Any]]) -> None:
    """Open a film whose steps are these."""

    def answer(route: "Route") -> None:
        job = route.fetch().json()
        route.fulfill(
            json={**job, "steps": steps, "created_at": A_MINUTE.format(0), "completed_at": A_MINUTE.format(59)}
        )

    page.route(re.compile(rf"/jobs/{job_id}$"), answer)
    page.route(re.compile(rf"/jobs/{job_id}/history$"), lambda route: route.fulfill(json={"history": HISTORY}))
    follow(page, f"#/films/{job_id}")


HISTORY: Final = [
    {
        "sequence": place + 1,
        "at": A_MINUTE.format(minute),
        "event": event,
        "from_state": None,
        "to_state": state,
        "attempt": attempt,
    }
    for place, (minute, event, state, attempt) in enumerate(
        [
            (0, "admitted", "QUEUED", 0),
            (2, "started", "EXECUTING", 1),
            (6, "postponed", "RETRYING", 1),
            (50, "started", "EXECUTING", 2),
            (58, "completed", "COMPLETED", 2),
        ]
    )
]


def test_each_step_is_a_button_with_its_state_and_time(visit: Visits, site: Site) -> None:
    """Scenes are folded; opened by the keyboard, they show a button for each of their steps."""
    with visit() as window:
        page = window.open(f"#/films/{site.ids['film5']}")
        timeline = page.locator(".timeline")
        expect(timeline.get_by_role("img", name=re.compile("Film The lighthouse: completed, 100 %"))).to_be_visible()
        expect(timeline.get_by_role("button", name="Plan scenes: done, 1.1 s")).to_be_visible()
        scene = timeline.get_by_role("button", name=re.compile("^Scene 2: 3 steps, done"))
        scene.focus()
        page.keyboard.press("Enter")
        painted = timeline.get_by_role("button", name="Paint, scene 2: done, 1.3 s, cached")
        expect(painted).to_be_visible()
        assert painted.locator(".bar.cached").evaluate("(bar) => bar.getBoundingClientRect().width") <= 3
        painted.click()
        expect(timeline.get_by_text("Attempt 1: done, cached")).to_be_visible()
        scene.click()
        expect(painted).to_have_count(0)


def test_attempts_waits_and_idle_times_are_told_apart(visit: Visits, site: Site) -> None:
    """Two attempts are two bars, a wait is hatched and named, and forty idle minutes take little room."""
    steps = [
        step("plan_scenes", (2, 4), queued_seconds=30),
        step("generate_audio_tts#0", (4, 6), state="failed"),
        step("generate_audio_tts#0", (50, 55), attempt=2),
    ]
    with visit() as window:
        page = window.open("#/new")
        film(page, site.ids["film4"], steps)
        whole = page.locator(".timeline").get_by_role("img", name=re.compile("waits for a provider 44 min"))
        expect(whole).to_be_visible()
        page.get_by_role("button", name=re.compile("^Scene 1")).click()
        spoken = page.get_by_role("button", name=re.compile("Speak, scene 1: done, .*2 attempts"))
        expect(spoken.locator(".bar")).to_have_count(2)
        expect(page.get_by_role("button", name=re.compile("Plan scenes")).locator(".bar.waiting")).to_have_count(1)
        lane = spoken.locator(".lane").evaluate("(lane) => lane.getBoundingClientRect().width")
        shortened = spoken.locator(".gap").nth(0).evaluate("(gap) => gap.getBoundingClientRect().width")
        assert shortened < lane / 20
        expect(page.get_by_text("idle, shortened")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1440])
def test_the_table_says_the_same_as_the_bars(visit: Visits, site: Site, width: int) -> None:
    """A row a step, for screen readers and narrow screens."""
    with visit(viewport={"width": width, "height": 800}) as window:
        page = window.open(f"#/films/{site.ids['film5']}")
        page.get_by_text("All 23 steps as a table").click()
        rows = page.get_by_role("region", name="Table of steps").locator("tbody tr")
        expect(rows).to_have_count(23)
        expect(rows.filter(has_text="Paint, scene 2")).to_contain_text("cached")


def test_an_error_of_an_input_is_tied_to_it(visit: Visits) -> None:
    """The input is invalid and described by the message; it is valid again after a change."""
    refusal = {
        "title": "Invalid request", "detail": "A field is wrong.", "status": 422,
        "errors": [{"field": "video_request.title", "message": "The title is too long."}],
    }  # fmt: skip
    with visit(allowed="Failed to load resource") as window:
        page = window.open("#/new")
        page.route("**/api/v1/jobs?dry_run=true", lambda route: route.fulfill(status=422, json=refusal))
        page.get_by_role("textbox", name="Script").fill("Bees dance.")
        title = page.get_by_role("textbox", name="Title")
        expect(title).to_have_attribute("aria-invalid", "true")
        expect(title).to_have_accessible_description("The title is too long.")
        page.unroute("**/api/v1/jobs?dry_run=true")
        title.fill("Bees")
        expect(title).not_to_have_attribute("aria-invalid", "true")
        expect(page.get_by_text("ready in about")).to_be_visible()
