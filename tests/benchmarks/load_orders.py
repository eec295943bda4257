"""What the load is made of: creates with their keys, and the transaction that each of them comes down to."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime, timezone
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

from botocore.awsrequest import AWSResponse

from reelwright.aws.jobs import DynamoJobs
from reelwright.jobs.caller import Caller
from reelwright.jobs.request import CreateJob
from reelwright.recognizing import FastTextLanguages
from reelwright.settings import Settings
from reelwright.usecases.create_job import create_job
from tests.benchmarks.load_client import Request
from tests.memory.world import world_with

LANGUAGES: Final = FastTextLanguages(on_error=lambda error: sys.exit(str(error)))
BODY: Final = json.dumps(
    {
        "video_request": {"script_content": "Bees see colours that we cannot. " * 8, "platform": "tiktok"},
        "metadata": {"order": 1},
    }
)
TWICE_OF: Final = 10
"""Every tenth create is sent twice, the second right behind the first: mostly both are under way at once."""


def creates(path: str, tokens: Sequence[str], count: int, *, name: str) -> tuple[tuple[str, Request], ...]:
    """Return (key, request) of `count` creates by as many users as there are tokens, in turn; some come twice."""
    found = []
    for number in range(count):
        key = f"{name}-{number}"
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {tokens[number % len(tokens)]}",
            "Idempotency-Key": key,
        }
        found += [(key, Request(path, headers, BODY))] * (2 if number % TWICE_OF == 0 else 1)
    return tuple(found)


class _Envelope(BytesIO):
    """The body of an answer, as urllib3 would stream it."""

    def stream(self, **_how: Any) -> list[bytes]:
        """Return all of it."""
        return [self.getvalue()]


def transactions(dynamodb: Any, settings: Settings, count: int, *, users: int, name: str) -> tuple[Request, ...]:
    """Return the signed `TransactWriteItems` of `count` creates by `users` users, none of them sent.

    The real use case and adapter write them. botocore's `before-send` hook takes each where it would leave, so what is sent
    later costs the measured machine no signing. A signature lasts minutes: send soon. The client is of no use afterwards.
    """
    caught: list[Request] = []

    def catch(request: Any, **_event: Any) -> Any:
        headers = {
            title: value.decode() if isinstance(value, bytes) else value for title, value in request.headers.items()
        }
        body = request.body.decode() if isinstance(request.body, bytes) else request.body
        caught.append(Request(urlsplit(request.url).path or "/", headers, body))
        return AWSResponse(request.url, 200, {"content-type": "application/x-amz-json-1.0"}, _Envelope(b"{}"))  # type: ignore[arg-type] # the stubs want a mapping of their own

    dynamodb.meta.events.register("before-send.dynamodb.*", catch)
    jobs = DynamoJobs(settings.table_name, dynamodb, clock=lambda: datetime.now(timezone.utc))
    request = CreateJob.model_validate_json(BODY)
    for number in range(count):
        create_job(
            request,
            caller=Caller(user_id=f"{name}-user-{number % users}", tier="premium"),
            key=f"{name}-{number}",
            world=world_with(
                jobs=jobs,
                languages=LANGUAGES,
                settings=settings,
                clock=lambda: datetime.now(timezone.utc),
                ids=lambda: f"{name}-{len(caught)}",
            ),
        )
    return tuple(caught)
