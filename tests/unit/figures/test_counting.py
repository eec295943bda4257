"""What the rows of a history add to the tallies."""

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest

from reelwright.figures.counters import DURATION_BUCKETS_SECONDS, RATIO_BUCKETS
from reelwright.figures.counting import Counted, deltas, removal
from reelwright.figures.tally import Tally
from reelwright.jobs.lifecycle import JobEvent, JobState, next_state
from reelwright.jobs.model import HistoryRow

NOON = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
NOTHING = Counted(job_id="j", user_id="ada", queue="default", task_name="generate_hook")
RUN = (JobEvent.ADMITTED, JobEvent.STARTED)


def history(*events: JobEvent, seconds: float = 1.0) -> list[HistoryRow]:
    """Return the history of a new job to which these events came, so many seconds apart."""
    rows = [HistoryRow(sequence=1, at=NOON, event="created", from_state=None, to_state=JobState.PENDING, attempt=0)]
    for number, event in enumerate(events, start=2):
        here = rows[-1]
        rows.append(
            HistoryRow(
                sequence=number,
                at=here.at + timedelta(seconds=seconds),
                event=event,
                from_state=here.to_state,
                to_state=next_state(here.to_state, event),
                attempt=here.attempt + (event is JobEvent.STARTED),
            )
        )
    return rows


def added(rows: Sequence[HistoryRow], *, after: int = 0, estimated_seconds: float = 10) -> Tally:
    """Return what the rows after the first ones add."""
    counted = NOTHING if after == 0 else NOTHING.after(rows[:after])
    return deltas(counted, rows, estimated_seconds=estimated_seconds)


def test_counting_in_pieces_comes_to_the_same_sum() -> None:
    """Wherever a history is cut, both parts add up to the whole."""
    rows = history(*RUN, JobEvent.RETRY_SCHEDULED, JobEvent.RETRY_DUE, *RUN, JobEvent.FAILED, JobEvent.RETRIED, *RUN)
    rows = [*rows, *history(*RUN, JobEvent.COMPLETED)[3:]]
    whole = {name: value for name, value in added(rows).counters.items() if value}
    for cut in range(1, len(rows)):
        parts = deltas(NOTHING, rows[:cut], estimated_seconds=10) + added(rows, after=cut)
        assert {name: value for name, value in parts.counters.items() if value} == whole


def test_rows_that_were_counted_add_nothing() -> None:
    """Also a history that was read before the last count."""
    rows = history(*RUN)
    assert added(rows, after=3).counters == {}
    assert deltas(NOTHING.after(rows), rows[:2], estimated_seconds=10).counters == {}


def test_a_state_is_left_and_entered() -> None:
    """One less here, one more there; whatever lay between was passed through."""
    rows = history(*RUN, JobEvent.CANCELLED)
    tally = added(rows, after=1)
    assert {name: value for name, value in tally.counters.items() if name.startswith("state.")} == {
        "state.PENDING": -1,
        "state.CANCELLED": 1,
    }


def test_every_way_out_of_a_queue_counts_as_left() -> None:
    """Starts, cancels and dead messages: a place in the queue became free."""
    for event in (JobEvent.STARTED, JobEvent.CANCELLED, JobEvent.FAILED):
        assert added(history(JobEvent.ADMITTED, event)).left_queue == 1
    assert added(history(JobEvent.CANCELLED)).left_queue == 0


def test_retries_are_numbered_within_one_round_of_them() -> None:
    """The first again after an owner's own retry; waits for a provider have no number."""
    again = (JobEvent.RETRY_SCHEDULED, JobEvent.RETRY_DUE, *RUN)
    wait = (JobEvent.POSTPONED, JobEvent.RETRY_DUE, *RUN)
    tally = added(history(*RUN, *again, *wait, *again, JobEvent.FAILED, JobEvent.RETRIED, *RUN, *again))
    assert {name: value for name, value in tally.counters.items() if name.startswith("retries")} == {
        "retries.1": 2,
        "retries.2": 1,
    }


@pytest.mark.parametrize("bound", DURATION_BUCKETS_SECONDS)
def test_a_running_time_on_a_bound_is_in_its_bucket(bound: float) -> None:
    """Prometheus' `le`: less or equal."""
    tally = added(history(*RUN, JobEvent.COMPLETED, seconds=bound))
    assert tally.value(f"seconds.le.{bound:g}") == 1
    assert (tally.value("seconds.count"), tally.average_seconds) == (1, bound)


def test_the_longest_running_times_are_in_no_bucket_but_in_the_sum() -> None:
    """What is above the last bound is `+Inf` alone."""
    tally = added(history(*RUN, JobEvent.COMPLETED, seconds=601))
    assert [name for name in tally.counters if name.startswith("seconds.le")] == []
    assert tally.average_seconds == 601


@pytest.mark.parametrize(
    ("seconds", "place"), [(0, 0), (1, 0), (1.01, 1), (8, 6), (8.1, 7), (90, 13), (90.1, 14), (9000, 14)]
)
def test_a_running_time_over_its_estimate_is_in_one_ratio_bucket(seconds: float, place: int) -> None:
    """Of an estimated ten seconds: up to a tenth in the first bucket, above nine times in the one beyond the last."""
    ratios = added(history(*RUN, JobEvent.COMPLETED, seconds=seconds)).ratios()
    assert len(ratios) == len(RATIO_BUCKETS) + 1
    assert [index for index, count in enumerate(ratios) if count] == [place]


def test_only_the_attempt_that_completed_ran() -> None:
    """What came before it, and the waits between, are no running time of the work."""
    rows = history(*RUN, JobEvent.RETRY_SCHEDULED, JobEvent.RETRY_DUE, *RUN, JobEvent.COMPLETED, seconds=5)
    assert added(rows).average_seconds == 5


def test_a_removed_job_leaves_the_state_it_was_counted_in() -> None:
    """Once: what is forgotten stands in no state."""
    counted = NOTHING.after(history(*RUN, JobEvent.COMPLETED))
    assert removal(counted).counters == {"state.COMPLETED": -1}
    assert removal(counted.forgotten()).counters == {}
