"""Who asks, by the claims of any issuer."""

import pytest

from reelwright.jobs.caller import Caller, ClaimNames, caller_from

COGNITO = ClaimNames()
ROLES = ClaimNames(groups_claim="roles", groups_prefix="reelwright-", scope_claim="scp")
PLAN = ClaimNames(groups_claim="groups", groups_prefix="/", tier_claim="https://example.com/plan")


@pytest.mark.parametrize(
    ("names", "claims", "tier", "operator"),
    [
        (COGNITO, {}, "free", False),
        (COGNITO, {"cognito:groups": "[free premium]"}, "premium", False),
        (COGNITO, {"cognito:groups": ["standard", "operators"]}, "standard", True),
        (COGNITO, {"groups": "[operators premium]"}, "free", False),
        (ROLES, {"roles": "[reelwright-premium reelwright-operators]"}, "premium", True),
        (ROLES, {"roles": "[premium operators]"}, "free", False),
        (ROLES, {"scp": "reelwright/jobs reelwright/operate"}, "free", True),
        (ROLES, {"scope": "reelwright/operate"}, "free", False),
        (PLAN, {"https://example.com/plan": "standard"}, "standard", False),
        (PLAN, {"https://example.com/plan": "operators", "groups": "[/premium]"}, "premium", False),
        (PLAN, {"https://example.com/plan": "platinum"}, "free", False),
    ],
)
def test_tier_and_role_are_read_where_the_issuer_writes_them(
    names: ClaimNames, claims: dict[str, object], tier: str, *, operator: bool
) -> None:
    """And nowhere else: a claim that the settings do not name gives no rights."""
    assert caller_from({"sub": "u1", **claims}, names) == Caller(user_id="u1", tier=tier, operator=operator)


@pytest.mark.parametrize("claims", [{}, {"sub": ""}, {"cognito:groups": "[operators]"}])
def test_a_token_that_names_nobody_is_nobodys(claims: dict[str, object]) -> None:
    """Whatever else it says."""
    assert caller_from(claims, COGNITO) is None
