"""A stranger's text stays text: markup runs nowhere, and no text makes a page wider than a telephone."""

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visits, follow, settled
from tests.browser.seed import ARABIC, HOSTILE
from tests.browser.strangers import Stranger
from tests.browser.test_pages import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Page

WIDTH: Final = 320
FAMILY: Final = "\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f3f3\ufe0f\u200d\U0001f308"
TEXTS: Final = {
    "markup, emoji and a word of 200 letters": f"{HOSTILE} {FAMILY * 30} {'W' * 200}",
    "from the right": f"\u202e{ARABIC} {ARABIC.replace(' ', '') * 10}",
}
RAN: Final = """() => document.querySelectorAll("main script, main img[src='x'], main [onerror]").length
  + (document.title === "Reelwright" ? 0 : 1)"""
UNFOLD: Final = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
WIDE: Final = """(most) => document.documentElement.scrollWidth > most && [...document.querySelectorAll("main *")]
  .filter((one) => one.getBoundingClientRect().right > most && !one.closest(".scroll, pre, .spoken"))
  .map((one) => `${one.tagName}.${one.className}`).slice(0, 4)"""
"""Names what is wider than the window, outside of what scrolls by itself."""


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_of_a_stranger_runs_or_widens_a_page(visit: Visits, site: Site, name: str) -> None:
    """In titles, words of scenes, voices, batches, items, errors, letters, credits, tags and webhooks, on every page."""
    stranger, faults = Stranger(TEXTS[name]), {}
    with visit(viewport={"width": WIDTH, "height": 740}) as window:
        page = window.open("#/new")
        page.route("**/api/v1/**", stranger.answer)
        for at, address in PAGES.items():
            follow(page, address.format(**site.ids))
            settled(page)
            page.evaluate(UNFOLD)
            settled(page)
            if fault := found(page):
                faults[at] = fault
    assert faults == {}, faults


def found(page: "Page") -> str:
    """Say whether markup was run, or what is too wide."""
    ran, wide = page.evaluate(RAN), page.evaluate(WIDE, WIDTH)
    return f"{ran} elements of markup" if ran else f"too wide: {wide}" if wide else ""


def test_what_a_person_types_and_drops_stays_text(visit: Visits) -> None:
    """Script, title and refusals of the form; the name and the lines of a file that is refused."""
    text = "".join(TEXTS.values())
    with visit(allowed="Failed to load resource", viewport={"width": WIDTH, "height": 740}) as window:
        page = window.open("#/new")
        page.route("**/api/v1/**", Stranger(text).answer)
        follow(page, "#/batches")
        page.get_by_label("Drop a CSV").set_input_files(
            {"name": f"{text[:80]}.csv".replace("/", ""), "mimeType": "text/csv", "buffer": text.encode()}
        )
        expect(page.get_by_role("alert")).to_be_visible()
        assert not found(page)
        follow(page, "#/new")
        page.get_by_role("textbox", name="Script").fill(text)
        page.get_by_role("textbox", name="Title").fill(text[:200])
        expect(page.get_by_role("alert")).to_contain_text(re.compile("taken over"))
        assert not found(page)
