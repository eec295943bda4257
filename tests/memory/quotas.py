"""The counters of users in dictionaries."""

import threading
from collections import Counter as Count
from collections.abc import Sequence
from datetime import datetime

from reelwright.jobs.quota import Charge, Counter
from reelwright.ports import Clock, WaitPlace


class MemoryQuotas:
    """`ports.Quotas` in memory; the docstrings of the port hold. `lock` is that of the jobs, which share the counters."""

    def __init__(self, clock: Clock) -> None:
        self.lock = threading.RLock()
        self._clock = clock
        self._spent: Count[tuple[str, str, str]] = Count()
        self._places: list[WaitPlace] = []

    def charge(self, user_id: str, charges: Sequence[Charge]) -> Charge | None:
        """Add all charges or none."""
        with self.lock:
            over = self.over(user_id, charges)
            if over is None:
                for one in charges:
                    self._spent[user_id, one.counter, one.period] += one.amount
            return over

    def over(self, user_id: str, charges: Sequence[Charge]) -> Charge | None:
        """Return the first charge that does not fit."""
        return next((one for one in charges if not self._fits(user_id, one)), None)

    def spent(self, user_id: str, counter: Counter, period: str) -> int:
        """Return a counter."""
        return self._spent[user_id, counter, period]

    def hold(self, user_id: str, holder: str, *, own: int, shared: int, until: datetime) -> WaitPlace | None:
        """Hold a place."""
        with self.lock:
            held = [place for place in self._places if place.until > self._clock()]
            mine = [place for place in held if place.user_id == user_id]
            if len(mine) >= own or len(held) >= shared:
                return None
            place = WaitPlace(user_id=user_id, holder=holder, own=len(mine), shared=len(held), until=until)
            self._places = [*held, place]
            return place

    def free(self, place: WaitPlace) -> None:
        """Free a place."""
        with self.lock:
            self._places = [one for one in self._places if one.holder != place.holder]

    def _fits(self, user_id: str, charge: Charge) -> bool:
        spent = self._spent[user_id, charge.counter, charge.period]
        return charge.limit is None or spent + charge.amount <= charge.limit
