"""The counters of what one user may use, and the places that requests hold for a while."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from reelwright.jobs.quota import Charge
from reelwright.ports import Quotas, WaitPlace
from tests.contract.racing import at_once

if TYPE_CHECKING:
    from tests.contract.conftest import Clock, Place

MINUTE = "2026-11-21T12:00"
CALLERS = 12


@pytest.fixture
def quotas(place: "Place", clock: "Clock") -> Quotas:
    """Return the counters of users who have used nothing."""
    return place.quotas(clock)


def dry_run(limit: int | None, *, amount: int = 1) -> Charge:
    """Return the charge of a dry run."""
    return Charge(counter="dry_runs", period=MINUTE, amount=amount, limit=limit)


def hold(
    quotas: Quotas, clock: "Clock", holder: str, *, user_id: str = "ada", own: int = 2, shared: int = 4
) -> WaitPlace | None:
    """Hold a place for 25 seconds."""
    return quotas.hold(user_id, holder, own=own, shared=shared, until=clock() + timedelta(seconds=25))


def test_a_charge_is_added_within_its_limit_and_named_beyond_it(quotas: Quotas) -> None:
    """Users and minutes are counted apart; what was refused is not counted."""
    assert [quotas.charge("ada", [dry_run(2)]) for _ in range(3)] == [None, None, dry_run(2)]
    assert quotas.spent("ada", "dry_runs", MINUTE) == 2
    assert quotas.charge("eve", [dry_run(2)]) is None
    assert quotas.charge("ada", [dry_run(2).model_copy(update={"period": "2026-11-21T12:01"})]) is None
    assert quotas.spent("bob", "dry_runs", MINUTE) == 0


def test_charges_are_added_together_or_not_at_all(quotas: Quotas) -> None:
    """A full minute leaves the day as it was."""
    day = Charge(counter="failed_seconds", period="2026-11-21", amount=30)
    assert quotas.charge("ada", [day, dry_run(0)]) == dry_run(0)
    assert quotas.spent("ada", "failed_seconds", "2026-11-21") == 0
    assert quotas.charge("ada", [day, dry_run(1)]) is None
    assert quotas.spent("ada", "failed_seconds", "2026-11-21") == 30


def test_an_amount_fits_whole_or_not(quotas: Quotas) -> None:
    """Up to the limit, never over it; a first amount above it is refused too."""
    assert quotas.charge("ada", [dry_run(10, amount=11)]) is not None
    assert quotas.charge("ada", [dry_run(10, amount=7)]) is None
    assert quotas.charge("ada", [dry_run(10, amount=4)]) is not None
    assert quotas.charge("ada", [dry_run(10, amount=3)]) is None


def test_racing_charges_never_exceed_the_limit(quotas: Quotas) -> None:
    """Of twelve at the same time exactly five fit."""
    found = at_once([partial(quotas.charge, "ada", [dry_run(5)])] * CALLERS)
    assert found.count(None) == 5
    assert quotas.spent("ada", "dry_runs", MINUTE) == 5


def test_a_user_holds_at_most_the_own_places(quotas: Quotas, clock: "Clock") -> None:
    """Others hold theirs; a freed place can be held again."""
    first, second = hold(quotas, clock, "a"), hold(quotas, clock, "b")
    assert first is not None
    assert second is not None
    assert hold(quotas, clock, "c") is None
    assert hold(quotas, clock, "d", user_id="eve") is not None
    quotas.free(second)
    assert hold(quotas, clock, "e") is not None
    assert hold(quotas, clock, "f") is None


def test_all_users_together_hold_at_most_the_shared_places(quotas: Quotas, clock: "Clock") -> None:
    """However many users there are."""
    held = [hold(quotas, clock, f"h{number}", user_id=f"user{number}", shared=3) for number in range(6)]
    assert sum(place is not None for place in held) == 3


def test_a_place_whose_holder_died_is_free_again_after_its_time(quotas: Quotas, clock: "Clock") -> None:
    """And the holder that comes back late does not free the place of the next one."""
    dead = [hold(quotas, clock, f"dead{number}") for number in range(2)]
    clock.pass_seconds(25)
    assert hold(quotas, clock, "a") is not None
    assert hold(quotas, clock, "b") is not None
    for late in filter(None, dead):
        quotas.free(late)
    assert hold(quotas, clock, "c") is None


@pytest.mark.parametrize(("own", "shared"), [(0, 4), (2, 0)])
def test_without_places_nobody_waits(quotas: Quotas, clock: "Clock", own: int, shared: int) -> None:
    """An environment can switch waiting off."""
    assert hold(quotas, clock, "a", own=own, shared=shared) is None


def test_of_racing_holders_exactly_the_own_places_are_held(quotas: Quotas, clock: "Clock") -> None:
    """Twelve requests of one user at the same time: two wait."""
    found = at_once([partial(hold, quotas, clock, f"h{number}", shared=50) for number in range(CALLERS)])
    assert Counter(place is not None for place in found)[True] == 2
