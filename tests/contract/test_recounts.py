"""`Recounts`: counters as they stand, rows as they are, and a mend that is made once."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reelwright.figures.counters import pool_counter, state_counter, user_counter
from reelwright.figures.recount import Census, CounterReading, RecountRecord, Scope, Suspect
from reelwright.jobs.lifecycle import JobEvent
from reelwright.ports import MoveOutcome, Recounts

if TYPE_CHECKING:
    from tests.contract.conftest import Bench, Clock, Place

VIDEOS, ADA = pool_counter("videos#0"), user_counter("ada")


@pytest.fixture
def recounts(place: "Place", bench: "Bench") -> Recounts:
    """Return what a recount of the bench's table reads."""
    assert bench.jobs is not None
    return place.recounts


def film(state: str) -> str:
    """Return the name of the count of films in a state."""
    return state_counter("videos-default", "generate_video", state)


def test_an_empty_table_counts_to_nothing(recounts: Recounts) -> None:
    """Counters that were never written are 0; there is no record yet."""
    assert recounts.readings([VIDEOS, ADA]) == {VIDEOS: CounterReading(), ADA: CounterReading()}
    assert recounts.census(Scope.ALL) == Census()
    assert recounts.last() is None


def test_counters_are_read_with_what_was_ever_added(bench: "Bench", recounts: Recounts) -> None:
    """Of three admitted jobs one ended: two are active, one runs, and the growing counts say three and two."""
    bench.ended()
    bench.executing()
    bench.queued()
    readings = recounts.readings([VIDEOS, ADA])
    assert readings == {VIDEOS: CounterReading(value=1, gained=2), ADA: CounterReading(value=2, gained=3)}


def test_the_census_holds_every_job_where_it_is(bench: "Bench", recounts: Recounts) -> None:
    """Waiting, running, to be retried and ended ones, by queue, task and owner."""
    bench.added("eve")
    bench.queued()
    bench.executing()
    bench.finish(bench.executing(), JobEvent.RETRY_SCHEDULED)
    for event in (JobEvent.COMPLETED, JobEvent.FAILED):
        bench.ended(event)
    bench.queued(task_name="generate_hook", queue="generation")
    census = recounts.census(Scope.ALL)
    assert census == Census(
        running={"videos#0": 1},
        active={"ada": 3},
        waiting_users=frozenset({"eve"}),
        states={film(state): 1 for state in ("PENDING", "QUEUED", "EXECUTING", "RETRYING", "COMPLETED", "FAILED")}
        | {state_counter("generation", "generate_hook", "QUEUED"): 1},
    )
    assert recounts.census(Scope.RUNNING) == Census(running=census.running)
    living = recounts.census(Scope.LIVE)
    assert living.states == {name: 1 for name in census.states if not name.endswith(("COMPLETED", "FAILED"))}


def test_a_published_item_of_a_batch_is_counted_although_it_has_no_time_to_expire(
    bench: "Bench", recounts: Recounts
) -> None:
    """It is removed with its batch; until then it is found first as unpublished, then as an ended job."""
    job = bench.executing(parent_job_id="batch")
    bench.finish(job, expires_at=None)
    bench.clock.pass_seconds(3600)
    assert [one.job_id for one in bench.jobs.unpublished(before=bench.clock(), limit=9)] == [job.job_id]
    assert recounts.census(Scope.ALL).states == {film("COMPLETED"): 1}
    bench.mover.mark_published(bench.read(job))
    assert bench.jobs.unpublished(before=bench.clock(), limit=9) == ()
    assert bench.jobs.expired(before=bench.clock() + timedelta(days=99), limit=9) == ()
    assert recounts.census(Scope.ALL).states == {film("COMPLETED"): 1}


def test_an_expired_job_counts_until_it_is_removed(bench: "Bench", recounts: Recounts) -> None:
    """Readers see it no more, but the tallies still do."""
    job = bench.ended()
    bench.clock.pass_seconds(25 * 3600)
    assert recounts.census(Scope.ALL).states == {film("COMPLETED"): 1}
    bench.jobs.remove(job)
    assert recounts.census(Scope.ALL).states == {}


@pytest.mark.parametrize("counter", [VIDEOS, ADA])
def test_a_counter_is_mended_once_where_it_stands_as_seen(bench: "Bench", recounts: Recounts, counter: str) -> None:
    """A second mend of the same finding is lost: the counter stands elsewhere by then."""
    bench.executing()
    bench.executing()
    seen = recounts.readings([counter])[counter]
    too_much = Suspect(counter=counter, off_by=1, seen=seen)
    assert [recounts.correct(too_much) for _ in range(2)] == [MoveOutcome.MOVED, MoveOutcome.LOST]
    assert recounts.readings([counter])[counter] == CounterReading(value=1, gained=2)


def test_a_counter_that_moved_meanwhile_is_left_alone(bench: "Bench", recounts: Recounts) -> None:
    """Also where it came back to the same value: the growing count tells."""
    job = bench.executing()
    seen = recounts.readings([VIDEOS])[VIDEOS]
    bench.finish(job)
    bench.executing()
    assert recounts.readings([VIDEOS])[VIDEOS].value == seen.value
    assert recounts.correct(Suspect(counter=VIDEOS, off_by=1, seen=seen)) is MoveOutcome.LOST


def test_a_counter_that_was_never_written_can_be_mended(recounts: Recounts) -> None:
    """Its row is missing, and jobs count against it."""
    missing = Suspect(counter=ADA, off_by=-2, seen=CounterReading())
    assert recounts.correct(missing) is MoveOutcome.MOVED
    assert recounts.readings([ADA])[ADA] == CounterReading(value=2)


def test_a_record_takes_the_place_of_the_one_it_follows(recounts: Recounts, clock: "Clock") -> None:
    """Of two recounts that follow the same one, the second is told so."""
    suspects = (Suspect(counter=VIDEOS, off_by=-1, seen=CounterReading(value=1, gained=7)),)
    first = RecountRecord(at=clock(), suspects=suspects)
    second = RecountRecord(at=clock() + timedelta(minutes=1))
    assert recounts.save(first, after=None) is MoveOutcome.MOVED
    assert recounts.last() == first
    assert recounts.save(second, after=None) is MoveOutcome.LOST
    assert recounts.save(second, after=first) is MoveOutcome.MOVED
    assert recounts.save(first, after=first) is MoveOutcome.LOST
    assert recounts.last() == second
