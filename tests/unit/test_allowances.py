"""What one user may have, by tier and environment."""

from datetime import datetime, timedelta, timezone

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
    """Counted from its end."""
    ended_at = datetime(2026, 11, 21, 12, tzinfo=timezone.utc)
    assert PLAIN.expires_at(ended_at) == ended_at + timedelta(hours=24)
