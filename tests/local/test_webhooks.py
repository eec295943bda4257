"""Webhooks on the deployed stack: S3's notice, the queue, the function, and a receiver on this machine."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from standardwebhooks import Webhook

from reelwright.jobs.output_keys import outcome_key
from reelwright_client import Client, webhooks

if TYPE_CHECKING:
    from tests.local.conftest import Stack, Until


pytestmark = [pytest.mark.local, pytest.mark.timeout(300)]


@dataclass
class Receiver:
    """A server of this machine; fails as often as a path asks for, then takes everything."""

    url: str = ""
    got: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    """Path, headers, body."""

    def at(self, path: str) -> list[tuple[dict[str, str], str]]:
        """Return what came to a path."""
        return [(headers, body) for there, headers, body in self.got if there == path]


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    """Yield a receiver: `/x` takes everything, `/x-fails-2` fails twice first."""
    made = Receiver()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            made.got.append((self.path, dict(self.headers.items()), body))
            failures = int(self.path.partition("-fails-")[2] or 0)
            self.send_response(500 if len(made.at(self.path)) <= failures else 204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server:
        made.url = f"http://localhost:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield made
        server.shutdown()
        thread.join(timeout=5)


@pytest.fixture
def client(stack: "Stack") -> Iterator[Client]:
    """Yield a signed-in client."""
    with stack.client() as made:
        yield made


def _hook(client: Client, url: str) -> str:
    """Create the cheapest job there is and return its id."""
    fields: Any = {"task_name": "generate_hook", "callback_url": url, "use_cache": False}
    return client.create(prompt="a funny video about black holes", **fields).job_id


def test_a_completed_job_is_told_once_and_verified(
    client: Client, receiver: Receiver, until: "Until", stack: "Stack"
) -> None:
    """By the public package and by our own; S3's notice again, and a copy of the outcome onto itself, tell nothing new."""
    job_id = _hook(client, f"{receiver.url}/completed")
    assert until(lambda: receiver.at("/completed"), within_seconds=240)
    ((headers, body),) = receiver.at("/completed")
    secret = client.webhook_secret().secret
    assert Webhook(secret).verify(body, headers)["data"]["job_id"] == job_id
    event = webhooks.verify(body, headers, secret)
    assert (event.type, event.data["state"]) == ("job.completed", client.get(job_id).state)
    bucket, s3 = stack.outputs["BucketName"], stack.aws("s3")
    outcome = s3.get_object(Bucket=bucket, Key=outcome_key(job_id))["Body"].read()
    for _ in range(2):
        s3.put_object(Bucket=bucket, Key=outcome_key(job_id), Body=outcome)
    assert until(lambda: _drained(stack), within_seconds=120)
    (told,) = client.deliveries(job_id)
    assert (told.outcome, told.status, told.webhook_id) == ("delivered", 204, event.webhook_id)
    assert len(receiver.at("/completed")) == 1


def _drained(stack: "Stack") -> bool:
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    queue = stack.outputs["WebhooksQueueUrl"]
    found = stack.aws("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
    return all(int(found[name]) == 0 for name in names)


def test_a_cancelled_job_is_told(client: Client, receiver: Receiver, until: "Until") -> None:
    """Wherever the cancel met it."""
    fields: Any = {"callback_url": f"{receiver.url}/cancelled", "use_cache": False}
    job_id = client.create("One thing. Another thing.", **fields).job_id
    client.cancel(job_id)
    assert until(lambda: receiver.at("/cancelled"), within_seconds=240)
    ((headers, body),) = receiver.at("/cancelled")
    event = webhooks.verify(body, headers, client.webhook_secret().secret)
    assert (event.type, event.data["job_id"], event.data["state"]) == ("job.cancelled", job_id, "CANCELLED")


def test_a_receiver_that_fails_twice_gets_it_later_once_by_id(
    client: Client, receiver: Receiver, until: "Until"
) -> None:
    """The message hides itself for the scaled waits; a resend by hand carries the same id."""
    path = "/x-fails-2"
    job_id = _hook(client, receiver.url + path)
    assert until(lambda: len(receiver.at(path)) >= 3, within_seconds=300)
    assert until(lambda: [one.outcome for one in client.deliveries(job_id)] == ["rejected", "rejected", "delivered"])
    assert client.resend(job_id).outcome == "delivered"
    sent = receiver.at(path)
    assert len(sent) == 4
    secret = client.webhook_secret().secret
    assert len({webhooks.verify(body, headers, secret).webhook_id for headers, body in sent}) == 1
    assert len({body for _, body in sent}) == 1


def test_a_test_webhook_comes_at_once(client: Client, receiver: Receiver) -> None:
    """And says what came back; other hosts of this machine's network are refused before anything is sent."""
    said = client.test_webhook(f"{receiver.url}/test")
    assert (said.delivered, said.status) == (True, 204)
    ((headers, body),) = receiver.at("/test")
    assert webhooks.verify(body, headers, client.webhook_secret().secret).type == "webhook.test"
