"""`ports.Profiles` on the table."""

from datetime import datetime, timedelta
from typing import Final

from reelwright.aws import keys
from reelwright.aws.items import attributes_of, fields_of
from reelwright.aws.table import Table
from reelwright.aws.writes import Write
from reelwright.jobs.brand import Brand
from reelwright.jobs.caller import Caller
from reelwright.jobs.priority import Tier
from reelwright.ports import Clock, Profile

_FRESH: Final = timedelta(hours=1)
_REMEMBERED: Final = 1_000
"""Users of whom a process remembers that their profile is fresh."""


class DynamoProfiles:
    """`ports.Profiles`; the docstrings of the port hold."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock
        self._written: dict[tuple[str, Tier], datetime] = {}

    def see(self, caller: Caller) -> None:
        """Write the profile, unless this process did within the last hour."""
        now, seen = self._clock(), (caller.user_id, caller.tier)
        written = self._written.get(seen)
        if written is not None and now - written < _FRESH:
            return
        profile = Profile(user_id=caller.user_id, tier=caller.tier, seen_at=now)
        self._table.write(Write(action="Put", key=keys.profile_key(caller.user_id), item=attributes_of(profile)))
        if len(self._written) >= _REMEMBERED:
            self._written.clear()
        self._written[seen] = now

    def get(self, user_id: str) -> Profile | None:
        """Read the profile."""
        item = self._table.get(keys.profile_key(user_id))
        return None if item is None else Profile.model_validate(fields_of(Profile, item, frozenset()))

    def brand(self, user_id: str) -> Brand | None:
        """Read the brand's row."""
        item = self._table.get(keys.brand_key(user_id))
        return None if item is None else Brand.model_validate_json(item["brand"])

    def keep_brand(self, user_id: str, brand: Brand) -> None:
        """Write the brand's row whole."""
        stored = {"brand": brand.model_dump_json(exclude_defaults=True)}
        self._table.write(Write(action="Put", key=keys.brand_key(user_id), item=stored))
