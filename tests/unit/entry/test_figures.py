"""What arrives in CloudWatch."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from reelwright.entry.figures import report_counted, report_current_gauges, report_gauges
from reelwright.entry.world import now
from reelwright.figures.families import FAMILIES
from reelwright.figures.tally import Tally
from reelwright.pipeline.queues import QUEUES
from reelwright.usecases.read_gauges import Gauges
from tests.memory.queues import MemoryQueues
from tests.memory.system import System
from tests.memory.world import world_with

ENDED = Tally(
    queue="videos-low",
    task_name="generate_video",
    counters={"state.COMPLETED": 1, "ended.COMPLETED": 1, "retries.2": 1, "seconds.count": 1, "seconds.sum": 33.5},
)


def _lines(capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    """Return what was written, by metric; the figure stands under `value`, the labels under `labels`."""
    found: dict[str, dict[str, Any]] = {}
    for text in capsys.readouterr().out.splitlines():
        line = json.loads(text)
        (directive,) = line["_aws"]["CloudWatchMetrics"]
        (metric,), (dimensions,) = directive["Metrics"], directive["Dimensions"]
        assert directive["Namespace"] == "Reelwright"
        found[metric["Name"]] = {
            "unit": metric["Unit"],
            "dimensions": dimensions,
            "labels": {name: line[name] for name in dimensions},
            "value": line[metric["Name"]],
        }
    return found


def test_an_end_is_reported_by_o1s_names_and_labels(capsys: pytest.CaptureFixture[str]) -> None:
    """One observation a family that the end is one of; the duration is the time itself, which CloudWatch adds up."""
    report_counted(ENDED)
    lines = _lines(capsys)
    assert lines["tasks_total"]["labels"] == {
        "queue": "videos-low",
        "task_name": "generate_video",
        "status": "completed",
    }
    assert lines["task_retries_total"]["labels"] == {"task_name": "generate_video", "retry_count": "2"}
    assert lines["task_duration_seconds"]["labels"] == {"task_name": "generate_video"}
    assert (lines["task_duration_seconds"]["value"], lines["task_duration_seconds"]["unit"]) == ([33.5], "Seconds")


def test_the_function_that_reports_is_no_dimension() -> None:
    """A figure has one name whoever reports it: powertools' service stays out, also where the environment names one."""
    script = (
        "from reelwright.entry.figures import report_counted; from reelwright.figures.tally import Tally; "
        f"report_counted(Tally.model_validate_json({ENDED.model_dump_json()!r}))"
    )
    environment = {**os.environ, "POWERTOOLS_SERVICE_NAME": "outbox"}
    ended = subprocess.run(  # noqa: S603 - our own script and interpreter
        [sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True
    )
    assert ended.stdout.count("_aws") == 3
    assert "outbox" not in ended.stdout


def test_a_change_that_is_no_observation_reports_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """A job that is admitted or starts ends nothing, retries nothing and has no duration yet."""
    report_counted(Tally(queue="media", task_name="generate_audio_tts", counters={"state.QUEUED": 1, "moves": 1}))
    assert capsys.readouterr().out == ""


def test_gauges_are_reported_by_queue(capsys: pytest.CaptureFixture[str]) -> None:
    """`active_workers` has no dimension at all."""
    report_gauges(Gauges(queue_depth={"media": 4}, active_workers=3))
    lines = _lines(capsys)
    assert (lines["queue_depth"]["labels"], lines["queue_depth"]["value"]) == ({"queue": "media"}, [4.0])
    assert (lines["active_workers"]["labels"], lines["active_workers"]["value"]) == ({}, [3.0])


def test_every_family_is_reported_under_its_labels(capsys: pytest.CaptureFixture[str]) -> None:
    """The families are one list for CloudWatch and Prometheus; none is forgotten here."""
    counters: dict[str, float] = {"ended.FAILED": 1, "retries.1": 1, "seconds.count": 1, "seconds.sum": 1}
    report_counted(Tally(queue="media", task_name="generate_audio_tts", counters=counters))
    report_gauges(Gauges(queue_depth={"media": 0}, active_workers=0))
    lines = _lines(capsys)
    assert {name: line["dimensions"] for name, line in lines.items()} == {
        family.name: list(family.labels) for family in FAMILIES
    }


class _AwayQueues(MemoryQueues):
    """Queues that do not answer."""

    def depth(self, queue: str) -> int:
        """Fail."""
        raise ConnectionError(queue)


def test_gauges_that_cannot_be_read_cost_their_minute_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """The sweep goes on; no figure is better than a wrong one."""
    system = System()
    report_current_gauges(world=world_with(system, queues=_AwayQueues(clock=now)))
    assert "_aws" not in capsys.readouterr().out
    report_current_gauges(world=system)
    assert capsys.readouterr().out.count('"queue_depth":') == len(QUEUES)
    assert len(system.load_history.since(system.clock(), last=system.clock())) == 1
