"""`CallRates` on every implementation: no stretch of a limit's length has more calls than the limit, whoever makes them."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import EndpointConnectionError

from reelwright.aws.call_rates import DynamoCallRates
from reelwright.aws.table import Table
from reelwright.ports import CallRates
from reelwright.providers.limits import LIMITS, CallLimit, Pace, Turn, pace_of
from tests.contract.racing import at_once
from tests.memory.call_rates import MemoryCallRates

if TYPE_CHECKING:
    from tests.contract.conftest import AwsPlace, Clock

POLLY = Pace(name="speech/polly/neural", limit=CallLimit(calls=8, seconds=1), calls=2)
PEXELS = Pace(name="pexels", limit=CallLimit(calls=200, seconds=3600))


class Processes:
    """Makes what each process has of the same store."""

    def __init__(self, place: "AwsPlace | None") -> None:
        self._memory, self._place = MemoryCallRates(), place
        self._table = None if place is None else place.new_table()

    def __call__(self, random: float = 0.0) -> CallRates:
        """Return the rates of a new process."""
        if self._place is None or self._table is None:
            return self._memory
        return DynamoCallRates(Table(self._table, self._place.client("dynamodb")), random=lambda: random)


@pytest.fixture(params=["memory", "moto"])
def make(request: pytest.FixtureRequest, moto_place: "AwsPlace") -> Processes:
    """Return a maker of processes that have made no call."""
    return Processes(None if request.param == "memory" else moto_place)


def most_in_a_stretch(times: list[float], seconds: float) -> int:
    """Count the calls of the fullest stretch."""
    return max(sum(begin <= one < begin + seconds - 1e-6 for one in times) for begin in times)


@pytest.mark.parametrize("pace", [POLLY, PEXELS])
def test_racing_processes_never_exceed_the_limit(make: Processes, clock: "Clock", pace: Pace) -> None:
    """Thirty at once: everybody who waits gets a turn of its own."""
    turns = at_once([partial(make().take, pace, now=clock(), most_seconds=1e6) for _ in range(30)])
    granted = [turn for turn in turns if turn.granted]
    times = [turn.wait_seconds for turn in granted for _ in range(pace.calls)]
    assert len(granted) >= 29  # on the table one may lose every race; it asks again
    assert most_in_a_stretch(times, pace.limit.seconds) <= pace.limit.calls


def test_a_turn_beyond_the_patience_is_not_planned(make: Processes, clock: "Clock") -> None:
    """Who gives up takes no place from others."""
    rates, slow = make(), Pace(name="slow", limit=CallLimit(calls=1, seconds=60))
    assert rates.take(slow, now=clock(), most_seconds=20) == Turn(0.0)
    for one in (rates, make(), make()):
        assert one.take(slow, now=clock(), most_seconds=20) == Turn(60.0, granted=False)
    clock.pass_seconds(45)
    assert make().take(slow, now=clock(), most_seconds=20) == Turn(15.0)


def test_after_a_pause_calls_go_at_once(make: Processes, clock: "Clock") -> None:
    """Half of a long limit: a film's searches need not wait one for another."""
    pace, process = Pace(name="short", limit=CallLimit(calls=20, seconds=60)), make()
    assert (PEXELS.at_once, pace.at_once) == (90, 9)
    for _ in range(2):
        turns = [process.take(pace, now=clock(), most_seconds=20) for _ in range(pace.at_once)]
        assert {turn.wait_seconds for turn in turns} == {0.0}
        clock.pass_seconds(2 * pace.limit.seconds)


def test_a_providers_delay_holds_and_an_earlier_one_changes_nothing(make: Processes, clock: "Clock") -> None:
    """Also before the first call."""
    make().hold(POLLY, until=clock() + timedelta(seconds=9))
    make().hold(POLLY, until=clock() + timedelta(seconds=3))
    assert 9 <= make().take(POLLY, now=clock(), most_seconds=20).wait_seconds < 10


def test_a_limit_too_fast_for_one_row_has_several(moto_place: "AwsPlace", clock: "Clock") -> None:
    """DynamoDB writes a thousand units a second a key; each row has its share of the limit."""
    fast = Pace(name="text/own/fast", limit=CallLimit(calls=2000, seconds=1))
    assert fast.rows == 5
    make = Processes(moto_place)
    for random in (0.0, 0.5, 0.999):
        assert make(random).take(fast, now=clock(), most_seconds=1) == Turn(0.0)
    assert fast.rows * (fast.at_once + fast.limit.seconds * 1e6 / fast.step) <= fast.limit.calls


class Broken:
    """A table that cannot be reached."""

    def __getattr__(self, _name: str) -> Any:
        """Fail every call."""

        def fail(**_arguments: Any) -> Any:
            raise EndpointConnectionError(endpoint_url="https://dynamodb")

        return fail


def test_a_table_that_fails_stops_no_call(clock: "Clock", caplog: pytest.LogCaptureFixture) -> None:
    """The call goes at once, and a 429 is waited for as without a limit; the log says so."""
    client: Any = Broken()
    rates = DynamoCallRates(Table("t", client), random=lambda: 0.0)
    assert rates.take(POLLY, now=clock(), most_seconds=20) == Turn(0.0)
    rates.hold(POLLY, until=clock())
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "a call of speech/polly/neural goes without a turn",
        "the wait of speech/polly/neural was not recorded",
    ]


def test_the_documented_quotas_are_used_unless_the_operator_gives_a_limit() -> None:
    """A server of one's own has none; photographs and clips of a source share the key's."""
    own = CallLimit(calls=80, seconds=1)
    assert pace_of("speech", "polly", "neural", None, has_default=True) == POLLY
    assert pace_of("speech", "polly", "neural", own, has_default=True) == POLLY.model_copy(update={"limit": own})
    assert pace_of("speech", "polly", "neural", None, has_default=False) is None
    assert pace_of("text", "openai", "gpt", None, has_default=True) is None
    names = {pace_of(kind, "pexels", "m", None, has_default=True) for kind in ("picture", "clip")}
    assert names == {PEXELS}
    assert all(row.source for row in LIMITS)
