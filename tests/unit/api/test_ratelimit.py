"""The headers of limits, in the draft's own words."""

from datetime import datetime, timedelta, timezone

from reelwright.api.ratelimit import limit_headers
from reelwright.jobs.quota import CreateLimits, minute_of, windows

NOON = datetime(2026, 11, 21, 12, 0, 20, tzinfo=timezone.utc)


def test_the_headers_are_those_of_the_draft() -> None:
    """Every limit is named with quota and window; what is left only of what was counted."""
    found = limit_headers(windows(CreateLimits(daily=5, minute=10), NOON, today=1))
    assert found == {
        "RateLimit-Policy": '"daily";q=5;w=86400, "minute";q=10;w=60',
        "RateLimit": '"daily";r=4;t=43180',
    }


def test_what_is_not_limited_has_no_header() -> None:
    """No quota of a million where there is none."""
    assert limit_headers(windows(CreateLimits(minute=10), NOON)) == {"RateLimit-Policy": '"minute";q=10;w=60'}
    assert limit_headers(windows(CreateLimits(), NOON)) == {}


def test_an_unread_count_is_left_out() -> None:
    """A wrong number would be worse than none; and none is ever below nothing."""
    assert "RateLimit" not in limit_headers(windows(CreateLimits(daily=5), NOON))
    assert limit_headers(windows(CreateLimits(daily=5), NOON, today=7))["RateLimit"].startswith('"daily";r=0;')


def test_a_minute_ends_with_the_clock_of_utc() -> None:
    """Everywhere the same minute, whatever the server's zone."""
    elsewhere = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    assert minute_of(elsewhere) == minute_of(NOON) == "2026-11-21T12:00"
    assert windows(CreateLimits(minute=1), NOON)[0].reset_seconds == 40
