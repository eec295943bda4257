"""The counters of what one user may use."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from reelwright.jobs.quota import Charge, Counter
from reelwright.values import Value


class WaitPlace(Value):
    """A held place: one of the user's own and one of those that all users share. Each is free again after `until`."""

    user_id: str
    holder: str
    own: int
    shared: int
    until: datetime


class Quotas(Protocol):
    """The counters of users by day and minute, and the places that requests hold for a short time."""

    def charge(self, user_id: str, charges: Sequence[Charge]) -> Charge | None:
        """Add all charges or none; return the first charge whose limit would be exceeded, None if all were added.

        A lost response does not charge twice: the store's client repeats a call with the same token.
        """

    def spent(self, user_id: str, counter: Counter, period: str) -> int:
        """Return a counter, strongly consistent; 0 if nothing was charged."""

    def hold(self, user_id: str, holder: str, *, own: int, shared: int, until: datetime) -> WaitPlace | None:
        """Hold a place until it is freed or `until` has passed; None if all `own` or all `shared` places are held.

        Never more than `own` places of one user and `shared` places of all are held. If nearly all shared places are held,
        the result may be None although one is free: at most four are tried.
        """

    def free(self, place: WaitPlace) -> None:
        """Free a place; a no-op if it is free or another holder has it by now."""
