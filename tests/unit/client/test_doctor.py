"""The commands for trouble: what the doctor finds, and what a support bundle holds."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import httpx

from reelwright_client.connection import VERSION
from tests.unit.rollout.accounts import GivenClients, no_credentials

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.client.conftest import Shell, World

HEALTHY = {"status": "ok", "version": "1.0.0", "dependencies": {"table": "ok"}}
PROVIDERS = {"providers": [{"capability": "speech", "name": "local", "is_healthy": True}]}
NONE = {"dead_letters": [], "has_more": False, "next_cursor": None}
QUEUE = {
    "name": "videos-low",
    "pool": "videos",
    "weight": 1,
    "depth": 2,
    "waiting": 2,
    "running": 0,
    "dead_messages": 0,
}


def _queues(*, running: int, leases: int | None = None) -> dict[str, object]:
    held = running if leases is None else leases
    return {"queues": [{**QUEUE, "running": running}], "pools": [{"name": "videos", "running": held, "capacity": 8}]}


def _answer(world: "World", *documents: Mapping[str, object]) -> None:
    world.api.answers(*(httpx.Response(200, json=one) for one in documents))


def test_work_that_waits_beside_free_places_needs_a_look(world: "World", shell: "Shell") -> None:
    """The exit code says so too; full places are load, and no fault."""
    _answer(world, HEALTHY, PROVIDERS, _queues(running=1), NONE)
    found = shell("doctor")
    assert found.exit_code == 3
    assert "LOOK  pool videos: 2 waiting, 1 of 8 places taken" in found.stdout
    assert "make resume" in found.stdout
    _answer(world, HEALTHY, PROVIDERS, _queues(running=8), NONE)
    well = shell("doctor")
    assert well.exit_code == 0
    assert f"ok    versions: client {VERSION}, API 1.0.0" in well.stdout
    assert "stack: not asked" in well.stdout


def test_a_lease_without_its_job_and_an_open_breaker_need_a_look(world: "World", shell: "Shell") -> None:
    """Places that nobody uses, and a provider that is not called, slow everything down without an error."""
    away = {"providers": [{"capability": "speech", "name": "polly", "is_healthy": False}]}
    _answer(world, HEALTHY, away, _queues(running=7, leases=8), NONE)
    found = shell("doctor")
    assert found.exit_code == 3
    assert "LOOK  breakers: open: speech/polly" in found.stdout
    assert "LOOK  leases videos: 8, of 7 running jobs" in found.stdout


DEPLOYED = {
    "Stacks": [
        {
            "StackName": "reelwright-prod",
            "StackStatus": "UPDATE_COMPLETE",
            "CreationTime": datetime(2026, 11, 1, tzinfo=UTC),
        }
    ]
}
ALARMS = {
    "MetricAlarms": [
        {
            "AlarmName": "reelwright-prod-outbox-lag",
            "StateValue": "ALARM",
            "AlarmDescription": "Late: docs/operations.md#stream-lag",
        },
        {"AlarmName": "reelwright-prod-canary", "StateValue": "OK", "AlarmDescription": "x"},
    ],
    "CompositeAlarms": [{"AlarmName": "reelwright-prod-service-down", "StateValue": "OK"}],
}


def test_of_a_named_stack_the_doctor_sees_deployment_alarms_and_canary(world: "World", shell: "Shell") -> None:
    """With the operator's own AWS credentials: the API has no right to tell them."""
    _answer(world, HEALTHY, PROVIDERS, _queues(running=8), NONE)
    films = [
        {"Timestamp": datetime(2026, 11, 28, hour, tzinfo=UTC), "Maximum": seconds}
        for hour, seconds in ((17, 93.4), (16, 80.0))
    ]
    shell.aws = GivenClients(
        {
            "cloudformation.DescribeStacks": DEPLOYED,
            "cloudwatch.DescribeAlarms": ALARMS,
            "cloudwatch.GetMetricStatistics": {"Datapoints": films},
        }
    )
    found = shell("doctor", "--stack", "reelwright-prod")
    assert found.exit_code == 3
    assert "ok    stack: reelwright-prod: UPDATE_COMPLETE, deployed 2026-11-01 00:00" in found.stdout
    assert "LOOK  alarms: firing: reelwright-prod-outbox-lag" in found.stdout
    assert "-> operations.md#stream-lag" in found.stdout
    assert "ok    canary: the last film took 93 s, in the hour from 2026-11-28 17:00" in found.stdout


def test_a_silent_canary_and_a_stack_that_cannot_be_read_need_a_look(world: "World", shell: "Shell") -> None:
    """A missing credential is a finding: everything else is told all the same."""
    _answer(world, HEALTHY, PROVIDERS, _queues(running=8), NONE)
    shell.aws = GivenClients(
        {
            "cloudformation.DescribeStacks": DEPLOYED,
            "cloudwatch.DescribeAlarms": ALARMS,
            "cloudwatch.GetMetricStatistics": {"Datapoints": []},
        }
    )
    assert "LOOK  canary: no film in 24 hours" in shell("doctor", "--stack", "reelwright-prod").stdout
    _answer(world, HEALTHY, PROVIDERS, _queues(running=8), NONE)
    shell.aws = GivenClients({"cloudformation.DescribeStacks": no_credentials})
    found = shell("doctor", "--stack", "reelwright-prod")
    assert found.exit_code == 3
    assert "LOOK  stack: reelwright-prod cannot be read" in found.stdout
    assert "ok    health" in found.stdout


def test_without_an_operators_token_the_doctor_sees_the_health_alone(world: "World", shell: "Shell") -> None:
    """Queues are for operators; that is no fault of the service."""
    _answer(world, HEALTHY, PROVIDERS)
    world.api.answers(httpx.Response(403, json={"title": "Forbidden", "status": 403}))
    found = shell("doctor")
    assert found.exit_code == 0
    assert "not visible with this token" in found.stdout


def test_a_support_bundle_holds_no_text_of_its_user(world: "World", shell: "Shell", tmp_path: "Path") -> None:
    """State, steps and times are there; title, metadata, files, signed previews and addresses of webhooks are not."""
    job = {
        "job_id": "j1",
        "state": "FAILED",
        "title": "My secret",
        "metadata": {"who": "secret"},
        "result": {"files": {"video": {"key": "k", "url": "https://secret"}}},
        "error": {"code": "timeout", "message": "The step took too long."},
        "steps": [{"name": "generate_image_imagen#0", "state": "done", "preview": {"url": "https://x/?secret=1"}}],
    }
    history = {"history": [{"sequence": 1, "event": "fail", "to_state": "FAILED", "metadata": {"why": "secret"}}]}
    deliveries = {"deliveries": [{"webhook_id": "w", "place": "https://secret.example"}]}
    world.api.answers(*(httpx.Response(200, json=one) for one in (job, HEALTHY, history, deliveries)))
    assert shell("support-bundle", "j1", "--into", str(tmp_path)).exit_code == 0
    text = (tmp_path / "support-j1.json").read_text()
    assert "secret" not in text
    bundle = json.loads(text)
    assert bundle["job"]["steps"][0]["name"] == "generate_image_imagen#0"
    assert (bundle["job"]["error"]["code"], bundle["history"][0]["to_state"]) == ("timeout", "FAILED")
