"""The shares of all steps add up to the job's progress, in any order and over repeated runs."""

import random
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.errors import (
    ContentError,
)
from reelwright.jobs.caller import Caller
from reelwright.jobs.model import StepRow
from reelwright.jobs.outputs import PlanOutput, StepOutput
from reelwright.pipeline.steps import STEPS
from reelwright.ports import MoveOutcome
from reelwright_media.steps.context import StepContext, StepOutcome
from tests.memory.jobs import MemoryJobs
from tests.unit.media.steps.works import reporting

if TYPE_CHECKING:
    from tests.memory.system import System


class WeighedJobs(MemoryJobs):
    """Jobs that note what each row may add, because the job's own progress is cut at 0.99."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(clock)
        self.weights: dict[str, float] = {}

    def save_step(self, job_id: str, row: StepRow, **named: Any) -> MoveOutcome:
        """Note the weight and save."""
        self.weights[row.name] = max(named["weight"], self.weights.get(row.name, 0.0))
        return super().save_step(job_id, row, **named)


def film_steps(scenes: int, exports: tuple[str, ...]) -> list[tuple[str, dict[str, Any]]]:
    """Return every step of a film in order, with its place."""
    places: dict[str, list[dict[str, Any]]] = {
        "film": [{}],
        "scene": [{"scene": index} for index in range(scenes)],
        "export": [{"platform": platform} for platform in exports],
    }
    kept = [step for step in STEPS.values() if step.name not in {"process_batch", "cleanup_old_results"}]
    return [(step.name, place) for step in kept for place in places[step.per]]


@pytest.mark.parametrize("seed", range(6))
def test_progress_never_falls_and_adds_up_to_at_most_one_over_repeated_runs(
    system: "System", ada: Caller, seed: int
) -> None:
    """J4: steps report what they like, fail, and run again; each share counts once, whatever the order of reports."""
    luck = random.Random(seed)  # noqa: S311 - a story to replay, no secret
    system.jobs = WeighedJobs(system.clock)
    video = {"prompt": "why the sea is salty", "exports": ["tiktok", "youtube"]}
    job_id = system.run(ada, video_request=video)
    scenes, seen = luck.randint(1, 7), [0.0]

    def run_once(name: str, place: dict[str, Any]) -> None:
        planned = PlanOutput(total=scenes) if name == "plan_scenes" else StepOutput()
        fails = luck.random() < 0.3

        def work(context: StepContext) -> StepOutcome:
            for _ in range(luck.randint(0, 3)):
                reporting(system, luck.uniform(-0.2, 1.3) if luck.random() < 0.2 else luck.random())(context)
                seen.append(system.job(job_id).progress)
            if fails:
                raise ContentError("unlucky")
            return StepOutcome(output=planned, message_values={"total": scenes})

        try:
            system.step(job_id, work, name=name, **place)
        except ContentError:
            run_once(name, place)
        seen.append(system.job(job_id).progress)

    for name, place in film_steps(scenes, ("tiktok", "youtube")):
        for _ in range(luck.randint(1, 2)):
            run_once(name, place)
    assert seen == sorted(seen)
    assert sum(system.jobs.weights.values()) == pytest.approx(1.0)
    assert system.job(job_id).progress == 0.99
    system.end(job_id)
    assert system.job(job_id).progress == 1.0
