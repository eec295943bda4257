"""Who gets in: the authorizer really verifies, and people and machines sign in as on AWS."""

import base64
import json
from typing import Any

import httpx
import pytest

from infra.local.accounts import Account

pytestmark = pytest.mark.local

JOBS = "/api/v1/jobs"


def ask(stack: Any, path: str = JOBS, *, token: str | None = None) -> int:
    """Return the status of a GET."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return httpx.get(f"{stack.url}{path}", headers=headers, timeout=30).status_code


def claims(token: str) -> dict[str, Any]:
    """Return what a token says, unverified."""
    body = token.split(".")[1]
    read: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return read


def test_without_a_token_nobody_gets_in(stack: Any) -> None:
    """Health is open, jobs are not."""
    assert ask(stack) == 401
    assert ask(stack, "/api/v1/jobs/health") == 200


def test_a_changed_token_is_refused(stack: Any) -> None:
    """The signature is verified: other claims under the same signature are worth nothing."""
    head, body, signature = stack.token().split(".")
    forged = {**claims(f"{head}.{body}."), "cognito:groups": ["operators"]}
    changed = base64.urlsafe_b64encode(json.dumps(forged).encode()).decode().rstrip("=")
    assert ask(stack, token=f"{head}.{changed}.{signature}") == 401


@pytest.mark.parametrize("group", ["operators", "standard"])
def test_a_changed_group_is_refused(stack: Any, group: str) -> None:
    """Neither rights nor tiers can be written by whoever holds the token."""
    head, body, signature = stack.token().split(".")
    changed = {**claims(f"{head}.{body}."), "cognito:groups": [group]}
    forged = base64.urlsafe_b64encode(json.dumps(changed).encode()).decode().rstrip("=")
    assert ask(stack, token=f"{head}.{forged}.{signature}") == 401


def test_a_token_that_says_it_is_unsigned_is_refused(stack: Any) -> None:
    """alg=none (RFC 8725), with the claims of a good token and the name of a good key."""
    head, body, _ = stack.token().split(".")
    header = {**claims(f".{head}."), "alg": "none"}
    unsigned = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    assert ask(stack, token=f"{unsigned}.{body}.") == 401


def test_an_id_token_is_not_an_access_token(stack: Any) -> None:
    """It says who somebody is, not what may be done in their name: it has no scope, and is refused for that."""
    person = Account("ida@example.com")
    stack.token(person)
    password = "aA1!" + "long enough for everybody"
    cognito = stack.aws("cognito-idp")
    pool = stack.outputs["UserPoolId"]
    cognito.admin_set_user_password(UserPoolId=pool, Username=person.email, Password=password, Permanent=True)
    tokens = cognito.initiate_auth(
        ClientId=stack.outputs["UserPoolClientId"],
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": person.email, "PASSWORD": password},
    )["AuthenticationResult"]
    assert ask(stack, token=tokens["AccessToken"]) == 200
    assert claims(tokens["IdToken"])["token_use"] == "id"
    assert ask(stack, token=tokens["IdToken"]) == 403


def test_people_sign_in_with_their_groups(stack: Any) -> None:
    """A person's access token carries the groups that make tier and rights."""
    account = Account("somebody@example.com", ("standard",))
    token = stack.token(account)
    assert claims(token)["cognito:groups"] == ["standard"]
    assert claims(token)["sub"] == stack.subject(account)
    assert ask(stack, token=token) == 200


def test_signing_in_again_leaves_earlier_tokens_valid(stack: Any) -> None:
    """`make token` in one window does not throw out another."""
    first, second = stack.token(), stack.token()
    assert ask(stack, token=first) == ask(stack, token=second) == 200


def test_machines_sign_in_by_client_credentials(stack: Any) -> None:
    """A machine's token carries our scope and opens the same routes."""
    token = stack.machine_token("reelwright/jobs")
    assert claims(token)["scope"] == "reelwright/jobs"
    assert ask(stack, token=token) == 200
