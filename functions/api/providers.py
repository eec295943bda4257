"""The providers of this environment."""

from aws_lambda_powertools.event_handler import Response

from reelwright.api.providers import PriceView, ProvidersView, ProviderView
from reelwright.entry.http import Ask, answer, handles
from reelwright.entry.telemetry import logger
from reelwright.entry.world import world
from reelwright.providers.offers import Offer
from reelwright.usecases.read_providers import ProviderStanding, close_breaker, read_providers


@handles("listProviders")
def providers(ask: Ask) -> Response[str]:
    """List what is set up, with health, prices, voices and lives."""
    return answer(200, ProvidersView(providers=tuple(map(_view, read_providers(caller=ask.caller, world=world())))))


@handles("closeBreaker")
def close(ask: Ask, capability: str, provider: str) -> Response[str]:
    """Close a breaker; the log names the operator and the state before."""
    standing, before = close_breaker(capability, provider, caller=ask.caller, world=world())
    who = {"provider": before.provider, "operator": ask.caller.user_id, "was": before.state.value}
    logger.info("circuit breaker closed by hand", extra=who)
    return answer(200, _view(standing))


def _view(standing: ProviderStanding) -> ProviderView:
    offer, row = standing.offer, standing.offer.row
    return ProviderView(
        capability=offer.capability,
        name=offer.name,
        is_local=offer.is_local,
        credentials=offer.credentials,
        model=offer.model,
        is_healthy=standing.is_healthy,
        unavailable_until=standing.until,
        failed_at=standing.failed_at,
        failed_with=standing.failed_with,
        replaced=standing.replaced,
        replaced_at=standing.replaced_at,
        replaced_by=standing.replaced_by,
        price=_price(offer),
        voices=standing.voices,
        launched=row and row.launched,
        ends=row and row.ends,
        successor=row and row.successor,
        probed=row and row.probed,
        warning=standing.warning,
    )


def _price(offer: Offer) -> PriceView | None:
    if offer.unit is None or offer.usd_input is None:
        return None
    row = offer.row
    of_sheet = row is not None and (offer.usd_input, offer.usd_output or 0.0) in row.all_prices
    return PriceView(
        unit=offer.unit,
        usd_input=offer.usd_input,
        usd_output=offer.usd_output or 0,
        as_of=row.as_of if row and of_sheet else None,
        source=row.source if row and of_sheet else None,
    )
