"""All providers that an environment can use, in order of preference: the configured ones, then the local ones."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from reelwright.providers.names import resolved
from reelwright.providers.rows import row_of
from reelwright.providers.setup import Credentials, ModelSetup, ProvidersSetup
from reelwright.providers.sheet import Capability, ModelRow, Unit, warning_of
from reelwright.values import Value

_LOCAL: Final[Mapping[Capability, tuple[str, ...]]] = {
    "text": ("templates",),
    "speech": ("kokoro", "espeak"),
    "picture": ("painted",),
    "clip": ("motion",),
}


class Offer(Value):
    """One provider with its model, price in US dollars per unit, and the model's life. Local providers cost nothing."""

    capability: Capability
    name: str
    is_local: bool
    credentials: Credentials = "none"
    model: str | None = None
    unit: Unit | None = None
    usd_input: float | None = None
    usd_output: float | None = None
    row: ModelRow | None = None

    def warning(self, today: date) -> str | None:
        """Say that the model has ended or ends soon; None otherwise."""
        return None if self.row is None else warning_of(self.row, today)


def offers(setup: ProvidersSetup) -> tuple[Offer, ...]:
    """List every provider of the environment by capability, first the preferred one."""
    return tuple(offer for capability in _LOCAL for offer in _of(setup, capability))


def used(setup: ProvidersSetup, capability: Capability, asked: str | None) -> Offer:
    """Find the provider that a request leads to: the requested one, else the first of the capability."""
    found = _of(setup, capability)
    name = resolved(capability, asked, [offer.name for offer in found])
    return next((offer for offer in found if offer.name == name), found[0])


def _of(setup: ProvidersSetup, capability: Capability) -> tuple[Offer, ...]:
    configured = [_configured(model, setup) for model in setup.models if model.capability == capability]
    return (*configured, *_local(capability))


@cache
def _local(capability: Capability) -> tuple[Offer, ...]:
    """Build the local providers once: `used` is called for every line of a batch."""
    return tuple(Offer(capability=capability, name=name, is_local=True) for name in _LOCAL[capability])


def _configured(one: ModelSetup, setup: ProvidersSetup) -> Offer:
    usd_input, usd_output = one.prices or (None, None)
    return Offer(
        capability=one.capability,
        name=one.provider,
        is_local=False,
        credentials=setup.credentials_of(one),
        model=one.model,
        unit=one.unit,
        usd_input=usd_input,
        usd_output=usd_output,
        row=row_of(one.capability, one.provider, one.model),
    )
