"""`process_batch` opens a batch: the job ends when the batch begins, and the batch says what became of its items."""

import pytest

from reelwright.batches.lines import lines_of_part, part_key
from reelwright.jobs.caller import Caller
from reelwright.jobs.outputs import BatchOutput
from reelwright.refusals import LimitReached
from reelwright_media.steps.works import WORKS
from tests.memory.system import ON_AWS, System

TEXT: dict[str, object] = {"script_content": "Bees fly."}


@pytest.fixture
def system() -> System:
    """Return a system."""
    return System()


def opened(system: System, caller: Caller, items: list[dict[str, object]], *, times: int = 1) -> BatchOutput:
    """Create a `process_batch` job, run its step, also more than once, and return its output."""
    job_id = system.run(caller, task_name="process_batch", items=items, priority=2, metadata={"k": 1})
    for _ in range(times):
        system.step(job_id, WORKS["process_batch"], name="process_batch")
    output = system.row(job_id, "process_batch").output
    return BatchOutput.model_validate(output)


def test_a_batch_of_the_items_is_opened_once(system: System) -> None:
    """Its lines are the items in order, with priority and metadata of the job; a repeated step finds the same batch."""
    system.settings = ON_AWS
    eve = Caller(user_id="eve", tier="premium")
    output = opened(system, eve, [TEXT, {**TEXT, "title": "Second"}], times=2)
    batch = system.batches.get(output.batch_id)
    assert batch is not None
    assert (batch.user_id, batch.lines, output.items) == ("eve", 2, 2)
    assert output.estimated_cost_usd == batch.estimate.cost_usd > 0
    lines = lines_of_part(system.artefacts.get(part_key(output.batch_id, 0)))
    requests = [line.request for line in lines if line.request is not None]
    assert len([key for key in system.artefacts.objects if key.startswith("batches/")]) == 1
    assert [one.video_request.title for one in requests] == ["", "Second"]
    assert {(one.priority, one.metadata["k"]) for one in requests} == {(2, 1)}


def test_a_batch_over_the_limit_of_the_day_is_refused_at_the_create(system: System) -> None:
    """A22: a job that opens the batch and its films count; nothing is accepted and then refused."""
    fay = Caller(user_id="fay", tier="free")
    with pytest.raises(LimitReached):
        system.create(fay, task_name="process_batch", items=[TEXT] * 5)
    assert system.create(fay, task_name="process_batch", items=[TEXT] * 4).job_id
