"""The canary's handler as Lambda calls it, over real HTTP: the client's secret, a token, a film, its metrics."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.unit.canary.calling import Called, call_canary
from tests.unit.canary.test_canary import film

FILM_SECONDS = 4.0
AWS = "AWS4-HMAC-SHA256 "
BASIC = "Basic " + base64.b64encode(b"machine:a secret").decode()


@dataclass
class Place:
    """One server that is Cognito, the token endpoint, the API and the store."""

    url: str = ""
    state: str = "COMPLETED"

    def answer(self, method: str, path: str, authorization: str | None) -> tuple[int, bytes]:
        """Answer a request; each place takes its own kind of credentials alone."""
        file = {"video": {"url": f"{self.url}/film"}}
        job = {"job_id": "j1", "state": self.state, "result": {"duration": FILM_SECONDS, "files": file}}
        client = {"UserPoolClient": {"ClientId": "machine", "ClientSecret": "a secret"}}
        answers: dict[tuple[str, str], tuple[str | None, bytes]] = {
            ("POST", "/"): (AWS, json.dumps(client).encode()),  # Cognito's API: DescribeUserPoolClient
            ("POST", "/oauth2/token"): (BASIC, b'{"access_token": "t"}'),
            ("POST", "/api/v1/jobs"): ("Bearer t", b'{"job_id": "j1"}'),
            ("GET", "/api/v1/jobs/j1"): ("Bearer t", json.dumps(job).encode()),
            ("GET", "/film"): (None, film(FILM_SECONDS)),
        }
        wanted, body = answers[method, path]
        if wanted == AWS:
            return (200, body) if (authorization or "").startswith(AWS) else (401, b"")
        return (200, body) if authorization == wanted else (401, b"")

    def call(self) -> Called:
        """Run the canary once."""
        environ = {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "a",
        }
        return call_canary(self.url, tokens_at=self.url, pool_id="us-east-1_p", client_id="machine", environ=environ)


@pytest.fixture
def place() -> Iterator[Place]:
    """Yield a server of this machine."""
    made = Place()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = made.answer(self.command, self.path, self.headers["authorization"])
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        made.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield made
        server.shutdown()


def test_a_run_reports_the_seconds_of_its_film(place: Place) -> None:
    """The alarm watches this metric by this dimension."""
    seen, metrics, errors = place.call()
    assert seen is not None, errors
    assert metrics is not None
    assert 0 < seen["accepted"] <= seen["verified"]
    assert (metrics["CanaryVerifiedSeconds"], metrics["service"]) == ([seen["verified"]], "canary")


def test_a_run_without_a_film_reports_no_seconds(place: Place) -> None:
    """Its error reaches Lambda and the log; the missing metric fires the alarm."""
    place.state = "FAILED"
    seen, metrics, errors = place.call()
    assert (seen, metrics) == (None, None)
    assert "CanaryError: job j1 is FAILED" in errors
