"""Operators hear of every verdict of a recount."""

import json

import pytest

from reelwright.entry.recount import report_recount
from reelwright.figures.counters import pool_counter, user_counter
from reelwright.figures.recount import CounterReading, Suspect
from reelwright.usecases.recount_counters import Recounted


def reported(capsys: pytest.CaptureFixture[str]) -> list[list[float]]:
    """Return the values of `CounterDrift` that were written, in the embedded format that CloudWatch reads from the log."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    return [line["CounterDrift"] for line in lines]


def test_the_drift_of_all_counters_is_one_metric(capsys: pytest.CaptureFixture[str]) -> None:
    """Too much here and too little there do not cancel out."""
    found = [(pool_counter("videos#0"), 2), (user_counter("ada"), -1)]
    drifted = tuple(Suspect(counter=name, off_by=off_by, seen=CounterReading()) for name, off_by in found)
    report_recount(Recounted(drifted=drifted, corrected=2))
    assert reported(capsys) == [[3.0]]


def test_a_good_verdict_is_a_zero_and_none_is_silence(capsys: pytest.CaptureFixture[str]) -> None:
    """Once an hour the metric says that somebody looked."""
    report_recount(Recounted())
    report_recount(None)
    assert reported(capsys) == [[0.0]]
