"""The operators' routes, through the deployed function on an AWS of its own process."""

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from prometheus_client.parser import text_string_to_metric_families

from reelwright.figures.families import FAMILIES
from reelwright.pipeline.queues import QUEUES
from tests.functions.gateway import MODEL

if TYPE_CHECKING:
    from tests.functions.conftest import Service

ROUTES = ("/api/v1/queues", "/api/v1/queues/history", "/metrics")


def test_an_operator_sees_every_queue_and_pool(service: "Service") -> None:
    """With its weight, what waits, what runs, what died, and the capacity."""
    answer = service.ask("GET", "/api/v1/queues", caller="operator")
    assert answer.status_code == 200
    queues = {queue.pop("name"): queue for queue in answer.json()["queues"]}
    assert list(queues) == list(QUEUES)
    assert set(queues["media"]) == {"pool", "weight", "depth", "waiting", "running", "dead_messages"}
    assert {pool["name"]: pool["capacity"] for pool in answer.json()["pools"]} == {"videos": 8, "tasks": 16}


def test_a_scrape_is_prometheus_text(service: "Service") -> None:
    """Of version 0.0.4, with every family; a scrape is never taken from a cache."""
    answer = service.ask("GET", "/metrics", caller="operator")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    found = {family.name: family for family in text_string_to_metric_families(answer.text)}
    assert set(found) == {family.name.removesuffix("_total") for family in FAMILIES}
    assert {sample.labels["queue"] for sample in found["queue_depth"].samples} == set(QUEUES)


@pytest.mark.parametrize("path", ROUTES)
def test_others_see_neither(service: "Service", path: str) -> None:
    """403 for a user, 401 without a token."""
    assert service.ask("GET", path).status_code == 403
    assert service.ask("GET", path, caller=None).status_code == 401


def test_counts_tell_of_the_day_and_of_other_users_to_operators_alone(service: "Service") -> None:
    """A user's own, an operator's look at a user, and a refusal."""
    own = service.ask("GET", "/api/v1/jobs/stats/counts", caller="free").json()
    assert {"counts", "total", "success_rate", "average_seconds", "today"} <= set(own)
    assert own["today"]["limit"] == 5
    path = "/api/v1/jobs/stats/counts?user_id=free"
    assert service.ask("GET", path, caller="operator").json()["today"]["limit"] == 5
    assert service.ask("GET", path, caller="bob").status_code == 403


def test_a_job_tells_what_is_ahead_of_it(service: "Service") -> None:
    """Before its outbox has run it has no place, but a time with its interval; the list and the status say the same."""
    body = {"video_request": {"script_content": "Bees see colours that we cannot."}}
    made = service.ask("POST", "/api/v1/jobs", json=body).json()
    for path in (made["links"]["self"], made["links"]["status"]):
        job = service.ask("GET", path).json()
        assert job["position"] is None
        assert job["eta_interval_seconds"]["low"] <= job["eta_seconds"] <= job["eta_interval_seconds"]["high"]
    assert service.ask("GET", "/api/v1/jobs").json()["jobs"][0]["eta_seconds"] > 0
    service.ask("DELETE", made["links"]["self"])
    over = service.ask("GET", made["links"]["self"]).json()
    assert (over["position"], over["eta_seconds"], over["eta_interval_seconds"]) == (None, None, None)


def test_only_a_scrape_pays_for_the_metrics_library() -> None:
    """A create in a new process loads nothing that it does not use."""
    script = "import sys, functions.api.handler; sys.exit('prometheus_client' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0  # noqa: S603 - our own interpreter


def test_every_user_sees_the_providers(service: "Service") -> None:
    """The configured model first, then the local ones, healthy and free."""
    answer = service.ask("GET", "/api/v1/providers")
    assert answer.status_code == 200, answer.text
    found = answer.json()["providers"]
    assert [one["name"] for one in found] == [MODEL.provider, "templates", "kokoro", "espeak", "painted", "motion"]
    assert all(one["is_local"] and one["is_healthy"] and one["price"] is None for one in found[1:])


def test_an_operator_closes_a_breaker_and_may_repeat_it(service: "Service") -> None:
    """Of a provider that is set up; a user may not."""
    path = "/api/v1/providers/speech/kokoro/close"
    for _ in range(2):
        answer = service.ask("POST", path, caller="operator")
        assert (answer.status_code, answer.json()["is_healthy"]) == (200, True)
    assert service.ask("POST", path).status_code == 403
    assert service.ask("POST", "/api/v1/providers/speech/nobody/close", caller="operator").status_code == 404


def test_the_history_of_queues_is_bounded(service: "Service") -> None:
    """A day at most; without a sweep there is no point yet."""
    path = "/api/v1/queues/history"
    assert service.ask("GET", path, caller="operator").json() == {"every_minutes": 1, "points": []}
    assert service.ask("GET", f"{path}?minutes=1440", caller="operator").json()["every_minutes"] == 6
    assert service.ask("GET", f"{path}?minutes=1441", caller="operator").status_code == 400
