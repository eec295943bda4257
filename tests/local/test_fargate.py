"""The Fargate stand-in against the real emulator: a task runs once, as its role, and stops when it is told to."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from infra.local.fargate import StandIn, spawner
from infra.local.place import Place
from infra.local.process_table import process_table

pytestmark = pytest.mark.local

WRITE_WHO_AM_I = """
import boto3, os, pathlib
who = boto3.client("sts").get_caller_identity()["Arn"]
path = pathlib.Path(os.environ["OUT"])
path.write_text((path.read_text() if path.exists() else "") + who + " " + os.environ["ADDED"] + "\\n")
"""
WAIT_FOR_TERM = """
import os, pathlib, signal, time
def stop(*_):
    pathlib.Path(os.environ["OUT"]).write_text("asked to end")
    raise SystemExit(0)
signal.signal(signal.SIGTERM, stop)
pathlib.Path(os.environ["OUT"]).write_text("running")
time.sleep(60)
"""


class Tasks:
    """One cluster with a stand-in, and tasks that run a piece of Python."""

    def __init__(self, aws: Callable[[str], Any], place: Place, folder: Path, cluster: str) -> None:
        self.ecs, self.cluster, self.role = aws("ecs"), cluster, f"{cluster}-role"
        trust = {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
            ],
        }
        self.role_arn = aws("iam").create_role(RoleName=self.role, AssumeRolePolicyDocument=json.dumps(trust))["Role"][
            "Arn"
        ]
        self.ecs.create_cluster(clusterName=cluster)
        folder.mkdir()
        self.stand_in = StandIn(
            ecs=self.ecs,
            cluster=cluster,
            folder=folder,
            table=process_table(),
            spawn=spawner(place, os.environ),
        )

    def restart_stand_in(self) -> None:
        """Put a new stand-in in the place of the one that was there, as after a crash."""
        self.stand_in = replace(self.stand_in)

    def run(self, code: str, out: Path) -> str:
        """Run a task and return its ARN."""
        definition = self.ecs.register_task_definition(
            family=self.cluster,
            taskRoleArn=self.role_arn,
            containerDefinitions=[{"name": "only", "image": "none", "entryPoint": ["python"], "command": ["-c", code]}],
        )
        added = [{"name": "OUT", "value": str(out)}, {"name": "ADDED", "value": "by the override"}]
        answer = self.ecs.run_task(
            cluster=self.cluster,
            taskDefinition=definition["taskDefinition"]["taskDefinitionArn"],
            overrides={"containerOverrides": [{"name": "only", "environment": added}]},
        )
        return str(answer["tasks"][0]["taskArn"])

    def look(self, task: str) -> dict[str, Any]:
        """Let the stand-in look once, and return the task as it is then."""
        self.stand_in.reconcile()
        described: dict[str, Any] = self.ecs.describe_tasks(cluster=self.cluster, tasks=[task])["tasks"][0]
        return described


@pytest.fixture
def tasks(aws: Callable[[str], Any], place: Place, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Tasks]:
    """Tasks of the test's own cluster; none of their processes is left afterwards."""
    made = Tasks(aws, place, tmp_path / "tasks", str(request.node.name).replace("_", "-"))
    yield made
    made.stand_in.end_all(grace_seconds=2)


def test_a_task_runs_once_as_its_role(tasks: Tasks, tmp_path: Path, until: Callable[..., Any]) -> None:
    """The container's command runs once with merged variables and its role's session; its end stops the task."""
    out = tmp_path / "out"
    task = tasks.run(WRITE_WHO_AM_I, out)
    assert until(lambda: tasks.look(task)["lastStatus"] == "STOPPED")
    tasks.restart_stand_in()
    tasks.look(task)
    written = out.read_text(encoding="utf-8").splitlines()
    assert len(written) == 1
    assert f"assumed-role/{tasks.role}/" in written[0]
    assert written[0].endswith("by the override")


def test_a_failed_task_says_its_exit_code(tasks: Tasks, tmp_path: Path, until: Callable[..., Any]) -> None:
    """A process that ends badly stops its task with the code in the reason."""
    task = tasks.run("raise SystemExit(3)", tmp_path / "out")
    assert until(lambda: tasks.look(task)["lastStatus"] == "STOPPED")
    assert "code 3" in tasks.look(task)["stoppedReason"]


def test_a_stopped_task_is_asked_to_end(tasks: Tasks, tmp_path: Path, until: Callable[..., Any]) -> None:
    """StopTask becomes SIGTERM, also for a process that an earlier stand-in had started."""
    out = tmp_path / "out"
    task = tasks.run(WAIT_FOR_TERM, out)
    tasks.look(task)
    assert until(lambda: out.exists() and out.read_text(encoding="utf-8") == "running")
    tasks.restart_stand_in()
    tasks.ecs.stop_task(cluster=tasks.cluster, task=task)
    tasks.look(task)
    assert until(lambda: out.read_text(encoding="utf-8") == "asked to end")
