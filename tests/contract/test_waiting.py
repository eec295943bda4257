"""Long polls hold an instance of the API function each, so few of them wait at the same time."""

import threading
from collections import Counter
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from reelwright.jobs.caller import Caller
from reelwright.ports import Quotas
from reelwright.settings import Settings
from reelwright.usecases.await_change import Awaited, await_change
from tests.contract.racing import at_once
from tests.memory.world import world_with

if TYPE_CHECKING:
    from tests.contract.conftest import Bench, Place

POLLS = 20
SETTINGS = Settings(environment="local", table_name="t", bucket_name="b")


class Desk:
    """Polls of one PENDING job, which never changes. A poll that waits sleeps until `open_from` others were answered."""

    def __init__(
        self,
        bench: "Bench",
        quotas: Quotas,
        *,
        open_from: int,
        settings: Settings = SETTINGS,
        patience_seconds: float = 20,
    ) -> None:
        self._job_id = bench.added().job_id
        self._open_from, self._answered = open_from, 0
        self._patience_seconds = patience_seconds
        self._lock, self._open = threading.Lock(), threading.Event()
        numbers = count()
        self._world = world_with(
            jobs=bench.jobs,
            quotas=quotas,
            clock=bench.clock,
            settings=settings,
            ids=lambda: f"wait{next(numbers)}",
        )

    def poll(self, *, seconds: int = 1) -> Awaited:
        """Poll as one request does."""
        found = await_change(
            self._job_id,
            is_known=lambda _job: True,
            seconds=seconds,
            caller=Caller(user_id="ada", tier="free"),
            sleep=lambda _seconds: self._sleep(),
            world=self._world,
        )
        with self._lock:
            self._answered += found.is_turned_away
            if self._answered >= self._open_from:
                self._open.set()
        return found

    def _sleep(self) -> None:
        assert self._open.wait(timeout=self._patience_seconds), "the others were not answered while this one waits"


@pytest.fixture
def quotas(place: "Place", bench: "Bench") -> Quotas:
    """Return the counters of users who have used nothing."""
    return place.quotas(bench.clock)


def test_of_twenty_polls_of_one_user_two_wait_and_the_others_are_answered_at_once(
    bench: "Bench", quotas: Quotas
) -> None:
    """Before, each of them held an instance for 25 seconds; afterwards both places are free again."""
    desk = Desk(bench, quotas, open_from=POLLS - 2)
    found = at_once([desk.poll] * POLLS)
    assert Counter(one.is_turned_away for one in found) == {True: POLLS - 2, False: 2}
    assert [desk.poll().is_turned_away for _ in range(3)] == [False] * 3


def test_users_together_hold_no_more_than_the_environment_allows(bench: "Bench", quotas: Quotas) -> None:
    """The API function has instances left for everything else."""
    tight = SETTINGS.model_copy(update={"waits_per_user": 10, "waits_at_once": 3})
    desk = Desk(bench, quotas, open_from=POLLS - 3, settings=tight)
    found = at_once([desk.poll] * POLLS)
    assert Counter(one.is_turned_away for one in found) == {True: POLLS - 3, False: 3}


def test_a_poll_that_fails_gives_its_place_back(bench: "Bench", quotas: Quotas) -> None:
    """Also one whose process dies: its place is free after the wait's time."""
    broken = Desk(bench, quotas, open_from=1, patience_seconds=0)
    for _ in range(3):
        with pytest.raises(AssertionError, match="were not answered"):
            broken.poll()
    for holder in ("dead1", "dead2"):
        assert quotas.hold("ada", holder, own=2, shared=50, until=bench.clock() + timedelta(seconds=30)) is not None
    desk = Desk(bench, quotas, open_from=0)
    assert desk.poll().is_turned_away
    bench.clock.pass_seconds(30)
    assert not desk.poll().is_turned_away


def test_a_read_that_need_not_wait_takes_no_place(bench: "Bench", quotas: Quotas) -> None:
    """Without a time to wait, and for a job that has changed or ended."""
    desk = Desk(bench, quotas, open_from=0, settings=SETTINGS.model_copy(update={"waits_per_user": 0}))
    assert not desk.poll(seconds=0).is_turned_away
    assert desk.poll().is_turned_away
