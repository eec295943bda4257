"""The people of a user pool, and the tokens of its machine clients, by calls that work on AWS and on the emulator."""

import http.client
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, Literal
from urllib.parse import urlencode, urlsplit

from reelwright.jobs.caller import OPERATOR_SCOPE

FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
SECONDS: Final = 30

Change = Literal["created", "changed", "unchanged"]


class RefusedGrantError(Exception):
    """The token endpoint refused a grant. The message has its address and answer."""


def ensure_person(
    cognito: Any, pool_id: str, email: str, groups: Sequence[str], *, leave: Collection[str] = (), invite: bool
) -> Change:
    """Create a person, or change the groups of an existing one, who joins `groups` and leaves all other groups of `leave`.

    `invite` sends an e-mail with a temporary password.
    """
    attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": "true"}]
    how: dict[str, Any] = {"DesiredDeliveryMediums": ["EMAIL"]} if invite else {"MessageAction": "SUPPRESS"}
    created = True
    try:
        cognito.admin_create_user(UserPoolId=pool_id, Username=email, UserAttributes=attributes, **how)
    except cognito.exceptions.UsernameExistsException:
        created = False
    moved = _regroup(cognito, {"UserPoolId": pool_id, "Username": email}, frozenset(groups), frozenset(leave))
    return "created" if created else "changed" if moved else "unchanged"


def _regroup(cognito: Any, person: Mapping[str, str], wanted: frozenset[str], leave: frozenset[str]) -> bool:
    has = {group["GroupName"] for group in cognito.admin_list_groups_for_user(**person)["Groups"]}
    joins, leaves = wanted - has, (has & leave) - wanted
    for group in sorted(joins):
        cognito.admin_add_user_to_group(**person, GroupName=group)
    for group in sorted(leaves):
        cognito.admin_remove_user_from_group(**person, GroupName=group)
    return bool(joins or leaves)


def machine_token(cognito: Any, outputs: Mapping[str, str], endpoint: str, *, scopes: Sequence[str]) -> str:
    """Request a machine's access token (client-credentials grant); without scopes, for all scopes of its client.

    The scope `reelwright/operate` selects the operators' client, everything else the other machines' client. Raises
    RefusedGrantError, and ClientError if the caller may not read the client's secret (`cognito-idp:DescribeUserPoolClient`).
    """
    client_id = outputs["OperatorClientId" if OPERATOR_SCOPE in scopes else "MachineClientId"]
    described = cognito.describe_user_pool_client(UserPoolId=outputs["UserPoolId"], ClientId=client_id)
    form = {
        "grant_type": "client_credentials",
        "client_id": client_id,
        "client_secret": described["UserPoolClient"]["ClientSecret"],
        **({"scope": " ".join(scopes)} if scopes else {}),
    }
    return exchanged(endpoint, form)["access_token"]


def exchanged(endpoint: str, grant: Mapping[str, str]) -> dict[str, str]:
    """Exchange a grant for tokens; raises RefusedGrantError if the endpoint refuses it."""
    status, _, body = ask(endpoint, "POST", "/oauth2/token", grant)
    if status != http.HTTPStatus.OK:
        raise RefusedGrantError(f"no token at {endpoint}: {body}")
    return {name: str(value) for name, value in json.loads(body).items()}


def ask(endpoint: str, method: str, target: str, form: Mapping[str, str] | None = None) -> tuple[int, str, str]:
    """Send a request; return status, Location and body. A redirect is not followed, because its URL has the code."""
    parts = urlsplit(endpoint)
    secure = parts.scheme == "https"
    connection = (http.client.HTTPSConnection if secure else http.client.HTTPConnection)(parts.netloc, timeout=SECONDS)
    try:
        connection.request(method, target, urlencode(form).encode() if form else None, FORM if form else {})
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location", ""), answer.read().decode()
    finally:
        connection.close()
