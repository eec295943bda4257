"""The circuit breaker of one provider, as one table (Q6): a provider that fails again and again is left alone for a while.

Theory of operation. A breaker is in one of three states, and an *event* moves it; the table below is the whole law. Only
failures of the provider itself count (it failed, it did not answer in time, it keeps asking for less): what is wrong with
the request, or missing on our side, says nothing about it. Calls that were under way when the breaker opened may end
later; the probe alone decides what comes next, so their ends are not in the rows of OPEN and HALF_OPEN.

    CLOSED     calls go through; failures in a row are counted, a success forgets them
    OPEN       nobody calls until the time in `until`; jobs take another provider, or wait
    HALF_OPEN  one call, the probe, is out to try; its holder's lease ends at `until`, then another may probe

The numbers are W47's: 5 failures in a row, 5 minutes, then one probe (Nygard, "Release It!", names the pattern).
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from reelwright.pipeline.steps import STEP_FUNCTIONS
from reelwright.values import Value

FAILURES_TO_OPEN: Final = 5
"""So many failures in a row open the breaker."""
OPEN_SECONDS: Final = 300.0
"""So long nobody calls an open provider."""
PROBE_SECONDS: Final = float(STEP_FUNCTIONS["media"].timeout_seconds)
"""So long a probe may be out: no call outlives the longest function that calls providers, whatever became of it."""
ASK_AGAIN_SECONDS: Final = 60.0
"""While a probe is out, those who wait ask again after this: most probes end long before their lease."""


class BreakerState(StrEnum):
    """The three states."""

    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


class BreakerEvent(StrEnum):
    """What can happen to a breaker."""

    FAILED = "failed"
    """A call failed by the provider's own fault."""
    SUCCEEDED = "succeeded"
    """A call gave what was asked for."""
    PROBE_TAKEN = "probe_taken"
    """Somebody asked after `until` and is the one who tries."""
    PROBE_FAILED = "probe_failed"
    PROBE_SUCCEEDED = "probe_succeeded"
    PROBE_GIVEN_BACK = "probe_given_back"
    """The probe ended without a word about the provider: a refusal, a cancel. The next to ask is the probe."""


TRANSITIONS: Final[dict[BreakerState, dict[BreakerEvent, BreakerState]]] = {
    BreakerState.CLOSED: {
        BreakerEvent.FAILED: BreakerState.OPEN,  # the last of FAILURES_TO_OPEN; until then it stays closed
        BreakerEvent.SUCCEEDED: BreakerState.CLOSED,
    },
    BreakerState.OPEN: {
        BreakerEvent.PROBE_TAKEN: BreakerState.HALF_OPEN,
    },
    BreakerState.HALF_OPEN: {
        BreakerEvent.PROBE_TAKEN: BreakerState.HALF_OPEN,  # the lease of the probe before is over
        BreakerEvent.PROBE_FAILED: BreakerState.OPEN,
        BreakerEvent.PROBE_SUCCEEDED: BreakerState.CLOSED,
        BreakerEvent.PROBE_GIVEN_BACK: BreakerState.OPEN,
    },
}


class Breaker(Value):
    """The breaker of one provider as stored; one that was never written is closed."""

    provider: str
    """`<capability>/<name>`: one name may serve two capabilities, and each can be down alone."""
    state: BreakerState = BreakerState.CLOSED
    failures: int = 0
    """In a row, while closed."""
    until: datetime | None = None
    """OPEN: when a probe may go. HALF_OPEN: when the probe is taken for lost."""
    probe: str | None = None
    """Who holds the probe."""


class BreakerTimes(Value):
    """How long the phases last.

    The local environment shrinks the waits, so that they can be watched; a probe's lease stays, because a call takes as
    long there as anywhere.
    """

    open_seconds: float = OPEN_SECONDS
    ask_again_seconds: float = ASK_AGAIN_SECONDS
    probe_seconds: float = PROBE_SECONDS

    @classmethod
    def scaled(cls, scale: float) -> "BreakerTimes":
        """Return the times with the waits shrunk by `scale` (`Settings.retry_scale`)."""
        return cls(open_seconds=OPEN_SECONDS * scale, ask_again_seconds=ASK_AGAIN_SECONDS * scale)


class Permission(Value):
    """The answer to somebody who wants to call a provider; it comes back with the call's end."""

    provider: str
    granted: bool
    probe: str | None = None
    """The caller is the probe, under this token."""
    failures: int = 0
    """In a row, as seen when asked: a success after none has nothing to write."""
    until: datetime | None = None
    """When to ask again; set where nothing was granted."""


def provider_key(capability: str, name: str) -> str:
    """Return how the breaker of a provider is named: `speech/polly`."""
    return f"{capability}/{name}"


def may_probe(breaker: Breaker, *, now: datetime) -> bool:
    """Return whether the next to ask is the probe: the wait is over, or the probe before was lost."""
    return breaker.state is not BreakerState.CLOSED and (breaker.until is None or now >= breaker.until)


def permission(breaker: Breaker, *, now: datetime, times: BreakerTimes) -> Permission:
    """Return what somebody who asks now and holds no probe is told."""
    if breaker.state is BreakerState.CLOSED:
        return Permission(provider=breaker.provider, granted=True, failures=breaker.failures)
    until = breaker.until or now
    if breaker.state is BreakerState.HALF_OPEN:
        until = min(until, now + timedelta(seconds=times.ask_again_seconds))
    return Permission(provider=breaker.provider, granted=False, until=until)


def apply(
    breaker: Breaker, event: BreakerEvent, *, now: datetime, times: BreakerTimes, probe: str | None = None
) -> Breaker:
    """Return the breaker after an event; the same one where the event has no row, came late, or changes nothing.

    `probe` is the token of who took or ended a probe; the end of a probe that another has replaced changes nothing.
    """
    target = TRANSITIONS[breaker.state].get(event)
    if target is None:
        return breaker
    if event is BreakerEvent.PROBE_TAKEN:
        return _probing(breaker, probe, now, times) if may_probe(breaker, now=now) else breaker
    if breaker.state is BreakerState.HALF_OPEN and probe != breaker.probe:
        return breaker
    if event is BreakerEvent.FAILED and breaker.failures + 1 < FAILURES_TO_OPEN:
        return breaker.model_copy(update={"failures": breaker.failures + 1})
    if target is BreakerState.CLOSED:
        return Breaker(provider=breaker.provider)
    wait = 0.0 if event is BreakerEvent.PROBE_GIVEN_BACK else times.open_seconds
    return Breaker(provider=breaker.provider, state=BreakerState.OPEN, until=now + timedelta(seconds=wait))


def success_event(permission: Permission) -> BreakerEvent | None:
    """Return what a call's success means to the breaker; None where there is nothing to write."""
    if permission.probe is not None:
        return BreakerEvent.PROBE_SUCCEEDED
    return BreakerEvent.SUCCEEDED if permission.failures else None


def failure_event(permission: Permission) -> BreakerEvent:
    """Return what a call's failure by the provider's own fault means to the breaker."""
    return BreakerEvent.FAILED if permission.probe is None else BreakerEvent.PROBE_FAILED


def has_opened(before: Breaker, after: Breaker) -> bool:
    """Return whether a closed provider was found to be down just now; a probe that failed is no news."""
    return before.state is BreakerState.CLOSED and after.state is BreakerState.OPEN


def _probing(breaker: Breaker, probe: str | None, now: datetime, times: BreakerTimes) -> Breaker:
    until = now + timedelta(seconds=times.probe_seconds)
    return Breaker(provider=breaker.provider, state=BreakerState.HALF_OPEN, until=until, probe=probe)
