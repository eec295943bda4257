"""What one user may have, by tier and environment."""

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from reelwright.jobs.moves import new_job
from reelwright.jobs.quota import ALLOWANCES
from reelwright.jobs.request import CreateJob
from reelwright.jobs.video_request import VideoRequest
from reelwright.settings import Settings

PLAIN = Settings(environment="local", table_name="t", bucket_name="b")


def test_an_override_of_zero_is_a_limit_of_zero() -> None:
    """0 closes the environment for creates; it does not fall back to the tier's own limit."""
    closed = PLAIN.model_copy(update={"daily_jobs_limit": 0, "active_jobs_limit": 0, "minute_jobs_limit": 0})
    allowance = closed.allowance("standard")
    assert (allowance.daily_jobs, allowance.active_jobs, allowance.minute_jobs) == (0, 0, 0)


def test_without_override_the_tiers_own_limits_hold() -> None:
    """Each figure is overridden by itself; None of premium's day stays None."""
    some = PLAIN.model_copy(update={"minute_jobs_limit": 3})
    allowance = some.allowance("premium")
    assert (allowance.daily_jobs, allowance.active_jobs, allowance.minute_jobs) == (None, 8, 3)


def test_a_job_expires_after_the_environments_retention() -> None:
    """Counted from its end; an item of a batch has no time of its own: it is removed with its batch."""
    ended_at = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
    job = new_job("j1", CreateJob(video_request=VideoRequest(prompt="bees")), user_id="ada", tier="free", now=ended_at)
    assert PLAIN.expires_at(job, ended_at) == ended_at + timedelta(hours=24)
    assert PLAIN.expires_at(job.model_copy(update={"parent_job_id": "b1"}), ended_at) is None


@given(st.integers(0, 20))
def test_items_of_batches_leave_their_owner_a_place(active_jobs: int) -> None:
    """One place less than all, but never none: with a single place, batches could not run at all."""
    allowance = ALLOWANCES["premium"].model_copy(update={"active_jobs": active_jobs})
    assert allowance.active_items == (active_jobs if active_jobs < 2 else active_jobs - 1)
