"""`Tallies`: every transition is counted once, whoever hears of it, and however often."""

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.figures.tally import Tally
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.ports import Tallies

if TYPE_CHECKING:
    from reelwright.jobs.model import Job
    from tests.contract.conftest import Bench, Clock, MakeTallies, Place


@pytest.fixture
def make_tallies(place: "Place", clock: "Clock") -> "MakeTallies":
    """Return what makes tallies of one store."""
    return place.tallies(clock)


@pytest.fixture
def tallies(make_tallies: "MakeTallies") -> Tallies:
    """Return empty tallies."""
    return make_tallies()


def count(tallies: Tallies, bench: "Bench", job: "Job") -> bool:
    """Count a job as it is now."""
    return tallies.count(bench.read(job), bench.jobs.history(job.job_id))


def sums(tally: Tally) -> dict[str, Any]:
    """Return the counters that are not 0."""
    return {name: value for name, value in tally.counters.items() if value}


def test_nothing_counted_is_an_empty_tally(tallies: Tallies) -> None:
    """No rows, and zeros for whoever was never counted."""
    assert tallies.all() == ()
    assert tallies.of_user("nobody") == Tally()


def test_a_job_is_counted_where_it_is_and_on_its_way(tallies: Tallies, bench: "Bench") -> None:
    """By queue and task, and the same for its user: states move, the rest adds up."""
    job = bench.added()
    assert count(tallies, bench, job)
    bench.admit(job)
    assert count(tallies, bench, job)
    bench.start(job)
    assert count(tallies, bench, job)
    bench.clock.pass_seconds(40)
    bench.finish(job)
    assert count(tallies, bench, job)
    (tally,) = tallies.all()
    assert (tally.queue, tally.task_name) == ("videos-default", "generate_video")
    assert (tally.in_state(JobState.COMPLETED), tally.ended(JobState.COMPLETED)) == (1, 1)
    assert (tally.left_queue, tally.moves, tally.average_seconds) == (1, 4, 40)
    assert {name: value for name, value in sums(tally).items() if ".le." in name}.keys() == {
        *("seconds.le.60", "ratio.le.3.2"),
    }
    assert sums(tallies.of_user("ada")) == sums(tally)


def test_counting_the_same_again_adds_nothing(tallies: Tallies, bench: "Bench") -> None:
    """Doubled and late changes find nothing new, also with the history as it was read then."""
    job = bench.added()
    early = bench.jobs.history(job.job_id)
    assert tallies.count(job, early)
    bench.admit(job)
    assert count(tallies, bench, job)
    before = tallies.all()
    assert not count(tallies, bench, job)
    assert not tallies.count(job, early)
    assert tallies.all() == before


def test_one_count_makes_up_for_all_that_nobody_heard_of(tallies: Tallies, bench: "Bench") -> None:
    """A job that failed, was retried, failed and was cancelled meanwhile leaves the sums of every step of that way."""
    job = bench.executing()
    bench.finish(job, JobEvent.RETRY_SCHEDULED)
    bench.mover.requeue(bench.read(job), event=JobEvent.RETRY_DUE, now=bench.clock())
    bench.admit(job)
    bench.start(job, attempt=2)
    bench.finish(job, JobEvent.RETRY_SCHEDULED, attempt=2)
    bench.mover.requeue(bench.read(job), event=JobEvent.RETRY_DUE, now=bench.clock())
    bench.admit(job)
    bench.start(job, attempt=3)
    bench.finish(job, JobEvent.FAILED, attempt=3)
    bench.mover.requeue(bench.read(job), event=JobEvent.RETRIED, now=bench.clock())
    bench.admit(job)
    bench.start(job, attempt=4)
    bench.finish(job, JobEvent.RETRY_SCHEDULED, attempt=4)
    assert count(tallies, bench, job)
    assert sums(tallies.of_user("ada")) == {
        "state.RETRYING": 1,
        "ended.FAILED": 1,
        "left": 4,
        "moves": 16,
        "retries.1": 2,
        "retries.2": 1,
    }


def test_queues_tasks_and_users_are_counted_apart(tallies: Tallies, bench: "Bench") -> None:
    """One tally a queue and task; a user's has both."""
    for changes in ({}, {}, {"task_name": "generate_hook", "queue": "generation"}):
        count(tallies, bench, bench.added(**changes))
    count(tallies, bench, bench.added("eve"))
    places = {(tally.queue, tally.task_name): tally.in_state(JobState.PENDING) for tally in tallies.all()}
    assert places == {("generation", "generate_hook"): 1, ("videos-default", "generate_video"): 3}
    assert tallies.of_user("ada").in_state(JobState.PENDING) == 3
    assert tallies.of_user("eve").in_state(JobState.PENDING) == 1


def test_a_forgotten_job_leaves_its_state_and_keeps_what_it_did(tallies: Tallies, bench: "Bench") -> None:
    """Twice, or of a job that was never counted, it is a no-op."""
    job = bench.ended()
    count(tallies, bench, job)
    for _ in range(2):
        tallies.forget(job.job_id)
    tallies.forget("nobody")
    (tally,) = tallies.all()
    assert (tally.in_state(JobState.COMPLETED), tally.ended(JobState.COMPLETED)) == (0, 1)
    assert tallies.of_user("ada").in_state(JobState.COMPLETED) == 0


def test_a_late_count_does_not_bring_a_forgotten_job_back(tallies: Tallies, bench: "Bench") -> None:
    """Its rows are known, so there is nothing new."""
    job = bench.ended()
    count(tallies, bench, job)
    tallies.forget(job.job_id)
    before = tallies.all()
    assert not count(tallies, bench, job)
    assert tallies.all() == before


def test_a_forgotten_job_that_lives_on_is_counted_again(tallies: Tallies, bench: "Bench") -> None:
    """Two clocks may disagree about whether it had expired: its next transition puts it back into the states."""
    job = bench.ended(JobEvent.FAILED)
    count(tallies, bench, job)
    tallies.forget(job.job_id)
    bench.mover.requeue(bench.read(job), event=JobEvent.RETRIED, now=bench.clock())
    assert count(tallies, bench, job)
    assert sums(tallies.of_user("ada")) == {"state.PENDING": 1, "ended.FAILED": 1, "left": 1, "moves": 5}


def test_an_answered_job_ran_for_no_time(tallies: Tallies, bench: "Bench") -> None:
    """It is completed, and neither an average nor an estimate learns from it."""
    source, job = bench.ended(), bench.added()
    bench.answer(job, source=source.job_id)
    count(tallies, bench, job)
    tally = tallies.of_user("ada")
    assert (tally.ended(JobState.COMPLETED), tally.average_seconds, sum(tally.ratios())) == (1, None, 0)


def test_racing_counters_count_once(make_tallies: "MakeTallies", bench: "Bench") -> None:
    """Many outboxes hear of the same jobs at once: one of each adds, the others find nothing new."""
    jobs = [bench.ended() for _ in range(3)]
    stores = [make_tallies() for _ in range(6)]
    with ThreadPoolExecutor(len(stores)) as pool:
        found = list(pool.map(lambda store: [count(store, bench, job) for job in jobs], stores))
    assert [sum(one) for one in zip(*found, strict=True)] == [1, 1, 1]
    (tally,) = stores[0].all()
    assert (tally.in_state(JobState.COMPLETED), tally.moves) == (3, 12)


def test_what_a_count_added_is_told_once(place: "Place", make_tallies: "MakeTallies", bench: "Bench") -> None:
    """Metrics hang on it: all that was told is all that was counted, however many try, and a repetition tells nothing."""
    jobs = [bench.ended() for _ in range(3)]
    stores = [make_tallies() for _ in range(4)]
    with ThreadPoolExecutor(len(stores)) as pool:
        list(pool.map(lambda store: [count(store, bench, job) for job in jobs], stores))
    count(stores[0], bench, jobs[0])
    assert len(place.counted) == len(jobs)
    told = place.counted[0] + place.counted[1] + place.counted[2]
    assert (told,) == stores[0].all()
