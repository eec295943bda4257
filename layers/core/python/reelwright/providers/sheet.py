"""A row of the sheet of models (`rows`): price and life of each model, dated, with the source of every figure.

An alias (`imagen`, `veo`) or a provider's name is never a model id: half of the ids of June 2026 are retired. A model that
has no row needs its price in the configuration.
"""

from datetime import date, timedelta
from typing import Final, Literal

from reelwright.values import Value

WARNING_DAYS: Final = 60
"""The warning before a model's end: time to choose and try its successor."""
Capability = Literal["text", "speech", "picture", "clip"]
Unit = Literal["million tokens", "million characters", "image", "second"]


class Repricing(Value):
    """Prices from a day on (UTC), in US dollars per unit."""

    begins: date
    usd_input: float
    usd_output: float


class ModelRow(Value):
    """One model of one provider. Prices are US dollars per unit; None: it has ended, ends soon, or its price is the operator's.

    A date that no document names is None and means unknown, never "none".
    """

    capability: Capability = "text"
    provider: str
    model: str
    unit: Unit = "million tokens"
    usd_input: float | None = None
    usd_output: float | None = None
    repriced: tuple[Repricing, ...] = ()
    """Announced changes of the prices, oldest first."""
    as_of: date
    source: str
    launched: date | None = None
    """The first day; None: unknown."""
    ends: date | None = None
    """The announced end of life; None if no document names one."""
    successor: str | None = None
    """The model that the provider names instead; None: unknown."""
    probed: date | None = None
    """The last successful call with a real account; None: never, the row comes from documents alone."""

    def prices_on(self, day: date) -> tuple[float, float] | None:
        """Return the dollars per unit of input and output on a day; None for a model that cannot be set up."""
        if self.usd_input is None:
            return None
        begun = [one for one in self.repriced if one.begins <= day]
        return (begun[-1].usd_input, begun[-1].usd_output) if begun else (self.usd_input, self.usd_output or 0.0)


def warning_of(row: ModelRow, today: date) -> str | None:
    """Say in a sentence that a model has ended or ends within `WARNING_DAYS`; None otherwise."""
    if row.ends is None or today < row.ends - timedelta(days=WARNING_DAYS):
        return None
    verb = "ended" if today >= row.ends else "ends"
    then = f"; use {row.successor}" if row.successor else ""
    return f"{row.model} {verb} on {row.ends}{then}"
