"""Operators hear of a breaker that opens, once."""

import json

import pytest

from reelwright.entry.breakers import ReportedBreakers
from reelwright.entry.world import now
from reelwright.pipeline.breaker import FAILURES_TO_OPEN
from tests.memory.breakers import MemoryBreakers


def test_an_opening_breaker_leaves_one_metric(capsys: pytest.CaptureFixture[str]) -> None:
    """`BreakerOpen` by provider, in the embedded format that CloudWatch reads from the log; failures before leave none."""
    breakers = ReportedBreakers(MemoryBreakers())
    for _ in range(FAILURES_TO_OPEN + 2):
        permission = breakers.allow("speech/polly", now=now())
        breakers.record_failure(permission, now=now())
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    (line,) = lines
    assert line["BreakerOpen"] == [1.0]
    assert line["provider"] == "speech/polly"
    assert line["_aws"]["CloudWatchMetrics"][0]["Namespace"] == "Reelwright"


def test_everything_else_is_handed_on() -> None:
    """The wrapped breakers decide."""
    breakers = ReportedBreakers(MemoryBreakers())
    for _ in range(FAILURES_TO_OPEN - 1):
        breakers.record_failure(breakers.allow("speech/polly", now=now()), now=now())
    seen = breakers.allow("speech/polly", now=now())
    assert seen.failures == FAILURES_TO_OPEN - 1
    breakers.give_back(seen, now=now())
    breakers.record_success(seen, now=now())
    assert breakers.allow("speech/polly", now=now()).failures == 0
