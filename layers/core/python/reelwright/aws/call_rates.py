"""Rates of calls on the one table: a row a limit, with the time until which calls are planned. A turn is one write."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Final

from botocore.exceptions import BotoCoreError, ClientError

from reelwright.aws import keys
from reelwright.aws.keys import Key
from reelwright.aws.table import Table
from reelwright.aws.writes import ABSENT, Condition, Write, equals
from reelwright.errors import ServiceFaultError
from reelwright.providers.limits import Pace, Turn, microseconds

_FREE_AT: Final = "free_at"
_ROUNDS: Final = 4
"""A lost race is another process's turn, after which adding to the row succeeds."""
_logger: Final = logging.getLogger(__name__)


class DynamoCallRates:
    """`ports.CallRates` on the table. `random` (0-1) chooses among the rows of a limit that has several."""

    def __init__(self, table: Table, *, random: Callable[[], float]) -> None:
        self._table, self._random = table, random
        self._seen: dict[Key, int] = {}

    def take(self, pace: Pace, *, now: datetime, most_seconds: float) -> Turn:
        """Add to the row while calls are planned, else begin anew from now."""
        row = min(int(self._random() * pace.rows), pace.rows - 1)
        key, at = keys.pace_key(pace.name, row), microseconds(now.timestamp())
        try:
            return self._taken(key, pace, at, most_seconds)
        except (BotoCoreError, ClientError, ServiceFaultError) as fault:
            _logger.warning("a call of %s goes without a turn: %s", pace.name, fault)
            return Turn(0.0)

    def hold(self, pace: Pace, *, until: datetime) -> None:
        """Move the planned time of every row on, where it is earlier."""
        end = microseconds(until.timestamp()) + pace.at_once * pace.step
        earlier = Condition(expression=f"attribute_not_exists(#{_FREE_AT}) OR #{_FREE_AT} < :end", values={":end": end})
        try:
            for row in range(pace.rows):
                key = keys.pace_key(pace.name, row)
                self._table.write(Write(action="Update", key=key, condition=earlier, assign={_FREE_AT: end}))
        except (BotoCoreError, ClientError, ServiceFaultError) as fault:
            _logger.warning("the wait of %s was not recorded: %s", pace.name, fault)

    def _taken(self, key: Key, pace: Pace, now: int, most_seconds: float) -> Turn:
        known = self._seen.get(key, 0)
        for _ in range(_ROUNDS):
            # The planned time never goes back: one that is too far away is refused without a call.
            wait = pace.wait(pace.planned(known, now), now)
            if wait > most_seconds:
                return Turn(wait, granted=False)
            planned = self._added(key, pace, now, most_seconds)
            if planned is not None:
                self._seen[key] = planned
                return Turn(pace.wait(planned, now))
            item = self._table.get(key)
            known = 0 if item is None else int(item[_FREE_AT])
            self._seen[key] = known
            if known < now and self._begun(key, pace.planned(known, now), known):
                return Turn(pace.wait(pace.planned(known, now), now))
        return Turn(pace.step / 1e6, granted=False)

    def _added(self, key: Key, pace: Pace, now: int, most_seconds: float) -> int | None:
        """Plan the order after the others; None if none is planned, or too many are."""
        latest = now + microseconds(most_seconds) + (pace.at_once - pace.calls) * pace.step
        condition = Condition(
            expression=f"#{_FREE_AT} BETWEEN :now AND :latest", values={":now": now, ":latest": max(now, latest)}
        )
        write = Write(action="Update", key=key, condition=condition, add={_FREE_AT: pace.calls * pace.step})
        found = self._table.update(write)
        return None if found is None else int(found[_FREE_AT])

    def _begun(self, key: Key, planned: int, known: int) -> bool:
        """Plan the first order after a pause; False if another process did."""
        condition = equals(**{_FREE_AT: known}) if known else Condition(expression=ABSENT)
        return self._table.write(Write(action="Put", key=key, condition=condition, item={_FREE_AT: planned}))
