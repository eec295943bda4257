"""All that a person does without a mouse, on a desktop and in a narrow window, and where the focus goes."""

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visits, follow, settled
from tests.browser.test_once import FILM, ask
from tests.browser.test_player import play

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PROJECTS: Final = {"desktop": (1440, 900), "telephone": (360, 740)}
MOST_STOPS: Final = 150
"""More than any page of the console has."""
FOCUSED: Final = "(one) => one === document.activeElement"


@pytest.fixture(params=PROJECTS)
def screen(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return the window of a project of the main road: make, watch, cancel, retry."""
    width, height = PROJECTS[request.param]
    return {"viewport": {"width": width, "height": height}}


def tab_to(page: "Page", target: "Locator") -> None:
    """Press Tab until the target has the focus."""
    target.wait_for()
    for _ in range(MOST_STOPS):
        if target.evaluate(FOCUSED):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {target}")


def test_a_film_is_made_by_keys_alone(visit: Visits, screen: dict[str, Any]) -> None:
    """Words, title and the button are reached by Tab; the heading of the new film has the focus."""
    with visit(**screen) as window:
        page = window.open("#/new")
        expect(page.get_by_role("heading", level=1)).to_be_focused()
        tab_to(page, page.get_by_role("textbox", name="Script"))
        page.keyboard.type("A key is pressed. Nothing else is needed.")
        tab_to(page, page.get_by_role("textbox", name="Title"))
        page.keyboard.type("Made by keys")
        expect(page.get_by_text("ready in about")).to_be_visible()
        tab_to(page, page.get_by_role("button", name="Make the film"))
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Made by keys")).to_be_focused()


def test_a_film_is_watched_by_keys_alone(visit: Visits, site: Site, screen: dict[str, Any]) -> None:
    """Tab reaches the player; Space plays and pauses."""
    with visit(**screen) as window:
        page = window.open("#/new")
        page.route(re.compile(r"video\.mp4"), play)
        follow(page, f"#/films/{site.ids['film5']}")
        video = page.locator("video")
        tab_to(page, video)
        page.keyboard.press("Space")
        expect(video).to_have_js_property("paused", value=False)
        expect(video).not_to_have_js_property("currentTime", 0)
        page.keyboard.press("Space")
        expect(video).to_have_js_property("paused", value=True)


def test_a_question_is_left_by_escape_or_no_and_the_focus_goes_back_to_its_button(
    visit: Visits, site: Site, screen: dict[str, Any]
) -> None:
    """Neither sends anything; an answer by keys cancels the film, and the focus goes to the heading when the button is gone."""
    job_id = ask(site, "POST", "/api/v1/jobs", json=FILM)["job_id"]
    with visit(**screen) as window:
        page = window.open(f"#/films/{job_id}")
        cancel = page.get_by_role("button", name="Cancel")
        for leave in ("Escape", "No"):
            tab_to(page, cancel)
            page.keyboard.press("Enter")
            if leave == "No":
                tab_to(page, page.get_by_role("button", name="No", exact=True))
            page.keyboard.press("Enter" if leave == "No" else leave)
            expect(cancel).to_be_focused()
        page.keyboard.press("Enter")
        page.keyboard.press("Enter")
        expect(page.locator(".state.cancelled").first).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_a_dead_letter_is_retried_by_keys_alone(visit: Visits, screen: dict[str, Any]) -> None:
    """Its row goes away, and the focus to the heading."""
    with visit(**screen) as window:
        page = window.open("#/dead-letters")
        rows = page.locator(".letters tbody tr")
        expect(rows.first).to_be_visible()
        before = rows.count()
        tab_to(page, rows.get_by_role("button", name="Retry").last)
        page.keyboard.press("Enter")
        expect(rows).to_have_count(before - 1)
        expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_the_skip_link_is_the_first_stop_and_leads_past_the_menu(visit: Visits) -> None:
    """It shows itself when it has the focus; the next stop after it stands in the content."""
    with visit() as window:
        page = window.open()
        skip = page.get_by_role("button", name="Skip to content")
        assert skip.evaluate("(one) => one === document.querySelector('a, button, input, select')")
        for _ in range(MOST_STOPS):
            page.keyboard.press("Shift+Tab")
            if skip.evaluate(FOCUSED):
                break
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport(ratio=1)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


@pytest.mark.parametrize("name", ["Overview", "New film", "Batches", "Queues", "Dead letters", "Providers"])
def test_a_link_of_the_menu_puts_the_focus_on_the_heading(visit: Visits, name: str) -> None:
    """A screen reader then reads where the person is."""
    with visit() as window:
        page = window.open()
        page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).press("Enter")
        expect(page.get_by_role("heading", level=1, name=name)).to_be_focused()


def test_a_narrow_menu_folds_behind_a_button(visit: Visits) -> None:
    """One line at 320 px. Keys open it, Escape closes it and gives the focus back, a choice closes it and opens the page."""
    with visit(viewport={"width": 320, "height": 900}) as window:
        page = window.open()
        opener, link = page.get_by_role("button", name="Menu"), page.get_by_role("link", name="Queues")
        box = page.locator("header").bounding_box()
        assert box is not None
        assert box["height"] < 60
        expect(link).to_be_hidden()
        tab_to(page, opener)
        for leave in ("Escape", "choice"):
            page.keyboard.press("Enter")
            expect(opener).to_have_attribute("aria-expanded", "true")
            tab_to(page, link)
            page.keyboard.press("Escape" if leave == "Escape" else "Enter")
            expect(opener).to_have_attribute("aria-expanded", "false")
            if leave == "Escape":
                expect(opener).to_be_focused()
        expect(page.get_by_role("heading", level=1, name="Queues")).to_be_focused()


def test_nothing_moves_for_a_person_who_wants_no_motion(visit: Visits, site: Site) -> None:
    """A film in work shimmers for others, so the rule is tested where there is something to stop."""
    moving = {}
    for wish in ("reduce", "no-preference"):
        with visit(reduced_motion=wish) as window:
            page = window.open()
            moving[wish] = page.evaluate("document.getAnimations().length")
            follow(page, f"#/films/{site.ids['running']}")
            settled(page)
            moving[wish] += page.evaluate("document.getAnimations().length")
    assert moving["reduce"] == 0
    assert moving["no-preference"] > 0
