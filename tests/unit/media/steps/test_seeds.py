"""A seed of the request chooses among what suits the script; a film of a batch has its look by its line."""

import json
from pathlib import Path
from typing import Any

import pytest

from reelwright.batches.lines import child_id
from reelwright.events import StepCommand
from reelwright.jobs.caller import Caller
from reelwright.jobs.video_request import LARGEST_SEED
from reelwright_media.steps.context import StepContext
from reelwright_media.steps.plan import plan_scenes
from tests.memory.system import System
from tests.memory.world import world_with
from tests.unit.media.steps.makers import Makers

SCRIPT = "Breathe in slowly and hold the quiet. Let the mountains carry your worries away. Listen to the forest."


@pytest.fixture
def studio(system: System, makers: Makers) -> System:
    """Return a system with local makers."""
    system.tools = makers
    return system


def planned(studio: System, caller: Caller, **video: Any) -> dict[str, Any]:
    """Plan a film and end its job."""
    job_id = str(studio.run(caller, video_request={"script_content": SCRIPT, **video}))
    studio.step(job_id, plan_scenes, name="plan_scenes")
    plan: dict[str, Any] = json.loads(studio.content(job_id, "plan_scenes"))
    studio.end(job_id)
    return plan


def test_the_same_seed_gives_the_same_plan_and_another_seed_another(studio: System, ada: Caller) -> None:
    """Without a seed the script decides."""
    first, again, other, none = (planned(studio, ada, **seed) for seed in ({"seed": 5}, {"seed": 5}, {"seed": 6}, {}))
    assert first == again
    assert len({json.dumps(plan["look"]) for plan in (first, other, none)}) == 3
    assert [scene["text"] for scene in first["scenes"]] == [scene["text"] for scene in other["scenes"]]


@pytest.mark.parametrize("seed", [0, LARGEST_SEED])
def test_seeds_at_the_limits_are_taken(studio: System, ada: Caller, seed: int) -> None:
    """Zero is a seed, not none."""
    assert planned(studio, ada, seed=seed) != planned(studio, ada)


def test_a_film_of_a_batch_knows_its_line_unless_it_names_a_seed(studio: System, ada: Caller, tmp_path: Path) -> None:
    """The line is that of the job's id, in later generations too."""
    job = studio.job(studio.run(ada, video_request={"script_content": SCRIPT}))

    def context(job_id: str, **video: Any) -> StepContext:
        request = job.request.model_copy(update={"video_request": job.video.model_copy(update=video)})
        own = job.model_copy(update={"parent_job_id": "b1", "job_id": job_id, "request": request})
        command = StepCommand(job_id=job_id, attempt=1, step="plan_scenes")
        return StepContext(own, command, world_with(), studio.tools, tmp_path, report=lambda _share, _message: None)

    assert context(child_id("b1", 12)).in_batch == ("b1", 12)
    assert context(child_id("b1", 12) + "g2").in_batch == ("b1", 12)
    assert context(child_id("b1", 12), seed=0).in_batch is None
