"""Who gets in: the authorizer really verifies, and people and machines sign in as on AWS."""

import base64
import json
from typing import Any

import httpx
import pytest
from botocore.exceptions import ClientError

from infra.local.accounts import Account
from infra.local.errors import LocalStackError
from infra.local.sign_in import SignIn

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
    page = SignIn(stack.place.endpoint, stack.outputs["UserPoolClientId"])
    tokens = page.tokens(person.email, password, scope="openid reelwright/jobs")
    assert ask(stack, token=tokens["access_token"]) == 200
    assert claims(tokens["id_token"])["token_use"] == "id"
    assert ask(stack, token=tokens["id_token"]) == 403
    with pytest.raises(LocalStackError, match="could not sign in"):
        page.tokens(person.email, "another password")


def test_a_token_changes_nothing_of_its_account(stack: Any) -> None:
    """M6: it carries the API's scope alone, and the password buys no other token than the page's."""
    token = stack.token()
    assert claims(token)["scope"] == "reelwright/jobs"
    target = "AWSCognitoIdentityProviderService.UpdateUserAttributes"
    body = {"AccessToken": token, "UserAttributes": [{"Name": "email", "Value": "eve@example.com"}]}
    headers = {"x-amz-target": target, "content-type": "application/x-amz-json-1.1"}
    changed = httpx.post(stack.place.endpoint, json=body, headers=headers)
    assert (changed.status_code, changed.json()["__type"]) == (403, "MissingAuthenticationToken")
    cognito = stack.aws("cognito-idp")
    with pytest.raises(ClientError, match="USER_PASSWORD_AUTH flow not enabled"):
        cognito.initiate_auth(
            ClientId=stack.outputs["UserPoolClientId"],
            AuthFlow="USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": "developer@reelwright.localhost", "PASSWORD": "any"},
        )


def test_nobody_makes_an_account_for_themselves(stack: Any) -> None:
    """L7: the emulator would take a SignUp although the pool refuses it; the guard does not let it through."""
    headers = {"x-amz-target": "AWSCognitoIdentityProviderService.SignUp"}
    body = {"ClientId": stack.outputs["UserPoolClientId"], "Username": "eve@example.com", "Password": "aA1!aA1!aA1!"}
    assert httpx.post(stack.place.endpoint, json=body, headers=headers).status_code == 403


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


def test_a_machine_is_no_operator_and_has_the_tier_of_its_client(stack: Any) -> None:
    """M5: a request without scope gets the client's one; operators' programs have a client of their own."""
    machine, operator = stack.machine_token(), stack.machine_token("reelwright/operate")
    assert claims(machine)["scope"] == "reelwright/jobs"
    assert claims(machine)["sub"] != claims(operator)["sub"]
    assert (ask(stack, "/api/v1/queues", token=machine), ask(stack, "/api/v1/queues", token=operator)) == (403, 200)
    tried = httpx.post(
        f"{stack.url}{JOBS}?dry_run=true",
        json={"video_request": {"script_content": "Bees see colours."}},
        headers={"authorization": f"Bearer {machine}"},
        timeout=30,
    )
    assert tried.json()["tier"] == "standard", tried.text
