"""Which requests ask for the same thing."""

from typing import Any

import pytest

from reelwright.jobs.fingerprint import request_fingerprint
from reelwright.jobs.request import CreateJob
from reelwright.pipeline.tasks import TASKS

SCRIPT = "Bees see colours that we cannot."


def _of(**body: Any) -> str | None:
    film = {"script_content": SCRIPT} | body.pop("film", {})
    return request_fingerprint(CreateJob.model_validate({"video_request": film, **body}))


@pytest.mark.parametrize(
    "labels",
    [
        {"priority": 3},
        {"metadata": {"mine": 1}},
        {"max_cost_usd": 1.5},
        {"use_cache": False},
        {"film": {"script_id": "s1"}},
        {"film": {"user_id": "ada"}},
        {"film": {"script_content": f"  {SCRIPT}\n"}},
        {"task_name": "generate_video_async"},
    ],
)
def test_the_callers_own_labels_make_no_other_request(labels: dict[str, Any]) -> None:
    """Names, priority, price and blanks around the script shape no film; an alias is its task."""
    assert _of(**labels) == _of()


@pytest.mark.parametrize(
    "change",
    [
        {"task_name": "generate_thumbnail"},
        {"film": {"script_content": "Bees see colours that we can."}},
        {"film": {"title": "Bees"}},
        {"film": {"platform": "tiktok"}},
        {"film": {"voice_speed": 1.1}},
        {"film": {"providers": {"speech": "espeak"}}},
        {"film": {"strict_providers": True}},
        {"film": {"exports": ["tiktok"]}},
        {"film": {"source_job_id": "j1"}},
    ],
)
def test_whatever_shapes_the_result_makes_another_request(change: dict[str, Any]) -> None:
    """Task, words, look, sound, providers, source."""
    assert _of(**change) != _of()


def test_tasks_done_for_their_effect_have_no_fingerprint() -> None:
    """A batch creates jobs and a clean-up removes them: a kept result would do neither."""
    items = [{"script_content": SCRIPT}]
    assert _of(task_name="process_batch", items=items) is None
    assert _of(task_name="cleanup_old_results") is None
    assert {task.name for task in TASKS.values() if not task.repeatable} == {"process_batch", "cleanup_old_results"}
