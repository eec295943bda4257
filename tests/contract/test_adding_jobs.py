"""`Jobs.add`: a job, its key and its day, all or nothing."""

from typing import TYPE_CHECKING

import pytest

from reelwright.jobs.lifecycle import JobState
from reelwright.ports import AddOutcome, IdempotencyKey

if TYPE_CHECKING:
    from tests.contract.conftest import Bench

DAY = "2026-11-21"
KEY = IdempotencyKey(key="k 1", fingerprint="f1")


def test_an_added_job_reads_back_equal(bench: "Bench") -> None:
    """What was stored is what is read: every field, to the microsecond and the last digit."""
    job = bench.job(cost_usd=0.1, progress=1 / 3, parent_job_id="mother", waiting_reason="Grüße ☕")
    bench.add(job)
    assert bench.read(job) == job.model_copy(update={"progress": pytest.approx(1 / 3, abs=1e-9)})


def test_an_added_job_has_its_first_history_row(bench: "Bench") -> None:
    """The history begins with `created`, out of nothing."""
    job = bench.added()
    (row,) = bench.jobs.history(job.job_id)
    assert (row.sequence, row.event, row.from_state, row.to_state) == (1, "created", None, JobState.PENDING)
    assert row.at == job.created_at


def test_an_unknown_job_reads_as_none_and_empty(bench: "Bench") -> None:
    """There is no job, no history and no step of an id that was never given."""
    assert bench.jobs.get("nobody") is None
    assert bench.jobs.history("nobody") == ()
    assert bench.jobs.steps("nobody") == ()
    assert bench.jobs.step("nobody", "plan_scenes") is None


def test_a_key_with_the_same_body_gives_the_first_job(bench: "Bench") -> None:
    """A replay names the first job, stores nothing and counts nothing."""
    first, second = bench.job(), bench.job()
    assert bench.add(first, key=KEY) is AddOutcome.ADDED
    replay = bench.jobs.add(second, key=KEY, daily_limit=None, day=DAY)
    assert (replay.outcome, replay.job_id) == (AddOutcome.REPLAYED, first.job_id)
    assert bench.jobs.get(second.job_id) is None
    assert bench.jobs.daily_count("ada", DAY) == 1


def test_a_key_with_another_body_is_refused(bench: "Bench") -> None:
    """A key stands for one body only; nothing is stored."""
    bench.add(bench.job(), key=KEY)
    other = bench.job()
    reused = bench.jobs.add(other, key=IdempotencyKey(key="k 1", fingerprint="f2"), daily_limit=None, day=DAY)
    assert reused.outcome is AddOutcome.KEY_REUSED
    assert bench.jobs.get(other.job_id) is None


def test_keys_are_each_users_own(bench: "Bench") -> None:
    """Two users may use the same key; neither learns of the other's job."""
    assert bench.add(bench.job("ada"), key=KEY) is AddOutcome.ADDED
    assert bench.add(bench.job("eve"), key=KEY) is AddOutcome.ADDED


def test_a_key_is_kept_for_24_hours(bench: "Bench") -> None:
    """A second before it still replays, at 24 hours it is free for a new job."""
    bench.add(bench.job(), key=KEY)
    bench.clock.pass_seconds(24 * 3600 - 1)
    assert bench.add(bench.job(), key=KEY) is AddOutcome.REPLAYED
    bench.clock.pass_seconds(1)
    assert bench.add(bench.job(), key=KEY) is AddOutcome.ADDED


def test_the_day_counts_up_to_its_limit(bench: "Bench") -> None:
    """The limit's last job is in, the next is not, and leaves nothing; another user and another day are free."""
    assert [bench.add(bench.job(), daily_limit=2) for _ in range(2)] == [AddOutcome.ADDED] * 2
    refused = bench.job()
    answer = bench.jobs.add(refused, key=None, daily_limit=2, day=DAY)
    assert (answer.outcome, answer.job_id) == (AddOutcome.OVER_DAILY_LIMIT, None)
    assert bench.jobs.get(refused.job_id) is None
    assert bench.jobs.history(refused.job_id) == ()
    assert bench.jobs.daily_count("ada", DAY) == 2
    assert bench.add(bench.job("eve"), daily_limit=2) is AddOutcome.ADDED
    assert bench.jobs.add(bench.job(), key=None, daily_limit=2, day="2026-11-22").outcome is AddOutcome.ADDED


def test_a_limit_of_none_still_counts(bench: "Bench") -> None:
    """Without a limit every job is in, and counted."""
    for _ in range(3):
        bench.added()
    assert bench.jobs.daily_count("ada", DAY) == 3


def test_a_limit_of_zero_lets_nothing_in(bench: "Bench") -> None:
    """Not even the first job of a day that was never counted."""
    assert bench.add(bench.job(), daily_limit=0) is AddOutcome.OVER_DAILY_LIMIT


def test_a_replay_goes_before_the_days_limit(bench: "Bench") -> None:
    """Asking again for a job that was accepted is never over the limit."""
    assert bench.add(bench.job(), key=KEY, daily_limit=1) is AddOutcome.ADDED
    assert bench.add(bench.job(), key=KEY, daily_limit=1) is AddOutcome.REPLAYED


def test_a_refused_job_leaves_its_key_free(bench: "Bench") -> None:
    """All or nothing: over the limit the key is not taken either."""
    bench.add(bench.job(), daily_limit=1)
    assert bench.add(bench.job(), key=KEY, daily_limit=1) is AddOutcome.OVER_DAILY_LIMIT
    assert bench.add(bench.job(), key=KEY, daily_limit=2) is AddOutcome.ADDED


def test_adding_the_same_job_again_changes_nothing(bench: "Bench") -> None:
    """The first answer was lost: the second call finds the job in, whatever became of it, and counts it once."""
    job = bench.job()
    assert bench.add(job, key=KEY, daily_limit=1) is AddOutcome.ADDED
    bench.admit(job)
    assert bench.add(job, key=KEY, daily_limit=1) is AddOutcome.ADDED
    assert bench.read(job).state is JobState.QUEUED
    assert bench.jobs.daily_count("ada", DAY) == 1


def test_an_added_job_says_how_many_the_day_has(bench: "Bench") -> None:
    """Itself included; a replay adds none, and without a limit nobody wants to know."""
    adds = [bench.jobs.add(bench.job(), key=None, daily_limit=5, day=DAY) for _ in range(3)]
    assert [added.today for added in adds] == [1, 2, 3]
    keyed = [bench.jobs.add(bench.job(), key=KEY, daily_limit=5, day=DAY) for _ in range(2)]
    assert [(added.outcome, added.today) for added in keyed] == [(AddOutcome.ADDED, 4), (AddOutcome.REPLAYED, 4)]
    assert bench.jobs.add(bench.job(), key=None, daily_limit=None, day=DAY).today is None
    assert bench.jobs.add(bench.job("eve"), key=None, daily_limit=5, day=DAY).today == 1


def test_a_minute_counts_up_to_its_limit(bench: "Bench") -> None:
    """What is over it leaves nothing and does not count on the day; the next minute and other users are free."""

    def add(user_id: str = "ada", minute: str = "2026-11-21T12:00") -> AddOutcome:
        added = bench.jobs.add(bench.job(user_id), key=None, daily_limit=None, day=DAY, minute_limit=2, minute=minute)
        return added.outcome

    assert [add() for _ in range(3)] == [AddOutcome.ADDED, AddOutcome.ADDED, AddOutcome.OVER_MINUTE_LIMIT]
    assert bench.jobs.daily_count("ada", DAY) == 2
    assert add("eve") is AddOutcome.ADDED
    assert add(minute="2026-11-21T12:01") is AddOutcome.ADDED


def test_over_both_limits_it_is_the_day_that_is_named(bench: "Bench") -> None:
    """Waiting for the next minute would be for nothing."""
    for _ in range(2):
        bench.jobs.add(bench.job(), key=None, daily_limit=2, day=DAY, minute_limit=2, minute="m")
    over = bench.jobs.add(bench.job(), key=None, daily_limit=2, day=DAY, minute_limit=2, minute="m")
    assert over.outcome is AddOutcome.OVER_DAILY_LIMIT


def test_a_replay_is_answered_over_any_limit(bench: "Bench") -> None:
    """It makes no job, so it spends nothing."""
    first = bench.job()
    limits = {"daily_limit": 1, "day": DAY, "minute_limit": 1, "minute": "m"}
    assert bench.jobs.add(first, key=KEY, **limits).outcome is AddOutcome.ADDED  # type: ignore[arg-type] # mixed types
    replay = bench.jobs.add(bench.job(), key=KEY, **limits)  # type: ignore[arg-type] # mixed types
    assert (replay.outcome, replay.job_id) == (AddOutcome.REPLAYED, first.job_id)
