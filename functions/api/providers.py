"""The providers of this environment."""

from aws_lambda_powertools.event_handler import Response

from reelwright.api.providers import PriceChangeView, PriceView, ProvidersView, ProviderView
from reelwright.entry.http import Ask, answer, handles
from reelwright.entry.telemetry import logger
from reelwright.entry.world import world
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
        price=_price(standing),
        voices=standing.voices,
        launched=row and row.launched,
        ends=row and row.ends,
        successor=row and row.successor,
        probed=row and row.probed,
        warning=standing.warning,
    )


def _price(standing: ProviderStanding) -> PriceView | None:
    unit, row = standing.offer.unit, standing.offer.row
    if unit is None or standing.prices is None:
        return None
    usd_input, usd_output = standing.prices
    of_sheet = row if standing.is_of_sheet else None
    return PriceView(
        unit=unit,
        usd_input=usd_input,
        usd_output=usd_output,
        as_of=of_sheet and of_sheet.as_of,
        source=of_sheet and of_sheet.source,
        changes=tuple(PriceChangeView(**one.model_dump()) for one in standing.changes),
    )
