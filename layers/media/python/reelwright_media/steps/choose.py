"""Call the requested provider, and fall back to the next one of the same capability if it fails."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, TypeVar

from reelwright.errors import (
    ProviderError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
    ProviderUnavailableError,
    ReelwrightError,
    UnsupportedLanguageError,
)
from reelwright.jobs.model import Fallback
from reelwright.pipeline.breaker import Permission, provider_key
from reelwright_media.steps.context import StepContext

Provider = TypeVar("Provider")
Outcome = TypeVar("Outcome")

_FALLS_BACK_ON: Final = (ProviderError, ProviderRefusedError, UnsupportedLanguageError)
"""Errors that lead to the next provider. Throttles and timeouts are retried with the same provider."""
_COUNTED: Final = (ProviderError, ProviderThrottledError, ProviderTimeoutError)
"""Errors that the breaker counts: failures, throttles and timeouts. Refusals (moderation, credentials), unsupported
languages, missing files and faults of our own services do not show that the provider is down."""


def use_first_available(
    context: StepContext,
    capability: str,
    providers: Mapping[str, Provider],
    use: Callable[[Provider], Outcome],
    *,
    asked: str | None,
    find: Callable[[str], Outcome | None] = lambda _name: None,
) -> tuple[Outcome, Fallback | None]:
    """Return the result of the requested provider, or else of the first other one that succeeds, and the fallback if any.

    `find` returns an earlier result of a named provider; then neither the provider nor its breaker is called. A provider
    is unable without credentials, and while its circuit breaker is open. With `strict_providers` only the requested
    provider may succeed. If none succeeds, raises ProviderUnavailableError if the breaker of at least one is open (the job
    waits for it), otherwise the last provider's error.
    """
    strict = context.video.strict_providers
    # Stable sort: the requested one first, the others in their order.
    order = sorted(providers, key=lambda name: name != asked)
    failed = _not_set_up(capability, providers, asked, strict=strict)
    open_circuits: list[tuple[datetime, str]] = []
    last: ReelwrightError | None = None
    for name in order:
        found = find(name)
        if found is not None:
            return found, _fallback(capability, name, failed)
        permission = context.world.breakers.allow(provider_key(capability, name), now=context.world.clock())
        if permission.until is not None:
            open_circuits.append((permission.until, name))
            failed.append((name, _unavailable_until(name, permission.until)))
        else:
            try:
                made = _watched(context, permission, use, providers[name])
            except _FALLS_BACK_ON as error:
                if strict and name == asked:
                    raise
                failed.append((name, str(error)))
                last = error
            else:
                return made, _fallback(capability, name, failed)
        if strict and name == asked:
            break
    if open_circuits:
        until, name = min(open_circuits)
        raise ProviderUnavailableError(f"{capability}: {_unavailable_until(name, until)}", until=until)
    raise last or ProviderRefusedError(f"no provider of {capability} is set up in this environment")


def _not_set_up(
    capability: str, providers: Mapping[str, Provider], asked: str | None, *, strict: bool
) -> list[tuple[str, str]]:
    """List the requested provider as failed if this environment does not have it."""
    if asked is None or asked in providers:
        return []
    reason = f"{asked} is not set up in this environment"
    if strict:
        raise ProviderRefusedError(f"{capability}: {reason}, and strict_providers is true")
    return [(asked, reason)]


def _watched(
    context: StepContext, permission: Permission, use: Callable[[Provider], Outcome], provider: Provider
) -> Outcome:
    """Call the provider and record the outcome with its breaker."""
    try:
        made = use(provider)
    except _COUNTED:
        context.world.breakers.record_failure(permission, now=context.world.clock())
        raise
    except BaseException:  # also on SystemExit: an unreturned permission would block the next probe
        context.world.breakers.give_back(permission, now=context.world.clock())
        raise
    context.world.breakers.record_success(permission, now=context.world.clock())
    return made


def _fallback(capability: str, used: str, failed: list[tuple[str, str]]) -> Fallback | None:
    if not failed:
        return None
    asked, reason = failed[0]
    return Fallback(capability=capability, asked=asked, used=used, reason=reason)


def _unavailable_until(name: str, until: datetime) -> str:
    return f"{name} failed repeatedly and is not called before {until:%Y-%m-%d %H:%M:%S} UTC"
