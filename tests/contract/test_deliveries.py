"""`Deliveries` and `KeyRings`: one sender a try, one winner a rotation."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.ports import Deliveries, KeyRings
from reelwright.webhooks.log import Delivery, Outcome
from reelwright.webhooks.signatures import KeyRing

if TYPE_CHECKING:
    from tests.contract.conftest import Clock, Place


@pytest.fixture
def log(place: "Place") -> Deliveries:
    """Return an empty log on the implementation in turn."""
    return place.deliveries()


@pytest.fixture
def rings(place: "Place") -> KeyRings:
    """Return untouched rings on the implementation in turn."""
    return place.key_rings()


def a_try(clock: "Clock", number: int = 1, **changes: Any) -> Delivery:
    """Return a try that was just begun."""
    fields = {
        "job_id": "job1",
        "sequence": 4,
        "number": number,
        "trigger": "schedule",
        "webhook_id": "msg_job1_4",
        "type": "job.completed",
        "place": "hooks.example.com/x",
        "sender": "me",
        "started_at": clock(),
    }
    return Delivery.model_validate(fields | changes)


def test_one_of_two_senders_begins_a_try(log: Deliveries, clock: "Clock") -> None:
    """The row decides before anything is sent; its own repetition (a lost answer) is True again."""
    mine, other = a_try(clock), a_try(clock, sender="other")
    assert [log.begin(mine), log.begin(other), log.begin(mine)] == [True, False, True]
    assert log.of_job("job1") == (mine,)


def test_a_try_ends_as_it_went(log: Deliveries, clock: "Clock") -> None:
    """Everything that the owner is shown is kept, to the microsecond."""
    clock.pass_seconds(0.123456)
    begun = a_try(clock)
    log.begin(begun)
    said = {"status": 503, "milliseconds": 1204, "detail": "no", "next_at": clock() + timedelta(seconds=5)}
    ended = begun.model_copy(update={"outcome": Outcome.REJECTED, "kept": True, **said})
    assert [log.end(ended), log.end(ended)] == [True, True]
    assert log.of_job("job1") == (ended,)


def test_nobody_ends_another_ones_try(log: Deliveries, clock: "Clock") -> None:
    """Also not one that was never begun: its job, and the log with it, was removed meanwhile."""
    assert not log.end(a_try(clock))
    log.begin(a_try(clock))
    assert not log.end(a_try(clock, sender="other", outcome=Outcome.DELIVERED))
    assert [one.outcome for one in log.of_job("job1")] == [Outcome.SENDING]


def test_tries_come_by_event_and_number(log: Deliveries, clock: "Clock") -> None:
    """Ten comes after nine, and another job's are not among them."""
    for sequence, number in ((9, 1), (4, 10), (4, 9), (10, 1)):
        log.begin(a_try(clock, number, sequence=sequence))
    log.begin(a_try(clock, job_id="job2"))
    assert [(one.sequence, one.number) for one in log.of_job("job1")] == [(4, 9), (4, 10), (9, 1), (10, 1)]
    assert log.of_job("nobody") == ()


def test_a_user_tests_now_and_then(log: Deliveries, clock: "Clock") -> None:
    """Of two tests within the time one is allowed; another user's are none of theirs."""
    every = timedelta(seconds=2)
    assert [log.allow_test("ada", now=clock(), every=every) for _ in range(2)] == [True, False]
    assert log.allow_test("bob", now=clock(), every=every)
    clock.pass_seconds(2)
    assert log.allow_test("ada", now=clock(), every=every)


def test_a_user_begins_with_the_first_generation(rings: KeyRings) -> None:
    """Nothing has to be stored before the first webhook."""
    assert rings.ring("ada") == KeyRing()


def test_a_rotation_is_kept(rings: KeyRings, clock: "Clock") -> None:
    """Twice in a row, for one user alone; the same again (a lost answer) is True."""
    first = KeyRing().turned(clock())
    assert [rings.turn("ada", seen=KeyRing(), to=first) for _ in range(2)] == [True, True]
    clock.pass_seconds(3600)
    second = rings.ring("ada").turned(clock())
    assert rings.turn("ada", seen=first, to=second)
    assert (rings.ring("ada"), rings.ring("bob")) == (second, KeyRing())


def test_of_two_rotations_one_wins(rings: KeyRings, clock: "Clock") -> None:
    """The other would hand out a secret whose overlap nobody knows."""
    assert rings.turn("ada", seen=KeyRing(), to=KeyRing().turned(clock()))
    clock.pass_seconds(1)
    assert not rings.turn("ada", seen=KeyRing(), to=KeyRing().turned(clock()))
    assert rings.ring("ada").generation == 2
