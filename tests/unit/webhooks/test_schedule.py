"""When a webhook is tried again, and what a log asks for."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from reelwright.webhooks.log import CUT_OFF, Delivery, Outcome, next_step
from reelwright.webhooks.schedule import MARGIN, MOST_TRIES, next_try

T0 = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)


def after(
    tries: int, *, scale: float = 1.0, retry_after: float | None = None, removed_at: datetime | None = None
) -> Any:
    """Return how many seconds after its `tries`th try an event is tried again."""
    at = next_try(tries, ended_at=T0, retry_after_seconds=retry_after, scale=scale, removed_at=removed_at)
    return None if at is None else (at - T0).total_seconds()


def test_tries_come_at_the_published_times() -> None:
    """0 s, 5 s, 5 m, 30 m, 2 h, 5 h, 10 h, 10 h, and then no more."""
    assert [after(tries) for tries in range(1, 9)] == [5, 300, 1800, 7200, 18000, 36000, 36000, None]


def test_the_local_environment_waits_less() -> None:
    """By its scale, but what a receiver asks for is kept to."""
    assert after(1, scale=0.02) == pytest.approx(0.1)
    assert after(1, scale=0.02, retry_after=3) == 3


def test_retry_after_is_kept_to_within_bounds() -> None:
    """It makes a wait longer, never shorter, and never longer than ten hours."""
    assert [after(1, retry_after=seconds) for seconds in (0, 60, 10**9)] == [5, 60, 36_000]


def test_the_last_try_comes_before_the_job_is_removed() -> None:
    """A day's retention is shorter than all waits: the try after it is brought forward, once, and then it is over."""
    removed = T0 + timedelta(hours=4)
    assert after(6, removed_at=removed) == (timedelta(hours=4) - MARGIN).total_seconds()
    assert after(7, removed_at=T0 + MARGIN) is None
    assert after(2, removed_at=removed) == 300


def row(number: int, outcome: Outcome, *, trigger: str = "schedule", **changes: Any) -> Delivery:
    """Return a try that began a second after the one before."""
    fields = {
        "job_id": "j",
        "sequence": 3,
        "number": number,
        "trigger": trigger,
        "webhook_id": "msg_j_3",
        "type": "job.failed",
        "place": "h/x",
        "sender": f"s{number}",
        "started_at": T0 + timedelta(seconds=number),
        "outcome": outcome,
    }
    return Delivery.model_validate(fields | changes)


def asks(*tries: Delivery, now: datetime = T0 + timedelta(minutes=2)) -> tuple[str, int]:
    """Return what a log asks for, and the number of the next try."""
    stands = next_step(tries, now, most_scheduled=MOST_TRIES)
    return stands.action, stands.number


NEXT: dict[str, Any] = {"next_at": T0 + timedelta(minutes=5)}


def test_an_untold_event_is_sent() -> None:
    """The first try has number 1."""
    assert asks() == ("send", 1)


def test_a_failed_try_waits_for_its_time() -> None:
    """Not a moment earlier."""
    failed = row(1, Outcome.REJECTED, **NEXT)
    assert asks(failed) == ("wait", 2)
    assert asks(failed, now=T0 + timedelta(minutes=5)) == ("send", 2)


@pytest.mark.parametrize("outcome", [Outcome.DELIVERED, Outcome.GONE, Outcome.REFUSED])
def test_some_outcomes_end_it(outcome: Outcome) -> None:
    """Arrived, unwanted, or none that we call: also where a later row is still open."""
    assert asks(row(1, outcome)) == ("nothing", 2)
    assert asks(row(1, outcome), row(2, Outcome.SENDING, trigger="resend"))[0] == "nothing"


def test_a_try_that_never_ended_is_sent_again() -> None:
    """After a minute: the function that sent it was cut off, and may have been heard."""
    begun = row(1, Outcome.SENDING)
    assert asks(begun, now=begun.started_at + CUT_OFF - timedelta(seconds=1)) == ("wait", 2)
    assert asks(begun, now=begun.started_at + CUT_OFF) == ("send", 2)


def test_spent_tries_are_kept_for_an_operator_once() -> None:
    """Eight of the schedule; also where the last was cut off, and not again once that was done."""
    spent = [row(number, Outcome.TIMED_OUT, **NEXT) for number in range(1, 8)]
    assert asks(*spent, row(8, Outcome.TIMED_OUT))[0] == "give_up"
    assert asks(*spent, row(8, Outcome.SENDING))[0] == "give_up"
    assert asks(*spent, row(8, Outcome.TIMED_OUT, kept=True))[0] == "nothing"


def test_tries_by_hand_spend_none_of_the_schedule() -> None:
    """They take a number, and leave the plan as it was."""
    log = (row(1, Outcome.REJECTED, **NEXT), row(2, Outcome.REJECTED, trigger="resend", **NEXT))
    stands = next_step(log, T0 + timedelta(minutes=5), most_scheduled=MOST_TRIES)
    assert (stands.action, stands.number, stands.scheduled) == ("send", 3, 1)
