"""The API function behind a gateway of this machine: `python -m tests.functions.gateway` serves it on a free port of loopback.

The function is the deployed one with the adapters of AWS, on an AWS of this process (moto). The gateway is a short stand-in
for API Gateway's HTTP API: it routes by the table, asks for a token where a route needs one (its words are names of
`CALLERS`; nothing is signed), hands events over in payload format 2.0, and leaves everything else to `$default`. A request
with the header `x-around-the-route` goes to `$default` too, as one would whose path the gateway does not know but the
function does. There is always a dead letter. Prints its address when it serves.
"""

import base64
import contextlib
import itertools
import json
import os
import sys
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any, Final
from urllib.parse import parse_qsl
from wsgiref.simple_server import WSGIRequestHandler, make_server

import boto3
from moto import mock_aws

from reelwright.api.table import route_of
from reelwright.jobs.dead_letter import letter_of_message
from reelwright.pipeline.queues import DEAD_LETTERS_SUFFIX, QUEUES
from reelwright.providers.setup import ProvidersSetup, TextSetup
from reelwright.settings import Settings
from tests.aws_table import create_table

CALLERS: Final[dict[str, dict[str, str]]] = {
    "ada": {"sub": "ada", "cognito:groups": "[premium]"},
    "bob": {"sub": "bob", "cognito:groups": "[premium]"},
    "bea": {"sub": "bea", "cognito:groups": "[premium]"},
    "free": {"sub": "free"},
    "fay": {"sub": "fay"},
    "operator": {"sub": "op", "cognito:groups": "[operators premium]"},
}
"""Claims by token."""
CONTEXT: Final = SimpleNamespace(
    function_name="api", memory_limit_in_mb=1024, invoked_function_arn="arn:aws:lambda:x", aws_request_id="r1"
)
NUMBERS: Final = itertools.count(661970000002)

MODEL: Final = TextSetup(provider="openai", model="gpt-x", usd_input=1, usd_output=2)
"""A configured text model, of which users may save a key."""

Environ = dict[str, Any]
Answer = tuple[int, dict[str, str], bytes]


def create_world() -> None:
    """Create what the function needs, tell it in its environment, and leave one dead letter."""
    create_table(boto3.client("dynamodb"), "jobs")
    boto3.client("s3").create_bucket(Bucket="films")
    sqs = boto3.client("sqs")
    queues = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in QUEUES}
    for name in QUEUES:
        sqs.create_queue(QueueName=f"{name}{DEAD_LETTERS_SUFFIX}")
    secret = boto3.client("secretsmanager").create_secret(Name="master", SecretString="of this test alone, " * 4)
    settings = Settings(
        environment="local",
        table_name="jobs",
        bucket_name="films",
        state_machine_arn="arn:machine",
        queue_urls=queues,
        secret_arn=secret["ARN"],
        minute_jobs_limit=100_000,
        limits={"minute_dry_runs": 100_000, "daily_uploads": 100_000},
        providers=ProvidersSetup(user_keys=True, text=(MODEL,)),
        user_key_arn=boto3.client("kms").create_key()["KeyMetadata"]["Arn"],
    )
    os.environ.update(settings.to_environment())
    add_letter()


def add_letter() -> None:
    """Store a dead letter under a new id."""
    from reelwright.entry.world import world  # noqa: PLC0415 - clients are made inside of moto

    letter_id = f"059f36b4-87a3-44ab-83d2-{next(NUMBERS):012}"
    letter = letter_of_message(letter_id, queue="media", body="not json", now=datetime.now(timezone.utc))
    world().dead_letters.add(letter)


def event_of(environ: Environ, path: str, claims: dict[str, str] | None) -> dict[str, Any]:
    """Return a request as API Gateway hands it over (payload format 2.0)."""
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name[:5] == "HTTP_"}
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    query: dict[str, str] = {}
    for name, value in parse_qsl(environ["QUERY_STRING"], keep_blank_values=True, errors="replace"):
        query[name] = f"{query[name]},{value}" if name in query else value
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    try:
        text, encoded = body.decode(), False
    except UnicodeDecodeError:
        text, encoded = base64.b64encode(body).decode(), True
    authorizer = {} if claims is None else {"authorizer": {"jwt": {"claims": claims, "scopes": None}}}
    method = environ["REQUEST_METHOD"]
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": environ["QUERY_STRING"],
        "headers": headers,
        "requestContext": {
            "http": {"method": method, "path": path},
            "requestId": "r1",
            "stage": "$default",
            **authorizer,
        },
        "isBase64Encoded": encoded,
    }
    if query:
        event["queryStringParameters"] = query
    if body:
        event["body"] = text
    return event


def message(status: int, text: str) -> Answer:
    """Return what the gateway answers itself."""
    return status, {"content-type": "application/json"}, json.dumps({"message": text}).encode()


class Gateway:
    """A WSGI application around the function."""

    def __init__(self, handler: Callable[[dict[str, Any], Any], dict[str, Any]]) -> None:
        self._handler = handler

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        status, headers, body = self.answer(environ)
        start(f"{status} -", [*headers.items(), ("content-length", str(len(body)))])
        return [body]

    def answer(self, environ: Environ) -> Answer:
        """Return status, headers and body."""
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
        route = route_of(environ["REQUEST_METHOD"], path)
        claims = None
        around = "HTTP_X_AROUND_THE_ROUTE" in environ
        if route is not None and route.access != "open" and not around:
            scheme, _, token = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
            claims = CALLERS.get(token) if scheme == "Bearer" else None
            if claims is None:
                return message(401, "Unauthorized")
        said = self._handler(event_of(environ, path, claims), CONTEXT)
        body = said.get("body") or ""
        decoded = base64.b64decode(body) if said.get("isBase64Encoded") else body.encode()
        headers = {name: str(value) for name, value in (said.get("headers") or {}).items()}
        if route is not None and route.operation == "removeDeadLetter" and said["statusCode"] == HTTPStatus.OK:
            add_letter()
        return said["statusCode"], headers, decoded


class Silent(WSGIRequestHandler):
    """Serves without a line for each request."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until the process is ended."""
    with mock_aws(), contextlib.redirect_stdout(sys.stderr):
        create_world()
        from functions.api.handler import handler  # noqa: PLC0415 - clients are made inside of moto

        with make_server("127.0.0.1", 0, Gateway(handler), handler_class=Silent) as server:
            print(f"http://127.0.0.1:{server.server_port}", file=sys.__stdout__, flush=True)
            server.serve_forever()


if __name__ == "__main__":
    main()
