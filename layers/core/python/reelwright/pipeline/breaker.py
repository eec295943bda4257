"""The circuit breaker of one provider, as one table (Q6): calls to a provider that keeps failing are paused.

Theory of operation. A breaker is in one of three states, and an *event* moves it; the table below has all transitions. Only
failures of the provider itself count (errors, time-outs); throttles and faults of the request or of our own do not. Calls that
were in flight when the breaker opened may end later. Only the probe decides the next state, so the rows of OPEN and
HALF_OPEN have no transitions for such ends.

    CLOSED     calls go through; failures in a row are counted, a success forgets them
    OPEN       no calls until the time in `until`; jobs use another provider, or wait
    HALF_OPEN  one call, the probe, is permitted; its lease ends at `until`, then another probe is permitted

The numbers are W47's: 5 failures in a row, 5 minutes, then one probe (Nygard, "Release It!", names the pattern).
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from reelwright.pipeline.steps import SPENDING_STEPS, STEPS
from reelwright.values import Value

FAILURES_TO_OPEN: Final = 5
"""Failures in a row that open the breaker."""
OPEN_SECONDS: Final = 300.0
"""Time without calls after the breaker opens."""
PROBE_SECONDS: Final = float(max(STEPS[name].timeout_seconds for name in SPENDING_STEPS))
"""The lease of a probe: no call outlives the longest step that calls providers, so a later one is lost."""
ASK_AGAIN_SECONDS: Final = 60.0
"""While a probe runs, other callers wait this long before they ask again: most probes end long before their lease."""

LONGEST_REASON: Final = 300
"""Characters that are kept of the last failure's error."""


class BreakerState(StrEnum):
    """CLOSED: calls pass. OPEN: no calls. HALF_OPEN: one probe at a time."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class BreakerEvent(StrEnum):
    """The events of a breaker."""

    FAILED = "failed"
    """A call failed, and the provider is at fault."""
    SUCCEEDED = "succeeded"
    """A call succeeded."""
    PROBE_TAKEN = "probe_taken"
    """A caller asked after `until` and became the probe."""
    PROBE_FAILED = "probe_failed"
    PROBE_SUCCEEDED = "probe_succeeded"
    PROBE_GIVEN_BACK = "probe_given_back"
    """The probe ended without evidence about the provider (refused, cancelled). The next caller becomes the probe."""
    CLOSED_BY_HAND = "closed_by_hand"
    """An operator knows that the provider works again. A probe that still runs decides nothing any more."""


TRANSITIONS: Final[dict[BreakerState, dict[BreakerEvent, BreakerState]]] = {
    BreakerState.CLOSED: {
        BreakerEvent.FAILED: BreakerState.OPEN,  # the last of FAILURES_TO_OPEN; until then it stays closed
        BreakerEvent.SUCCEEDED: BreakerState.CLOSED,
        BreakerEvent.CLOSED_BY_HAND: BreakerState.CLOSED,
    },
    BreakerState.OPEN: {
        BreakerEvent.PROBE_TAKEN: BreakerState.HALF_OPEN,
        BreakerEvent.CLOSED_BY_HAND: BreakerState.CLOSED,
    },
    BreakerState.HALF_OPEN: {
        BreakerEvent.PROBE_TAKEN: BreakerState.HALF_OPEN,  # the lease of the probe before is over
        BreakerEvent.PROBE_FAILED: BreakerState.OPEN,
        BreakerEvent.PROBE_SUCCEEDED: BreakerState.CLOSED,
        BreakerEvent.PROBE_GIVEN_BACK: BreakerState.OPEN,
        BreakerEvent.CLOSED_BY_HAND: BreakerState.CLOSED,
    },
}


class Breaker(Value):
    """The breaker of one provider as stored; one that was never written is closed."""

    provider: str
    """`<capability>/<name>`: one name may serve two capabilities, and each can be down alone."""
    state: BreakerState = BreakerState.CLOSED
    failures: int = 0
    """Failures in a row, counted while closed."""
    until: datetime | None = None
    """OPEN: when a probe is allowed. HALF_OPEN: when the probe's lease expires."""
    probe: str | None = None
    """The token of the running probe."""
    failed_at: datetime | None = None
    """The last failure that was counted, kept while the breaker closes and opens."""
    failed_with: str | None = None
    """Its error, at most `LONGEST_REASON` characters."""
    replaced: int = 0
    """How often another provider did the work instead, for whatever reason."""
    replaced_at: datetime | None = None
    replaced_by: str | None = None
    """The last one that did."""


class BreakerTimes(Value):
    """The lengths of the phases.

    The local environment shrinks the waits, so that they can be watched; a probe's lease stays, because a call takes as
    long there as anywhere.
    """

    open_seconds: float = OPEN_SECONDS
    ask_again_seconds: float = ASK_AGAIN_SECONDS
    probe_seconds: float = PROBE_SECONDS

    @classmethod
    def scaled(cls, scale: float) -> "BreakerTimes":
        """Scale the waits by `scale` (`Settings.retry_scale`)."""
        return cls(open_seconds=OPEN_SECONDS * scale, ask_again_seconds=ASK_AGAIN_SECONDS * scale)


class Permission(Value):
    """The answer to a caller of a provider; the caller reports the call's end with it."""

    provider: str
    granted: bool
    probe: str | None = None
    """The caller is the probe, under this token."""
    failures: int = 0
    """Failures in a row when the permission was given: after 0, a success needs no write."""
    until: datetime | None = None
    """When to ask again; set if the call was not allowed."""


def provider_key(capability: str, name: str) -> str:
    """Name the breaker of a provider: `speech/polly`."""
    return f"{capability}/{name}"


def may_probe(breaker: Breaker, *, now: datetime) -> bool:
    """Check whether the next caller becomes the probe: the wait is over, or the last probe's lease expired."""
    return breaker.state is not BreakerState.CLOSED and (breaker.until is None or now >= breaker.until)


def permission(breaker: Breaker, *, now: datetime, times: BreakerTimes) -> Permission:
    """Build the permission of a caller that asks now and is not the probe."""
    if breaker.state is BreakerState.CLOSED:
        return Permission(provider=breaker.provider, granted=True, failures=breaker.failures)
    until = breaker.until or now
    if breaker.state is BreakerState.HALF_OPEN:
        until = min(until, now + timedelta(seconds=times.ask_again_seconds))
    return Permission(provider=breaker.provider, granted=False, until=until)


def apply(
    breaker: Breaker,
    event: BreakerEvent,
    *,
    now: datetime,
    times: BreakerTimes,
    probe: str | None = None,
    reason: str | None = None,
) -> Breaker:
    """Apply an event; the breaker is unchanged if the event has no row, is late, or is a no-op.

    `probe` is the token of who took or ended a probe; the end of a probe that another has replaced changes nothing.
    `reason` is the error of a failure.
    """
    after = _moved(breaker, event, now=now, times=times, probe=probe)
    if after != breaker and event in {BreakerEvent.FAILED, BreakerEvent.PROBE_FAILED}:
        return after.model_copy(update={"failed_at": now, "failed_with": reason and reason[:LONGEST_REASON]})
    return after


def replace(breaker: Breaker, *, used: str, now: datetime) -> Breaker:
    """Count that another provider, `used`, did the work instead. The breaker's state stays."""
    return breaker.model_copy(update={"replaced": breaker.replaced + 1, "replaced_at": now, "replaced_by": used})


def _moved(breaker: Breaker, event: BreakerEvent, *, now: datetime, times: BreakerTimes, probe: str | None) -> Breaker:
    target = TRANSITIONS[breaker.state].get(event)
    if target is None:
        return breaker
    if event is BreakerEvent.PROBE_TAKEN:
        return _probing(breaker, probe, now, times) if may_probe(breaker, now=now) else breaker
    by_hand = event is BreakerEvent.CLOSED_BY_HAND
    if breaker.state is BreakerState.HALF_OPEN and probe != breaker.probe and not by_hand:
        return breaker
    if event is BreakerEvent.FAILED and breaker.failures + 1 < FAILURES_TO_OPEN:
        return breaker.model_copy(update={"failures": breaker.failures + 1})
    if target is BreakerState.CLOSED:
        return breaker.model_copy(update={"state": target, "failures": 0, "until": None, "probe": None})
    wait = 0.0 if event is BreakerEvent.PROBE_GIVEN_BACK else times.open_seconds
    opened = {"state": BreakerState.OPEN, "failures": 0, "until": now + timedelta(seconds=wait), "probe": None}
    return breaker.model_copy(update=opened)


def success_event(permission: Permission) -> BreakerEvent | None:
    """Decide the event of a successful call; None if nothing needs to be written."""
    if permission.probe is not None:
        return BreakerEvent.PROBE_SUCCEEDED
    return BreakerEvent.SUCCEEDED if permission.failures else None


def failure_event(permission: Permission) -> BreakerEvent:
    """Decide the event of a call that failed by the provider's fault."""
    return BreakerEvent.FAILED if permission.probe is None else BreakerEvent.PROBE_FAILED


def has_opened(before: Breaker, after: Breaker) -> bool:
    """Check whether a closed breaker opened by this change; a failed probe does not count."""
    return before.state is BreakerState.CLOSED and after.state is BreakerState.OPEN


def _probing(breaker: Breaker, probe: str | None, now: datetime, times: BreakerTimes) -> Breaker:
    until = now + timedelta(seconds=times.probe_seconds)
    return Breaker(provider=breaker.provider, state=BreakerState.HALF_OPEN, until=until, probe=probe)
