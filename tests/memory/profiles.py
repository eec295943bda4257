"""The profiles of users in a dictionary."""

from reelwright.jobs.brand import Brand
from reelwright.jobs.caller import Caller
from reelwright.ports import Clock, Profile


class MemoryProfiles:
    """`ports.Profiles` in memory; the docstrings of the port hold."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._profiles: dict[str, Profile] = {}
        self._brands: dict[str, Brand] = {}

    def see(self, caller: Caller) -> None:
        """Note the caller's tier."""
        self._profiles[caller.user_id] = Profile(user_id=caller.user_id, tier=caller.tier, seen_at=self._clock())

    def get(self, user_id: str) -> Profile | None:
        """Return the user's profile."""
        return self._profiles.get(user_id)

    def brand(self, user_id: str) -> Brand | None:
        """Return the user's saved brand."""
        return self._brands.get(user_id)

    def keep_brand(self, user_id: str, brand: Brand) -> None:
        """Save the user's brand."""
        self._brands[user_id] = brand
