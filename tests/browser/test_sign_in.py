"""The console signs people in at an issuer of tokens: code with PKCE, rotating refresh tokens, and the way back."""

import functools
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import httpx
import pytest
from playwright.sync_api import expect

from reelwright.settings import PageSignIn
from tests.browser.conftest import FAILED, LIMIT_MS, Site, Visit, served, window_of
from tests.browser.issuer import CLIENT, Issuer
from tests.functions.test_console import policy

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Response

BUTTON: Final = "Sign in with your account"
FAILED_REQUEST: Final = "Failed to load resource"
"""The browser logs each answer 401 and each refused grant."""


@pytest.fixture(scope="module")
def issuer() -> Iterator[Issuer]:
    """Yield an issuer."""
    with Issuer() as running:
        yield running


@pytest.fixture(scope="module")
def console(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Yield a console whose people sign in at the issuer, which it knows by its discovery document."""
    sign_in = PageSignIn(issuer=issuer.url, client_id=CLIENT, scopes=("openid", "reelwright/jobs"))
    told = {"REELWRIGHT_SIGN_IN": sign_in.model_dump_json()}
    with served(tmp_path_factory.mktemp("console") / "log", **told) as site:
        yield site


@pytest.fixture
def window(browser: "Browser", console: Site, issuer: Issuer, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Yield a window; tokens live for ten minutes, and no grant was made yet."""
    issuer.seconds = 600
    issuer.grants.clear()
    failed = functools.partial(request.node.stash.get, FAILED, default=False)
    with window_of(browser, console.url, allowed=FAILED_REQUEST, failed=failed) as opened:
        yield opened


def signed_in(window: Visit, address: str) -> "Page":
    """Open an address, sign in at the issuer, and come back."""
    page = window.blank()
    page.goto(f"{window.url}/{address}")
    page.get_by_role("button", name=BUTTON).click()
    page.get_by_role("link", name="Allow").click()
    return page


def refused(answer: "Response") -> bool:
    """Tell whether the API refused a token."""
    return "/api/v1/" in answer.url and answer.status == 401


def accepted(answer: "Response") -> bool:
    """Tell whether the API sent jobs, or said that they are unchanged."""
    return "/api/v1/jobs?" in answer.url and answer.status in {200, 304}


def test_a_person_signs_in_and_comes_back_to_the_same_page(window: Visit, issuer: Issuer) -> None:
    """The code leaves the address, and the access token is nowhere but in memory."""
    page = signed_in(window, "#/films?status=completed")
    expect(page.get_by_role("heading", name="Films", exact=True)).to_be_visible()
    assert page.url == f"{window.url}/#/films?status=completed"
    stored = json.dumps(page.evaluate("({...sessionStorage, ...localStorage})"))
    assert "none." not in stored
    assert issuer.grants == ["authorization_code"]


def test_a_reload_stays_signed_in_by_a_new_refresh_token(window: Visit, issuer: Issuer) -> None:
    """Each use gives a new one, so that a stolen one is noticed."""
    page = signed_in(window, "#/films")
    expect(page.get_by_role("heading", name="Films", exact=True)).to_be_visible()
    first = page.evaluate("sessionStorage.getItem('reelwright-refresh')")
    page.reload()
    expect(page.get_by_role("heading", name="Films", exact=True)).to_be_visible()
    assert page.evaluate("sessionStorage.getItem('reelwright-refresh')") != first
    assert issuer.grants == ["authorization_code", "refresh_token"]


def test_an_expired_token_is_renewed_once(window: Visit, issuer: Issuer) -> None:
    """The person sees nothing of it: the request is sent again."""
    issuer.seconds = 2
    page = signed_in(window, "#/films")
    expect(page.get_by_role("heading", name="Films", exact=True)).to_be_visible()
    issuer.seconds = 600
    with page.expect_response(refused, timeout=LIMIT_MS), page.expect_response(accepted, timeout=LIMIT_MS):
        pass
    page.wait_for_function("!document.querySelector('[role=alert]')")
    expect(page.get_by_role("heading", name="Films", exact=True)).to_be_visible()
    assert issuer.grants.count("refresh_token") == 1


def test_a_copied_tab_does_not_sign_the_other_one_out(window: Visit, issuer: Issuer) -> None:
    """A copy has the same refresh token. Each use replaces it, and the tab that used it sends the new one to the other."""
    first = signed_in(window, "#/films")
    expect(first.get_by_role("heading", name="Films", exact=True)).to_be_visible()
    with window.context.expect_page() as opened:
        first.evaluate("() => { window.open(location.href); }")
    second = opened.value
    expect(second.get_by_role("heading", name="Films", exact=True)).to_be_visible()
    for page in (first, second, first):
        page.reload()
        expect(page.get_by_role("heading", name="Films", exact=True)).to_be_visible()
    assert issuer.grants == ["authorization_code", *["refresh_token"] * 4]


def test_a_revoked_refresh_token_leads_to_sign_in_and_back(window: Visit, issuer: Issuer) -> None:
    """To the same page with its filters."""
    issuer.seconds = 2
    page = signed_in(window, "#/films?status=completed")
    expect(page.get_by_role("heading", name="Films", exact=True)).to_be_visible()
    issuer.refresh.clear()
    issuer.seconds = 600
    page.get_by_role("link", name="Allow").click()
    expect(page.get_by_role("heading", name="Films", exact=True)).to_be_visible()
    assert page.url == f"{window.url}/#/films?status=completed"
    assert issuer.grants == ["authorization_code", "authorization_code"]


def test_an_answer_that_no_one_asked_for_is_refused(window: Visit, issuer: Issuer) -> None:
    """A link with a stranger's code would sign a person in as the stranger."""
    page = window.blank()
    page.goto(f"{window.url}/?code=strangers&state=strangers#/films")
    expect(page.get_by_role("alert")).to_contain_text("does not belong")
    assert page.url == f"{window.url}/#/films"
    assert issuer.grants == []


def test_the_policy_names_the_issuer_and_no_other_host(console: Site, issuer: Issuer) -> None:
    """Beside the API itself and the bucket."""
    bucket = httpx.get(f"{console.url}/api/v1/console/config").json()["bucket_origin"]
    told = httpx.get(console.url).headers["content-security-policy"]
    assert told == policy(bucket=bucket, issuer=f" {issuer.url.removesuffix('/tenant')}")


def test_the_issuer_of_these_tests_refuses_what_a_real_one_refuses(issuer: Issuer) -> None:
    """A wrong verifier, a second use of a code or of a refresh token."""
    asked = {"client_id": CLIENT, "redirect_uri": "http://page/", "state": "s", "nonce": "n", "code_challenge": "c"}
    back = issuer.allow({**asked, "code_challenge_method": "S256"})
    code = back.partition("code=")[2].partition("&")[0]
    grant = {"grant_type": "authorization_code", "client_id": CLIENT, "redirect_uri": "http://page/", "code": code}
    for _ in range(2):
        assert httpx.post(f"{issuer.url}/token", data={**grant, "code_verifier": "wrong"}).status_code == 400
    assert (
        httpx.post(f"{issuer.url}/token", data={"grant_type": "refresh_token", "refresh_token": "x"}).status_code == 400
    )
