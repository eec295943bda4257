"""What helps a person who hears the page, sees it large, or does not aim well."""

from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.browser.batches import batch, serve
from tests.browser.conftest import Site, Visits, follow, settled
from tests.browser.test_pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

TARGETS: Final = "a[href], button, input, select, textarea, summary"
SMALL: Final = f"""() => [...document.querySelectorAll("{TARGETS}")]
  .filter((one) => one.className !== "skip" && !(one.tagName === "A" && one.closest("p")))
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([, {{ width, height }}]) => width > 0 && (width < 24 || height < 24))
  .map(([one, {{ width, height }}]) => [one.tagName, one.textContent.slice(0, 20),
    Math.round(width), Math.round(height)].join(" "))"""
"""Targets under 24 px. A link inside of a sentence is as high as its line, which the rule allows (WCAG 2.5.8)."""
COLOUR_ALONE: Final = """() => [...document.querySelectorAll(".state")]
  .filter((one) => !one.textContent.trim() || !one.querySelector("svg.mark path")).map((one) => one.outerHTML)"""
HEARD: Final = """(region) => {
  window.heard = [];
  new MutationObserver(() => heard.push(region.textContent))
    .observe(region, { characterData: true, childList: true, subtree: true });
}"""
"""Keeps each text that a live region gets."""
SIZES: Final = {"zoomed to 200 %": (720, 450), "a telephone": (360, 740)}
"""A window of 1440 x 900 at 200 % has half of its pixels in each direction."""


def faults(page: "Page", width: int) -> list[str]:
    """Find small targets, states that only a colour tells, and a page that is wider than its window."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [*page.evaluate(SMALL), *page.evaluate(COLOUR_ALONE), *([f"{wide} px wide"] if wide > width else [])]


@pytest.mark.parametrize("size", SIZES)
def test_every_page_can_be_aimed_at_and_read_when_it_is_small(visit: Visits, site: Site, size: str) -> None:
    """Targets of 24 px at least, a word and a mark for each state, and no scrolling sideways."""
    width, height = SIZES[size]
    with visit(viewport={"width": width, "height": height}) as window:
        serve(window.context, batch())
        page = window.open()
        found = {}
        for name, address in PAGES.items():
            follow(page, address.format(**site.ids))
            settled(page)
            if wrong := faults(page, width):
                found[name] = wrong
        assert found == {}, found


def test_progress_is_told_by_one_polite_region_in_steps_of_ten_percent(visit: Visits, site: Site) -> None:
    """Each percent moves the bar; a screen reader hears every tenth."""
    share = [0.61]

    def answer(route: "Route") -> None:
        job: dict[str, Any] = route.fetch().json()
        route.fulfill(json={**job, "progress": share[0]})

    with visit() as window:
        window.context.clock.install()
        page = window.open("#/new")
        page.route(f"**/api/v1/jobs/{site.ids['running']}", answer)
        follow(page, f"#/films/{site.ids['running']}")
        told = page.get_by_role("status").filter(has_text="%")
        expect(told).to_have_count(1)
        told.evaluate(HEARD)
        for one in (0.64, 0.67, 0.72, 0.78):
            share[0] = one
            page.clock.run_for(5_000)
            expect(page.locator("progress").first).to_have_js_property("value", one)
        assert page.evaluate("heard.at(-1)") == "executing, 70 %"
        assert page.evaluate("heard.every((text) => text === 'executing, 70 %')")


def test_the_page_is_busy_while_it_reads_and_an_error_is_one_alert(visit: Visits) -> None:
    """`aria-busy` stands on the page while an answer is awaited, also after an error."""
    waiting: list[Route] = []

    def keep(route: "Route") -> None:
        waiting.append(route)

    with visit(allowed="Failed to load resource") as window:
        window.context.clock.install()
        page = window.open()
        main = page.locator("main")
        expect(main).to_have_attribute("aria-busy", "false")
        page.route("**/api/v1/jobs?*", keep)
        page.clock.run_for(9_000)
        expect(main).to_have_attribute("aria-busy", "true")
        expect(page.locator(".card").first).to_be_visible()
        waiting[0].fulfill(status=503, json={"title": "Unavailable", "detail": "Try it later."})
        expect(page.get_by_role("alert")).to_have_count(1)
        expect(page.get_by_role("alert")).to_contain_text("Try it later.")
        expect(main).to_have_attribute("aria-busy", "false")


def test_an_error_of_a_field_is_tied_to_it(visit: Visits) -> None:
    """The input is invalid, and its description is the API's message."""
    with visit(allowed="Failed to load resource") as window:
        page = window.open("#/new")
        page.get_by_label("Make it from").select_option("idea")
        page.get_by_role("textbox", name="Idea").fill("Bees in winter")
        field = page.get_by_label("Seconds")
        field.fill("5000")
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description("5000 is too large; send at most 900")
        field.fill("20")
        expect(field).not_to_have_attribute("aria-invalid", "true")
