"""All providers that an environment can use, in order of preference: the configured ones, then the local ones."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from reelwright.providers.names import resolved
from reelwright.providers.rows import row_of
from reelwright.providers.setup import Credentials, ModelSetup, ProvidersSetup
from reelwright.providers.sheet import Capability, ModelRow, Repricing, Unit, warning_of
from reelwright.values import Value

_LOCAL: Final[Mapping[Capability, tuple[str, ...]]] = {
    "text": ("templates",),
    "speech": ("kokoro", "espeak"),
    "picture": ("painted",),
    "clip": ("motion",),
}


class Offer(Value):
    """One provider with its model, its prices, and the model's life. Local providers cost nothing."""

    capability: Capability
    name: str
    is_local: bool
    credentials: Credentials = "none"
    model: str | None = None
    unit: Unit | None = None
    row: ModelRow | None = None
    setup: ModelSetup | None = None

    def prices_on(self, day: date) -> tuple[float, float] | None:
        """Return the dollars per unit of input and output on a day; None for a local provider."""
        return None if self.setup is None else self.setup.prices_on(day)

    def is_of_sheet(self, day: date) -> bool:
        """Whether its price on a day is that of the sheet, and not the operator's own."""
        return self.row is not None and self.row.prices_on(day) == self.prices_on(day)

    def changes_after(self, day: date) -> tuple[Repricing, ...]:
        """List the announced prices that begin after a day, the next one first."""
        repriced = self.row.repriced if self.row is not None and self.is_of_sheet(day) else ()
        return tuple(one for one in repriced if one.begins > day)

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
    return Offer(
        capability=one.capability,
        name=one.provider,
        is_local=False,
        credentials=setup.credentials_of(one),
        model=one.model,
        unit=one.unit,
        row=row_of(one.capability, one.provider, one.model),
        setup=one,
    )
