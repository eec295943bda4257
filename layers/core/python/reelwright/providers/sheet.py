"""The sheet of models: price and life of each, dated, with the source of every figure.

An alias (`imagen`, `veo`) or a provider's name is never a model id: half of the ids of June 2026 are retired. A model that
has no row needs its price in the configuration.
"""

from datetime import date, timedelta
from typing import Final

from reelwright.values import Value

WARNING_DAYS: Final = 60
"""The warning before a model's end: time to choose and try its successor."""


class ModelRow(Value):
    """One model of one provider, in US dollars per million tokens."""

    provider: str
    model: str
    usd_input: float
    usd_output: float
    as_of: date
    source: str
    launched: date | None = None
    ends: date | None = None
    """The announced end of life; None if no date is announced."""
    successor: str | None = None
    probed: date | None = None
    """The last successful call with a real account; None: never, the row comes from documents alone."""


_NOVEMBER: Final = date(2026, 11, 27)
_LITELLM: Final = "litellm 1.110.2, model_prices"

ROWS: Final = tuple(
    ModelRow(provider=provider, model=model, usd_input=usd_in, usd_output=usd_out, as_of=_NOVEMBER, source=_LITELLM)
    for provider, model, usd_in, usd_out in (
        ("bedrock", "global.anthropic.claude-haiku-5-5", 0.10, 0.50),
        ("bedrock", "us.anthropic.claude-haiku-5-5", 0.11, 0.55),
        ("bedrock", "eu.anthropic.claude-haiku-5-5", 0.11, 0.55),
        ("bedrock", "global.anthropic.claude-sonnet-5-5", 2.0, 10.0),
        ("bedrock", "us.anthropic.claude-sonnet-5-5", 2.2, 11.0),
        ("bedrock", "eu.anthropic.claude-sonnet-5-5", 2.2, 11.0),
        ("bedrock", "amazon.nova-2-lite-v1:0", 0.30, 2.50),
        ("bedrock", "amazon.nova-micro-v1:0", 0.035, 0.14),
        ("gemini", "gemini-3.8-flash", 0.75, 3.75),
        ("gemini", "gemini-3.5-flash-lite", 0.30, 2.50),
        ("vertex", "gemini-3.8-flash", 0.75, 3.75),
        ("vertex", "gemini-3.5-flash-lite", 0.30, 2.50),
    )
)


def row_of(provider: str, model: str, rows: tuple[ModelRow, ...] = ROWS) -> ModelRow | None:
    """Find the row of a model; None if it has none."""
    return next((row for row in rows if (row.provider, row.model) == (provider, model)), None)


def warning_of(row: ModelRow, today: date) -> str | None:
    """Say in a sentence that a model has ended or ends within `WARNING_DAYS`; None otherwise."""
    if row.ends is None or today < row.ends - timedelta(days=WARNING_DAYS):
        return None
    verb = "ended" if today >= row.ends else "ends"
    then = f"; use {row.successor}" if row.successor else ""
    return f"{row.model} {verb} on {row.ends}{then}"
