"""The log lines of one job, of all functions, in the order of their time."""

import json
from typing import Any

from infra.environments import ENVIRONMENTS
from infra.rollout.logs import lines_of
from infra.rollout.target import Target
from tests.unit.rollout.accounts import GivenClients

JOB = "01m8ftgar6thz0xvmk1zk2xp9k"


def test_lines_of_all_functions_are_sorted_by_time() -> None:
    """Each group of the stack is searched for the job's id; lines that are no JSON stay as they are."""

    def groups(call: dict[str, Any]) -> dict[str, Any]:
        prefix = json.loads(call["body"])["logGroupNamePrefix"]
        assert prefix.endswith("reelwright-dev-")
        names = ["outbox", "render"] if "lambda" in prefix else []
        return {"logGroups": [{"logGroupName": prefix + name} for name in names]}

    def events(call: dict[str, Any]) -> dict[str, Any]:
        asked = json.loads(call["body"])
        assert asked["filterPattern"] == f'"{JOB}"'
        if asked["logGroupName"].endswith("render"):
            entry = {"timestamp": "t2", "level": "INFO", "service": "render", "step": "compose", "message": "step done"}
            scene = {**entry, "step": "render_scene", "scene": 0}
            return {
                "events": [{"timestamp": 2, "message": json.dumps(one)} for one in ({**entry, "scene": None}, scene)]
            }
        return {"events": [{"timestamp": 3, "message": f"end {JOB}\n"}, {"timestamp": 1, "message": f"start {JOB}"}]}

    clients = GivenClients({"logs.DescribeLogGroups": groups, "logs.FilterLogEvents": events})
    target = Target(ENVIRONMENTS["dev"], clients, {}, url="", tokens_at="", sends_mail=True)
    assert lines_of(target, JOB) == [
        f"start {JOB}",
        "t2 INFO render compose step done",
        "t2 INFO render render_scene#0 step done",
        f"end {JOB}",
    ]
