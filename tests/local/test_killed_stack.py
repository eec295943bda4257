"""The whole local stack dies in the middle of a job: after a new start the job ends."""

from typing import TYPE_CHECKING

import pytest

from infra.local import verbs
from tests.local.conftest import Private, Stack
from tests.local.killing import SCRIPT, SLOW, ends_with_its_work_kept, rendered

if TYPE_CHECKING:
    from tests.local.conftest import Until

pytestmark = [pytest.mark.local, pytest.mark.timeout(1800)]


def test_a_job_survives_the_death_of_the_whole_stack(stack: Stack, until: "Until") -> None:
    """`kill -9` of the emulator and all its workers: after a new start the job ends, and finished steps are kept."""
    with stack.client() as client:
        job_id = client.create(SCRIPT, title="killed stack", **SLOW).job_id
        assert until(lambda: rendered(client.get(job_id)), within_seconds=400)
        kept = rendered(client.get(job_id))
        until(lambda: False, within_seconds=6)  # the emulator writes its state down every five seconds
        Private(stack.place).kill()
    again = Stack(stack.place, verbs.up(stack.place, lambda _: None))
    with again.client() as client:
        ends_with_its_work_kept(client, job_id, kept)
