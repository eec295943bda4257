"""The log lines of one job, of all functions, by one query of the stack's log groups."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from reelwright_client.cli.logs import born, lines_of
from reelwright_client.cli.stack import Stack
from reelwright_client.errors import StackError
from tests.unit.rollout.accounts import Answer, GivenClients, no_credentials

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.client.conftest import Shell

JOB = "01m8ftgar6thz0xvmk1zk2xp9k"
NOW = datetime(2027, 1, 31, tzinfo=UTC)


def groups(call: dict[str, Any]) -> dict[str, Any]:
    """Return the groups of two functions and no task."""
    prefix = json.loads(call["body"])["logGroupNamePrefix"]
    names = ["outbox", "render"] if "lambda" in prefix else []
    return {"logGroups": [{"logGroupName": prefix + name} for name in names]}


def rows(*messages: str) -> list[list[dict[str, str]]]:
    """Return results as Insights gives them: a field and its value each."""
    return [[{"field": "@timestamp", "value": "t"}, {"field": "@message", "value": one}] for one in messages]


def entry(**more: Any) -> str:
    """Return a line of the functions' logger."""
    return json.dumps({"timestamp": "t2", "level": "INFO", "service": "render", "message": "step done", **more})


LINES = rows(f"start {JOB}\n", entry(step="compose", scene=None), entry(step="render_scene", scene=0))


def test_one_query_finds_the_lines_of_all_functions() -> None:
    """From the minute before the job's creation, oldest first; lines that are no JSON stay as they are."""
    answers: Iterator[dict[str, Any]] = iter(
        [{"status": "Running", "results": []}, {"status": "Complete", "results": LINES}]
    )
    clients = GivenClients(
        {
            "logs.DescribeLogGroups": groups,
            "logs.StartQuery": {"queryId": "q"},
            "logs.GetQueryResults": lambda _: next(answers),
        }
    )
    pauses: list[float] = []
    assert lines_of(Stack("reelwright-dev", clients), JOB, now=NOW, sleep=pauses.append) == [
        f"start {JOB}",
        "t2 INFO render compose step done",
        "t2 INFO render render_scene#0 step done",
    ]
    (asked,) = (json.loads(call["body"]) for name, call in clients.calls if name == "logs.StartQuery")
    assert asked["logGroupNames"] == ["/aws/lambda/reelwright-dev-outbox", "/aws/lambda/reelwright-dev-render"]
    assert (asked["startTime"], asked["endTime"]) == (born(JOB) - 60, int(NOW.timestamp()))
    assert f"like /{JOB}/ | sort @timestamp asc" in asked["queryString"]
    assert pauses == [1.0]


def test_what_is_no_id_of_a_job_is_not_put_into_a_query(shell: "Shell") -> None:
    """It would be read as a pattern."""
    shell.aws = GivenClients({})
    said = shell("logs", "x/ or @message like /y", "--stack", "reelwright-dev")
    assert said.exit_code == 2
    assert "not the id of a job" in said.stderr


@pytest.mark.parametrize(
    "answers", [{"logs.DescribeLogGroups": no_credentials}, {"logs.DescribeLogGroups": {"logGroups": []}}]
)
def test_a_stack_that_cannot_be_read_is_one_sentence(shell: "Shell", answers: dict[str, Any]) -> None:
    """No credentials, or a name that no log group has: the advice says whose credentials are used."""
    shell.aws = GivenClients(answers)
    said = shell("logs", JOB, "--stack", "reelwright-dev")
    assert said.exit_code == 3
    assert "reelwright-dev" in said.stderr
    assert "your own AWS credentials" in said.stderr


def test_a_query_that_ended_otherwise_is_an_error() -> None:
    """No lines is an answer, a cut query is none."""
    given: dict[str, Answer | dict[str, Any]] = {
        "logs.DescribeLogGroups": groups,
        "logs.StartQuery": {"queryId": "q"},
        "logs.GetQueryResults": {"status": "Timeout", "results": []},
    }
    with pytest.raises(StackError, match="ended as Timeout"):
        lines_of(Stack("reelwright-dev", GivenClients(given)), JOB, now=NOW, sleep=lambda _: None)


def test_the_local_stack_needs_no_name(shell: "Shell", tmp_path: "Path") -> None:
    """`make up` wrote name, endpoint and key of the emulator beside address and token; any other stack is in AWS."""
    emulator = {"endpoint": "http://127.0.0.1:4566", "region": "us-east-1", "key": "test", "secret": "s"}
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "client.json").write_text(
        json.dumps(
            {"url": shell.environ["REELWRIGHT_URL"], "token": "t", "stack": "reelwright-local", "emulator": emulator}
        )
    )
    shell.aws = GivenClients(
        {
            "logs.DescribeLogGroups": groups,
            "logs.StartQuery": {"queryId": "q"},
            "logs.GetQueryResults": {"status": "Complete", "results": LINES},
        }
    )
    assert "render_scene#0" in shell("logs", JOB).stdout
    assert json.loads(shell("logs", JOB, "--json").stdout)["lines"][0] == f"start {JOB}"
    assert [one and one.endpoint for one in shell.asked] == [emulator["endpoint"]] * 2
    shell("logs", JOB, "--stack", "reelwright-prod")
    assert shell.asked[-1] is None


def test_without_a_name_the_command_says_how_to_give_one(shell: "Shell") -> None:
    """The address of an API does not tell its stack."""
    said = shell("logs", JOB)
    assert said.exit_code == 2
    assert "--stack reelwright-dev" in said.stderr
