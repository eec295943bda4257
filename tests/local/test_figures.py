"""Operators' figures, on the deployed stack: counted from committed changes, the same in Prometheus text and in the log."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

pytestmark = pytest.mark.local

JOBS = 3
TASK = "validate_coherence"
"""Few others make one: what these left on the shared stack long since is counted before ours are made."""


class Made(NamedTuple):
    """Our completed jobs, and how many were counted and reported before them."""

    ids: list[str]
    counted: float
    reported: int


@pytest.fixture(scope="module")
def made(stack: Any) -> Made:
    """Return some small jobs that have completed."""
    before = (completed(stack), reported(stack))
    with stack.client() as client:
        jobs = [client.create(f"Bees see {number} colours.", task_name=TASK) for number in range(JOBS)]
        ended = [client.wait(job.job_id, timeout_seconds=400) for job in jobs]
    assert {job.state for job in ended} == {"COMPLETED"}
    return Made([job.job_id for job in ended], *before)


def ask(stack: Any, path: str) -> httpx.Response:
    """Return the answer to an operator's machine."""
    token = stack.machine_token("reelwright/operate")
    return httpx.get(f"{stack.url}{path}", headers={"authorization": f"Bearer {token}"}, timeout=30)


def completed(stack: Any) -> float:
    """Return how many of them a scrape counts as completed."""
    families = text_string_to_metric_families(ask(stack, "/metrics").text)
    wanted = {"queue": "generation", "task_name": TASK, "status": "completed"}
    return sum(s.value for family in families for s in family.samples if s.name == "tasks_total" and s.labels == wanted)


def reported(stack: Any) -> int:
    """Return how many completed ones the outbox has reported in the embedded metric format."""
    (group,) = (
        group["logGroupName"]
        for group in stack.aws("logs").describe_log_groups()["logGroups"]
        if group["logGroupName"].endswith("-outbox")
    )
    events = stack.aws("logs").filter_log_events(logGroupName=group)["events"]
    texts = (event["message"] for event in events if '"tasks_total"' in event["message"])
    lines = [json.loads(text[text.index("{") :]) for text in texts]
    return sum(line["task_name"] == TASK and line["status"] == "completed" for line in lines)


def test_a_scrape_counts_every_end_once(stack: Any, made: Made, until: Callable[..., Any]) -> None:
    """By a machine's token with the operators' scope; the gauges are there, and nothing is counted twice."""
    expected = made.counted + JOBS
    assert until(lambda: completed(stack) >= expected)
    assert completed(stack) == expected
    text = ask(stack, "/metrics").text
    assert 'queue_depth{queue="videos-low"} 0.0' in text
    assert "active_workers" in text


def test_the_log_reports_every_end_once(stack: Any, made: Made, until: Callable[..., Any]) -> None:
    """What CloudWatch will add up is what Prometheus counts."""
    expected = made.reported + JOBS
    assert until(lambda: reported(stack) >= expected)
    assert reported(stack) == expected


def test_an_operator_sees_the_queues_and_a_user_the_counts(stack: Any, made: Made) -> None:
    """The function may ask SQS for every depth, dead letters included."""
    queues = {queue["name"]: queue for queue in ask(stack, "/api/v1/queues").json()["queues"]}
    assert (queues["generation"]["weight"], queues["generation"]["dead_messages"]) == (10, 0)
    with stack.client() as client:
        counts = client.counts()
        assert counts.success_rate is not None
        assert counts.average_seconds is not None
        assert counts.today is not None
        assert counts.today.created >= JOBS
        assert all(client.get(job_id).eta_seconds is None for job_id in made.ids)


def test_every_announced_job_drew_a_ticket(stack: Any, made: Made) -> None:
    """From counters that the deployed outbox may read."""
    table = stack.aws("dynamodb")
    keys = [{"pk": {"S": f"JOB#{job_id}"}, "sk": {"S": "META"}} for job_id in made.ids]
    rows = [table.get_item(TableName=stack.outputs["TableName"], Key=key)["Item"] for key in keys]
    assert all(int(row["ticket"]["N"]) >= 1 for row in rows)
