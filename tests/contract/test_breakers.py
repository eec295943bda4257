"""Circuit breakers on every implementation: what they count, who probes, and what racing processes see."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from reelwright.aws import keys
from reelwright.aws.breakers import DynamoBreakers
from reelwright.aws.table import Table
from reelwright.pipeline.breaker import (
    ASK_AGAIN_SECONDS,
    FAILURES_TO_OPEN,
    OPEN_SECONDS,
    PROBE_SECONDS,
    BreakerState,
    Permission,
)
from reelwright.ports import Breakers
from tests.contract.racing import at_once

if TYPE_CHECKING:
    from tests.contract.conftest import AwsPlace, Clock, MakeBreakers, Place

POLLY = "speech/polly"


@pytest.fixture
def make(place: "Place") -> "MakeBreakers":
    """Return a maker of breakers on one empty store of the implementation in turn."""
    return place.breakers()


def fail(breakers: Breakers, clock: "Clock", times: int = 1, provider: str = POLLY) -> list[bool]:
    """Let calls fail one after the other; return which of them opened the breaker."""
    return [breakers.record_failure(breakers.allow(provider, now=clock()), now=clock()) for _ in range(times)]


def opened(make: "MakeBreakers", clock: "Clock") -> Breakers:
    """Return breakers with POLLY's opened now."""
    breakers = make()
    assert fail(breakers, clock, FAILURES_TO_OPEN)[-1]
    return breakers


def test_a_breaker_is_closed_by_hand_for_every_process(make: "MakeBreakers", clock: "Clock") -> None:
    """Open, or with a probe that still runs, whose end decides nothing; closing it again is a no-op."""
    breakers = opened(make, clock)
    assert breakers.close(POLLY, now=clock()).state is BreakerState.OPEN
    assert make().allow(POLLY, now=clock()).granted
    fail(breakers, clock, FAILURES_TO_OPEN)
    clock.pass_seconds(OPEN_SECONDS)
    probe = breakers.allow(POLLY, now=clock())
    assert breakers.close(POLLY, now=clock()).state is BreakerState.HALF_OPEN
    assert not breakers.record_failure(probe, now=clock())
    assert breakers.close(POLLY, now=clock()).state is BreakerState.CLOSED
    assert breakers.allow(POLLY, now=clock()) == Permission(provider=POLLY, granted=True)


def test_five_failures_in_a_row_open_it_for_five_minutes(make: "MakeBreakers", clock: "Clock") -> None:
    """The fifth opens it, once; every process is then told until when to leave the provider alone."""
    breakers = make()
    assert fail(breakers, clock, 5) == [False, False, False, False, True]
    until = clock() + timedelta(minutes=5)
    for one in (breakers, make()):
        assert one.allow(POLLY, now=clock()) == Permission(provider=POLLY, granted=False, until=until)
    clock.pass_seconds(299.9)
    assert not breakers.allow(POLLY, now=clock()).granted


def test_a_look_at_a_breaker_takes_no_probe(make: "MakeBreakers", clock: "Clock") -> None:
    """The list of providers shows health; the next caller is still the probe."""
    breakers = opened(make, clock)
    assert breakers.standing(POLLY, now=clock()).state is BreakerState.OPEN
    assert breakers.standing("speech/other", now=clock()).state is BreakerState.CLOSED
    clock.pass_seconds(OPEN_SECONDS)
    breakers.standing(POLLY, now=clock())
    assert breakers.allow(POLLY, now=clock()).probe is not None


def test_a_success_forgets_the_failures(make: "MakeBreakers", clock: "Clock") -> None:
    """Only failures in a row count, whichever process sees them."""
    fail(make(), clock, 4)
    seen = make()
    permission = seen.allow(POLLY, now=clock())
    assert permission.failures == 4
    seen.record_success(permission, now=clock())
    assert not any(fail(make(), clock, 4))
    assert make().allow(POLLY, now=clock()).granted


def test_fallbacks_are_counted_and_change_no_state(make: "MakeBreakers", clock: "Clock") -> None:
    """They stay known while the breaker opens and closes."""
    for _ in range(2):
        make().record_fallback(POLLY, used="kokoro", now=clock())
    assert make().allow(POLLY, now=clock()).granted
    opened(make, clock)
    make().close(POLLY, now=clock())
    seen = make().standing(POLLY, now=clock())
    assert (seen.state, seen.replaced, seen.replaced_by) == (BreakerState.CLOSED, 2, "kokoro")


def test_providers_are_counted_apart(make: "MakeBreakers", clock: "Clock") -> None:
    """One that is down says nothing about another, also of the same name."""
    breakers = opened(make, clock)
    for other in ("speech/kokoro", "text/polly"):
        assert breakers.allow(other, now=clock()).granted


def test_of_thirty_who_ask_when_the_wait_is_over_one_is_the_probe(make: "MakeBreakers", clock: "Clock") -> None:
    """Thirty processes at the same moment: one probe, the others are told to ask again in a minute."""
    opened(make, clock)
    clock.pass_seconds(OPEN_SECONDS)
    askers = [make() for _ in range(30)]
    answers = at_once([partial(asker.allow, POLLY, now=clock()) for asker in askers])
    (probe,) = (answer for answer in answers if answer.granted)
    assert probe.probe is not None
    again = clock() + timedelta(seconds=ASK_AGAIN_SECONDS)
    assert {answer.until for answer in answers if not answer.granted} == {again}
    assert not make().allow(POLLY, now=clock()).granted


def test_the_probes_success_closes_it(make: "MakeBreakers", clock: "Clock") -> None:
    """Everybody may call again, and the count starts anew."""
    opened(make, clock)
    clock.pass_seconds(OPEN_SECONDS)
    prober = make()
    prober.record_success(prober.allow(POLLY, now=clock()), now=clock())
    assert make().allow(POLLY, now=clock()) == Permission(provider=POLLY, granted=True)
    assert not any(fail(make(), clock, FAILURES_TO_OPEN - 1))


def test_the_probes_failure_opens_it_for_another_five_minutes(make: "MakeBreakers", clock: "Clock") -> None:
    """One failure is enough then; it is no news, so it is not reported as an opening."""
    opened(make, clock)
    clock.pass_seconds(OPEN_SECONDS)
    prober = make()
    assert prober.record_failure(prober.allow(POLLY, now=clock()), now=clock()) is False
    assert make().allow(POLLY, now=clock()).until == clock() + timedelta(seconds=OPEN_SECONDS)


def test_a_probe_that_says_nothing_makes_way_for_the_next(make: "MakeBreakers", clock: "Clock") -> None:
    """A refusal or a cancel is given back: the next to ask is the probe at once."""
    opened(make, clock)
    clock.pass_seconds(OPEN_SECONDS)
    prober = make()
    prober.give_back(prober.allow(POLLY, now=clock()), now=clock())
    assert make().allow(POLLY, now=clock()).probe is not None


def test_a_lost_probe_is_replaced_after_its_lease_and_its_late_end_changes_nothing(
    make: "MakeBreakers", clock: "Clock"
) -> None:
    """A process that died with the probe does not keep the provider shut; what it says late is not heard."""
    opened(make, clock)
    clock.pass_seconds(OPEN_SECONDS)
    lost = make()
    first = lost.allow(POLLY, now=clock())
    clock.pass_seconds(PROBE_SECONDS - 1)
    assert not make().allow(POLLY, now=clock()).granted
    clock.pass_seconds(1)
    second = make()
    permission = second.allow(POLLY, now=clock())
    assert permission.probe not in {None, first.probe}
    lost.record_success(first, now=clock())
    assert not make().allow(POLLY, now=clock()).granted
    second.record_success(permission, now=clock())
    assert make().allow(POLLY, now=clock()).granted


def test_calls_that_end_after_it_opened_change_nothing(make: "MakeBreakers", clock: "Clock") -> None:
    """They began before: neither their failures prolong the wait nor their successes end it."""
    breakers = make()
    early = breakers.allow(POLLY, now=clock())
    assert fail(breakers, clock, 4) == [False] * 4
    seen = make().allow(POLLY, now=clock())
    assert fail(breakers, clock) == [True]
    until = clock() + timedelta(seconds=OPEN_SECONDS)
    clock.pass_seconds(10)
    assert breakers.record_failure(early, now=clock()) is False
    breakers.record_success(seen, now=clock())
    assert make().allow(POLLY, now=clock()).until == until


def test_racing_failures_are_all_counted_and_open_it_once(make: "MakeBreakers", clock: "Clock") -> None:
    """Thirty at once: one opens it. Four at once leave four, none is overwritten."""
    processes = [make() for _ in range(30)]
    granted = [process.allow(POLLY, now=clock()) for process in processes]
    pairs = list(zip(processes, granted, strict=True))
    at_once([partial(process.record_failure, permission, now=clock()) for process, permission in pairs[:4]])
    assert make().allow(POLLY, now=clock()).failures == 4
    outcomes = at_once([partial(process.record_failure, permission, now=clock()) for process, permission in pairs])
    assert Counter(outcomes) == {True: 1, False: 29}


class Counting:
    """A client that notes the names of its calls, and makes one of them faulty."""

    def __init__(self, client: Any, faulty: str = "", fault: Callable[..., Any] | None = None) -> None:
        self._client, self._faulty, self._fault = client, faulty, fault
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        """Return the client's call, noted."""
        real, fault = getattr(self._client, name), self._fault

        def call(**arguments: Any) -> Any:
            self.calls.append(name)
            return fault(real, **arguments) if fault is not None and name == self._faulty else real(**arguments)

        return call


def breakers_on(client: Any, table_name: str) -> DynamoBreakers:
    """Return breakers on a client of the test's own."""
    return DynamoBreakers(table_name, client, sleep=lambda _seconds: None)


def test_a_healthy_provider_costs_one_read_in_five_seconds_and_no_write(moto_place: "AwsPlace", clock: "Clock") -> None:
    """Local providers pay as little as that."""
    client = Counting(moto_place.client("dynamodb"))
    breakers = breakers_on(client, moto_place.new_table())
    for _ in range(10):
        breakers.record_success(breakers.allow("speech/kokoro", now=clock()), now=clock())
        clock.pass_seconds(0.49)
    assert client.calls == ["get_item"]
    clock.pass_seconds(0.2)
    breakers.allow("speech/kokoro", now=clock())
    assert client.calls == ["get_item"] * 2


def test_another_process_learns_of_an_open_breaker_within_five_seconds(moto_place: "AwsPlace", clock: "Clock") -> None:
    """Until then it may still call."""
    make = moto_place.breakers()
    other = make()
    assert other.allow(POLLY, now=clock()).granted
    opened(make, clock)
    clock.pass_seconds(4.9)
    assert other.allow(POLLY, now=clock()).granted
    clock.pass_seconds(0.1)
    assert not other.allow(POLLY, now=clock()).granted


def test_an_answer_that_was_lost_does_not_count_twice(moto_place: "AwsPlace", clock: "Clock") -> None:
    """The write got through, botocore tried again and was refused by its own success: one failure, one probe, one end."""

    def answer_lost(real: Callable[..., Any], **arguments: Any) -> Any:
        real(**arguments)
        return real(**arguments)

    table_name = moto_place.new_table()
    breakers = breakers_on(Counting(moto_place.client("dynamodb"), "put_item", answer_lost), table_name)
    plain = moto_place.client("dynamodb")
    assert fail(breakers, clock, 3) == [False] * 3
    assert breakers_on(plain, table_name).allow(POLLY, now=clock()).failures == 3
    assert fail(breakers, clock, 2) == [False, True]
    clock.pass_seconds(OPEN_SECONDS)
    probe = breakers.allow(POLLY, now=clock())
    assert probe.probe is not None
    breakers.record_success(probe, now=clock())
    assert breakers_on(plain, table_name).allow(POLLY, now=clock()).granted


@pytest.mark.parametrize(
    "fault",
    [
        ClientError({"Error": {"Code": "InternalServerError", "Message": "x"}}, "PutItem"),
        EndpointConnectionError(endpoint_url="x"),
    ],
)
def test_recording_never_raises(moto_place: "AwsPlace", clock: "Clock", fault: Exception) -> None:
    """What the provider made, or its own error, must not be lost to a fault of the table; asking may raise."""

    def broken(_real: Callable[..., Any], **_arguments: Any) -> Any:
        raise fault

    client = Counting(moto_place.client("dynamodb"), "put_item", broken)
    breakers = breakers_on(client, moto_place.new_table())
    permission = breakers.allow(POLLY, now=clock())
    assert breakers.record_failure(permission, now=clock()) is False
    breakers.record_success(permission.model_copy(update={"probe": "p"}), now=clock())
    breakers.give_back(permission.model_copy(update={"probe": "p"}), now=clock())
    unreadable = breakers_on(Counting(moto_place.client("dynamodb"), "get_item", broken), moto_place.new_table())
    with pytest.raises(type(fault)):
        unreadable.allow(POLLY, now=clock())


def test_a_provider_has_one_row(moto_place: "AwsPlace", clock: "Clock") -> None:
    """PROVIDER#<capability>/<name> / BREAKER, readable in the console."""
    table_name = moto_place.new_table()
    fail(breakers_on(moto_place.client("dynamodb"), table_name), clock, FAILURES_TO_OPEN)
    row = Table(table_name, moto_place.client("dynamodb")).get(keys.Key("PROVIDER#speech/polly", "BREAKER"))
    assert row is not None
    assert (row["provider"], row["state"], row["until"]) == (POLLY, "open", "2026-11-21T12:05:00.000000+00:00")
