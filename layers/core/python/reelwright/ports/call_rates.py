"""The rates of calls of providers, shared by every process."""

from datetime import datetime
from typing import Protocol

from reelwright.providers.limits import Pace, Turn


class CallRates(Protocol):
    """Plans the calls of all processes, so that none of a provider's limits is exceeded by our own burst.

    Never raises the store's errors: a call whose turn cannot be planned goes at once, and what the provider answers to it
    (429) is waited for, as without a limit.
    """

    def take(self, pace: Pace, *, now: datetime, most_seconds: float) -> Turn:
        """Plan one order, in one conditional write; not granted, and nothing planned, if it would wait for longer.

        A turn that is not used is lost: the provider is called a little later than it could be.
        """

    def hold(self, pace: Pace, *, until: datetime) -> None:
        """Let no process call before a time: the provider said so. An earlier time than the planned one is a no-op."""
