"""The caller of the API, built from the claims of a verified token only."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from reelwright.jobs.priority import TIERS, Tier
from reelwright.values import Value

OPERATORS: Final = "operators"
"""The group whose members may act for others."""
OPERATOR_SCOPE: Final = "reelwright/operate"


_COGNITO_GROUPS: Final = "cognito:groups"
_CLIENT: Final = "client_id"
"""The client that a token was issued to (RFC 9068)."""


class ClaimNames(Value):
    """The names of the claims that are read; the defaults are Cognito's.

    Groups are tiers and `operators`; `groups_prefix` goes before the name is read (`reelwright-premium`, `/premium`). With
    `tier_claim` the tier is also a claim of its own, and with `operator_claim` the operators are those whose claim is exactly
    `true` or `operators`. Scopes stand in `scope` or, as other issuers have it, in `scp`.
    """

    groups_claim: str = _COGNITO_GROUPS
    groups_prefix: str = ""
    tier_claim: str = ""
    operator_claim: str = ""
    scope_claim: str = "scope"


class Caller(Value):
    """The owner of a verified token. An operator may act for others and see everything."""

    user_id: str
    tier: Tier
    operator: bool = False

    def may_see(self, owner: str) -> bool:
        """Check whether the caller may see resources of `owner`."""
        return self.operator or owner == self.user_id


def caller_from(
    claims: Mapping[str, object], names: ClaimNames, client_tiers: Mapping[str, Tier] = MappingProxyType({})
) -> Caller | None:
    """Build the caller from verified claims; None if they name no user.

    The tier is the highest that they name, `free` without one; an unknown word names none. `client_tiers` gives machines
    theirs: the client that a token was issued to -> tier.
    """
    subject = claims.get("sub")
    if not subject:
        return None
    groups = _groups(claims, names)
    named = groups | {_single(claims.get(names.tier_claim)) if names.tier_claim else ""}
    named.add(client_tiers.get(str(claims.get(_CLIENT) or ""), ""))
    claimed = _single(claims.get(names.operator_claim)) if names.operator_claim else ""
    return Caller(
        user_id=str(subject),
        tier=next((one for one in reversed(TIERS) if one in named), "free"),
        operator=OPERATORS in groups
        or claimed in {OPERATORS, "true"}
        or OPERATOR_SCOPE in _elements(claims.get(names.scope_claim)),
    )


def _groups(claims: Mapping[str, object], names: ClaimNames) -> set[str]:
    """Read the groups that are tiers or operators, without their prefix.

    The HTTP API formats a list as `[a b]`, in which two groups look like one whose name has a blank, and some issuers let
    users create groups. So a list of several words gives no rights. Names of Cognito's groups have no blanks (API reference,
    CreateGroup), so Cognito's list counts, but only if each of its words is `operators` or a tier.
    """
    claim = claims.get(names.groups_claim)
    elements = _elements(claim)
    found = {one.removeprefix(names.groups_prefix) for one in elements if one.startswith(names.groups_prefix)}
    known = found & {OPERATORS, *TIERS}
    if isinstance(claim, (list, tuple)) or len(elements) == 1:
        return known
    return known if names.groups_claim == _COGNITO_GROUPS and len(known) == len(elements) else set()


def _elements(claim: object) -> set[str]:
    """Split a claim at blanks: a JSON list, or a text such as `a`, `a b` or `[a b]`. A comma is part of a name."""
    if isinstance(claim, (list, tuple)):
        return set(map(str, claim))
    return set(_unbracketed(claim).split())


def _single(claim: object) -> str:
    """Read a claim with one value, which may be the only element of a list."""
    if isinstance(claim, bool):
        return "true" if claim else ""
    return str(claim[0]) if isinstance(claim, (list, tuple)) and len(claim) == 1 else _unbracketed(claim)


def _unbracketed(claim: object) -> str:
    text = str(claim or "")
    return text[1:-1] if text.startswith("[") and text.endswith("]") else text
