"""The main road on a desk and on a telephone: make a film, look at it, cancel it, watch another, retry a dead letter."""

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visits
from tests.browser.test_player import play

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES: Final = {"desk": (1440, 900), "telephone": (360, 740)}


@pytest.mark.parametrize("size", SIZES)
def test_the_main_road_is_open(visit: Visits, site: Site, size: str) -> None:
    """By the menu and the links alone; nothing is wider than the window on the way."""
    width, height = SIZES[size]
    with visit(viewport={"width": width, "height": height}, has_touch=width < height) as window:
        page = window.open()
        page.route(re.compile(r"video\.mp4"), play)
        page.get_by_role("link", name="New film").first.click()
        page.get_by_role("textbox", name="Script").fill("The road is open.")
        page.get_by_role("textbox", name="Title").fill(f"Made on a {size}")
        expect(page.get_by_text("ready in about")).to_be_visible()
        page.get_by_role("button", name="Make the film").click()
        expect(page.get_by_role("heading", name=f"Made on a {size}")).to_be_focused()
        page.get_by_role("button", name="Cancel").click()
        page.get_by_role("button", name="Yes, cancel it").click()
        expect(page.locator(".state.cancelled").first).to_be_visible()
        choose(page, "Films")
        page.get_by_role("link", name="The lighthouse").click()
        video = page.locator("video")
        assert video.evaluate("(one) => { one.muted = true; return one.play(); }") is None
        expect(video).not_to_have_js_property("currentTime", 0)
        choose(page, "Dead letters")
        row = page.locator(".letters tbody tr").filter(
            has=page.locator(f"a[href='#/films/{site.ids[f'dead_{size}']}']")
        )
        row.get_by_role("button", name="Retry").click()
        expect(row).to_have_count(0)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def choose(page: "Page", name: str) -> None:
    """Open a page by the menu, which a telephone folds behind a button."""
    menu = page.get_by_role("button", name="Menu")
    if menu.is_visible():
        menu.click()
    page.get_by_role("navigation", name="Pages").get_by_role("link", name=name, exact=True).click()
