"""The stages after which a film can stop."""

from datetime import date

import pytest

from reelwright.figures.estimate import priced
from reelwright.jobs.request import CreateJob
from reelwright.pipeline.stages import HALFWAY_FILES, STAGES, share_until, steps_until
from reelwright.pipeline.steps import STEP_FUNCTIONS, STEPS
from tests.memory.system import ON_AWS


def test_every_stage_is_made_of_steps_that_there_are() -> None:
    """And each step of it belongs to one stage alone."""
    steps = [step for stage in STAGES.values() for step in stage.steps]
    assert len(steps) == len(set(steps))
    assert set(steps) | set(HALFWAY_FILES) <= set(STEPS)
    assert all(stage.proof.partition("#")[0] in stage.steps for stage in STAGES.values())


def test_a_later_stage_is_more_of_the_work() -> None:
    """Each has all before it; the last is short of the whole by thumbnail and finish."""
    shares = [share_until(stage.name) for stage in STAGES.values()]
    assert shares == sorted(set(shares))
    assert 0 < shares[0] < 0.1
    assert 0.9 < shares[-1] < share_until(None) == 1
    assert steps_until("scenes")[-3:] == ("plan_scenes", "describe_film", "decode_files")


DAY = date(2026, 11, 28)


@pytest.mark.parametrize(("stage", "film"), [("scenes", False), ("render", False), ("compose", True), (None, True)])
def test_a_film_that_stops_is_estimated_as_far_as_it_goes(stage: str | None, *, film: bool) -> None:
    """Less work, less money; without composing there is no film to be long."""
    video = {"script_content": "Bees see colours that we cannot. " * 20, "stop_after": stage}
    whole = priced(CreateJob.model_validate({"video_request": video | {"stop_after": None}}), ON_AWS, DAY)
    part = priced(CreateJob.model_validate({"video_request": video}), ON_AWS, DAY)
    assert (part.film_seconds > 0) is film
    assert (part.cost_usd < whole.cost_usd) is (stage is not None)


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        (
            {"task_name": "generate_hook", "video_request": {"prompt": "bees", "stop_after": "script"}},
            "belongs to a film",
        ),
        ({"video_request": {"prompt": "bees", "stop_after": "scenes", "exports": ["tiktok"]}}, "exports"),
        ({"video_request": {"prompt": "bees", "stop_after": "lunch"}}, "pictures"),
    ],
)
def test_a_stop_that_cannot_be_is_refused(body: dict[str, object], wrong: str) -> None:
    """With the stages there are."""
    with pytest.raises(ValueError, match=wrong):
        CreateJob.model_validate(body)


def test_a_step_function_ends_with_the_longest_of_its_steps() -> None:
    """Beyond it the state machine has given the step up, and further work only costs."""
    for function in STEP_FUNCTIONS.values():
        limits = [step.timeout_seconds for step in STEPS.values() if step.function == function.name]
        assert function.timeout_seconds == max(limits)
