"""Every page of the console: rules of accessibility in light and dark, narrow and wide, and its picture for the documents.

`make screenshots` also writes the pictures of `docs/console.md`.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.browser.chromium import FOLDER
from tests.browser.conftest import Site, Visits, follow, settled

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGES: Final = {
    "overview": "#/",
    "films": "#/films",
    "films-table": "#/films?form=table",
    "film": "#/films/{film5}",
    "film-running": "#/films/{running}",
    "film-failed": "#/films/{dead}",
    "film-held": "#/films/{held}",
    "new-film": "#/new",
    "batches": "#/batches",
    "queues": "#/queues",
    "providers": "#/providers",
    "dead-letters": "#/dead-letters",
    "not-found": "#/nothing",
}
FOLDER_VARIABLE: Final = "REELWRIGHT_SCREENSHOTS"
AXE: Final = FOLDER / "axe.min.js"
WIDTHS: Final = {"wide": 1440, "narrow": 320}
RULES: Final = "axe.run(document, {resultTypes: ['violations']})"

CUT: Final = """[...document.querySelectorAll('.scroll')].filter((one) => one.scrollWidth > one.clientWidth)
  .map((one) => one.getAttribute('aria-label'))"""
"""Tables of which a person sees a part only."""


def violations(page: "Page") -> list[dict[str, Any]]:
    """Run axe-core in the page. Its source is evaluated, because the policy refuses a script element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(RULES)
    return [
        {"rule": one["id"], "help": one["help"], "where": [node["target"] for node in one["nodes"]][:4]}
        for one in found["violations"]
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_accessibility(visit: Visits, site: Site, scheme: str, width: str) -> None:
    """axe-core finds nothing, and nothing is wider than the window; the pictures of the documents are taken on the way."""
    size = {"width": WIDTHS[width], "height": 900}
    with visit(viewport=size, color_scheme=scheme, device_scale_factor=1) as window:
        page = window.open(caller="operator")
        broken = {}
        for name, address in PAGES.items():
            follow(page, address.format(**site.ids))
            settled(page)
            _take(page, f"{name}-{scheme}-{width}")
            if found := violations(page):
                broken[name] = found
            if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
                broken[f"{name}, too wide"] = []
            if cut := page.evaluate(CUT):
                broken[f"{name}, tables that are cut"] = cut
        assert broken == {}


def _take(page: "Page", name: str) -> None:
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.jpg", full_page=True, type="jpeg", quality=72)
