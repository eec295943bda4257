"""`make user`: a person who may sign in, with a tier."""

from collections.abc import Callable
from typing import Final, get_args

from infra.environments import GROUPS
from infra.people import ensure_person
from infra.rollout.errors import RolloutError
from infra.rollout.target import Target
from reelwright.jobs.priority import Tier

OPERATORS: Final = "operators"
TIERS: Final[tuple[str, ...]] = get_args(Tier)


def add_person(target: Target, email: str, tier: str, *, is_operator: bool, say: Callable[[str], object]) -> None:
    """Create a person or change their tier; raises RolloutError for a wrong address or tier. A repeat is a no-op."""
    if "@" not in email.strip("@"):
        raise RolloutError(f"{email!r} is not an e-mail address: make user EMAIL=you@example.com TIER=premium")
    if tier not in TIERS:
        raise RolloutError(f"there is no tier {tier!r}: choose one of {', '.join(TIERS)}")
    groups = (tier, OPERATORS) if is_operator else (tier,)
    cognito = target.client("cognito-idp")
    change = ensure_person(cognito, target.pool_id, email, groups, leave=GROUPS, invite=target.sends_mail)
    say(f"{email}: {change}; groups {', '.join(groups)}")
    if change == "created" and target.sends_mail:
        say("Cognito sends them an e-mail with a temporary password, which is valid for 3 days")
    if change == "changed":
        say("a change of groups applies to tokens that are made from now on")
