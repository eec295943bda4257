"""`Lanes`: how many webhooks of one owner are sent at the same time. Memory and DynamoDB (moto) alike."""

import time
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from reelwright.aws.lanes import DynamoLanes
from reelwright.aws.table import Table
from reelwright.ports import Lanes
from reelwright.webhooks.lanes import LANE_LIFE, LANES
from tests.memory.lanes import MemoryLanes

if TYPE_CHECKING:
    from tests.contract.conftest import AwsPlace

NOW = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)


@pytest.fixture(params=["memory", "moto"])
def lanes(request: pytest.FixtureRequest, moto_place: "AwsPlace") -> Lanes:
    """Return the lanes of owners who send nothing."""
    if request.param == "memory":
        return MemoryLanes()
    return DynamoLanes(Table(moto_place.new_table(), moto_place.client("dynamodb"), sleep=time.sleep))


def test_an_owner_has_so_many_lanes_and_no_more(lanes: Lanes) -> None:
    """Each is taken once; another owner has lanes of their own."""
    taken = {lanes.take("ada", f"run{number}", now=NOW) for number in range(LANES)}
    assert taken == set(range(LANES))
    assert lanes.take("ada", "one more", now=NOW) is None
    assert lanes.take("eve", "run", now=NOW) is not None


def test_a_lane_that_is_given_back_is_free(lanes: Lanes) -> None:
    """By its holder only: a late give-back must not free the lane of the next one."""
    held = {lanes.take("ada", f"run{number}", now=NOW): f"run{number}" for number in range(LANES)}
    lanes.give_back("ada", "stranger", 0, now=NOW)
    assert lanes.take("ada", "next", now=NOW) is None
    lanes.give_back("ada", held[0], 0, now=NOW)
    assert lanes.take("ada", "next", now=NOW) == 0
    lanes.give_back("ada", held[0], 0, now=NOW)
    assert lanes.take("ada", "last", now=NOW) is None


def test_the_lane_of_a_run_that_died_is_free_after_its_time(lanes: Lanes) -> None:
    """Whoever takes it then holds it for its full time."""
    for number in range(LANES):
        lanes.take("ada", f"run{number}", now=NOW)
    assert lanes.take("ada", "next", now=NOW + LANE_LIFE - timedelta(seconds=1)) is None
    assert lanes.take("ada", "next", now=NOW + LANE_LIFE) is not None
