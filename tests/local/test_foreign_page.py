"""A real browser opens a page of another origin, which runs the exploit of finding C1 against an emulator on this machine.

The name of the page is mapped to loopback, so that the browser's own question before it lets public sites reach the machine
does not stand in the way: the guard alone has to hold.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Final

import httpx
import pytest

from infra.local import emulator
from infra.local.aws import client
from infra.local.place import HOST, Place
from infra.local.root import make_root_secret
from tests.browser.chromium import chromium
from tests.local.conftest import free_port
from tests.local.takeover import exploit

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.local

SITE: Final = "evil.example"
ATTACK: Final = """
async ([base, requests]) => {
  const told = [], headers = {'content-type': 'application/x-www-form-urlencoded'};
  for (const [path, body] of requests) {
    for (const mode of ['no-cors', 'cors']) {
      try { told.push((await fetch(base + path, {method: 'POST', mode, body, headers})).type); }
      catch (error) { told.push(String(error.name)); }
    }
  }
  return told;
}
"""
"""Sends each request as a browser does without asking first (a simple request), and once more to read the answer."""


class EmptyPage(BaseHTTPRequestHandler):
    """Serves an empty page."""

    def do_GET(self) -> None:
        """Answer whatever was asked for."""
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay silent."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """Yield the address of the attacker's site."""
    server = ThreadingHTTPServer((HOST, 0), EmptyPage)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://{SITE}:{server.server_address[1]}/"
    server.shutdown()


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """Yield a browser for which the attacker's name is this machine."""
    with chromium(names={SITE: HOST}) as opened:
        yield opened


@pytest.fixture
def unguarded(tmp_path: Path) -> Iterator[Place]:
    """Yield an emulator without the guard, as `make up` started it before."""
    place = Place(folder=tmp_path / "unguarded", port=free_port())
    place.prepare()
    make_root_secret(place)
    command = [sys.executable, "-c", "import ministack.app as emulator; emulator.main()"]
    with emulator.open_log(place.logs / "emulator.log") as log:
        environment = emulator.server_environment(place, os.environ)
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603 - the pinned emulator
    try:
        yield place
    finally:
        process.kill()
        process.wait()


def attacked(browser: "Browser", site: str, endpoint: str, written: Path) -> list[str]:
    """Open the attacker's page and let it send the three requests; return what the page learns."""
    page = browser.new_page()
    page.goto(site)
    requests = [[path, body.decode()] for path, body in exploit(written)]
    told: list[str] = page.evaluate(ATTACK, [endpoint, requests])
    page.close()
    return told


def test_a_page_takes_over_the_machine_through_an_emulator_without_guard(
    browser: "Browser", site: str, unguarded: Place, tmp_path: Path
) -> None:
    """The exploit is real: its function runs as the user, and the page may read every answer."""
    written = tmp_path / "written"
    wait_until_it_answers(unguarded)
    told = attacked(browser, site, unguarded.endpoint, written)
    assert written.read_text(encoding="utf-8") == "taken over"
    assert told == ["opaque", "cors"] * 3


def test_a_page_reaches_nothing_behind_the_guard(browser: "Browser", site: str, place: Place, tmp_path: Path) -> None:
    """The same page, the same requests: nothing runs, nothing is made, and no answer can be read."""
    written = tmp_path / "written"
    told = attacked(browser, site, place.endpoint, written)
    assert told == ["opaque", "TypeError"] * 3
    assert not written.exists()
    assert "page" not in [role["RoleName"] for role in client(place, "iam").list_roles()["Roles"]]


def test_a_name_that_points_at_this_machine_reads_nothing(browser: "Browser", place: Place) -> None:
    """DNS rebinding: the page's own host name now resolves to the emulator, which then is of the same origin."""
    page = browser.new_page()
    answer = page.goto(f"http://{SITE}:{place.port}/_ministack/health")
    assert answer is not None
    assert answer.status == 403
    page.close()


def wait_until_it_answers(place: Place) -> None:
    """Wait for the emulator, at most a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            httpx.get(f"{place.endpoint}/_ministack/health", timeout=5)
        except httpx.HTTPError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the emulator did not start")
