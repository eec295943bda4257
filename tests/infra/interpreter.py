"""The state machine's definition, run by moto's interpreter (LocalStack's) with functions of the test's own.

A second judge beside the emulator. Retry waits are cut, because the interpreter really sleeps; all else is the
deployed definition. A function is a callable: it gets its name and the command, and returns its reply or raises
`FunctionFailure`.
"""

import io
import json
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final
from urllib.parse import unquote

import boto3
from botocore.awsrequest import AWSResponse
from moto import mock_aws

Json = dict[str, Any]
_PLACEHOLDER: Final = re.compile(r"\$\{(\w+)FunctionArn\}")
_FUNCTION: Final = "arn:aws:lambda:us-east-1:123456789012:function:"
_ROLE: Final = "arn:aws:iam::123456789012:role/machine"
_LONGEST_SECONDS: Final = 60.0
_RUNNING: Final = "RUNNING"
_FAULT_OF_PYTHON: Final = "AST constructor recursion depth mismatch"
"""CPython before 3.11.8: two threads that parse at once (cpython#106905). The interpreter parses names in its threads."""
_REQUEST: Final = {"x-amzn-requestid": "request"}


class FunctionFailure(Exception):  # noqa: N818 - what a function reports, as Lambda's answer names it
    """A function's error: `error` is its type's name. `status` 429 is a throttle by Lambda itself."""

    def __init__(self, error: str, message: str = "as told", *, status: int = 200) -> None:
        super().__init__(message)
        self.error, self.message, self.status = error, message, status


Function = Callable[[str, Json], Json]


@dataclass
class Ended:
    """How an execution ended, and what it did on the way."""

    status: str
    error: str | None
    output: Json
    commands: list[Json]
    """The commands in the order in which they began."""
    entered: list[str]
    """The names of the states, in the order in which they were entered."""

    def steps(self) -> list[str]:
        """Name the steps of the commands."""
        return [command["step"] for command in self.commands]


class _Body(io.BytesIO):
    """A response's raw body."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        """Yield all of it."""
        yield self.read()


@dataclass
class Interpreter:
    """Runs executions of one definition."""

    definition: Json
    commands: list[Json] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _function: Function = field(default=lambda _name, _command: {})

    @cached_property
    def _machine(self) -> str:
        """Create the machine: parsing its definition takes a second."""
        text = _PLACEHOLDER.sub(rf"{_FUNCTION}\1", json.dumps(without_waits(self.definition)))
        states: Any = boto3.client("stepfunctions")
        made: str = states.create_state_machine(name=uuid.uuid4().hex, definition=text, roleArn=_ROLE)[
            "stateMachineArn"
        ]
        return made

    def run(self, function: Function, **given: Any) -> Ended:
        """Run one execution to its end, and again where a fault of Python itself ended it."""
        ended, events = self._run_once(function, **given)
        return self.run(function, **given) if _FAULT_OF_PYTHON in str(events) else ended

    def _run_once(self, function: Function, **given: Any) -> tuple[Ended, list[Any]]:
        """Run one execution to its end; returns it and its history's events."""
        self.commands, self._function = [], function
        states: Any = boto3.client("stepfunctions")
        name = uuid.uuid4().hex
        whole = {
            "job_id": "j1",
            "attempt": 1,
            "route": "film",
            "step": "generate_video",
            "writes_script": False,
            "reads_sources": False,
            "describes": False,
        }
        whole |= {"clips": False, "awaits_clips": False, "stop_after": "", **given}
        arn = states.start_execution(stateMachineArn=self._machine, name=name, input=json.dumps(whole))["executionArn"]
        until = time.monotonic() + _LONGEST_SECONDS
        while (found := states.describe_execution(executionArn=arn))["status"] == _RUNNING:
            if time.monotonic() > until:
                raise TimeoutError(f"{name} still runs")
            time.sleep(0.02)
        events = states.get_execution_history(executionArn=arn)["events"]
        ended = Ended(
            status=found["status"],
            error=found.get("error"),
            output=json.loads(found.get("output") or "{}"),
            commands=self.commands,
            entered=[
                event["stateEnteredEventDetails"]["name"] for event in events if event["type"].endswith("Entered")
            ],
        )
        return ended, events

    def answer(self, request: Any, **_: Any) -> AWSResponse:
        """Answer an Invoke of the interpreter in Lambda's place."""
        name = unquote(request.url).rsplit("/functions/", 1)[1].split("/invocations", 1)[0].removeprefix(_FUNCTION)
        command = json.loads(request.body)
        with self._lock:
            self.commands.append(command)
        try:
            reply, headers, status = self._function(name, command), {}, 200
        except FunctionFailure as failure:
            reply = {"errorType": failure.error, "errorMessage": failure.message}
            headers = {"X-Amz-Function-Error": "Unhandled"}
            status = failure.status
            if status != 200:
                reply, headers = {"message": failure.message}, {"x-amzn-errortype": failure.error, **_REQUEST}
        return AWSResponse(request.url, status, headers, _Body(json.dumps(reply).encode()))  # type: ignore[arg-type]


def without_waits(states: Any) -> Any:
    """Cut the waits of every Retry to the shortest, a jittered second: the interpreter sleeps for real."""
    match states:
        case {"IntervalSeconds": _}:
            return {**states, "IntervalSeconds": 1, "BackoffRate": 1.0, "MaxDelaySeconds": 2}
        case dict():
            return {name: without_waits(value) for name, value in states.items()}
        case list():
            return [without_waits(value) for value in states]
    return states


class _OneClientEach(boto3.Session):
    """A session that makes one client a service: the interpreter asks for a new one with each invocation."""

    def __init__(self) -> None:
        super().__init__(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")
        self._made: dict[str, Any] = {}
        self._lock = threading.Lock()

    def client(self, service_name: Any, *args: Any, **how: Any) -> Any:
        """Return the service's client."""
        with self._lock:
            if service_name not in self._made:
                self._made[service_name] = super().client(service_name, *args, **how)
            return self._made[service_name]


@contextmanager
def interpreter(definition: Json) -> Iterator[Interpreter]:
    """Yield an interpreter; its clients are boto3's default session's, whose Invoke calls it answers."""
    made = Interpreter(definition)
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        before, session = boto3.DEFAULT_SESSION, _OneClientEach()
        answer: Any = made.answer  # its type is of handlers without an answer
        session.events.register_first("before-send.lambda.Invoke", answer)
        boto3.DEFAULT_SESSION = session
        try:
            yield made
        finally:
            boto3.DEFAULT_SESSION = before
