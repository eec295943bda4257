"""The counters on the real stack: every transition of a job reaches them through the stream's filters, and its removal."""

from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest

from infra.environments import ENVIRONMENTS
from reelwright.aws.recounts import DynamoRecounts
from reelwright.figures.tally import Tally
from reelwright.jobs.lifecycle import JobState
from reelwright.settings import Settings
from reelwright.usecases.recount_counters import recount_counters
from tests.local.evidence import Evidence
from tests.memory.world import world_with

pytestmark = pytest.mark.local

Until = Callable[..., Any]
PLACE = ("generation", "analyze_pacing")
FILM = "generate_video"


@pytest.fixture
def evidence(stack: Any) -> Evidence:
    """Return what the stack holds."""
    return Evidence(stack.aws, stack.outputs)


def tally(evidence: Evidence) -> Tally:
    """Return what was counted of the light task's jobs."""
    empty = Tally(queue=PLACE[0], task_name=PLACE[1])
    return next((one for one in evidence.tallies.all() if (one.queue, one.task_name) == PLACE), empty)


def test_a_job_is_counted_to_its_end_and_until_it_is_removed(stack: Any, evidence: Evidence, until: Until) -> None:
    """Five transitions, its start among them; the row's removal takes it out of its state and leaves what it did."""
    before = tally(evidence)
    with stack.client() as client:
        job_id = client.create("One thought. And a second one.", task_name=PLACE[1], use_cache=False).job_id
    assert until(
        lambda: tally(evidence).ended(JobState.COMPLETED) > before.ended(JobState.COMPLETED), within_seconds=300
    )
    after, rows = tally(evidence), evidence.jobs.history(job_id)
    assert after.moves - before.moves == len(rows) == 4
    assert after.left_queue - before.left_queue == 1
    assert after.value("seconds.count") - before.value("seconds.count") == 1
    assert after.in_state(JobState.COMPLETED) - before.in_state(JobState.COMPLETED) == 1
    assert [after.in_state(state) for state in (JobState.PENDING, JobState.QUEUED, JobState.EXECUTING)] == [0, 0, 0]
    evidence.jobs.remove(evidence.stored()[job_id])
    gone = before.in_state(JobState.COMPLETED)
    assert until(lambda: tally(evidence).in_state(JobState.COMPLETED) == gone, within_seconds=120)
    assert tally(evidence).ended(JobState.COMPLETED) == after.ended(JobState.COMPLETED)


def test_a_start_is_counted_while_the_attempt_runs(stack: Any, evidence: Evidence, until: Until) -> None:
    """The filter lets the way into EXECUTING through, although it keeps progress out."""

    def running() -> int:
        return sum(one.in_state(JobState.EXECUTING) for one in evidence.tallies.all() if one.task_name == FILM)

    before = running()
    with stack.client() as client:
        job_id = client.create("A film of some seconds. It takes a while to make.", use_cache=False).job_id
        assert until(lambda: running() > before, within_seconds=240)
        assert evidence.stored()[job_id].state is JobState.EXECUTING
        client.cancel(job_id)


def test_a_recount_of_the_stack_finds_nothing_off(stack: Any, evidence: Evidence, until: Until) -> None:
    """Two looks at the real rows and counters agree; the sweeper's own record does not stand in the way."""
    assert until(evidence.at_rest, within_seconds=300)
    dynamodb, table = stack.aws("dynamodb"), stack.outputs["TableName"]
    recounts = DynamoRecounts(table, dynamodb)
    record = recounts.last()
    verdict = recount_counters(
        world=world_with(
            recounts=recounts,
            tallies=evidence.tallies,
            clock=lambda: datetime(2100, 1, 1, tzinfo=timezone.utc),
            settings=Settings(
                environment="local",
                table_name=table,
                bucket_name=stack.outputs["BucketName"],
                capacity=dict(ENVIRONMENTS["local"].capacity),
            ),
        )
    )
    assert verdict is not None
    assert verdict.drifted == ()
    later = recounts.last()
    assert record is None or later is None or recounts.save(record, after=later).value == "moved"
