"""The deployed handlers around webhooks: the road of a message (`webhook_road.py`), and the API's routes."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from standardwebhooks import Webhook

from tests.functions.walking import walk

if TYPE_CHECKING:
    from tests.functions.conftest import Service


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    """Walk the road once."""
    return walk("webhook_road", "webhooks")


def test_a_message_hides_itself_until_its_next_try(answers: dict[str, Any]) -> None:
    """The receiver fails once; the message comes back after a second, not after the queue's three minutes, and is done."""
    assert answers["ended"] == {"tries": 2, "hidden": False}
    assert [(one["outcome"], one["status"]) for one in answers["log"]] == [("rejected", 500), ("delivered", 200)]


def test_the_receiver_gets_it_once_by_id_and_can_verify_it(answers: dict[str, Any]) -> None:
    """Both tries carry one id and one body; the notice that came again told nothing."""
    assert len(answers["got"]) == 2
    assert len({one["headers"]["webhook-id"] for one in answers["got"]}) == 1
    for one in answers["got"]:
        event = Webhook(answers["secret"]).verify(one["body"], one["headers"])
        assert (event["type"], event["data"]["job_id"]) == ("job.cancelled", "ended")


@pytest.mark.parametrize("message", ["s3_test", "again", "runs"])
def test_a_message_with_nothing_to_tell_is_done_with(answers: dict[str, Any], message: str) -> None:
    """S3's own test, a doubled notice, a job that has not ended."""
    assert answers[message] == {"tries": 1, "hidden": False}


def test_a_message_that_cannot_be_read_comes_back_by_its_queues_rules(answers: dict[str, Any]) -> None:
    """It is logged as an error and goes to the dead letters in the end; a message that waits is none."""
    assert answers["strange"] == {"tries": 1, "hidden": True}
    assert answers["errors"] == ["message failed"]


def test_a_log_does_not_hold_what_stands_in_a_query(answers: dict[str, Any]) -> None:
    """Many receivers have their secret there."""
    assert {one["place"] for one in answers["log"]} == {"localhost/hook"}
    assert "s3cret" not in json.dumps(answers["log"])


@dataclass
class Receiver:
    """A server on this machine that takes everything."""

    url: str
    got: list[tuple[dict[str, str], str]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Yield a receiver."""
    made = Receiver("")

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the standard library's name
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            made.got.append((dict(self.headers.items()), body))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"thanks")

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Taking) as server:
        made.url = f"http://localhost:{server.server_port}/hook"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield made
        server.shutdown()
        thread.join(timeout=5)


def _ended(service: "Service", url: str, caller: str = "ada") -> str:
    """Return a job that was cancelled before it ran; nothing tells of it here but the API itself."""
    body = {"task_name": "generate_hook", "video_request": {"prompt": "bees"}, "callback_url": url}
    job_id: str = service.ask("POST", "/api/v1/jobs", json=body, caller=caller).json()["job_id"]
    assert service.ask("DELETE", f"/api/v1/jobs/{job_id}", caller=caller).status_code == 200
    return job_id


def test_a_resend_goes_out_while_one_waits(service: "Service", receiver: Receiver) -> None:
    """The answer is the try; the log has it too; the owner's secret verifies what came."""
    job_id = _ended(service, receiver.url)
    path = f"/api/v1/jobs/{job_id}/deliveries"
    assert service.ask("GET", path).json() == {"deliveries": []}
    sent = service.ask("POST", path)
    assert sent.status_code == 200
    assert (sent.json()["outcome"], sent.json()["trigger"], sent.json()["status"]) == ("delivered", "resend", 200)
    assert service.ask("GET", path).json() == {"deliveries": [sent.json()]}
    ((headers, body),) = receiver.got
    secret = service.ask("GET", "/api/v1/webhooks/secret").json()["secret"]
    assert Webhook(secret).verify(body, headers)["data"]["job_id"] == job_id
    assert headers["Webhook-Id" if "Webhook-Id" in headers else "webhook-id"] == sent.json()["webhook_id"]


def test_a_secret_is_for_its_user_and_no_cache(service: "Service") -> None:
    """The same whenever it is asked for, another for another user, and never stored on the way."""
    first, again, other = (service.ask("GET", "/api/v1/webhooks/secret", caller=who) for who in ("ada", "ada", "bob"))
    assert first.json() == again.json()
    assert first.json()["secret"] != other.json()["secret"]
    assert first.headers["cache-control"] == "no-store"


def test_a_rotation_gives_a_new_secret_and_a_day_for_the_old(service: "Service") -> None:
    """What is shown is the new one alone."""
    before = service.ask("GET", "/api/v1/webhooks/secret", caller="free").json()
    assert (before["generation"], before["rotated_at"], before["previous_until"]) == (1, None, None)
    after = service.ask("POST", "/api/v1/webhooks/secret/rotate", caller="free").json()
    assert (after["generation"], service.ask("GET", "/api/v1/webhooks/secret", caller="free").json()) == (2, after)
    assert after["secret"] != before["secret"]
    assert after["previous_until"] > after["rotated_at"]


def test_a_test_shows_what_came_back(service: "Service", receiver: Receiver) -> None:
    """With the beginning of the answer; a second within two seconds is 429 with Retry-After."""
    said = service.ask("POST", "/api/v1/webhooks/test", caller="operator", json={"url": receiver.url}).json()
    assert (said["delivered"], said["status"], said["excerpt"]) == (True, 200, "thanks")
    assert json.loads(receiver.got[0][1])["type"] == "webhook.test"
    hurried = service.ask("POST", "/api/v1/webhooks/test", caller="operator", json={"url": receiver.url})
    assert (hurried.status_code, hurried.headers["retry-after"]) == (429, "2")


@pytest.mark.parametrize("url", ["https://169.254.169.254/latest/meta-data/", "http://example.com/", "https://x", 7])
def test_a_url_that_is_not_called_is_refused_by_its_field(service: "Service", url: Any) -> None:
    """400 at the test and at the create; nothing is made."""
    tested = service.ask("POST", "/api/v1/webhooks/test", json={"url": url})
    assert (tested.status_code, tested.json()["errors"][0]["field"]) == (400, "url")
    body = {"task_name": "generate_hook", "video_request": {"prompt": "bees"}, "callback_url": url}
    created = service.ask("POST", "/api/v1/jobs", json=body)
    assert (created.status_code, created.json()["errors"][0]["field"]) == (400, "callback_url")
