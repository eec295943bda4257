"""What a Fargate task runs."""

import sys
from typing import Any

import pytest

from infra.local.container import container_of


def definition(**container: Any) -> dict[str, Any]:
    """Return a task definition with one container."""
    described = {"name": "render", "entryPoint": ["python"], "command": ["-m", "render"], **container}
    return {"taskRoleArn": "arn:aws:iam::000000000000:role/task", "containerDefinitions": [described]}


def task(**override: Any) -> dict[str, Any]:
    """Return a task with an override of the container."""
    overrides = {"containerOverrides": [{"name": "render", **override}]}
    return {"taskArn": "arn:aws:ecs:us-east-1:000000000000:task/cluster/abc", "overrides": overrides}


def test_entry_point_and_command_make_the_words() -> None:
    """`python` is this interpreter: the image's own is not here."""
    made = container_of(task(), definition())
    assert made.argv == (sys.executable, "-m", "render")
    assert made.task_id == "abc"
    assert made.role_arn.endswith("role/task")


def test_the_override_replaces_the_command_and_adds_variables() -> None:
    """Variables of the override win over those of the definition."""
    pairs = [{"name": "A", "value": "1"}, {"name": "B", "value": "1"}]
    made = container_of(
        task(command=["-c", "pass"], environment=[{"name": "B", "value": "2"}]), definition(environment=pairs)
    )
    assert made.argv == (sys.executable, "-c", "pass")
    assert made.variables == {"A": "1", "B": "2"}


def test_a_variable_without_a_value_is_left_out() -> None:
    """The emulator shows a path that led nowhere as a name alone."""
    assert container_of(task(environment=[{"name": "TASK_TOKEN"}]), definition()).variables == {}


def test_an_override_of_another_container_changes_nothing() -> None:
    """Overrides go by name."""
    other = {"containerOverrides": [{"name": "other", "command": ["rm"]}]}
    made = container_of({**task(), "overrides": other}, definition())
    assert made.argv[1:] == ("-m", "render")


def test_nothing_to_run_is_an_error() -> None:
    """An image's own command cannot be known without the image."""
    with pytest.raises(ValueError, match="names no command"):
        container_of(task(), definition(entryPoint=[], command=[]))
