"""Call the requested provider, and fall back to the next one of the same capability if it fails."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Final, TypeVar

from reelwright.errors import (
    ContentRefusedError,
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
    ProviderUnavailableError,
    ReelwrightError,
    RequestError,
)
from reelwright.jobs.model import Fallback
from reelwright.pipeline.breaker import Permission, provider_key
from reelwright.providers.names import LOCAL_PROVIDERS, resolved
from reelwright.providers.user_keys import taking_user_keys
from reelwright_media.steps.context import StepContext
from reelwright_media.steps.pending import PendingWorkError
from reelwright_media.steps.turns import patience_left, wait_for

Provider = TypeVar("Provider")
Outcome = TypeVar("Outcome")

_FALLS_BACK_ON: Final = (ProviderError, ProviderThrottledError, ProviderRefusedError, RequestError)
"""Errors that lead to the next provider. A timeout is retried with the same one: its answer may be ready by then."""
_COUNTED: Final = (ProviderError, ProviderTimeoutError)
"""Errors that the breaker counts: failures and timeouts. A throttle is caused by our own burst of calls; refusals
(moderation, credentials), unknown voices or languages, missing files and faults of our own services do not show that the
provider is down."""
_THROTTLE_SECONDS: Final = 2.0
"""The wait without a hint from the provider, and the range of the random part, which spreads the scenes of a film."""


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
    is unable without credentials, and while its circuit breaker is open. After a moderation's refusal only local
    providers are called. With `strict_providers` only the requested provider may succeed. If none succeeds, raises
    ProviderUnavailableError if the breaker of at least one is open (the job waits for it), otherwise the refusal or the
    last provider's error.
    """
    strict = context.video.strict_providers
    asked = resolved(capability, asked, providers)
    # Stable sort: the requested one first, the others in their order.
    order = sorted(providers, key=lambda name: name != asked)
    failed = _not_set_up(capability, providers, asked, strict=strict)
    open_circuits: list[tuple[datetime, str]] = []
    last: ReelwrightError | None = None
    for name in order:
        if isinstance(last, ContentRefusedError) and name not in LOCAL_PROVIDERS:
            continue
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
                told = _of_own_key(context, name, error)
                if strict and name == asked:
                    raise told from error
                failed.append((name, str(told)))
                last = _told(last, told)
            else:
                return made, _counted(context, _fallback(capability, name, failed), known=providers)
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
        made = _patiently(context, lambda: use(provider))
    except _COUNTED as error:
        context.world.breakers.record_failure(permission, now=context.world.clock(), reason=str(error))
        raise
    except PendingWorkError as pending:
        if pending.keep is None or permission.probe is None:
            context.world.breakers.give_back(permission, now=context.world.clock())
        else:
            pending.keep(permission)
        raise
    except BaseException:  # also on SystemExit: an unreturned permission would block the next probe
        context.world.breakers.give_back(permission, now=context.world.clock())
        raise
    context.world.breakers.record_success(permission, now=context.world.clock())
    return made


def _told(before: ReelwrightError | None, error: ReelwrightError) -> ReelwrightError:
    """Choose the error that the user learns: a refusal stays, and a provider that cannot hides no failure of one that can."""
    keeps = isinstance(before, ContentRefusedError) or isinstance(error, RequestError)
    return before if before is not None and keeps else error


def _of_own_key(context: StepContext, name: str, error: ReelwrightError) -> ReelwrightError:
    """Say that a key of the user's own may be at fault; only the function that makes the call knows whether they saved one."""
    taking = taking_user_keys(context.world.settings.providers)
    if not isinstance(error, ProviderMisconfiguredError) or name not in taking:
        return error
    return ProviderMisconfiguredError(f"{error}; if you saved a key of your own for {name}, replace or remove it")


def _patiently(context: StepContext, call: Callable[[], Outcome]) -> Outcome:
    """Repeat a throttled call after the provider's own delay, while the step has patience."""
    while True:
        try:
            return call()
        except ProviderThrottledError as error:
            hint = _THROTTLE_SECONDS if error.retry_after_seconds is None else error.retry_after_seconds
            wait = hint + _THROTTLE_SECONDS * context.world.random()
            if wait > patience_left(context):
                raise
            wait_for(context, wait)


def _fallback(capability: str, used: str, failed: list[tuple[str, str]]) -> Fallback | None:
    if not failed:
        return None
    asked, reason = failed[0]
    return Fallback(capability=capability, asked=asked, used=used, reason=reason)


def _counted(context: StepContext, fallback: Fallback | None, *, known: Collection[str]) -> Fallback | None:
    """Count the fallback with the provider that could not; one that is found again was counted when it was made.

    A request may name any provider: only those that are set up have a row.
    """
    if fallback is not None and fallback.asked in known:
        key = provider_key(fallback.capability, fallback.asked)
        context.world.breakers.record_fallback(key, used=fallback.used, now=context.world.clock())
    return fallback


def _unavailable_until(name: str, until: datetime) -> str:
    return f"{name} failed repeatedly and is not called before {until:%Y-%m-%d %H:%M:%S} UTC"
