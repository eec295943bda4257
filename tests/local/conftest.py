"""A private local stack for the session: own port and folder, IAM enforced, the real app once, nothing left behind."""

import io
import json
import signal
import socket
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from infra.local import emulator, verbs
from infra.local.accounts import ACCOUNTS, Account, Accounts, machine_token_of
from infra.local.api import api_url
from infra.local.aws import client
from infra.local.place import HOST, Place
from infra.local.process_table import process_table
from infra.local.processes import belonging, gone
from reelwright_client import Client
from tests.local.fault_proxy import FaultProxy
from tests.local.leaks import leaks

DEVELOPER, OPERATOR = ACCOUNTS


def briefly(_: float) -> None:
    """Sleep as long as a run of the dispatcher takes here, instead of its whole timeout."""
    time.sleep(5.0)


def free_port() -> int:
    """Return a port of loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Stack:
    """The deployed app: where it answers, what it made, and who may call it."""

    place: Place
    outputs: dict[str, str]

    @property
    def url(self) -> str:
        """Return the API's base URL."""
        return api_url(self.place, self.outputs)

    def aws(self, service: str) -> Any:
        """Return a client of a service as the emulator's root."""
        return client(self.place, service)

    def token(self, account: Account = DEVELOPER) -> str:
        """Return an access token of a person; new people are made on the way."""
        return self._accounts.token(account)

    def subject(self, account: Account = DEVELOPER) -> str:
        """Return the user id of a person."""
        return self._accounts.subject(account)

    def machine_token(self, *scopes: str) -> str:
        """Return an access token of a machine with scopes."""
        return machine_token_of(self.place, self.outputs, scopes=scopes)

    def client(self, account: Account = DEVELOPER) -> Client:
        """Return a client of the API that is signed in; close it, or use it as a context."""
        return Client(self.url, self.token(account))

    @property
    def _accounts(self) -> Accounts:
        return Accounts.of(self.place, self.outputs)


FARGATE_FROM_SECONDS = 24
"""The length of film that is composed by Fargate here: a test of it need not make a whole minute."""


def new_place(folder: Path) -> Place:
    """Return a place of its own for one stack."""
    place = Place(folder=folder, port=free_port(), context=(f"fargate_from_seconds={FARGATE_FROM_SECONDS}",))
    place.prepare()
    return place


def take_down(place: Place) -> None:
    """Stop a stack; require that none of its processes is left, and no token, secret or script text in any of its logs."""
    verbs.down(place, lambda _: None)
    assert belonging(place.folder, process_table()) == ()
    found = leaks(place)
    assert not found, "\n".join(found)


class TraceDaemon:
    """Takes the spans of the stack's workers as X-Ray's daemon does on AWS, and keeps them."""

    def __init__(self) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((HOST, 0))
        self._documents: list[dict[str, Any]] = []
        threading.Thread(target=self._take, daemon=True).start()

    @property
    def address(self) -> str:
        """Return host and port."""
        return f"{HOST}:{self._socket.getsockname()[1]}"

    def of_job(self, job_id: str) -> list[dict[str, Any]]:
        """Return the spans that name a job, in the order in which they ended."""
        return [one for one in tuple(self._documents) if one.get("annotations", {}).get("job_id") == job_id]

    def _take(self) -> None:
        while True:
            self._documents.append(json.loads(self._socket.recv(65536).partition(b"\n")[2]))


@pytest.fixture(scope="session")
def traces() -> TraceDaemon:
    """Return what takes the spans of the session's stack."""
    return TraceDaemon()


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory, traces: TraceDaemon) -> Iterator[Place]:
    """Yield a place where an emulator runs, without the app."""
    made = replace(new_place(tmp_path_factory.mktemp("stack")), trace_daemon=traces.address)
    try:
        emulator.start(made, process_table())
        yield made
    finally:
        take_down(made)


@pytest.fixture(scope="session")
def aws(place: Place) -> Callable[[str], Any]:
    """Return clients of the emulator as its root."""
    return lambda service: client(place, service)


@pytest.fixture(scope="session")
def stack(place: Place) -> Stack:
    """Return the real app, deployed into the same emulator, with the Fargate stand-in."""
    return Stack(place, verbs.up(place, lambda _: None))


Aws = Callable[[str], Any]
Until = Callable[..., Any]


@pytest.fixture(scope="session")
def until() -> Until:
    """Return what looks again and again until an answer is true, and gives the last one after `within_seconds`."""

    def look_until(look: Callable[[], Any], *, within_seconds: float = 60.0) -> Any:
        # Waits are long, because only a failure takes them whole: the machines that run this are shared and slow.
        end = time.monotonic() + within_seconds
        while not (answer := look()) and time.monotonic() < end:
            time.sleep(0.1)
        return answer

    return look_until


def make_role(aws: Aws) -> str:
    """Make a role that Step Functions and Lambda may take and that may do anything; return its ARN."""
    services = ["states.amazonaws.com", "lambda.amazonaws.com"]
    trust = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": services}, "Action": "sts:AssumeRole"}],
    }
    allowed = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    made = aws("iam").create_role(RoleName="differences", AssumeRolePolicyDocument=json.dumps(trust))
    aws("iam").put_role_policy(RoleName="differences", PolicyName="all", PolicyDocument=json.dumps(allowed))
    return str(made["Role"]["Arn"])


@pytest.fixture(scope="session")
def role(aws: Aws) -> str:
    """Return a role of the shared emulator that may do anything."""
    return make_role(aws)


COUNTER = """
calls = 0

def handler(event, context):
    global calls
    if "ask" in event:
        return calls
    calls += 1
    failed = [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]} for record in event["Records"]]
    return {"batchItemFailures": failed}
"""
"""A function that counts its batches, says that every record failed, and tells the count when asked."""


@dataclass(frozen=True)
class CountedStream:
    """A table with a stream, and a function that counts the batches it gets of it."""

    aws: Aws
    name: str

    def make(self, role: str, until: Until) -> None:
        """Make table, function and mapping."""
        table = self.aws("dynamodb").create_table(
            TableName=self.name,
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as code:
            code.writestr("counter.py", COUNTER)
        lambda_ = self.aws("lambda")
        lambda_.create_function(
            FunctionName=self.name,
            Role=role,
            Runtime="python3.11",
            Handler="counter.handler",
            Code={"ZipFile": packed.getvalue()},
        )
        until(lambda: lambda_.get_function(FunctionName=self.name)["Configuration"]["State"] == "Active")
        lambda_.create_event_source_mapping(
            FunctionName=self.name,
            EventSourceArn=table["TableDescription"]["LatestStreamArn"],
            StartingPosition="TRIM_HORIZON",
            FunctionResponseTypes=["ReportBatchItemFailures"],
        )

    def put(self, item: str) -> None:
        """Write one item, which becomes one record."""
        self.aws("dynamodb").put_item(TableName=self.name, Item={"id": {"S": item}})

    def batches(self) -> int:
        """Return how many batches the function has got since its worker started."""
        answer = self.aws("lambda").invoke(FunctionName=self.name, Payload=b'{"ask": true}')
        return int(json.loads(answer["Payload"].read()))


@pytest.fixture(scope="session")
def counted_stream(until: Until) -> Callable[[Aws, str, str], CountedStream]:
    """Return a maker of counted streams."""

    def make(aws: Aws, role: str, name: str) -> CountedStream:
        stream = CountedStream(aws, name)
        stream.make(role, until)
        return stream

    return make


@dataclass(frozen=True)
class Private:
    """An emulator of one test's own, which may be killed and started again."""

    place: Place

    def aws(self, service: str) -> Any:
        """Return a client as its root."""
        return client(self.place, service)

    def start(self) -> None:
        """Start it, again with what it remembers."""
        self.place.prepare()
        emulator.start(self.place, process_table())

    def stop(self) -> None:
        """Stop it in order."""
        take_down(self.place)

    def kill(self) -> None:
        """Kill it, and what it had started, as a power cut would."""
        table = process_table()
        for process in belonging(self.place.folder, table):
            table.send(process.pid, signal.SIGKILL)
        assert gone(belonging(self.place.folder, table), table, within_seconds=5)

    def role(self) -> str:
        """Make a role that may do anything."""
        return make_role(self.aws)


@pytest.fixture
def private(tmp_path: Path) -> Iterator[Private]:
    """Yield a started emulator of the test's own."""
    made = Private(new_place(tmp_path / "stack"))
    try:
        made.start()
        yield made
    finally:
        take_down(made.place)


@pytest.fixture
def proxy(place: Place) -> Iterator[FaultProxy]:
    """Yield a proxy in front of the shared emulator; it lets everything pass yet."""
    with FaultProxy(free_port(), place.endpoint, place.folder) as made:
        yield made


@dataclass(frozen=True)
class Proxied:
    """A stack of one test's own whose Lambda workers reach the emulator through a fault proxy; everybody else directly."""

    stack: Stack
    proxy: FaultProxy


@pytest.fixture
def proxied(tmp_path: Path) -> Iterator[Proxied]:
    """Yield a deployed stack behind a proxy that lets everything pass yet."""
    direct, port = new_place(tmp_path / "stack"), free_port()
    place = replace(direct, workers_proxy=f"http://{HOST}:{port}")
    try:
        outputs = verbs.up(place, lambda _: None)
        with FaultProxy(port, direct.endpoint, direct.folder) as proxy:
            yield Proxied(Stack(place, outputs), proxy)
    finally:
        take_down(place)
