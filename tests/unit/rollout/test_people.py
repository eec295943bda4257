"""`make user` adds a person or changes their tier; it can be repeated."""

import json
from typing import Any

import pytest

from infra.environments import ENVIRONMENTS
from infra.rollout.errors import RolloutError
from infra.rollout.people import add_person
from infra.rollout.target import Target, target_on_aws
from tests.unit.rollout.accounts import Answer, GivenClients, refusal

EMAIL = "ann@example.com"
TAKEN = refusal("UsernameExistsException", "User account already exists")


class Pool:
    """A user pool with one person, as far as groups go."""

    def __init__(self, *groups: str, exists: bool = True) -> None:
        self.groups, self.exists = set(groups), exists
        self.invitations: list[dict[str, Any]] = []

    def answers(self) -> dict[str, Answer | dict[str, Any]]:
        """Return the pool's answers."""
        return {
            "cognito-idp.AdminCreateUser": self._create,
            "cognito-idp.AdminListGroupsForUser": lambda _: {
                "Groups": [{"GroupName": one} for one in sorted(self.groups)]
            },
            "cognito-idp.AdminAddUserToGroup": lambda call: self._change(call, self.groups.add),
            "cognito-idp.AdminRemoveUserFromGroup": lambda call: self._change(call, self.groups.remove),
        }

    def _create(self, call: dict[str, Any]) -> dict[str, Any]:
        if self.exists:
            return TAKEN(call)
        self.invitations.append(json.loads(call["body"]))
        return {"User": {}}

    def _change(self, call: dict[str, Any], change: Any) -> dict[str, Any]:
        change(json.loads(call["body"])["GroupName"])
        return {}


def added(pool: Pool, tier: str, *, email: str = EMAIL, is_operator: bool = False, mail: bool = True) -> list[str]:
    """Add a person to a pool; return the lines that were printed."""
    said: list[str] = []
    outputs = {"UserPoolId": "eu-central-1_abc"}
    target = Target(ENVIRONMENTS["dev"], GivenClients(pool.answers()), outputs, url="", tokens_at="", sends_mail=mail)
    add_person(target, email, tier, is_operator=is_operator, say=lambda line: said.append(str(line)))
    return said


def test_a_new_person_is_invited_by_mail() -> None:
    """Cognito makes the password; the local stack sends nothing."""
    pool = Pool(exists=False)
    said = added(pool, "premium")
    assert (pool.groups, pool.invitations[0]["DesiredDeliveryMediums"]) == ({"premium"}, ["EMAIL"])
    assert "temporary password" in said[1]
    here = Pool(exists=False)
    added(here, "premium", mail=False)
    assert here.invitations[0]["MessageAction"] == "SUPPRESS"


def test_a_person_has_one_tier() -> None:
    """A new one replaces the old one; groups of others stay; a repeat changes nothing."""
    pool = Pool("free", "book-club")
    assert "changed" in added(pool, "premium", is_operator=True)[0]
    assert pool.groups == {"premium", "operators", "book-club"}
    assert "unchanged" in added(pool, "premium", is_operator=True)[0]


@pytest.mark.parametrize(
    ("email", "tier", "words"), [("ann", "premium", "e-mail"), (EMAIL, "gold", "free, standard, premium")]
)
def test_a_slip_is_explained(email: str, tier: str, words: str) -> None:
    """Before the pool is called."""
    with pytest.raises(RolloutError, match=words):
        added(Pool(), tier, email=email)


def test_a_stack_that_is_not_there_is_named() -> None:
    """With the command that makes it."""
    clients = GivenClients({"cloudformation.DescribeStacks": refusal("ValidationError", "Stack does not exist")})
    with pytest.raises(RolloutError, match="make deploy ENVIRONMENT=dev"):
        target_on_aws(ENVIRONMENTS["dev"], clients)


def test_a_foreign_issuer_has_no_people_here() -> None:
    """Its own console adds them."""
    answer = {
        "Stacks": [
            {
                "StackName": "reelwright-dev",
                "StackStatus": "CREATE_COMPLETE",
                "Outputs": [
                    {"OutputKey": "ApiUrl", "OutputValue": "https://api/"},
                    {"OutputKey": "TokenIssuer", "OutputValue": "https://login.example.com"},
                ],
            }
        ]
    }
    target = target_on_aws(ENVIRONMENTS["dev"], GivenClients({"cloudformation.DescribeStacks": answer}))
    with pytest.raises(RolloutError, match=r"login\.example\.com"):
        _ = target.pool_id
    assert target.url == "https://api"
