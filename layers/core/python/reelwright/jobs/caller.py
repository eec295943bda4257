"""Who is asking: what the token says, and nothing else."""

from reelwright.jobs.priority import Tier
from reelwright.values import Value


class Caller(Value):
    """The owner of a verified token. An operator may act for others and see everything."""

    user_id: str
    tier: Tier
    operator: bool = False

    def may_see(self, owner: str) -> bool:
        """Return whether the caller may know of things of `owner`."""
        return self.operator or owner == self.user_id
