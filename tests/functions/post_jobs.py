"""A process like the API function's: `python post_jobs.py <posts> [tier]` answers so many creates and prints what they took.

Nothing of the code is replaced. Every AWS client is built as in production; only where a request would leave for the network,
botocore's own `before-send` hook answers it, so building, signing and parsing of each call are part of the figures. Prints
one JSON object: `statuses`, `headers` (of the last), `calls` (operations in order), and CPU times of this process:
`import_ms`, `table_client_ms`, `first_ms`, `warm_ms`.
"""

import json
import sys
import time
from io import BytesIO
from types import SimpleNamespace
from typing import Any, get_args

_begun = time.process_time()
from functions.api.handler import handler  # noqa: E402 - what the import takes is one of the figures

_imported = time.process_time()

from botocore.awsrequest import AWSResponse  # noqa: E402 - the same

from reelwright.aws.clients import ServiceName, client  # noqa: E402 - the same


class EmptyAnswer(BytesIO):
    """The body of an answer, as urllib3 would stream it."""

    def stream(self, **_how: Any) -> list[bytes]:
        """Return all of it."""
        return [self.getvalue()]


def hear(service: ServiceName, calls: list[str]) -> None:
    """Answer every request of a service with `{}` and note its operation."""

    def answer(request: Any, **_event: Any) -> Any:
        target = request.headers.get("X-Amz-Target", f"{request.method} {request.url}".encode())
        calls.append(target.decode().rpartition(".")[2])
        headers: Any = {"content-type": "application/x-amz-json-1.0"}
        return AWSResponse(request.url, 200, headers, EmptyAnswer(b"{}"))

    client(service).meta.events.register("before-send.*", answer)


def post(number: int, tier: str) -> dict[str, Any]:
    """Return a create as API Gateway hands it over, each with its own key."""
    body = {
        "video_request": {"script_content": "Bees see colours that we cannot. " * 8, "platform": "tiktok"},
        "metadata": {"order": number},
    }
    return {
        "version": "2.0",
        "routeKey": "POST /api/v1/jobs",
        "rawPath": "/api/v1/jobs",
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "idempotency-key": f"k{number}"},
        "requestContext": {
            "http": {"method": "POST", "path": "/api/v1/jobs"},
            "requestId": f"r{number}",
            "stage": "$default",
            "authorizer": {"jwt": {"claims": {"sub": "ada", "cognito:groups": f"[{tier}]"}, "scopes": None}},
        },
        "body": json.dumps(body),
        "isBase64Encoded": False,
    }


def main(posts: int, tier: str = "premium") -> dict[str, Any]:
    """Answer the creates and return the figures."""
    context = SimpleNamespace(
        function_name="api", memory_limit_in_mb=1024, invoked_function_arn="arn:api", aws_request_id="r"
    )
    calls: list[str] = []
    spent = []
    begun = time.process_time()
    client("dynamodb")
    table_client_ms = 1000 * (time.process_time() - begun)
    for service in get_args(ServiceName):
        hear(service, calls)
    statuses = []
    for number in range(posts):
        event = post(number, tier)
        begun = time.process_time()
        said = handler(event, context)
        statuses.append(said["statusCode"])
        spent.append(1000 * (time.process_time() - begun))
    return {
        "statuses": statuses,
        "headers": {name.lower(): value for name, value in said["headers"].items()},
        "calls": calls,
        "import_ms": 1000 * (_imported - _begun),
        "table_client_ms": table_client_ms,
        "first_ms": spent[0],
        "warm_ms": spent[1:],
    }


if __name__ == "__main__":
    figures = main(int(sys.argv[1]), *sys.argv[2:])
    sys.stdout.write(json.dumps(figures) + "\n")
