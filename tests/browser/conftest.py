"""A browser, a console full of films, and pages that fail a test for every console message and every broken rule of policy."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.browser import pictures
from tests.browser.chromium import chromium
from tests.browser.site import token_of
from tests.functions.walking import ROOT, environment_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

REPORT = """document.addEventListener("securitypolicyviolation",
  (event) => console.error("CSP", event.blockedURI, event.violatedDirective))"""
"""Makes a message of everything that the policy refused."""
SHOWN = """() => Promise.all([...document.images].filter((image) => !image.complete && image.loading !== "lazy")
  .map((image) => new Promise((end) => { image.onload = image.onerror = end; })))"""
"""Waits for the pictures."""
LIMIT_MS = 30_000
"""Long, because only a failure takes it whole: the machines that run this are shared and slow."""


TRACES: Final = ROOT / ".traces"
"""Not in git: a trace has pictures of every step of a failed test."""


@dataclass(frozen=True)
class Site:
    """The served console: its address, and the ids of its films by name."""

    url: str
    ids: dict[str, str]


@contextmanager
def served(log: Path, **told: str) -> Iterator[Site]:
    """Serve a console whose function has further variables; its process ends with the block."""
    environment = environment_of("api", POWERTOOLS_LOG_LEVEL="CRITICAL", **told)
    command = [sys.executable, "-m", "tests.browser.site"]
    with (
        log.open("w") as errors,
        subprocess.Popen(  # noqa: S603 - our own module
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            yield Site(**json.loads(process.stdout.readline()))
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Yield the served console; its process ends with the session, its log stays in the session's folder."""
    with served(tmp_path_factory.mktemp("site") / "log") as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Yield a browser."""
    from playwright.sync_api import expect  # noqa: PLC0415 - as in `chromium`

    expect.set_options(timeout=LIMIT_MS)
    with chromium() as opened:
        yield opened


@dataclass
class Visit:
    """One window of a person: its pages, and everything that the browser's console says."""

    context: "BrowserContext"
    url: str
    said: list[str] = field(default_factory=list)

    def open(self, address: str = "#/films", *, caller: str = "operator") -> "Page":
        """Sign in as a caller and open a page."""
        page = self.blank()
        page.goto(f"{self.url}/#token={token_of(caller)}")
        page.wait_for_url(f"{self.url}/#/films")
        if address != "#/films":
            follow(page, address)
        settled(page)
        return page

    def blank(self) -> "Page":
        """Open an empty tab whose messages count."""
        page = self.context.new_page()
        page.set_default_timeout(LIMIT_MS)
        page.on("console", lambda message: self.said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.said.append(f"error: {error}"))
        return page


def follow(page: "Page", address: str) -> None:
    """Change the page's address (`#/…`) as a link does; the page itself stays."""
    page.evaluate("(address) => { location.hash = address; }", address)


def settled(page: "Page") -> None:
    """Wait until the page shows its data and its pictures."""
    page.wait_for_selector("h1")
    page.wait_for_selector("main:not(:has([aria-busy='true']))")
    page.evaluate(SHOWN)


Visits = Callable[..., Any]


@pytest.fixture
def visit(browser: "Browser", site: Site) -> Visits:
    """Return what opens a window; at its end it requires that the browser's console said nothing but what is `allowed`."""

    def opened(*, allowed: str = "", **how: Any) -> Any:
        return window_of(browser, site.url, allowed=allowed, **how)

    return opened


@contextmanager
def window_of(
    browser: "Browser",
    url: str,
    *,
    allowed: str = "",
    failed: Callable[[], bool] = lambda: False,
    traces: Path = TRACES,
    **how: Any,
) -> Iterator[Visit]:
    """Open a window; at its end the browser's console must have said nothing but what is `allowed`.

    If the block or this rule fails, or `failed` says so, the trace is kept: `npx playwright show-trace .traces/…`.
    """
    context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce", **how})
    context.add_init_script(REPORT)
    context.route(pictures.BUCKET, pictures.answer)
    context.tracing.start(screenshots=True, snapshots=True)
    made, is_good = Visit(context, url), False
    try:
        yield made
        assert [line for line in made.said if not allowed or allowed not in line] == []
        is_good = not failed()
    finally:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")  # a poll may be in flight
        context.tracing.stop(path=None if is_good else trace_path(traces))
        context.close()


def trace_path(folder: Path) -> Path:
    """Name the trace after the running test."""
    test = os.environ.get("PYTEST_CURRENT_TEST", "window").rpartition(" ")[0]
    return folder / f"{re.sub(r'[^0-9A-Za-z_.-]+', '-', test)}.zip"


FAILED: Final = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note on the test that it failed, for fixtures that hold a window open until its end."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report
