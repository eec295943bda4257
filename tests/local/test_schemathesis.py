"""The deployed API does what the document that it serves says, for a real token behind the real authorizer."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.conformance import conformance
from tests.local.conftest import OPERATOR

if TYPE_CHECKING:
    from tests.local.conftest import Stack

pytestmark = pytest.mark.local

LETTERS = 60
"""Linked calls remove one here and there; a link into an empty list would lead nowhere."""


def letters(stack: "Stack") -> int:
    """Return how many dead letters an operator sees."""
    headers = {"authorization": f"Bearer {stack.token(OPERATOR)}"}
    listed = httpx.get(f"{stack.url}/api/v1/dlq?limit=100", headers=headers, timeout=30).json()
    return len(listed["dead_letters"])


def executions(stack: "Stack") -> set[str]:
    """Return every execution that was ever started."""
    pages = stack.aws("stepfunctions").get_paginator("list_executions")
    found = pages.paginate(stateMachineArn=stack.outputs["StateMachineArn"])
    return {execution["executionArn"] for page in found for execution in page["executions"]}


@pytest.fixture
def idle(stack: "Stack") -> "Stack":
    """Return the shared stack, which from now on accepts jobs and starts none (no capacity), with dead letters."""
    lambda_, name = stack.aws("lambda"), f"{stack.outputs['TableName'].removesuffix('-jobs')}-dispatcher"
    variables = lambda_.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    variables["REELWRIGHT_CAPACITY"] = json.dumps({"videos": 0, "tasks": 0})
    lambda_.update_function_configuration(FunctionName=name, Environment={"Variables": variables})
    queue = stack.outputs["DeadLettersDefaultUrl"]
    for batch in range(LETTERS // 10):
        entries = [{"Id": f"m{number}", "MessageBody": f"strange {batch}.{number}"} for number in range(10)]
        stack.aws("sqs").send_message_batch(QueueUrl=queue, Entries=entries)
    return stack


def test_the_deployed_api_does_what_its_document_says(
    idle: "Stack", tmp_path: Path, capsys: pytest.CaptureFixture[str], until: Callable[..., Any]
) -> None:
    """Hundreds of drawn requests, right and wrong, alone and linked, with and without the token; nothing of it runs."""
    assert until(lambda: letters(idle) >= LETTERS, within_seconds=240)
    before = executions(idle)
    found = conformance(
        idle.url, idle.token(OPERATOR), phases="examples,fuzzing", examples=6, seconds=300, folder=tmp_path
    )
    with capsys.disabled():
        print(f"schemathesis: {found.cases} cases, {found.links} links")  # noqa: T201 - a figure to see
    assert found.passed, found.report[-8000:]
    assert found.cases > 300, found.report[-2000:]
    assert found.links > 5, found.report[-2000:]
    assert executions(idle) == before
