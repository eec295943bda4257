"""Waits for the turn of a call of a provider, and hears when the provider throttles."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final, TypeVar

from reelwright.errors import ProviderThrottledError
from reelwright_media.steps.context import StepContext

Answer = TypeVar("Answer")
PATIENCE_SECONDS: Final = 20.0
"""How long a step waits for providers that throttle and for turns, in all. Longer waits cost more than the next provider."""


def patience_left(context: StepContext) -> float:
    """Return the seconds that the step may still wait."""
    return max(0.0, PATIENCE_SECONDS - sum(context.waits))


def wait_for(context: StepContext, seconds: float) -> None:
    """Sleep, on account of the step's patience."""
    context.waits.append(seconds)
    if seconds > 0:
        context.sleep(seconds)


def in_turn(
    context: StepContext,
    capability: str,
    provider: str,
    call: Callable[[], Answer],
    *,
    most_seconds: float | None = None,
) -> Answer:
    """Make a call when its turn is, by the limit of the provider's setup; at once where it has none.

    Raises ProviderThrottledError without a call if the turn is in more than `most_seconds` (else: the step's patience). A
    delay that the provider demands holds for the calls of every process.
    """
    pace = context.settings.providers.pace_of(capability, provider)
    if pace is None:
        return call()
    rates, most = context.world.call_rates, patience_left(context) if most_seconds is None else most_seconds
    turn = rates.take(pace, now=context.world.clock(), most_seconds=most)
    if not turn.granted:
        message = f"{provider} takes {pace.limit}, and the next free one is in {turn.wait_seconds:.0f} s"
        raise ProviderThrottledError(message, retry_after_seconds=turn.wait_seconds)
    wait_for(context, turn.wait_seconds)
    try:
        return call()
    except ProviderThrottledError as error:
        if error.retry_after_seconds:
            rates.hold(pace, until=context.world.clock() + timedelta(seconds=error.retry_after_seconds))
        raise
