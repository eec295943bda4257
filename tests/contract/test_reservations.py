"""`Reservations`: what steps of one job reserve side by side keeps to its budget. Memory and DynamoDB (moto) alike."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from reelwright.aws.reservations import DynamoReservations
from reelwright.aws.table import Table
from reelwright.ports import Reservations
from tests.memory.reservations import MemoryReservations

if TYPE_CHECKING:
    from tests.contract.conftest import AwsPlace


@pytest.fixture(params=["memory", "moto"])
def reservations(request: pytest.FixtureRequest, moto_place: "AwsPlace") -> Reservations:
    """Return the reservations of jobs that have none."""
    if request.param == "memory":
        return MemoryReservations()
    return DynamoReservations(Table(moto_place.new_table(), moto_place.client("dynamodb")))


def test_eight_that_reserve_at_the_same_time_keep_to_the_room(reservations: Reservations) -> None:
    """C15: at 0.42 each, two fit into a dollar."""
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda place: reservations.reserve("job", f"w{place}", 0.42, room_usd=1.0), range(8)))
    assert sum(got) == 2
    assert reservations.reserve("other", "w0", 0.42, room_usd=1.0)


def test_a_repeated_reservation_counts_once(reservations: Reservations) -> None:
    """A retried step finds its own, also where no second one would fit."""
    assert [reservations.reserve("job", "w", 0.6, room_usd=1.0) for _ in range(3)] == [True] * 3
    assert reservations.reserve("job", "w", 0.6, room_usd=0.1)
    assert not reservations.reserve("job", "v", 0.6, room_usd=1.0)


def test_a_released_reservation_leaves_its_room_once(reservations: Reservations) -> None:
    """A second release of the same name, and one of a name without a reservation, change nothing."""
    for name in ("a", "b"):
        reservations.reserve("job", name, 0.4, room_usd=1.0)
    for name in ("a", "a", "c"):
        reservations.release("job", name, 0.4)
    assert reservations.reserve("job", "c", 0.5, room_usd=1.0)
    assert not reservations.reserve("job", "d", 0.2, room_usd=1.0)
