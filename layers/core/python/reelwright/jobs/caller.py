"""The caller of the API, built from the claims of a verified token only."""

from collections.abc import Mapping
from typing import Final

from reelwright.jobs.priority import TIERS, Tier
from reelwright.values import Value

OPERATORS: Final = "operators"
"""The group whose members may act for others."""
OPERATOR_SCOPE: Final = "reelwright/operate"


class ClaimNames(Value):
    """The names of the claims that are read; the defaults are Cognito's.

    Groups are tiers and `operators`; `groups_prefix` goes before the name is read (`reelwright-premium`, `/premium`). With
    `tier_claim` the tier is a claim of its own. Scopes stand in `scope` or, as other issuers have it, in `scp`.
    """

    groups_claim: str = "cognito:groups"
    groups_prefix: str = ""
    tier_claim: str = ""
    scope_claim: str = "scope"


class Caller(Value):
    """The owner of a verified token. An operator may act for others and see everything."""

    user_id: str
    tier: Tier
    operator: bool = False

    def may_see(self, owner: str) -> bool:
        """Check whether the caller may see resources of `owner`."""
        return self.operator or owner == self.user_id


def caller_from(claims: Mapping[str, object], names: ClaimNames) -> Caller | None:
    """Build the caller from verified claims; None if they name no user.

    The tier is the highest that they name, `free` without one; an unknown word names none.
    """
    subject = claims.get("sub")
    if not subject:
        return None
    groups = {
        word.removeprefix(names.groups_prefix)
        for word in _words(claims.get(names.groups_claim))
        if word.startswith(names.groups_prefix)
    }
    named = groups | (_words(claims.get(names.tier_claim)) if names.tier_claim else set())
    return Caller(
        user_id=str(subject),
        tier=next((one for one in reversed(TIERS) if one in named), "free"),
        operator=OPERATORS in groups or OPERATOR_SCOPE in _words(claims.get(names.scope_claim)),
    )


def _words(claim: object) -> set[str]:
    """Split a claim into words: one text, a list, or a list as the HTTP API formats it, `[a b]`."""
    text = " ".join(map(str, claim)) if isinstance(claim, (list, tuple)) else str(claim or "")
    return set(text.strip("[]").replace(",", " ").split())
