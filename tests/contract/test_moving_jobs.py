"""The moves of `Jobs`: who may, what they leave, what they count."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.errors import IllegalTransitionError
from reelwright.jobs import moves
from reelwright.jobs.lifecycle import FINAL_STATES, JobEvent, JobState
from reelwright.jobs.model import JobFailure, JobResult, PoolCounts
from reelwright.jobs.scene_edits import SceneEdit, merged
from reelwright.ports import MoveOutcome
from reelwright.usecases.dispatch_jobs import StartOutcome

if TYPE_CHECKING:
    from tests.contract.conftest import Bench

MOVED, LOST = MoveOutcome.MOVED, MoveOutcome.LOST
FAILURE = JobFailure(type="ProviderError", code="provider_failed", message="503", step="plan_scenes", retryable=True)
RESULT = JobResult(files={"video": "outputs/j/film.mp4"}, duration_seconds=12.5, scores={"pacing": 0.7})


def test_an_admitted_job_waits_in_its_queue(bench: "Bench") -> None:
    """QUEUED, counted against its user, not announced yet, to be looked at in a minute."""
    job = bench.queued(waiting_reason="before")
    assert job.state is JobState.QUEUED
    assert (job.announced_at, job.waiting_reason, job.version) == (None, None, 2)
    assert job.due_at == bench.clock() + timedelta(seconds=60)
    assert bench.jobs.active("ada") == 1


def test_a_job_is_admitted_once(bench: "Bench") -> None:
    """The second call is LOST and counts nothing."""
    job = bench.added()
    assert [bench.admit(job), bench.admit(job)] == [MoveOutcome.MOVED, MoveOutcome.LOST]
    assert bench.jobs.active("ada") == 1


def test_over_the_users_limit_a_job_stays_pending_and_says_why(bench: "Bench") -> None:
    """The limit's last job is in; the next waits with a reason; other users are free."""
    bench.queued()
    waiting = bench.added()
    assert bench.admit(waiting, active_limit=1) is MoveOutcome.OVER_LIMIT
    stored = bench.read(waiting)
    assert stored.state is JobState.PENDING
    assert "your limit of 1 concurrent job;" in (stored.waiting_reason or "")
    assert bench.jobs.active("ada") == 1
    assert len(bench.jobs.history(waiting.job_id)) == 1
    assert bench.admit(bench.added("eve"), active_limit=1) is MoveOutcome.MOVED


def test_the_reason_is_written_once_until_the_job_is_due_again(bench: "Bench") -> None:
    """The write wakes the outbox, which tries again: a second write would never end. When due it moves to the back."""
    waiting = bench.added()
    versions = []
    for seconds in (0, 30, 30):
        bench.clock.pass_seconds(seconds)
        bench.admit(waiting, active_limit=0)
        versions.append(bench.read(waiting).version)
    assert versions == [2, 2, 3]
    assert bench.read(waiting).due_at == bench.clock() + timedelta(seconds=60)


def test_an_announced_job_is_trusted_to_its_message(bench: "Bench") -> None:
    """It is noted when the message went out, and leaves the sweeper's sight for days."""
    job = bench.queued()
    bench.clock.pass_seconds(1)
    assert bench.mover.mark_announced(job.job_id, attempt=1, now=bench.clock()) is MOVED
    assert bench.read(job).announced_at == bench.clock()
    week_on = bench.clock() + timedelta(days=2)
    assert bench.jobs.due(JobState.QUEUED, before=week_on, limit=10) == ()


def test_a_ticket_is_held_until_the_job_joins_a_queue_again(bench: "Bench") -> None:
    """The first one of a QUEUED phase stays, however often its message is sent; an admission takes it away."""
    job = bench.queued()
    assert bench.read(job).ticket is None
    for ticket in (7, None, 9):
        assert bench.mover.mark_announced(job.job_id, attempt=1, now=bench.clock(), ticket=ticket) is MOVED
        assert bench.read(job).ticket == 7
    bench.start(job)
    assert bench.finish(job, JobEvent.RETRY_SCHEDULED, error=FAILURE) is MOVED
    assert bench.mover.requeue(bench.read(job), event=JobEvent.RETRY_DUE, now=bench.clock()) is MOVED
    assert bench.admit(bench.read(job)) is MoveOutcome.MOVED
    assert bench.read(job).ticket is None


@pytest.mark.parametrize("attempt", [0, 2])
def test_an_announcement_of_another_attempt_is_lost(bench: "Bench", attempt: int) -> None:
    """Only the next attempt of a QUEUED job is announced."""
    job = bench.queued()
    assert bench.mover.mark_announced(job.job_id, attempt=attempt, now=bench.clock()) is LOST
    assert bench.mover.mark_announced(bench.added().job_id, attempt=1, now=bench.clock()) is LOST


def test_a_started_job_holds_a_lease_within_the_pool(bench: "Bench") -> None:
    """EXECUTING, first attempt, one lease, one more running, one more served."""
    job = bench.executing()
    assert (job.state, job.attempt, job.started_at, job.due_at) == (JobState.EXECUTING, 1, bench.clock(), None)
    assert bench.jobs.leases() == (bench.lease(job),)
    assert (bench.running("videos"), bench.served("videos")) == (1, 1)
    assert (bench.running("tasks"), bench.served("tasks")) == (0, 0)
    assert bench.jobs.active("ada") == 1


def test_at_capacity_nothing_starts(bench: "Bench") -> None:
    """The pool's last place is given, the next start changes nothing; another pool has places of its own."""
    bench.executing()
    job = bench.queued()
    assert bench.start(job, capacity=1) is StartOutcome.AT_CAPACITY
    assert bench.read(job) == job
    assert len(bench.jobs.history(job.job_id)) == 2
    assert bench.start(job, capacity=1, pool="tasks") is StartOutcome.STARTED
    assert bench.start(bench.queued(), capacity=0, pool="fresh") is StartOutcome.AT_CAPACITY


def test_each_shard_of_a_pool_has_a_capacity_of_its_own(bench: "Bench") -> None:
    """A start counts in its shard, an end frees its place there, and the pool's starts are those of all shards."""
    first, second, third = (bench.queued() for _ in range(3))
    assert bench.start(first, capacity=1, shard=1) is StartOutcome.STARTED
    assert bench.start(second, capacity=1, shard=1) is StartOutcome.AT_CAPACITY
    assert bench.start(third, capacity=1, shard=0) is StartOutcome.STARTED
    assert bench.jobs.counts_of_pool("videos", shards=3) == PoolCounts(running=(1, 1, 0), served=2)
    bench.finish(first)
    assert bench.jobs.counts_of_pool("videos", shards=3) == PoolCounts(running=(1, 0, 0), served=2)
    assert bench.start(second, capacity=1, shard=1) is StartOutcome.STARTED


def test_the_same_attempt_starts_once(bench: "Bench") -> None:
    """Its message again, after a crash: ALREADY_STARTED, also at capacity, and nothing is counted twice."""
    job = bench.queued()
    assert [bench.start(job, capacity=1) for _ in range(2)] == [StartOutcome.STARTED, StartOutcome.ALREADY_STARTED]
    assert (bench.running("videos"), bench.served("videos")) == (1, 1)
    assert len(bench.jobs.history(job.job_id)) == 3


def test_messages_of_other_attempts_start_nothing(bench: "Bench") -> None:
    """Too early, too late, not admitted, gone: LOST."""
    job = bench.queued()
    assert bench.start(job, attempt=2) is StartOutcome.LOST
    assert bench.start(job, attempt=0) is StartOutcome.LOST
    assert bench.start(bench.added()) is StartOutcome.LOST
    assert bench.start(bench.job()) is StartOutcome.LOST
    over = bench.ended()
    assert bench.start(over, attempt=1) is StartOutcome.LOST
    assert bench.jobs.leases() == ()


def test_an_execution_is_noted_on_job_and_lease(bench: "Bench") -> None:
    """Both carry its ARN; noting it again, or for an attempt that is over, changes nothing."""
    job = bench.executing()
    for _ in range(2):
        bench.mover.note_execution(job.job_id, attempt=1, execution_arn="arn:x")
    assert bench.read(job) == job.model_copy(update={"execution_arn": "arn:x", "version": job.version + 1})
    assert [lease.execution_arn for lease in bench.jobs.leases()] == ["arn:x"]
    bench.mover.note_execution(job.job_id, attempt=2, execution_arn="arn:y")
    bench.mover.note_execution("nobody", attempt=1, execution_arn="arn:y")
    assert bench.read(job).execution_arn == "arn:x"


def test_a_completed_job_has_its_result_and_is_counted_nowhere(bench: "Bench") -> None:
    """Progress 1, times, result; lease, pool and user are free again."""
    job = bench.executing()
    bench.clock.pass_seconds(90)
    assert bench.finish(job, result=RESULT, metadata={"by": "event", "n": 0.5}) is MOVED
    stored = bench.read(job)
    assert (stored.state, stored.progress, stored.result) == (JobState.COMPLETED, 1.0, RESULT)
    assert (stored.completed_at, stored.duration_seconds) == (bench.clock(), 90)
    assert bench.jobs.leases() == ()
    assert (bench.running("videos"), bench.served("videos"), bench.jobs.active("ada")) == (0, 1, 0)
    assert bench.jobs.history(job.job_id)[-1].metadata == {"by": "event", "n": 0.5}


@pytest.mark.parametrize("event", [JobEvent.FAILED, JobEvent.CANCELLED])
def test_a_job_that_ends_badly_is_counted_nowhere(bench: "Bench", event: JobEvent) -> None:
    """FAILED and CANCELLED free what COMPLETED frees, and keep the progress they had."""
    job = bench.executing()
    assert bench.finish(job, event, error=FAILURE) is MOVED
    stored = bench.read(job)
    assert stored.state in FINAL_STATES
    assert (stored.error, stored.progress, stored.expires_at) == (FAILURE, 0, bench.clock() + timedelta(hours=24))
    assert (bench.jobs.leases(), bench.running("videos"), bench.jobs.active("ada")) == ((), 0, 0)


def test_a_job_to_be_retried_waits_without_lease_and_place(bench: "Bench") -> None:
    """RETRYING, one retry more, due at its time; it counts against nobody meanwhile."""
    job = bench.ended(JobEvent.RETRY_SCHEDULED)
    assert (job.state, job.retry_count, job.attempt, job.expires_at) == (JobState.RETRYING, 1, 1, None)
    assert job.due_at == bench.clock() + timedelta(seconds=60)
    assert (bench.jobs.leases(), bench.running("videos"), bench.jobs.active("ada")) == ((), 0, 0)


@pytest.mark.parametrize("first", [JobEvent.COMPLETED, JobEvent.FAILED, JobEvent.RETRY_SCHEDULED, JobEvent.CANCELLED])
def test_an_attempt_ends_once(bench: "Bench", first: JobEvent) -> None:
    """Whatever ends it, every later end is LOST and frees nothing a second time."""
    bench.executing()  # a second one, so that a counter freed twice would show
    job = bench.ended(first)
    for event in (first, JobEvent.COMPLETED, JobEvent.FAILED, JobEvent.RETRY_SCHEDULED, JobEvent.CANCELLED):
        assert bench.finish(job, event) is LOST
    assert bench.read(job) == job
    assert (bench.running("videos"), bench.jobs.active("ada")) == (1, 1)


def test_an_end_of_another_attempt_is_lost(bench: "Bench") -> None:
    """Late events name an attempt that is over; no event names one that has not begun."""
    job = bench.executing()
    assert bench.finish(job, attempt=2) is LOST
    assert bench.finish(job, attempt=0) is LOST
    assert bench.finish(bench.queued(), attempt=0) is LOST
    assert bench.finish(bench.job()) is LOST


def test_an_event_that_ends_no_attempt_is_illegal(bench: "Bench") -> None:
    """The lifecycle table decides; nothing is written."""
    job = bench.executing()
    with pytest.raises(IllegalTransitionError):
        bench.finish(job, JobEvent.ADMITTED)
    assert bench.read(job) == job


@pytest.mark.parametrize("state", [JobState.PENDING, JobState.QUEUED, JobState.RETRYING])
def test_a_waiting_job_is_cancelled_at_once(bench: "Bench", state: JobState) -> None:
    """Nothing runs for it, so nothing needs to stop; its user's count is free, and was not counted when RETRYING."""
    make = {
        JobState.PENDING: bench.added,
        JobState.QUEUED: bench.queued,
        JobState.RETRYING: lambda: bench.ended(JobEvent.RETRY_SCHEDULED),
    }
    bench.queued()  # a second one, so that a counter freed wrongly would show
    job = bench.read(make[state]())
    assert job.state is state
    expires = bench.clock() + timedelta(hours=24)
    outcomes = [bench.mover.cancel_waiting(job, now=bench.clock(), expires_at=expires) for _ in range(2)]
    assert outcomes == [MOVED, LOST]
    stored = bench.read(job)
    assert (stored.state, stored.expires_at, stored.completed_at) == (JobState.CANCELLED, expires, bench.clock())
    assert bench.jobs.active("ada") == 1


def test_a_job_that_moved_on_is_not_cancelled_as_waiting(bench: "Bench") -> None:
    """The caller's view was old, or the job runs or is over: LOST."""
    seen = bench.queued()
    bench.start(seen)
    expires = bench.clock() + timedelta(hours=24)
    for job in (seen, bench.read(seen), bench.ended(), bench.job()):
        assert bench.mover.cancel_waiting(job, now=bench.clock(), expires_at=expires) is LOST


def test_a_cancel_wish_is_set_while_the_attempt_runs(bench: "Bench") -> None:
    """MOVED again when it is set already; LOST for other attempts and states."""
    job = bench.executing()
    outcomes = [bench.mover.request_cancel(job.job_id, attempt=1, now=bench.clock()) for _ in range(2)]
    assert outcomes == [MOVED, MOVED]
    stored = bench.read(job)
    assert (stored.cancel_requested, stored.version) == (True, job.version + 1)
    assert bench.mover.request_cancel(job.job_id, attempt=2, now=bench.clock()) is LOST
    assert bench.mover.request_cancel(bench.queued().job_id, attempt=0, now=bench.clock()) is LOST
    assert bench.mover.request_cancel("nobody", attempt=1, now=bench.clock()) is LOST


@pytest.mark.parametrize("event", [JobEvent.RETRY_SCHEDULED, JobEvent.POSTPONED])
def test_a_job_asked_to_cancel_is_not_scheduled_again(bench: "Bench", event: JobEvent) -> None:
    """A wish that came while its failure was handled is not lost in a retry; the other ends are free."""
    job = bench.executing()
    bench.mover.request_cancel(job.job_id, attempt=1, now=bench.clock())
    assert bench.finish(job, event, expires_at=None) is LOST
    assert bench.finish(job, JobEvent.CANCELLED) is MOVED


def test_a_postponed_job_waits_without_spending_a_retry(bench: "Bench") -> None:
    """RETRYING with the reason and the time, its wait added up; nothing is held, and the reason goes when it comes back."""
    job = bench.executing()
    wait: dict[str, Any] = {"expires_at": None, "waiting_reason": "polly is down", "error": FAILURE}
    due_at = bench.clock() + timedelta(seconds=300.5)
    assert bench.finish(job, JobEvent.POSTPONED, due_at=due_at, **wait) is MOVED
    waiting = bench.read(job)
    assert (waiting.state, waiting.retry_count, waiting.waited_seconds) == (JobState.RETRYING, 0, 300.5)
    assert (waiting.due_at, waiting.waiting_reason, waiting.error) == (due_at, "polly is down", FAILURE)
    assert (bench.jobs.leases(), bench.jobs.active("ada"), bench.running("videos")) == ((), 0, 0)
    assert [due.job_id for due in bench.jobs.due(JobState.RETRYING, before=due_at, limit=5)] == [job.job_id]
    assert bench.mover.requeue(waiting, event=JobEvent.RETRY_DUE, now=due_at) is MOVED
    assert bench.read(job).waiting_reason is None
    assert bench.admit(bench.read(job)) is MoveOutcome.MOVED
    assert bench.start(job, attempt=2) is StartOutcome.STARTED
    assert bench.finish(job, JobEvent.POSTPONED, attempt=2, due_at=due_at, **wait) is MOVED
    assert (bench.read(job).waited_seconds, bench.read(job).retry_count) == (601.0, 0)


def test_a_due_retry_runs_as_the_next_attempt(bench: "Bench") -> None:
    """RETRYING -> PENDING -> QUEUED -> EXECUTING with attempt 2; the old attempt's messages and ends stay lost."""
    job = bench.ended(JobEvent.RETRY_SCHEDULED)
    assert [bench.mover.requeue(job, event=JobEvent.RETRY_DUE, now=bench.clock()) for _ in range(2)] == [MOVED, LOST]
    back = bench.read(job)
    assert (back.state, back.retry_count, back.attempt) == (JobState.PENDING, 1, 1)
    assert back.due_at == bench.clock() + timedelta(seconds=60)
    assert bench.admit(back) is MoveOutcome.MOVED
    assert bench.start(back, attempt=1) is StartOutcome.LOST
    assert bench.start(back, attempt=2) is StartOutcome.STARTED
    again = bench.read(job)
    assert (again.attempt, again.started_at, again.execution_arn) == (2, job.started_at, None)
    assert bench.finish(job, attempt=1) is LOST
    assert bench.finish(job, attempt=2) is MOVED


def test_a_failed_job_retried_by_hand_starts_afresh(bench: "Bench") -> None:
    """All retries are there again, nothing of its end is left, and a message that was dead is announced anew."""
    job = bench.executing()
    bench.mover.request_cancel(job.job_id, attempt=1, now=bench.clock())
    bench.finish(job, JobEvent.FAILED, error=FAILURE)
    failed = bench.read(job)
    assert bench.mover.requeue(failed, event=JobEvent.RETRIED, now=bench.clock()) is MOVED
    back = bench.read(job)
    assert (back.state, back.retry_count, back.cancel_requested) == (JobState.PENDING, 0, False)
    assert (back.completed_at, back.expires_at, back.announced_at) == (None, None, None)
    bench.clock.pass_seconds(25 * 3600)
    assert bench.read(job).state is JobState.PENDING
    assert bench.jobs.expired(before=bench.clock(), limit=10) == ()


def test_an_expired_job_is_not_brought_back(bench: "Bench") -> None:
    """The clean-up may be removing it at this moment."""
    job = bench.ended(JobEvent.FAILED)
    bench.clock.pass_seconds(24 * 3600)
    assert bench.mover.requeue(job, event=JobEvent.RETRIED, now=bench.clock()) is LOST


@pytest.mark.parametrize(
    ("end", "event"),
    [
        (JobEvent.COMPLETED, JobEvent.RETRIED),
        (JobEvent.CANCELLED, JobEvent.RETRIED),
        (JobEvent.FAILED, JobEvent.RETRY_DUE),
        (JobEvent.RETRY_SCHEDULED, JobEvent.RETRIED),
        (JobEvent.RETRY_SCHEDULED, JobEvent.CANCELLED),
    ],
)
def test_only_the_tables_moves_bring_a_job_back(bench: "Bench", end: JobEvent, event: JobEvent) -> None:
    """Other events raise and write nothing."""
    job = bench.ended(end)
    with pytest.raises(IllegalTransitionError):
        bench.mover.requeue(job, event=event, now=bench.clock())
    assert bench.read(job) == job


def test_a_queued_job_whose_message_died_fails(bench: "Bench") -> None:
    """FAILED with the reason, its user's count free; LOST once it has moved on."""
    bench.queued()
    job = bench.queued()
    expires = bench.clock() + timedelta(hours=24)
    fail = [bench.mover.fail_queued(job, error=FAILURE, now=bench.clock(), expires_at=expires) for _ in range(2)]
    assert fail == [MOVED, LOST]
    stored = bench.read(job)
    assert (stored.state, stored.error, stored.expires_at) == (JobState.FAILED, FAILURE, expires)
    assert bench.jobs.active("ada") == 1
    running = bench.executing()
    assert bench.mover.fail_queued(running, error=FAILURE, now=bench.clock(), expires_at=expires) is LOST


def test_a_lease_is_released_only_when_its_attempt_is_over(bench: "Bench") -> None:
    """The lease of a running attempt stays; one that is gone, or belongs to another attempt, is LOST."""
    job = bench.executing()
    (lease,) = bench.jobs.leases()
    assert bench.jobs.release_lease(lease) is LOST
    assert bench.jobs.release_lease(lease.model_copy(update={"attempt": 7})) is LOST
    bench.finish(job)
    assert bench.jobs.release_lease(lease) is LOST
    assert bench.running("videos") == 0


def test_a_lease_that_outlived_its_job_is_released(bench: "Bench") -> None:
    """A leftover (a lease of a wrong attempt, as only a bug leaves it) is in the way until it is released, once."""
    job = bench.queued()
    stray = bench.lease(job, attempt=7)
    bench.mover.start(job.job_id, attempt=1, lease=stray, capacity=10, now=bench.clock())
    bench.finish(job, JobEvent.RETRY_SCHEDULED)
    assert bench.jobs.leases() == (stray,)
    bench.mover.requeue(bench.read(job), event=JobEvent.RETRY_DUE, now=bench.clock())
    bench.admit(job)
    assert bench.start(job, attempt=2) is StartOutcome.AT_CAPACITY
    assert [bench.jobs.release_lease(stray) for _ in range(2)] == [MOVED, LOST]
    assert (bench.jobs.leases(), bench.running("videos")) == ((), 0)
    assert bench.start(job, attempt=2) is StartOutcome.STARTED


def test_the_lease_of_a_job_that_is_gone_is_released(bench: "Bench") -> None:
    """The job was removed; its leftover frees its place."""
    job = bench.queued()
    stray = bench.lease(job, attempt=7)
    bench.mover.start(job.job_id, attempt=1, lease=stray, capacity=10, now=bench.clock())
    bench.finish(job)
    bench.jobs.remove(bench.read(job))
    assert bench.jobs.release_lease(stray) is MOVED
    assert bench.running("videos") == 0


def test_the_whole_life_is_a_gapless_legal_path(bench: "Bench") -> None:
    """Through a retry, a failure and a retry by hand: sequence 1, 2, 3 …, each row beginning where the last one ended."""
    job = bench.ended(JobEvent.RETRY_SCHEDULED)
    bench.mover.requeue(job, event=JobEvent.RETRY_DUE, now=bench.clock())
    bench.admit(job)
    bench.start(job, attempt=2)
    bench.finish(job, JobEvent.FAILED, attempt=2, error=FAILURE)
    bench.mover.requeue(bench.read(job), event=JobEvent.RETRIED, now=bench.clock())
    bench.admit(job)
    bench.start(job, attempt=3)
    bench.finish(job, attempt=3)
    rows = bench.jobs.history(job.job_id)
    assert [row.sequence for row in rows] == list(range(1, 13))
    assert [row.from_state for row in rows[1:]] == [row.to_state for row in rows[:-1]]
    assert [str(row.event) for row in rows] == [
        *("created", "admitted", "started", "retry_scheduled", "retry_due", "admitted", "started", "failed"),
        *("retried", "admitted", "started", "completed"),
    ]
    assert [row.attempt for row in rows] == [0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3]
    assert bench.read(job).version == len(rows)
    assert bench.read(job).error is None


def test_an_ended_job_is_looked_at_again_until_its_outcome_is_noted(bench: "Bench") -> None:
    """The stream's record may be lost: what ended a minute ago and has no noted outcome is found, and then no more."""
    job = bench.ended()
    running = bench.executing()
    assert bench.jobs.unpublished(before=bench.clock(), limit=10) == ()
    bench.clock.pass_seconds(61)
    assert [one.job_id for one in bench.jobs.unpublished(before=bench.clock(), limit=10)] == [job.job_id]
    assert bench.mover.mark_published(bench.read(running)) is MoveOutcome.LOST
    assert bench.mover.mark_published(job) is MoveOutcome.MOVED
    noted = bench.read(job)
    assert bench.mover.mark_published(job) is MoveOutcome.MOVED
    assert bench.read(job) == noted
    assert bench.jobs.unpublished(before=bench.clock(), limit=10) == ()
    bench.clock.pass_seconds(24 * 3600)
    assert [one.job_id for one in bench.jobs.expired(before=bench.clock(), limit=10)] == [job.job_id]


def test_expired_jobs_hide_no_outcome_that_was_lost(bench: "Bench") -> None:
    """A clean-up that is behind must not keep receivers waiting: the two are found apart, however many are expired."""
    for _ in range(3):
        published = bench.ended()
        assert bench.mover.mark_published(published) is MoveOutcome.MOVED
    bench.clock.pass_seconds(25 * 3600)
    lost = bench.ended()
    bench.clock.pass_seconds(61)
    assert [one.job_id for one in bench.jobs.unpublished(before=bench.clock(), limit=2)] == [lost.job_id]


def test_a_job_whose_outcome_was_never_noted_expires_too(bench: "Bench") -> None:
    """Whatever happened to its outcome, its files do not stay for ever."""
    lost, noted = bench.ended(), bench.ended()
    assert bench.mover.mark_published(noted) is MoveOutcome.MOVED
    bench.clock.pass_seconds(25 * 3600)
    expired = bench.jobs.expired(before=bench.clock(), limit=10)
    assert {one.job_id for one in expired} == {lost.job_id, noted.job_id}
    assert bench.jobs.unpublished(before=bench.clock(), limit=10) == ()


def test_the_outcome_of_an_earlier_end_is_not_noted_on_a_later_one(bench: "Bench") -> None:
    """A job that failed, was retried and failed again has its second outcome yet to publish."""
    first = bench.ended(JobEvent.FAILED)
    assert bench.mover.requeue(first, event=JobEvent.RETRIED, now=bench.clock()) is MoveOutcome.MOVED
    assert bench.mover.mark_published(first) is MoveOutcome.LOST
    bench.clock.pass_seconds(5)
    bench.admit(bench.read(first))
    again = bench.read(first)
    reason = JobFailure(type="PoisonMessage", code="dead_letter", message="dead")
    bench.mover.fail_queued(again, error=reason, now=bench.clock(), expires_at=bench.clock() + timedelta(hours=24))
    assert bench.mover.mark_published(first) is MoveOutcome.LOST
    assert bench.mover.mark_published(bench.read(first)) is MoveOutcome.MOVED


def test_a_film_that_waits_for_approval_goes_on_with_its_changes(bench: "Bench") -> None:
    """The changes and the approval read back; the wait leaves neither lease nor reason; a second approval is LOST."""
    job = bench.executing()
    assert bench.finish(job, JobEvent.HELD) is MOVED
    held = bench.read(job)
    assert (held.state, held.waiting_reason, held.held_at) == (JobState.RETRYING, "approval", bench.clock())
    edits = (SceneEdit(scene=2, text="Other words, é."), SceneEdit(scene=0, repaint=True))
    assert bench.jobs.commit(moves.edit(held, edits, now=bench.clock())) is MOVED
    edited = bench.read(job)
    assert (edited.state, edited.held_at, edited.waiting_reason) == (JobState.PENDING, None, None)
    assert edited.scene_edits == merged((), edits)
    bench.admit(edited)
    bench.start(edited, attempt=2)
    assert bench.finish(bench.read(job), JobEvent.HELD, attempt=2) is MOVED
    again = bench.read(job)
    assert [bench.jobs.commit(moves.approve(again, now=bench.clock())) for _ in range(2)] == [MOVED, LOST]
    assert bench.read(job).approved_at == bench.clock()
