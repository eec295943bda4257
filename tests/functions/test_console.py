"""The console as the API serves it."""

import gzip
import re
from typing import TYPE_CHECKING, Final

import pytest

from functions.api.console import console_assets, console_version, policy_of
from functions.api.documents import text_of
from reelwright.settings import PageSignIn

if TYPE_CHECKING:
    from tests.functions.conftest import Service

ALL_BYTES: Final = 60 * 1024
OWN: Final = {name: text_of(asset) for name, asset in console_assets().items() if name != "htm.mjs"}


POOL: Final = "https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_a"
SIGN_IN: Final = PageSignIn(
    issuer=POOL, client_id="c", scopes=("openid",), token_url="https://films.auth.example/token"
)


def policy(*, bucket: str, issuer: str = "") -> str:
    """Write the whole policy of the console."""
    return (
        f"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: {bucket}; "
        f"connect-src 'self' {bucket}{issuer}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        f"media-src 'self' blob: {bucket}; require-trusted-types-for 'script'"
    )


def test_the_console_loads_from_its_own_host_and_the_bucket_alone(service: "Service") -> None:
    """The policy allows no inline code, no other host, and no text as markup."""
    page = service.ask("GET", "/", caller=None)
    bucket = service.ask("GET", "/api/v1/console/config", caller=None).json()["bucket_origin"]
    assert page.headers["content-security-policy"] == policy(bucket=bucket)
    assert re.findall(r"<script[^>]*>[^<]|\son\w+=", page.text) == []


@pytest.mark.parametrize(
    ("sign_in", "issuer"),
    [
        (None, ""),
        (SIGN_IN, " https://cognito-idp.eu-central-1.amazonaws.com https://films.auth.example"),
        (SIGN_IN.model_copy(update={"token_url": None}), " https://cognito-idp.eu-central-1.amazonaws.com"),
        (SIGN_IN.model_copy(update={"token_url": f"{POOL}/token"}), " https://cognito-idp.eu-central-1.amazonaws.com"),
    ],
)
def test_the_policy_also_names_the_issuer_and_its_token_endpoint(sign_in: PageSignIn | None, issuer: str) -> None:
    """By origin, each once, in `connect-src` alone."""
    bucket = "https://films.s3.example"
    assert policy_of(bucket, sign_in) == policy(bucket=bucket, issuer=issuer)


def test_every_module_that_a_module_imports_is_served(service: "Service") -> None:
    """A missing one would leave the page empty."""
    imported = {name for text in OWN.values() for name in re.findall(r'(?:from |import\()"\./([^"]+)"', text)}
    assert imported <= console_assets().keys()
    for name in console_assets():
        assert service.ask("GET", f"/console/{console_version()}/{name}", caller=None).status_code == 200


def test_only_files_of_the_page_are_served(service: "Service") -> None:
    """No path leads out of the folder."""
    for name in ("index.html", "handler.py", "..%2fhandler.py", "x" * 500):
        assert service.ask("GET", f"/console/{console_version()}/{name}", caller=None).status_code == 404


def test_files_of_one_version_are_kept_and_never_mixed_with_anothers(service: "Service") -> None:
    """The page is asked for each time, and names them; an old tab's file is not found, and the tab says to reload."""
    page = service.ask("GET", "/", caller=None)
    assert page.headers["cache-control"] == "no-cache"
    named = set(re.findall(r'"(console/[^"]+)"', page.text))
    assert f"console/{console_version()}/app.mjs" in named
    for path in named:
        assert service.ask("GET", f"/{path}", caller=None).headers["cache-control"].endswith("immutable")
    assert service.ask("GET", "/console/0123456789ab/app.mjs", caller=None).status_code == 404


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
