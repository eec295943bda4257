"""The process that a Fargate task runs, from its description and its task definition. Pure."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Container:
    """The process of one task: command line, environment variables and role."""

    task_id: str
    argv: tuple[str, ...]
    variables: Mapping[str, str]
    role_arn: str


def container_of(task: Mapping[str, Any], definition: Mapping[str, Any]) -> Container:
    """Read the process of a task with one container from the results of `DescribeTasks` and `DescribeTaskDefinition`.

    The override's command replaces that of the definition; its variables are added and take precedence. A leading `python`
    is replaced by this interpreter. Raises ValueError if there is no command.
    """
    described = definition["containerDefinitions"][0]
    overrides: list[Mapping[str, Any]] = task.get("overrides", {}).get("containerOverrides", [])
    override = next((each for each in overrides if each.get("name") == described["name"]), {})
    words = [*described.get("entryPoint", []), *(override.get("command") or described.get("command", []))]
    if not words:
        raise ValueError(f"container {described['name']} names no command")
    if words[0] in ("python", "python3"):
        words[0] = sys.executable
    pairs = [*described.get("environment", []), *override.get("environment", [])]
    return Container(
        task_id=str(task["taskArn"]).rpartition("/")[2],
        argv=tuple(words),
        variables={pair["name"]: str(pair["value"]) for pair in pairs if pair.get("value") is not None},
        role_arn=str(definition.get("taskRoleArn", "")),
    )
