"""An environment whose tokens come from somebody else's issuer: which get in, what they are, and what they sign for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from infra.local import verbs
from infra.local.api import api_url
from tests.local.conftest import Stack, free_port, new_place, take_down
from tests.local.issuer import AUDIENCE, Issuer, stranger_key

pytestmark = pytest.mark.local

JOBS = "/api/v1/jobs"


@dataclass(frozen=True)
class Foreign:
    """A deployed stack and the issuer that it believes."""

    issuer: Issuer
    stack: Stack

    def ask(self, path: str = JOBS, token: str | None = None, method: str = "GET", **rest: Any) -> httpx.Response:
        """Ask the API with a token."""
        headers = {"authorization": f"Bearer {token}"} if token is not None else {}
        address = f"{api_url(self.stack.place, self.stack.outputs)}{path}"
        return httpx.request(method, address, headers=headers, timeout=30, **rest)


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Foreign]:
    """Yield an environment of this module's own."""
    with Issuer(free_port()) as issuer:
        context = (f"oidc_issuer={issuer.url}", f"oidc_audience={AUDIENCE}", "oidc_groups_claim=roles")
        place = replace(new_place(_folder(tmp_path_factory)), context=context)
        try:
            yield Foreign(issuer, Stack(place, verbs.up(place, lambda _: None)))
        finally:
            take_down(place)


def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("foreign") / "stack"


REFUSED: dict[str, tuple[Callable[[Issuer], str | None], int]] = {
    "none": (lambda _: None, 401),
    "garbage": (lambda _: "a.b.c", 401),
    "expired": (lambda issuer: issuer.token(exp=1_700_000_000), 401),
    "not yet valid": (lambda issuer: issuer.token(nbf=4_000_000_000), 401),
    "another issuer's": (lambda issuer: issuer.token(iss="https://login.example.com"), 401),
    "for another service": (lambda issuer: issuer.token(aud="bank"), 401),
    "for nobody": (lambda issuer: issuer.token(aud=None), 401),
    "unsigned": (lambda issuer: issuer.unsigned(), 401),
    "signed with the public key": (lambda issuer: issuer.signed_with_the_public_key(), 401),
    "forged under our key's name": (lambda issuer: issuer.signed(issuer.claims(), key=stranger_key()), 401),
    "by an unknown key": (lambda issuer: issuer.signed(issuer.claims(), key=stranger_key(), key_id="k2"), 401),
    "with a key of its own": (lambda issuer: issuer.signed_with_a_key_of_its_own(), 401),
    "without a subject": (lambda issuer: issuer.token(sub=None), 401),
    "without scope": (lambda issuer: issuer.token(scope=None), 403),
    "with another's scope": (lambda issuer: issuer.token(scope="bank/pay"), 403),
    "an ID token": (lambda issuer: issuer.token(scope=None, nonce="n", email="ada@example.com"), 403),
}
"""Kind of token -> how it is made, and the answer. 401: not known; 403: known, and of no use here."""


def test_a_good_token_gets_in(foreign: Foreign) -> None:
    """By scope, whoever it is for."""
    assert foreign.ask(token=foreign.issuer.token()).status_code == 200
    assert foreign.ask(token=foreign.issuer.token(aud=["bank", AUDIENCE])).status_code == 200


@pytest.mark.parametrize("kind", REFUSED)
def test_any_other_token_is_refused(foreign: Foreign, kind: str) -> None:
    """Before the function runs."""
    make, status = REFUSED[kind]
    assert foreign.ask(token=make(foreign.issuer)).status_code == status


def test_a_changed_token_is_refused(foreign: Foreign) -> None:
    """Other claims under the same signature are worth nothing."""
    head, _, signature = foreign.issuer.token().split(".")
    body = foreign.issuer.token(roles=["operators"]).split(".")[1]
    assert foreign.ask(token=f"{head}.{body}.{signature}").status_code == 401


def test_the_issuers_own_claim_makes_an_operator(foreign: Foreign) -> None:
    """The claim that the settings name, and not Cognito's."""
    dead_letters = "/api/v1/dlq"
    operator = foreign.issuer.token(roles=["operators"])
    other = foreign.issuer.token(**{"cognito:groups": ["operators"]})
    assert foreign.ask(dead_letters, operator).status_code == 200
    assert foreign.ask(dead_letters, other).status_code == 403


def test_a_token_without_an_end_passes_the_emulator(foreign: Foreign) -> None:
    """L7, docs/local-stack.md: AWS refuses it. The guard does not read tokens; the pool signs none without `exp`."""
    assert foreign.ask(token=foreign.issuer.token(exp=None)).status_code == 200


@pytest.mark.parametrize(
    "roles",
    [["my operators"], ["Field operators"], ["team,operators"], ["x", "operators"], "my operators", "operators,x"],
)
def test_a_role_that_merely_contains_the_word_makes_no_operator(foreign: Foreign, roles: Any) -> None:
    """H5: the API flattens a list, and `[my operators]` was read as two groups; the queues answered 200."""
    token = foreign.issuer.token(roles=roles)
    for path in ("/api/v1/queues", "/api/v1/dlq"):
        assert foreign.ask(path, token).status_code == 403
    assert foreign.ask(token=token).status_code == 200


def test_a_role_that_merely_contains_a_tier_is_free(foreign: Foreign) -> None:
    """H5: `premium (trial ended)` was premium."""
    token = foreign.issuer.token(sub="tim", roles=["premium (trial ended)"])
    body = {"video_request": {"script_content": "Bees see colours."}}
    assert foreign.ask(f"{JOBS}?dry_run=true", token, "POST", json=body).json()["tier"] == "free"


def test_cursors_are_signed_with_the_generated_secret(foreign: Foreign) -> None:
    """The function may read it (IAM is enforced), and a cursor of another user, or a forged one, is an invalid request."""
    ada, eve = foreign.issuer.token(), foreign.issuer.token(sub="eve")
    body = {"task_name": "generate_hook", "video_request": {"script_content": "Bees see colours."}}
    for token in (ada, ada, eve, eve):
        assert foreign.ask(token=token, method="POST", json=body).status_code == 202
    answer = foreign.ask(f"{JOBS}?limit=1", ada)
    assert answer.status_code == 200, answer.text
    first = answer.json()
    rest = foreign.ask(first["links"]["next"], ada).json()
    assert {job["job_id"] for job in first["jobs"] + rest["jobs"]} == {
        job["job_id"] for job in foreign.ask(token=ada).json()["jobs"]
    }
    assert rest["has_more"] is False
    cursor = first["next_cursor"]
    for token, wrong in ((eve, cursor), (ada, cursor[:-4]), (ada, f"A{cursor[1:]}B")):
        answer = foreign.ask(f"{JOBS}?limit=1&cursor={wrong}", token)
        assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_limits_are_told_by_tier(foreign: Foreign) -> None:
    """The tier is a role of the issuer's; a dry run makes nothing; every create says what is left."""
    body = {"video_request": {"script_content": "Bees see colours."}}
    free, premium = foreign.issuer.token(sub="fay"), foreign.issuer.token(sub="pam", roles=["premium"])
    tried = foreign.ask(f"{JOBS}?dry_run=true", free, "POST", json=body)
    assert (tried.status_code, tried.json()["tier"], tried.json()["queue"]) == (200, "free", "videos-low")
    assert tried.headers["ratelimit"].startswith('"daily";r=5;t=')
    made = [foreign.ask(token=free, method="POST", json=body) for _ in range(2)]
    assert [answer.headers["ratelimit"].split(";")[1] for answer in made] == ["r=4", "r=3"]
    assert made[0].headers["ratelimit-policy"].startswith('"daily";q=5;w=86400')
    assert foreign.ask(f"{JOBS}?dry_run=true", premium, "POST", json=body).json()["queue"] == "videos-high"
    assert foreign.ask(f"{JOBS}?page=1", premium).json()["total"] == 0
    for answer in made:
        assert foreign.ask(answer.headers["location"], free, "DELETE").status_code in {200, 202}


def test_a_film_stops_after_its_script(foreign: Foreign, until: Any) -> None:
    """COMPLETED with the scores of the text and nothing else."""
    token = foreign.issuer.token(sub="sam", roles=["premium"])
    body = {"video_request": {"script_content": "Bees see colours that we cannot.", "stop_after": "script"}}
    job = foreign.ask(token=token, method="POST", json=body).headers["location"]
    ended = {"COMPLETED", "FAILED"}
    read = until(lambda: (one := foreign.ask(job, token).json())["state"] in ended and one, within_seconds=300)
    assert (read and read["state"], read and read["error"]) == ("COMPLETED", None)
    assert set(read["result"]["scores"]) == {"coherence", "pacing", "emotional_arc"}
    assert read["result"]["files"] == {}


def test_the_secret_is_long_and_its_readers_few(foreign: Foreign) -> None:
    """The emulator generates it (with punctuation, which it was asked to leave out); no output shows it."""
    secrets = foreign.stack.aws("secretsmanager")
    (found,) = secrets.list_secrets()["SecretList"]
    value = secrets.get_secret_value(SecretId=found["ARN"])["SecretString"]
    assert len(value) == 64
    assert value not in str(foreign.stack.outputs)
