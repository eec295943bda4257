"""The load of queues over time, on every implementation."""

from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest

from reelwright.figures.load import LoadRow, QueueLoad
from reelwright.ports import LoadHistory

if TYPE_CHECKING:
    from tests.contract.conftest import Place

MIDNIGHT = datetime(2026, 11, 28, tzinfo=timezone.utc)


def row(at: datetime, depth: int = 1) -> LoadRow:
    """Return the load of a minute."""
    queues = {"videos-high": QueueLoad(depth=depth, waiting=2, running=3, dead_messages=4)}
    return LoadRow(at=at, queues=queues, pools={"videos": 3, "tasks": 0})


@pytest.fixture
def history(place: "Place") -> LoadHistory:
    """Return an empty history."""
    return place.load_history()


def test_rows_are_read_back_in_order_over_midnight(history: LoadHistory) -> None:
    """Both ends included; what is before and behind stays out."""
    rows = [row(MIDNIGHT + timedelta(minutes=minute)) for minute in range(-3, 4)]
    for one in reversed(rows):
        history.save(one)
    first, last = MIDNIGHT - timedelta(minutes=2), MIDNIGHT + timedelta(minutes=2)
    assert history.since(first, last=last) == tuple(rows[1:-1])
    assert history.since(last + timedelta(days=3), last=last + timedelta(days=3)) == ()


def test_a_second_row_of_a_minute_replaces_the_first(history: LoadHistory) -> None:
    """A sweep that runs twice leaves one point."""
    for depth in (1, 5):
        history.save(row(MIDNIGHT, depth))
    assert history.since(MIDNIGHT, last=MIDNIGHT) == (row(MIDNIGHT, 5),)
