"""Circuit breakers on the one table: a row per provider, written on the condition that it has not changed since the read.

A missing row is a closed breaker, so a provider without failures costs one read in 5 s and no write. Each write leaves a
unique mark: if a repeated write finds its own mark, only the response was lost.
"""

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from botocore.exceptions import BotoCoreError, ClientError

from reelwright.aws import keys
from reelwright.aws.items import breaker_attributes, breaker_of
from reelwright.aws.table import Table
from reelwright.aws.writes import Condition, Write, equals
from reelwright.pipeline.breaker import (
    FAILURES_TO_OPEN,
    Breaker,
    BreakerEvent,
    BreakerTimes,
    Permission,
    apply,
    failure_event,
    has_opened,
    may_probe,
    permission,
    success_event,
)
from reelwright.pipeline.table import stamp

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

FRESH_SECONDS: Final = 5.0
"""Maximum age of a process's cached read, and so the delay until it notices that a provider is down."""
_TRIES: Final = 2 * FAILURES_TO_OPEN + 2
"""Each lost race is another process's write, and after a few consecutive failures the breaker is open and needs no more
writes. If all tries lose, this call's end is one of many concurrent ones and is dropped."""

_UNMARKED: Final = "attribute_not_exists(#mark)"
"""The condition that the breaker was never written, though its fallbacks may be counted."""

_logger: Final = logging.getLogger(__name__)


class DynamoBreakers:
    """`ports.Breakers` on one DynamoDB table (`pipeline.table`)."""

    def __init__(
        self,
        table_name: str,
        client: "DynamoDBClient",
        *,
        times: BreakerTimes | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._table = Table(table_name, client, sleep)
        self._times = times or BreakerTimes()
        self._seen: dict[str, tuple[datetime, Breaker]] = {}

    def allow(self, provider: str, *, now: datetime) -> Permission:
        """Return whether the provider may be called, and whether the caller is the probe."""
        breaker = self._recent(provider, now)
        if may_probe(breaker, now=now):
            token = uuid.uuid4().hex
            _, breaker = self._change(provider, now, self._moving(BreakerEvent.PROBE_TAKEN, now, token))
            if breaker.probe == token:
                return Permission(provider=provider, granted=True, probe=token)
        return permission(breaker, now=now, times=self._times)

    def standing(self, provider: str, *, now: datetime) -> Breaker:
        """Return the breaker from the cache if it is fresh, else from the table."""
        return self._recent(provider, now)

    def record_success(self, permission: Permission, *, now: datetime) -> None:
        """Forget the failures; close after a probe."""
        event = success_event(permission)
        if event is not None:
            self._record(permission, event, now)

    def record_failure(self, permission: Permission, *, now: datetime, reason: str | None = None) -> bool:
        """Count a failure, and return whether it opened the breaker."""
        return self._record(permission, failure_event(permission), now, reason)

    def close(self, provider: str, *, now: datetime) -> Breaker:
        """Close by hand; returns the breaker before."""
        before, _ = self._change(provider, now, self._moving(BreakerEvent.CLOSED_BY_HAND, now, None))
        return before

    def record_fallback(self, provider: str, *, used: str, now: datetime) -> None:
        """Count a fallback by one write without a read, ignoring the table's errors.

        While a provider is down, every scene of every film falls back: a conditional write would be repeated by most of
        them. A change of the breaker at the same moment may lose a count.
        """
        with self._unrecorded("fallback", provider):
            self._table.write(
                Write(
                    action="Update",
                    key=keys.breaker_key(provider),
                    assign={"provider": provider, "replaced_at": stamp(now), "replaced_by": used},
                    add={"replaced": 1},
                )
            )

    def give_back(self, permission: Permission, *, now: datetime) -> None:
        """Let the next caller be the probe."""
        if permission.probe is not None:
            self._record(permission, BreakerEvent.PROBE_GIVEN_BACK, now)

    def _record(self, permission: Permission, event: BreakerEvent, now: datetime, reason: str | None = None) -> bool:
        """Apply the end of a call, ignoring the table's errors; return whether it opened the breaker."""
        with self._unrecorded(event.value, permission.provider):
            moving = self._moving(event, now, permission.probe, reason)
            return has_opened(*self._change(permission.provider, now, moving))
        return False

    @contextmanager
    def _unrecorded(self, what: str, provider: str) -> Iterator[None]:
        """Log the table's errors instead of raising them."""
        try:
            yield
        except (BotoCoreError, ClientError) as fault:
            _logger.warning("%s of %s was not recorded: %s", what, provider, fault)

    def _moving(
        self, event: BreakerEvent, now: datetime, probe: str | None, reason: str | None = None
    ) -> Callable[[Breaker], Breaker]:
        return partial(apply, event=event, now=now, times=self._times, probe=probe, reason=reason)

    def _recent(self, provider: str, now: datetime) -> Breaker:
        """Return the breaker from the cache if it is fresh, else from the table."""
        seen_at, breaker = self._seen.get(provider, (now, None))
        if breaker is None or not 0 <= (now - seen_at).total_seconds() < FRESH_SECONDS:
            breaker, _ = self._read(provider, now)
        return breaker

    def _read(self, provider: str, now: datetime) -> tuple[Breaker, str | None]:
        """Return the breaker, strongly consistent, and the mark of its last write."""
        item = self._table.get(keys.breaker_key(provider))
        breaker = Breaker(provider=provider) if item is None else breaker_of(item)
        self._seen[provider] = (now, breaker)
        return breaker, None if item is None else item.get("mark")

    def _change(self, provider: str, now: datetime, change: Callable[[Breaker], Breaker]) -> tuple[Breaker, Breaker]:
        """Change the breaker; return it before and after."""
        mark = uuid.uuid4().hex
        before, read_mark = self._read(provider, now)
        for _ in range(_TRIES):
            after = change(before)
            if after == before or self._write(after, read_mark, mark):
                self._seen[provider] = (now, after)
                break
            stored, read_mark = self._read(provider, now)
            if read_mark == mark:
                return before, stored
            before = after = stored
        return before, after

    def _write(self, breaker: Breaker, read_mark: str | None, mark: str) -> bool:
        return self._table.write(
            Write(
                action="Put",
                key=keys.breaker_key(breaker.provider),
                condition=Condition(expression=_UNMARKED) if read_mark is None else equals(mark=read_mark),
                item={**breaker_attributes(breaker), "mark": mark},
            )
        )
