"""What each task requires: judged by rules that state themselves as JSON Schema."""

from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from pydantic import ValidationError

from reelwright.api.openapi import document
from reelwright.jobs.request import CreateJob
from reelwright.jobs.request_rules import RULES
from reelwright.pipeline.tasks import OFFERED_TASKS, TASK_ALIASES, TASKS
from reelwright.wrong_fields import field_errors

TEXT = {"script_content": "Bees dance."}
SOURCE = {"source_job_id": "j1"}
IMAGE = {"images": [{"upload": "u1"}]}
PARTS: list[dict[str, Any]] = [
    {},
    TEXT,
    {"prompt": "bees"},
    {"script_content": None},
    SOURCE,
    SOURCE | {"exports": ["tiktok"]},
    SOURCE | {"exports": []},
    TEXT | {"stop_after": "scenes"},
    TEXT | {"stop_after": "scenes", "exports": ["tiktok"]},
    TEXT | IMAGE,
    SOURCE | {"exports": ["tiktok"]} | IMAGE,
    TEXT | SOURCE | {"exports": ["tiktok"]},
]
BATCHES: list[list[dict[str, Any]]] = [[], [TEXT], [{}], [TEXT, {"title": "x"}]]
BODIES: list[dict[str, Any]] = [
    *({"task_name": name, "video_request": part} for name in (*OFFERED_TASKS, *TASK_ALIASES) for part in PARTS),
    *({"video_request": part} for part in PARTS),
    *({"task_name": name} for name in OFFERED_TASKS),
    *({"task_name": "process_batch", "items": items} for items in BATCHES),
    {"task_name": "process_batch", "items": [TEXT], "video_request": {"stop_after": "scenes"}},
    {},
]


def wrong_fields(body: dict[str, Any]) -> dict[str, str]:
    """Validate a body and return the messages by field; none for a good one."""
    try:
        CreateJob.model_validate(body)
    except ValidationError as error:
        return {one.field: one.message for one in field_errors(error)}
    return {}


def test_the_document_admits_what_the_model_admits() -> None:
    """For every task with every combination: nothing is said twice that could differ."""
    shown = document()
    schema = {"$ref": "#/components/schemas/CreateJob", "components": shown["components"]}
    validator = Draft202012Validator(schema)
    differing = [body for body in BODIES if validator.is_valid(body) == bool(wrong_fields(body))]
    assert differing == []
    assert sum(not wrong_fields(body) for body in BODIES) > 50


@pytest.mark.parametrize(
    ("body", "field", "said"),
    [
        ({}, "video_request.script_content", "give script_content (your script) or prompt (an idea)"),
        (
            {"task_name": "export_video", "video_request": SOURCE},
            "video_request.exports",
            "export_video needs at least",
        ),
        ({"task_name": "compose_final_video"}, "video_request.source_job_id", "compose_final_video needs the id"),
        ({"task_name": "process_batch"}, "items", "process_batch needs at least one item"),
        ({"task_name": "process_batch", "items": [TEXT, {}]}, "items.1.script_content", "give script_content"),
        (
            {"task_name": "generate_hook", "video_request": TEXT | IMAGE},
            "video_request.images",
            "generate_hook shows none",
        ),
        ({"video_request": {"script_content": "🎬"}}, "video_request.script_content", "at least one word"),
        ({"video_request": TEXT, "metadata": {"note": "x" * 2_048}}, "metadata", "over 2048 bytes"),
        ({"task_name": "make_coffee", "video_request": TEXT}, "task_name", "'make_coffee' is not a task"),
        ({"video_request": TEXT | {"platform": "betamax"}}, "video_request.platform", "'betamax' is not a platform"),
    ],
)
def test_a_broken_rule_names_its_field_and_what_to_do(body: dict[str, Any], field: str, said: str) -> None:
    """By its path, in plain English."""
    assert said in wrong_fields(body)[field]


def test_every_form_has_rules_and_every_rule_a_message() -> None:
    """The rows of tasks name forms."""
    assert {task.form for task in TASKS.values()} == set(RULES)
    for rules in RULES.values():
        assert all("{task}" in rule.message or rule.message[0].islower() for rule in rules)


@pytest.mark.parametrize(
    "stored",
    [
        {"video_request": {"script_content": "Hi.", "captions": "none"}},
        {"task_name": "generate_video_async", "video_request": {"prompt": "bees", "voice_provider": "azure"}},
        {"task_name": "export_video", "video_request": {"source_job_id": "j1", "exports": ["instagram"]}},
        {"task_name": "process_batch_item", "video_request": {"prompt": "bees"}, "metadata": {"line": 3}},
    ],
)
def test_requests_stored_by_earlier_versions_still_load(stored: dict[str, Any]) -> None:
    """A deployment must not strand jobs that wait."""
    assert CreateJob.model_validate(stored).task_name in TASKS
