"""Every page of the console: rules of accessibility in light and dark, narrow and wide, and its picture for the documents.

`make screenshots` also writes the pictures of `docs/console.md`.
"""

import io
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from PIL import Image

from infra.local.place import REPOSITORY
from tests.browser.batches import batch, serve
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
    "batch": "#/batches/b1",
    "queues": "#/queues",
    "providers": "#/providers",
    "dead-letters": "#/dead-letters",
    "not-found": "#/nothing",
}
PICTURES: Final = {
    *("overview-light-wide", "films-dark-wide", "films-table-light-wide", "film-light-wide", "film-running-dark-wide"),
    *("film-failed-dark-wide", "film-held-light-wide", "new-film-dark-wide", "batches-light-wide", "batch-light-wide"),
    *("queues-dark-wide", "providers-light-wide", "dead-letters-light-wide"),
    *("overview-dark-narrow", "films-light-narrow", "film-running-light-narrow", "dead-letters-dark-narrow"),
}
"""Those of `docs/console.md`: each page once, and some of them on a telephone."""
HIGHEST: Final = 1600
"""Of a picture, in pixels of the page; what stands below is left out."""
WIDEST: Final = 1000
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
        serve(window.context, batch())
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


def test_the_documents_show_each_page_with_pictures_of_the_tests() -> None:
    """No picture is missing, and none is left of a page that is gone."""
    folder, text = REPOSITORY / "docs" / "console", (REPOSITORY / "docs" / "console.md").read_text(encoding="utf-8")
    assert set(re.findall(r"console/([\w-]+)\.jpg", text)) == PICTURES == {path.stem for path in folder.iterdir()}
    assert {name.rsplit("-", 2)[0] for name in PICTURES} == PAGES.keys() - {"not-found"}


def _take(page: "Page", name: str) -> None:
    folder = os.environ.get(FOLDER_VARIABLE)
    if not folder or name not in PICTURES:
        return
    with Image.open(io.BytesIO(page.screenshot(full_page=True))) as whole:
        shown = whole.convert("RGB").crop((0, 0, whole.width, min(whole.height, HIGHEST)))
    shown.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS)
    shown.save(Path(folder) / f"{name}.jpg", quality=78, optimize=True)
