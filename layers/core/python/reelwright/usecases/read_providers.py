"""Read the providers of the environment: what is set up, healthy, which models and voices, prices and lives."""

from datetime import datetime

from reelwright.film.voices.table import GENDERS, VOICES
from reelwright.jobs.caller import Caller
from reelwright.pipeline.breaker import Breaker, BreakerState, may_probe, provider_key
from reelwright.ports import World
from reelwright.providers.offers import Offer, offers
from reelwright.providers.sheet import Repricing
from reelwright.refusals import NotFound
from reelwright.usecases.read_dead_letters import operators_only
from reelwright.values import Value


class ProviderStanding(Value):
    """A provider and its circuit breaker; `warning` says that its model has ended or ends soon."""

    offer: Offer
    prices: tuple[float, float] | None
    """Dollars per unit of input and output today; None for a local provider."""
    is_of_sheet: bool
    """The price is that of the sheet, and not the operator's own."""
    changes: tuple[Repricing, ...]
    """Announced prices that begin later, the next one first."""
    is_healthy: bool
    until: datetime | None
    """When an unhealthy provider is called again."""
    failed_at: datetime | None
    """The last failure that the breaker counted."""
    failed_with: str | None
    """Its error, for operators alone: it may describe the account at the provider."""
    replaced: int
    """How often another provider did the work instead."""
    replaced_at: datetime | None
    replaced_by: str | None
    voices: tuple[str, ...]
    warning: str | None


def read_providers(*, caller: Caller, world: World) -> tuple[ProviderStanding, ...]:
    """List every provider by capability, first the preferred one. Reads one row a provider and calls no provider."""
    now = world.clock()
    return tuple(_standing(offer, caller=caller, world=world, now=now) for offer in offers(world.settings.providers))


def close_breaker(capability: str, name: str, *, caller: Caller, world: World) -> tuple[ProviderStanding, Breaker]:
    """Close a provider's circuit breaker; returns the provider now, and the breaker before. Closing a closed one is a no-op.

    Raises Forbidden unless an operator calls, and NotFound for a provider that is not set up.
    """
    operators_only(caller)
    now = world.clock()
    for offer in offers(world.settings.providers):
        if (offer.capability, offer.name) == (capability, name):
            before = world.breakers.close(provider_key(capability, name), now=now)
            return _standing(offer, caller=caller, world=world, now=now), before
    raise NotFound(f"Provider {capability[:40]}/{name[:40]} is not set up; GET /api/v1/providers lists all.")


def _standing(offer: Offer, *, caller: Caller, world: World, now: datetime) -> ProviderStanding:
    breaker = world.breakers.standing(provider_key(offer.capability, offer.name), now=now)
    is_healthy, day = _is_callable(breaker, now), now.date()
    return ProviderStanding(
        offer=offer,
        prices=offer.prices_on(day),
        is_of_sheet=offer.is_of_sheet(day),
        changes=offer.changes_after(day),
        is_healthy=is_healthy,
        until=None if is_healthy else breaker.until,
        failed_at=breaker.failed_at,
        failed_with=breaker.failed_with if caller.operator else None,
        replaced=breaker.replaced,
        replaced_at=breaker.replaced_at,
        replaced_by=breaker.replaced_by,
        voices=_voices(offer, world=world),
        warning=offer.warning(day),
    )


def _is_callable(breaker: Breaker, now: datetime) -> bool:
    """Check that the next call goes through: an open breaker whose wait is over lets a probe through."""
    return breaker.state is BreakerState.CLOSED or may_probe(breaker, now=now)


def _voices(offer: Offer, *, world: World) -> tuple[str, ...]:
    if offer.capability != "speech":
        return ()
    if offer.name == "kokoro":
        return (*VOICES, *GENDERS)
    setup = next((one for one in world.settings.providers.speech if one.provider == offer.name), None)
    return GENDERS if setup is None else (*setup.voices.values(), *setup.voices)
