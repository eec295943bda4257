"""What operators see of the deployed stack: figures, log lines, traces, and the canary's own film."""

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from infra.local.deployment import STACK
from infra.local.emulator import credentials
from reelwright.jobs.trace import trace_id_of
from reelwright_client.cli.deployed import findings_of_stack
from reelwright_client.cli.logs import lines_of
from reelwright_client.cli.stack import Stack as DeployedStack
from tests.unit.canary.calling import call_canary

if TYPE_CHECKING:
    from tests.local.conftest import TraceDaemon

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


def test_a_job_is_one_trace_from_its_request_to_its_webhook(
    made: Made, traces: "TraceDaemon", until: Callable[..., Any]
) -> None:
    """Every function that works for it writes to its trace, the dispatcher's start of the attempt too; none names another."""
    job_id = made.ids[0]
    wanted = {"api", "outbox", "dispatcher", "generation", "lifecycle", "webhooks"}
    assert until(lambda: wanted <= {span["annotations"]["service"] for span in traces.of_job(job_id)})
    spans = traces.of_job(job_id)
    assert {span["trace_id"] for span in spans} == {trace_id_of(job_id)}
    began: dict[str, float] = {}
    for span in sorted(spans, key=lambda span: float(span["start_time"])):
        began.setdefault(span["annotations"]["service"], span["start_time"])
    assert [name for name in began if name in {"api", "dispatcher", "generation"}] == [
        "api",
        "dispatcher",
        "generation",
    ]


def test_one_query_prints_the_log_lines_of_a_job(stack: Any, made: Made, until: Callable[..., Any]) -> None:
    """Of every function on its road, in the order of their time."""
    here = DeployedStack(STACK, stack.aws)

    def lines() -> list[str]:
        return lines_of(here, made.ids[0], now=datetime.now(UTC), sleep=time.sleep)

    services = ("api", "outbox", "dispatcher", "generation", "lifecycle")
    assert until(lambda: all(f" {name} " in "\n".join(lines()) for name in services)), lines()
    assert not any(made.ids[1] in line for line in lines())


def test_the_doctor_reads_the_deployment_and_its_alarms(stack: Any) -> None:
    """The local stack has no canary of its own."""
    found = {one.name: one for one in findings_of_stack(DeployedStack(STACK, stack.aws), now=datetime.now(UTC))}
    assert found["stack"].cure == ""
    assert "_COMPLETE" in found["stack"].found
    assert found["alarms"].found.startswith(("none of", "firing"))
    assert found["canary"].found == "this stack has none"


def test_the_canary_makes_its_film_and_reports_its_seconds(stack: Any) -> None:
    """The handler as Lambda calls it, with the rights of its caller: token, create, wait, download, verify, metrics."""
    outputs, endpoint = stack.outputs, stack.place.endpoint
    seen, metrics, errors = call_canary(
        stack.url,
        tokens_at=endpoint,
        pool_id=outputs["UserPoolId"],
        client_id=outputs["MachineClientId"],
        environ=credentials(stack.place),
    )
    assert seen is not None, errors
    assert metrics is not None
    assert 0 < seen["accepted"] < seen["verified"]
    assert metrics["CanaryVerifiedSeconds"] == [seen["verified"]]
