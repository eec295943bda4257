"""Bills of text models: tokens times the dated price."""

from datetime import UTC, datetime

from reelwright.providers.model import Bill, TextOrder
from reelwright.providers.setup import ModelSetup

_CHARACTERS_PER_TOKEN = 2
"""For an estimate that is never too low: English has about 4, Chinese about 1.5 with far fewer characters."""
_MILLION = 1_000_000


def prices_now(setup: ModelSetup) -> tuple[float, float]:
    """Return the dollars per unit of input and output for a call that is made now (UTC)."""
    return setup.prices_on(datetime.now(UTC).date()) or (0.0, 0.0)


def token_bill(setup: ModelSetup, tokens_in: int | None, tokens_out: int | None) -> Bill:
    """Price a call by the provider's own count; `exact` is False if the provider did not count."""
    usd = _usd(setup, tokens_in or 0, tokens_out or 0)
    return Bill(usd=usd, exact=tokens_in is not None and tokens_out is not None)


def token_estimate(setup: ModelSetup, order: TextOrder) -> Bill:
    """Price an order before its call: its characters as tokens, and all tokens that it permits."""
    characters = len(order.system) + sum(len(text) for _, text in order.turns)
    return Bill(usd=_usd(setup, characters / _CHARACTERS_PER_TOKEN, order.max_tokens), exact=False)


def _usd(setup: ModelSetup, tokens_in: float, tokens_out: float) -> float:
    usd_in, usd_out = prices_now(setup)
    return (tokens_in * usd_in + tokens_out * usd_out) / _MILLION
