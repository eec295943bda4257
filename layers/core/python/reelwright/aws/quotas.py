"""`ports.Quotas` on the table: a counter is an item, a place that can be held is one too."""

import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from reelwright.aws import keys
from reelwright.aws.charges import charge_key, charge_write, counted
from reelwright.aws.items import Scalar
from reelwright.aws.table import Table
from reelwright.aws.writes import ABSENT, Condition, Write, equals
from reelwright.jobs.quota import Charge, Counter
from reelwright.pipeline.table import TTL_ATTRIBUTE, stamp
from reelwright.ports import Clock, WaitPlace

if TYPE_CHECKING:
    from datetime import datetime

_SHARED_PROBES: Final = 4
"""Shared places that one call tries: each costs a transaction, and a caller without a place is answered at once."""


class DynamoQuotas:
    """`ports.Quotas`; the docstrings of the port hold."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def charge(self, user_id: str, charges: Sequence[Charge]) -> Charge | None:
        """Add all charges in one transaction."""
        named = {charge.counter: charge for charge in charges}
        now = self._clock()
        failed = self._table.transact({name: charge_write(user_id, charge, now) for name, charge in named.items()})
        return next((charge for name, charge in named.items() if name in failed), None)

    def spent(self, user_id: str, counter: Counter, period: str) -> int:
        """Return a counter."""
        item = self._table.get(charge_key(user_id, counter, period))
        return 0 if item is None else int(item.get(counted(counter), 0))

    def hold(self, user_id: str, holder: str, *, own: int, shared: int, until: "datetime") -> WaitPlace | None:
        """Write one own and one shared place together, each on the condition that it is free.

        Own places are tried in order, so the last one is found whenever it is free. Shared ones start at a number that the
        holder's id gives: simultaneous callers do not all meet at the first.
        """
        start = zlib.crc32(holder.encode())
        numbers = [(start + step) % shared for step in range(min(shared, _SHARED_PROBES))]
        mine = 0
        while mine < own and numbers:
            place = WaitPlace(user_id=user_id, holder=holder, own=mine, shared=numbers[0], until=until)
            failed = self._table.transact({name: self._taken(key, place) for name, key in _keys_of(place).items()})
            if not failed:
                return place
            mine += "own" in failed
            numbers = numbers["shared" in failed :]
        return None

    def free(self, place: WaitPlace) -> None:
        """Remove both rows, if this holder still has them."""
        for key in _keys_of(place).values():
            self._table.write(Write(action="Delete", key=key, condition=equals(holder=place.holder)))

    def _taken(self, key: keys.Key, place: WaitPlace) -> Write:
        gone = Condition(expression=f"{ABSENT} OR #until <= :now", values={":now": stamp(self._clock())})
        item: dict[str, Scalar] = {
            "holder": place.holder,
            "until": stamp(place.until),
            TTL_ATTRIBUTE: int(place.until.timestamp()),
        }
        return Write(action="Put", key=key, condition=gone, item=item)


def _keys_of(place: WaitPlace) -> dict[str, keys.Key]:
    return {"own": keys.own_place_key(place.user_id, place.own), "shared": keys.shared_place_key(place.shared)}
