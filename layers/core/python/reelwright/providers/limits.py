"""How many calls a provider takes in a time, as data, and when the next call's turn is.

Calls are spread by one figure a limit, the time until which its calls are planned ("generic cell rate algorithm"): each call
moves it on, and so gets a turn. No stretch of a limit's length has more calls than the limit, whichever processes make them.
"""

from math import ceil
from typing import Final, NamedTuple

from pydantic import Field

from reelwright.values import Value

_MICROSECONDS: Final = 1_000_000
_USED_SHARE: Final = 0.9
"""Of a limit: the rest is for calls that arrive a little later than their turns, and so together with the next ones."""
_LONG_SECONDS: Final = 60
"""Limits of a minute and more let half of their calls go at once, shorter ones a quarter: the rest is spread."""
_MOST_OF_A_ROW: Final = 400
"""Calls a second that one row of the table counts; DynamoDB writes 1,000 units a second a key."""


class CallLimit(Value):
    """At most `calls` in any `seconds`."""

    calls: int = Field(ge=1, le=1_000_000)
    seconds: float = Field(gt=0, le=86_400)

    def __str__(self) -> str:
        """Say it in words."""
        return f"{self.calls} calls in {self.seconds:g} s"


class LimitRow(Value):
    """A documented default quota. `model` None: of every model; `whole`: all models and capabilities of the key share it."""

    capabilities: tuple[str, ...]
    provider: str
    model: str | None = None
    limit: CallLimit
    calls_an_order: int = 1
    whole: bool = False
    source: str


class Pace(Value):
    """The limit that an order of one provider keeps to, and how many calls the order makes."""

    name: str
    """Of what shares the limit: `<capability>/<provider>/<model>`, or the provider."""
    limit: CallLimit
    calls: int = 1

    @property
    def rows(self) -> int:
        """In how many rows the limit is counted, each with its share of it: one holds no more writes."""
        return ceil(self.limit.calls / self.limit.seconds / _MOST_OF_A_ROW)

    @property
    def _used(self) -> int:
        return max(1, int(self.limit.calls * _USED_SHARE) // self.rows)

    @property
    def at_once(self) -> int:
        """Count the calls that go at once after a pause."""
        part = 2 if self.limit.seconds >= _LONG_SECONDS else 4
        return max(1, self._used // part, self.calls)

    @property
    def step(self) -> int:
        """Return the microseconds between calls that are spread."""
        spread = max(1, self._used - self.at_once + 1)
        return ceil(self.limit.seconds * _MICROSECONDS / spread)

    def planned(self, free_at: int, now: int) -> int:
        """Return the time until which calls are planned once this order has its turn (microseconds, as all times here)."""
        return max(free_at, now) + self.calls * self.step

    def wait(self, planned: int, now: int) -> float:
        """Return the seconds until the turn of an order that is planned so."""
        return max(0, planned - self.at_once * self.step - now) / _MICROSECONDS


class Turn(NamedTuple):
    """When an order may go. Not granted: nothing is planned for it, and it asks again in `wait_seconds`."""

    wait_seconds: float
    granted: bool = True


def microseconds(seconds: float) -> int:
    """Convert a time or duration."""
    return round(seconds * _MICROSECONDS)


_POLLY: Final = "Amazon Polly developer guide, quotas: of each account and region"
_MEMORY: Final = "from memory, to be checked with an account"
LIMITS: Final = (
    LimitRow(
        capabilities=("speech",),
        provider="polly",
        model="standard",
        limit=CallLimit(calls=80, seconds=1),
        calls_an_order=2,
        source=_POLLY,
    ),
    LimitRow(
        capabilities=("speech",),
        provider="polly",
        model="generative",
        limit=CallLimit(calls=8, seconds=1),
        source=_POLLY,
    ),
    LimitRow(
        capabilities=("speech",),
        provider="polly",
        limit=CallLimit(calls=8, seconds=1),
        calls_an_order=2,
        source=_POLLY,
    ),
    LimitRow(
        capabilities=("speech",),
        provider="azure",
        limit=CallLimit(calls=200, seconds=1),
        source=f"Azure Speech quotas, tier S0: {_MEMORY}",
    ),
    LimitRow(
        capabilities=("picture", "clip"),
        provider="pexels",
        limit=CallLimit(calls=200, seconds=3600),
        whole=True,
        source="pexels.com/api: 200 requests an hour, more on request",
    ),
    LimitRow(
        capabilities=("picture", "clip"),
        provider="pixabay",
        limit=CallLimit(calls=100, seconds=60),
        whole=True,
        source="pixabay.com/api/docs: 100 requests in 60 seconds",
    ),
    LimitRow(
        capabilities=("clip",),
        provider="vertex",
        limit=CallLimit(calls=10, seconds=60),
        source="Vertex AI quotas of Veo 3.0; 3.1 may have more",
    ),
)
"""The first row that fits is used. A provider without a row has a quota by account or tier, which only its operator knows."""


def pace_of(capability: str, provider: str, model: str, own: CallLimit | None, *, has_default: bool) -> Pace | None:
    """Return what orders keep to: the operator's own limit, else the documented one where it applies; None without any."""
    row = next(
        (
            one
            for one in LIMITS
            if capability in one.capabilities and provider == one.provider and one.model in (None, model)
        ),
        None,
    )
    limit = own or (row.limit if row is not None and has_default else None)
    if limit is None:
        return None
    name = provider if row is not None and row.whole else f"{capability}/{provider}/{model}"
    return Pace(name=name, limit=limit, calls=1 if row is None else row.calls_an_order)
