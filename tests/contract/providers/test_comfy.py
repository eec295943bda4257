"""ComfyUI by URL: the operator's workflow, one job an order over crashes and lost answers, and what failed computed again."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import ValidationError

from reelwright.dialects.comfy import ComfyPictures
from reelwright.errors import ProviderError, ProviderMisconfiguredError, ProviderTimeoutError
from reelwright.outbound.calling import HttpCaller
from reelwright.providers.pictures import Painted, PictureOrder
from reelwright.providers.reading import read_setup
from reelwright.providers.setup import PictureSetup
from reelwright.providers.workflows import packed
from tests.twins.comfy import ComfyTwin, running_comfy

WORKFLOW = {
    "3": {"class_type": "KSampler", "inputs": {"seed": "%seed%", "steps": 20, "positive": ["6", 0]}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": "%width%", "height": "%height%", "batch_size": 1}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "best quality, %prompt%", "clip": ["4", 1]}},
    "9": {"class_type": "SaveImage", "inputs": {"filename_prefix": "reel", "images": ["8", 0]}},
}
ORDER = PictureOrder(
    prompt='A "whale" sleeps', style="Style.", width=1080, height=1921, seed=7, language="en-US", seconds=5
)


class Ticks:
    """A clock that moves by sleeping, and by a little with each look."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        """Look."""
        self.seconds += 0.001
        return self.seconds

    def sleep(self, seconds: float) -> None:
        """Sleep."""
        self.seconds += seconds


@pytest.fixture
def twin() -> Iterator[ComfyTwin]:
    """Run a server."""
    with running_comfy(ComfyTwin()) as started:
        yield started


def model_of(twin: ComfyTwin) -> ComfyPictures:
    """Build the model anew, as a process that comes back does."""
    setup = PictureSetup(provider="comfy", model="workflow", base=twin.base, workflow=packed(json.dumps(WORKFLOW)))
    ticks = Ticks()
    return ComfyPictures(setup, HttpCaller(), key=None, sleep=ticks.sleep, now=ticks.now)


def test_a_workflow_gets_prompt_seed_and_size_and_its_picture_is_fetched(twin: ComfyTwin) -> None:
    """Numbers stay numbers, sizes are multiples of eight, quotation marks break nothing; temporary pictures are left."""
    made = model_of(twin).paint(ORDER)
    nodes = twin.prompts[0]["prompt"]
    assert nodes["3"]["inputs"]["seed"] == 7
    assert nodes["5"]["inputs"] == {"width": 1080, "height": 1920, "batch_size": 1}
    assert nodes["6"]["inputs"]["text"] == 'best quality, A "whale" sleeps\nStyle.'
    assert isinstance(made.answer, Painted)
    assert (made.answer.media_type, made.answer.bill.usd, made.answer.seed) == ("image/jpeg", 0.0, 7)
    assert twin.refused == []


def test_the_same_order_is_computed_once(twin: ComfyTwin) -> None:
    """Another process finds the job in the history."""
    first = model_of(twin).paint(ORDER)
    assert model_of(twin).paint(ORDER).raw == first.raw
    assert len(twin.prompts) == 1


def test_a_submit_whose_answer_was_lost_is_not_repeated(twin: ComfyTwin) -> None:
    """C9: the id was ours before the call."""
    twin.loses = 1
    with pytest.raises(ProviderError):
        model_of(twin).paint(ORDER)
    model_of(twin).paint(ORDER)
    assert len(twin.prompts) == 1


def test_a_job_that_outlives_the_call_is_found_by_the_next_one(twin: ComfyTwin) -> None:
    """C9: a timeout says nothing about the job."""
    twin.looks = 10
    with pytest.raises(ProviderTimeoutError, match="still at work"):
        model_of(twin).paint(ORDER)
    model_of(twin).paint(ORDER.model_copy(update={"seconds": 60}))
    assert len(twin.prompts) == 1


def test_a_failed_job_is_an_error_and_computed_again_by_the_next_call(twin: ComfyTwin) -> None:
    """At most three times in all."""
    twin.fails = 1
    with pytest.raises(ProviderError):
        model_of(twin).paint(ORDER)
    model_of(twin).paint(ORDER)
    assert len({one["prompt_id"] for one in twin.prompts}) == 2
    twin.fails = 9
    other = ORDER.model_copy(update={"seed": 8})
    for _ in range(5):
        with pytest.raises(ProviderError):
            model_of(twin).paint(other)
    assert len(twin.prompts) == 2 + 3


def test_orders_that_differ_are_different_jobs(twin: ComfyTwin) -> None:
    """Also by the seed alone."""
    model_of(twin).paint(ORDER)
    model_of(twin).paint(ORDER.model_copy(update={"seed": 8}))
    assert len(twin.prompts) == 2


def test_a_cancel_stops_the_jobs_of_its_order_alone_and_may_be_repeated(twin: ComfyTwin) -> None:
    """C10: the running job is interrupted, a waiting one deleted, and what has ended is left alone."""
    twin.looks = 10_000
    orders = [ORDER.model_copy(update={"seed": seed}) for seed in (1, 2, 3)]
    for order in orders:
        with pytest.raises(ProviderTimeoutError):
            model_of(twin).paint(order)
    jobs = [one["prompt_id"] for one in twin.prompts]
    assert model_of(twin).cancel(orders[1])
    assert model_of(twin).cancel(orders[0])
    assert twin.stopped == [("/queue", jobs[1]), ("/interrupt", jobs[0])]
    assert not model_of(twin).cancel(orders[0])
    assert not model_of(twin).cancel(ORDER)
    assert (len(twin.stopped), twin.refused) == (2, [])


def test_a_server_that_is_no_comfyui_is_an_error(twin: ComfyTwin) -> None:
    """C7: a wrong base answers 404."""
    setup = PictureSetup(
        provider="comfy", model="workflow", base=f"{twin.base}/other", workflow=packed(json.dumps(WORKFLOW))
    )
    with pytest.raises(ProviderMisconfiguredError):
        ComfyPictures(setup, HttpCaller(), key=None).paint(ORDER)


def test_a_workflow_is_a_file_beside_the_configuration(tmp_path: Path) -> None:
    """Packed when it is read; a workflow in the editor's own format, or without a place for the prompt, is refused."""
    file, config = tmp_path / "flow.json", tmp_path / "providers.toml"
    config.write_text('[[picture]]\nprovider = "comfy"\nbase = "http://127.0.0.1:8188"\nworkflow = "flow.json"\n')
    file.write_text(json.dumps(WORKFLOW))
    assert read_setup(config).picture[0].workflow == packed(json.dumps(WORKFLOW))
    for bad in ('{"nodes": [], "links": []}', '{"3": {"class_type": "KSampler", "inputs": {}}}'):
        file.write_text(bad)
        with pytest.raises(ValueError, match="workflow"):
            read_setup(config)
    with pytest.raises(ValidationError, match="base"):
        PictureSetup.model_validate({"provider": "comfy", "workflow": "x", "usd_input": 0})
