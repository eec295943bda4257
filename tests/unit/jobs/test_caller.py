"""Who asks, by the claims of any issuer."""

import pytest

from reelwright.jobs.caller import Caller, ClaimNames, caller_from
from reelwright.jobs.priority import Tier

COGNITO = ClaimNames()
ROLES = ClaimNames(groups_claim="roles", groups_prefix="reelwright-", scope_claim="scp")
FLAG = ClaimNames(groups_claim="groups", operator_claim="operates")
PLAN = ClaimNames(groups_claim="groups", groups_prefix="/", tier_claim="https://example.com/plan")


@pytest.mark.parametrize(
    ("names", "claims", "tier", "operator"),
    [
        (COGNITO, {}, "free", False),
        (COGNITO, {"cognito:groups": "[free premium]"}, "premium", False),
        (COGNITO, {"cognito:groups": ["standard", "operators"]}, "standard", True),
        (COGNITO, {"groups": "[operators premium]"}, "free", False),
        (COGNITO, {"cognito:groups": "[operators premium]"}, "premium", True),
        (ROLES, {"roles": "[reelwright-operators]"}, "free", True),
        (ROLES, {"roles": ["reelwright-premium", "reelwright-operators", "other"]}, "premium", True),
        (ROLES, {"roles": "[premium operators]"}, "free", False),
        (ROLES, {"scp": "reelwright/jobs reelwright/operate"}, "free", True),
        (ROLES, {"scope": "reelwright/operate"}, "free", False),
        (PLAN, {"https://example.com/plan": "standard"}, "standard", False),
        (PLAN, {"https://example.com/plan": "operators", "groups": "[/premium]"}, "premium", False),
        (PLAN, {"https://example.com/plan": "platinum"}, "free", False),
        (PLAN, {"https://example.com/plan": "[standard]"}, "standard", False),
        (FLAG, {"operates": "true", "groups": "[premium]"}, "premium", True),
        (FLAG, {"operates": True}, "free", True),
        (FLAG, {"operates": "operators"}, "free", True),
        (FLAG, {"operates": "false"}, "free", False),
    ],
)
def test_tier_and_role_are_read_where_the_issuer_writes_them(
    names: ClaimNames, claims: dict[str, object], tier: str, *, operator: bool
) -> None:
    """And nowhere else: a claim that the settings do not name gives no rights."""
    assert caller_from({"sub": "u1", **claims}, names) == Caller(user_id="u1", tier=tier, operator=operator)


AMBIGUOUS: list[tuple[ClaimNames, dict[str, object]]] = [
    (COGNITO, {"cognito:groups": "[my operators]"}),
    (COGNITO, {"cognito:groups": "[team,operators]"}),
    (COGNITO, {"cognito:groups": ["my operators", "team,operators", "operators "]}),
    (COGNITO, {"cognito:groups": "[premium (trial ended)]"}),
    (ROLES, {"roles": "[x reelwright-operators]"}),
    (ROLES, {"roles": "[reelwright-premium reelwright-operators]"}),
    (ROLES, {"roles": "[reelwright-my operators]"}),
    (ROLES, {"roles": "reelwright-premium,reelwright-operators"}),
    (ROLES, {"scp": "reelwright/jobs,reelwright/operate"}),
    (PLAN, {"https://example.com/plan": "premium (trial ended)"}),
    (PLAN, {"https://example.com/plan": "[standard premium]"}),
    (PLAN, {"https://example.com/plan": ["standard", "premium"]}),
    (FLAG, {"operates": "true operators"}),
    (FLAG, {"operates": "[my operators]"}),
]


@pytest.mark.parametrize(("names", "claims"), AMBIGUOUS)
def test_a_name_that_only_contains_a_word_of_ours_gives_no_rights(names: ClaimNames, claims: dict[str, object]) -> None:
    """H5: the HTTP API writes `["my operators"]` as `[my operators]`, and at many issuers users name their groups."""
    assert caller_from({"sub": "u1", **claims}, names) == Caller(user_id="u1", tier="free")


def test_machines_get_their_tier_by_their_client() -> None:
    """M5: they are in no group; a client that the settings do not name is `free`, and people's clients are not named."""
    tiers: dict[str, Tier] = {"m2m": "standard"}
    claims = {"sub": "m2m", "client_id": "m2m", "scope": "reelwright/jobs"}
    assert caller_from(claims, COGNITO, tiers) == Caller(user_id="m2m", tier="standard")
    assert caller_from(claims | {"client_id": "other"}, COGNITO, tiers) == Caller(user_id="m2m", tier="free")
    assert caller_from({"sub": "m2m", "username": "m2m"}, COGNITO, tiers) == Caller(user_id="m2m", tier="free")


@pytest.mark.parametrize("claims", [{}, {"sub": ""}, {"cognito:groups": "[operators]"}])
def test_a_token_that_names_nobody_is_nobodys(claims: dict[str, object]) -> None:
    """Whatever else it says."""
    assert caller_from(claims, COGNITO) is None
