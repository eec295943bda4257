"""Circuit breakers in a dictionary: the in-memory counterpart of `aws/breakers.py`."""

import threading
from datetime import datetime
from itertools import count

from reelwright.pipeline.breaker import (
    Breaker,
    BreakerEvent,
    BreakerTimes,
    Permission,
    apply,
    failure_event,
    has_opened,
    permission,
    replace,
    success_event,
)


class MemoryBreakers:
    """`ports.Breakers` in memory; one lock makes each call what a conditional write is there."""

    def __init__(self, times: BreakerTimes | None = None) -> None:
        self._times = times or BreakerTimes()
        self._lock = threading.Lock()
        self._breakers: dict[str, Breaker] = {}
        self._tokens = count(1)

    def allow(self, provider: str, *, now: datetime) -> Permission:
        """Return whether the provider may be called, and whether the caller is the probe."""
        token = f"probe{next(self._tokens)}"
        _, after = self._change(provider, BreakerEvent.PROBE_TAKEN, now, token)
        if after.probe == token:
            return Permission(provider=provider, granted=True, probe=token)
        return permission(after, now=now, times=self._times)

    def standing(self, provider: str, *, now: datetime) -> Breaker:
        """Return the breaker."""
        del now
        with self._lock:
            return self._breakers.get(provider, Breaker(provider=provider))

    def record_success(self, permission: Permission, *, now: datetime) -> None:
        """Forget the failures; close after a probe."""
        event = success_event(permission)
        if event is not None:
            self._change(permission.provider, event, now, permission.probe)

    def record_failure(self, permission: Permission, *, now: datetime, reason: str | None = None) -> bool:
        """Count a failure, and return whether it opened the breaker."""
        event = failure_event(permission)
        return has_opened(*self._change(permission.provider, event, now, permission.probe, reason))

    def close(self, provider: str, *, now: datetime) -> Breaker:
        """Close by hand; returns the breaker before."""
        before, _ = self._change(provider, BreakerEvent.CLOSED_BY_HAND, now, None)
        return before

    def record_fallback(self, provider: str, *, used: str, now: datetime) -> None:
        """Count a fallback."""
        with self._lock:
            self._breakers[provider] = replace(
                self._breakers.get(provider, Breaker(provider=provider)), used=used, now=now
            )

    def give_back(self, permission: Permission, *, now: datetime) -> None:
        """Let the next to ask be the probe."""
        if permission.probe is not None:
            self._change(permission.provider, BreakerEvent.PROBE_GIVEN_BACK, now, permission.probe)

    def _change(
        self, provider: str, event: BreakerEvent, now: datetime, probe: str | None, reason: str | None = None
    ) -> tuple[Breaker, Breaker]:
        """Apply an event; return the breaker before and after it."""
        with self._lock:
            before = self._breakers.get(provider, Breaker(provider=provider))
            after = apply(before, event, now=now, times=self._times, probe=probe, reason=reason)
            self._breakers[provider] = after
            return before, after
