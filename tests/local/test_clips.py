"""A clip of a cloud model on the deployed stack, with IAM enforced: awaited without a function, decoded, and paid once."""

import signal
from typing import TYPE_CHECKING

import pytest

from infra.local.process_table import process_table
from tests.local.test_kills import workers
from tests.twins.clips import SETUPS
from tests.twins.films import filmed_clip

if TYPE_CHECKING:
    from tests.local.conftest import Stack, Until
    from tests.twins.works import WorkTwin

pytestmark = [pytest.mark.local, pytest.mark.timeout(600)]


def test_a_film_waits_for_its_clip_and_pays_once_although_its_workers_are_killed(
    stack: "Stack", until: "Until", clip_model: "WorkTwin"
) -> None:
    """`kill -9` of the functions that submitted it, between the submit and the next look; the bill is the twin's own."""
    clip_model.reset(looks=0)
    clip_model.clip = filmed_clip
    with stack.client() as client:
        job_id = client.create(
            "A whale sings to its calf.", visuals="clips", voice_provider="espeak", music="none", closing_card=False
        ).job_id
        assert until(lambda: "Waiting for a clip" in client.get(job_id).model_dump_json(), within_seconds=300)
        for name in ("media", "providers"):
            for worker in workers(stack.place, name):
                process_table().send(worker.pid, signal.SIGKILL)
        job = client.wait(job_id, timeout_seconds=400)
    assert (job.state, job.error) == ("COMPLETED", None)
    assert (len(clip_model.jobs), clip_model.refused) == (1, [])
    assert job.result is not None
    assert [one for one in job.result.fallbacks if one.capability == "clip"] == []
    row = next(one for one in job.steps if one.name == "generate_video_veo#0")
    assert row.cost_usd == pytest.approx(clip_model.paid_seconds * SETUPS["gemini"]["usd_input"], rel=1e-3)
