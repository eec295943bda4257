"""The whole local stack dies in the middle of a job and of a batch: after a new start both end."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from infra.local import verbs
from tests.local.conftest import Private, Stack
from tests.local.killing import (
    LIGHT,
    SCRIPT,
    SLOW,
    ended_before_its_owners_batch,
    ends_with_its_work_kept,
    every_line_ends_once,
    every_line_has_a_row,
    everything_is_on_disk,
    rendered,
)

if TYPE_CHECKING:
    from tests.local.conftest import Until

pytestmark = [pytest.mark.local, pytest.mark.timeout(1800)]


def test_a_job_and_a_batch_survive_the_death_of_the_whole_stack(stack: Stack, until: "Until", tmp_path: Path) -> None:
    """`kill -9` of the emulator and all its workers: finished work is kept, each line ends once, and results exist."""
    with stack.client() as client:
        job_id = client.create(SCRIPT, title="killed stack", **SLOW).job_id
        batch_id = client.batches.create(items=LIGHT, concurrency=1).batch_id
        own_id = client.create("A film beside the batch.", voice_provider="espeak", stop_after="speech").job_id
        assert until(lambda: client.batches.get(batch_id).counts.completed, within_seconds=400)
        assert until(lambda: rendered(client.get(job_id)), within_seconds=400)
        kept = rendered(client.get(job_id))
        everything_is_on_disk(stack.place, until)
        assert client.batches.get(batch_id).state == "RUNNING"
        is_in_work = not client.get(job_id).is_completed  # a slow machine can have finished it meanwhile
        Private(stack.place).kill()
    again = Stack(stack.place, verbs.up(stack.place, lambda _: None))
    with again.client() as client:
        every_line_has_a_row(client, batch_id, tmp_path / "running")
        if is_in_work:
            ends_with_its_work_kept(client, job_id, kept)
        assert client.get(job_id).state == "COMPLETED"
        every_line_ends_once(client, batch_id)
        ended_before_its_owners_batch(client, own_id, batch_id)
        every_line_has_a_row(client, batch_id, tmp_path / "ended")
