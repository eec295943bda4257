"""The whole local stack dies in the middle of a job and of a batch: after a new start both end."""

from typing import TYPE_CHECKING, Final

import pytest

from infra.local import verbs
from reelwright_client import Client
from tests.local.conftest import Private, Stack
from tests.local.killing import SCRIPT, SLOW, ends_with_its_work_kept, rendered

if TYPE_CHECKING:
    from tests.local.conftest import Until

LINES: Final = 5
LIGHT: Final = [
    {"video_request": {"script_content": f"Film number {line}.", "voice_provider": "espeak", "stop_after": "speech"}}
    for line in range(1, LINES + 1)
]
pytestmark = [pytest.mark.local, pytest.mark.timeout(1800)]


def test_a_job_and_a_batch_survive_the_death_of_the_whole_stack(stack: Stack, until: "Until") -> None:
    """`kill -9` of the emulator and all its workers: after a new start each line has one end; finished steps are kept."""
    with stack.client() as client:
        job_id = client.create(SCRIPT, title="killed stack", **SLOW).job_id
        assert until(lambda: rendered(client.get(job_id)), within_seconds=400)
        kept = rendered(client.get(job_id))
        batch_id = client.batches.create(items=LIGHT, concurrency=1).batch_id
        until(lambda: False, within_seconds=6)  # the emulator writes its state down every five seconds
        assert client.batches.get(batch_id).state == "RUNNING"
        Private(stack.place).kill()
    again = Stack(stack.place, verbs.up(stack.place, lambda _: None))
    with again.client() as client:
        ends_with_its_work_kept(client, job_id, kept)
        every_line_ends_once(client, batch_id)


def every_line_ends_once(client: Client, batch_id: str) -> None:
    """Require that the batch succeeds, that each line has one job with one end, and that the bill is their sum."""
    batch = client.batches.wait(batch_id, timeout_seconds=600)
    assert (batch.outcome, batch.counts.completed) == ("all_succeeded", LINES)
    jobs = [f"{batch_id}n{line:06d}" for line in range(1, LINES + 1)]
    assert [[row.event for row in client.history(one)].count("completed") for one in jobs] == [1] * LINES
    assert batch.spent_usd == pytest.approx(sum(client.get(one).cost_usd for one in jobs), abs=1e-6)
