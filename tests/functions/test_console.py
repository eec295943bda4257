"""The console as the API serves it."""

import gzip
import re
from typing import TYPE_CHECKING, Final

from functions.api.console import console_assets
from functions.api.documents import text_of

if TYPE_CHECKING:
    from tests.functions.conftest import Service

ALL_BYTES: Final = 60 * 1024
OWN: Final = {name: text_of(asset) for name, asset in console_assets().items() if name != "htm.mjs"}


def test_the_console_loads_from_its_own_host_and_the_bucket_alone(service: "Service") -> None:
    """The policy allows no inline code, no other host, and no text as markup."""
    page = service.ask("GET", "/", caller=None)
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert policy.endswith("require-trusted-types-for 'script'")
    assert "unsafe" not in policy
    assert re.findall(r"<script[^>]*>[^<]|\son\w+=", page.text) == []


def test_every_module_that_a_module_imports_is_served(service: "Service") -> None:
    """A missing one would leave the page empty."""
    imported = {name for text in OWN.values() for name in re.findall(r'(?:from |import\()"\./([^"]+)"', text)}
    assert imported <= console_assets().keys()
    for name in console_assets():
        assert service.ask("GET", f"/console/{name}", caller=None).status_code == 200


def test_only_files_of_the_page_are_served(service: "Service") -> None:
    """No path leads out of the folder."""
    for name in ("index.html", "handler.py", "..%2fhandler.py", "x" * 500):
        assert service.ask("GET", f"/console/{name}", caller=None).status_code == 404


def test_all_pages_together_are_small() -> None:
    """All modules, the library and the style sheet, each compressed; `tests/browser/test_budget.py` counts a first load."""
    sizes = [len(gzip.compress(text_of(asset).encode())) for asset in console_assets().values()]
    assert sum(sizes) <= ALL_BYTES


def test_no_module_makes_markup_of_text_or_names_another_host() -> None:
    """What a user wrote stays text."""
    for name, text in OWN.items():
        for forbidden in ("innerHTML", "dangerouslySetInnerHTML", "eval(", "http://", "https://", "document.write"):
            assert forbidden not in text, f"{name} has {forbidden}"


def test_captions_conflict_with_a_film_that_is_not_ready(service: "Service") -> None:
    """409 for the owner; for everybody else the job does not exist."""
    made = service.ask("POST", "/api/v1/jobs", json={"video_request": {"prompt": "Bees"}}).json()
    path = f"{made['links']['self']}/captions.vtt"
    assert service.ask("GET", path).status_code == 409
    assert service.ask("GET", path, caller="bob").status_code == 404


def test_modules_stay_small() -> None:
    """A reader sees a module whole."""
    lines = {name: text.count("\n") for name, text in OWN.items() if name.endswith(".mjs")}
    assert max(lines.values()) < 200


def test_the_page_learns_its_environment_without_a_token(service: "Service") -> None:
    """Without an issuer there is no sign-in; an unchanged answer is not sent again."""
    answer = service.ask("GET", "/api/v1/console/config", caller=None)
    assert answer.status_code == 200
    config = answer.json()
    assert (config["environment"], config["sign_in"]) == ("local", None)
    assert config["bucket_origin"].startswith("https://")
    again = service.ask("GET", "/api/v1/console/config", caller=None, headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
