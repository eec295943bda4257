"""The guard over real HTTP, in front of an app that tells what reached it."""

import asyncio
import hashlib
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import boto3
import httpx
import pytest
from botocore.auth import S3SigV4Auth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config as ClientConfig
from botocore.credentials import Credentials
from botocore.exceptions import ClientError
from hypercorn.asyncio import serve
from hypercorn.config import Config
from ministack.core.hypercorn_compat import install

from infra.local.guard.app import MARK, Guard
from infra.local.guard.requests import Receive, Scope, Send

SECRET, ROLE_SECRET, TOKEN = "root's own", "a role's own", "session"
SESSION: Any = boto3.session.Session(region_name="us-east-1")
"""One for all clients: it reads each service's model once."""
ZEROS = "0" * 64
API = "/_aws/execute-api/0123abcd/api/v1/jobs"
AS_BROWSERS_SEND = {"content-type": "text/plain;charset=UTF-8"}


@dataclass
class Inner:
    """The app behind the guard: open to every origin, as the emulator is, and it remembers what came."""

    bodies: list[bytes] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the whole body and answer 200."""
        if scope["type"] != "http":
            return
        parts, more = [], True
        while more:
            message = await receive()
            parts.append(message.get("body", b""))
            more = message.get("more_body", False)
        self.bodies.append(b"".join(parts))
        cors = b"https://films.example" if b"own-cors" in scope["query_string"] else b"*"
        headers = [(b"Access-Control-Allow-Origin", cors), (b"Access-Control-Allow-Headers", b"*")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


@dataclass(frozen=True)
class Server:
    """A guarded server on a port of loopback."""

    port: int
    inner: Inner
    client: httpx.Client

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """Send a request; the app behind must have got it exactly if it was let through."""
        before = len(self.inner.bodies)
        answer = self.client.request(method, f"{self.url}{path}", **sent)
        assert (len(self.inner.bodies) > before) == (answer.status_code == 200)
        assert answer.headers[MARK] == "on"
        return answer

    def aws(self, service: str, *, secret: str = SECRET, key: str = "test", token: str | None = None) -> Any:
        """Return an AWS client of it."""
        config = ClientConfig(
            retries={"total_max_attempts": 1},
            s3={"addressing_style": "path"},
            signature_version="s3v4" if service == "s3" else None,
        )
        return SESSION.client(
            service,
            endpoint_url=self.url,
            config=config,
            aws_access_key_id=key,
            aws_secret_access_key=secret,
            aws_session_token=token,
        )


def secret_of(key: str, token: str) -> str | None:
    """Know root without a token, and one session with its own."""
    return {("test", ""): SECRET, ("ASIAROLE", TOKEN): ROLE_SECRET}.get((key, token))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Serve the guard by the emulator's own server: Hypercorn, with what the emulator mends in it."""
    install()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    inner, config, stopped, started = Inner(), Config(), threading.Event(), threading.Event()
    config.bind, config.graceful_timeout, config.loglevel = [f"127.0.0.1:{port}"], 0.1, "ERROR"

    async def run() -> None:
        async def until_stopped() -> None:
            started.set()
            await asyncio.to_thread(stopped.wait)

        app: Any = Guard(inner, secret_of=secret_of)
        await serve(app, config, shutdown_trigger=until_stopped)

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert started.wait(10)
    try:
        # A connection for each request: the server closes one whose request it denied before the body had arrived.
        alone = httpx.Limits(max_keepalive_connections=0)
        with httpx.Client(transport=httpx.HTTPTransport(retries=5, limits=alone)) as client:
            yield Server(port, inner, client)
    finally:
        stopped.set()
        thread.join()


def signed(
    server: Server, path: str, *, body: bytes = b"", service: str = "iam", secret: str = SECRET, **headers: str
) -> dict[str, str]:
    """Return the headers of a POST that botocore signs."""
    request = AWSRequest("POST", f"{server.url}{path}", data=body, headers=headers)
    auth = (S3SigV4Auth if service == "s3" else SigV4Auth)(Credentials("test", secret), service, "us-east-1")
    auth.add_auth(request)
    return dict(request.headers.items())


# -- names and pages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "0123abcd.execute-api.localhost"])
def test_names_of_this_machine_are_served(server: Server, name: str) -> None:
    """Browsers never ask a name server for these, so nobody else can point them here."""
    assert server.ask("GET", "/_ministack/health", headers={"host": f"{name}:{server.port}"}).status_code == 200


@pytest.mark.parametrize("name", ["evil.example", "localhost.evil.example", "evil-localhost", "10.0.0.1", "0x7f.1", ""])
def test_another_name_is_refused(server: Server, name: str) -> None:
    """C1: a name that its owner points at 127.0.0.1 makes the stack same-origin with a page (DNS rebinding)."""
    for path in (API, "/_ministack/health", "/"):
        assert server.ask("GET", path, headers={"host": f"{name}:{server.port}"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example:9099"},
        {"origin": "null"},
        {"origin": "http://localhost:9099"},
        {"origin": "http://localhost"},
        {"origin": "https://evil.example", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    ],
)
def test_pages_of_others_are_refused_everywhere(server: Server, headers: dict[str, str]) -> None:
    """C1: also those of another port of this machine; a true signature or an open route does not help."""
    assert server.ask("GET", API, headers=headers).status_code == 403
    assert server.ask("OPTIONS", API, headers=headers).status_code == 403
    true = signed(server, "/", body=b"Action=ListRoles")
    assert server.ask("POST", "/", content=b"Action=ListRoles", headers=true | headers).status_code == 403


def test_pages_of_this_stack_are_served(server: Server) -> None:
    """The documentation and the console call the API that served them, by either of its addresses."""
    for headers in (
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none", "sec-fetch-mode": "navigate"},
        {"origin": server.url, "sec-fetch-site": "same-origin"},
        {"origin": f"http://0123abcd.execute-api.localhost:{server.port}", "sec-fetch-site": "cross-site"},
    ):
        assert server.ask("GET", API, headers=headers).status_code == 200


def test_answers_are_not_open_to_every_page(server: Server) -> None:
    """The emulator's star is taken off; the API's own CORS headers, and those of one origin, stay."""
    health = server.ask("GET", "/_ministack/health")
    assert not [name for name in health.headers if name.startswith("access-control")]
    assert server.ask("GET", API).headers["access-control-allow-headers"] == "*"
    one = server.ask("GET", "/_ministack/health?own-cors")
    assert one.headers["access-control-allow-origin"] == "https://films.example"


# -- routes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/_ministack/reset"),
        ("POST", "/_ministack/config"),
        ("GET", "/_ministack/lambda-code/000000000000/us-east-1/f"),
        ("POST", "/_ministack/health"),
        ("GET", "/_localstack/health"),
        ("GET", "/_aws/sqs/messages"),
        ("POST", "/_aws/execute-api/../reset"),
    ],
)
def test_the_emulators_own_doors_are_shut(server: Server, method: str, path: str) -> None:
    """C2: not even root's signature opens them."""
    assert server.ask(method, path).status_code == 403
    assert server.ask("POST", path, headers=signed(server, path)).status_code == 403


def test_the_api_is_called_with_a_token_alone(server: Server) -> None:
    """It verifies tokens itself; neither of its addresses needs AWS credentials."""
    bearer = {"authorization": "Bearer a.b.c", "content-type": "application/json"}
    assert server.ask("POST", API, headers=bearer, content=b"{}").status_code == 200
    own = {"host": f"0123abcd.execute-api.localhost:{server.port}"}
    assert server.ask("POST", "/api/v1/jobs", headers=bearer | own, content=b"{}").status_code == 200
    assert server.ask("POST", "/v20180820/jobs", headers=bearer | own, content=b"{}").status_code == 403


def test_people_and_machines_sign_in_without_aws_credentials(server: Server) -> None:
    """Tokens and keys of the pool are open as on AWS; making an account for oneself is not."""
    target = "AWSCognitoIdentityProviderService."
    assert server.ask("POST", "/", headers={"x-amz-target": f"{target}InitiateAuth"}).status_code == 200
    assert server.ask("POST", "/oauth2/token", content=b"grant_type=client_credentials").status_code == 200
    assert server.ask("GET", "/us-east-1_Ab1/.well-known/jwks.json").status_code == 200
    for name in ("SignUp", "UpdateUserAttributes", "AdminCreateUser"):
        refused = server.ask("POST", "/", headers={"x-amz-target": f"{target}{name}"})
        assert (refused.status_code, refused.json()["__type"]) == (403, "MissingAuthenticationToken")


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/bucket/film.mp4"), ("PUT", "/bucket/film.mp4")])
def test_nothing_else_is_served_unsigned(server: Server, method: str, path: str) -> None:
    """The emulator takes a request without any key for root's."""
    assert server.ask(method, path, content=b"x" if method == "PUT" else None).status_code == 403


def test_web_sockets_are_closed(server: Server) -> None:
    """Nothing of ours speaks them."""
    upgrade = {
        "connection": "upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    assert server.client.get(f"{server.url}{API}", headers=upgrade).status_code == 403


# -- signatures -----------------------------------------------------------------------------------------------------


def zero_signed(service: str, *, key: str = "test") -> str:
    """Return the query of C1's exploit: signed by root, with zeros."""
    now = datetime.now(UTC)
    return (
        f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={key}/{now:%Y%m%d}/us-east-1/{service}/aws4_request"
        f"&X-Amz-Date={now:%Y%m%dT%H%M%SZ}&X-Amz-Expires=300&X-Amz-SignedHeaders=host&X-Amz-Signature={ZEROS}"
    )


@pytest.mark.parametrize("key", ["test", "", "000000000000", "ASIAROLE", "AKIAUNKNOWN"])
@pytest.mark.parametrize(
    ("service", "path"),
    [("iam", "/"), ("lambda", "/2015-03-31/functions"), ("lambda", "/2015-03-31/functions/f/invocations")],
)
def test_a_page_that_signs_with_zeros_executes_nothing(server: Server, key: str, service: str, path: str) -> None:
    """C1: three requests that a browser sends without asking first; a program without browser headers is refused too."""
    for browser in ({}, {"origin": "http://evil.example:9099", "sec-fetch-site": "cross-site"}):
        url = f"{path}?{zero_signed(service, key=key)}"
        sent = server.ask("POST", url, content=b"Action=CreateRole", headers=AS_BROWSERS_SEND | browser)
        assert sent.status_code == 403


def test_roots_secret_opens_and_another_does_not(server: Server) -> None:
    """By botocore's own signer, in each of its forms; the app behind gets the body whole."""
    body = b"Action=ListRoles&Version=2010-05-08"
    assert server.ask("POST", "/", content=body, headers=signed(server, "/", body=body)).status_code == 200
    assert server.inner.bodies[-1] == body
    wrong = signed(server, "/", body=body, secret="test")
    assert server.ask("POST", "/", content=body, headers=wrong).status_code == 403
    other_body = signed(server, "/", body=body)
    assert server.ask("POST", "/", content=body + b"x", headers=other_body).status_code == 403


def test_sessions_of_roles_are_checked_alike(server: Server) -> None:
    """Key, secret and token must belong together."""
    server.aws("sqs", key="ASIAROLE", secret=ROLE_SECRET, token=TOKEN).list_queues(QueueNamePrefix="jobs")
    assert json.loads(server.inner.bodies[-1]) == {"QueueNamePrefix": "jobs"}
    for secret, token in ((ROLE_SECRET, "other"), (ROLE_SECRET, None), (SECRET, TOKEN)):
        client = server.aws("sqs", key="ASIAROLE", secret=secret, token=token)
        with pytest.raises(ClientError, match=r"InvalidClientTokenId|SignatureDoesNotMatch"):
            client.list_queues()


def test_clients_read_why_they_are_refused(server: Server) -> None:
    """As an AWS error in the form of each protocol, instead of as an answer that cannot be parsed."""
    for service, call in (("sts", "get_caller_identity"), ("s3", "list_buckets"), ("sqs", "list_queues")):
        with pytest.raises(ClientError, match="SignatureDoesNotMatch"):
            getattr(server.aws(service, secret="test"), call)()


@pytest.mark.parametrize(
    "authorization",
    [
        "AWS test:c2lnbmF0dXJl",
        "AWS4-HMAC-SHA256 Credential=test",
        "AWS4-ECDSA-P256-SHA256 Credential=test/20260101/iam/aws4_request, SignedHeaders=host, Signature=00",
    ],
)
def test_other_ways_to_sign_are_refused(server: Server, authorization: str) -> None:
    """Only one way is verified, so only one is taken."""
    assert server.ask("GET", "/", headers={"authorization": authorization}).status_code == 403
    assert server.ask("GET", "/bucket/film?AWSAccessKeyId=test&Signature=x&Expires=9999999999").status_code == 403


def test_two_credentials_in_one_request_are_refused(server: Server) -> None:
    """Who may sign for one key could name root in the place that another reader looks at first."""
    headers = signed(server, "/", body=b"x")
    double = f"AWS4-HMAC-SHA256 Credential=test/1/us-east-1/iam/aws4_request, {headers['Authorization'][17:]}"
    assert server.ask("POST", "/", content=b"x", headers=headers | {"Authorization": double}).status_code == 403
    assert server.ask("POST", f"/?{zero_signed('iam')}", content=b"x", headers=headers).status_code == 403
    repeated = [*headers.items(), ("authorization", "AWS4-HMAC-SHA256 Credential=test")]
    assert server.ask("POST", "/", content=b"x", headers=repeated).status_code == 400


def test_an_old_signature_is_worth_nothing(server: Server) -> None:
    """A header signature lives minutes; a signed URL as long as it says, also root's, which the emulator lets live for ever."""
    link = server.aws("s3").generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"}, ExpiresIn=60)
    parts = urlsplit(link)
    assert server.ask("GET", f"{parts.path}?{parts.query}").status_code == 200
    late = Guard(Inner(), secret_of=secret_of, now=lambda: datetime.now(UTC) + timedelta(seconds=61))
    assert status_behind(late, "GET", f"{parts.path}?{parts.query}", {"host": parts.netloc}) == 403
    headers = signed(server, "/", body=b"x")
    much_later = Guard(Inner(), secret_of=secret_of, now=lambda: datetime.now(UTC) + timedelta(minutes=16))
    assert status_behind(much_later, "POST", "/", headers | {"host": parts.netloc}, b"x") == 403


def status_behind(guard: Guard, method: str, target: str, headers: dict[str, str], body: bytes = b"") -> int:
    """Call the ASGI app itself and return the status of its answer."""
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    path, _, query = target.partition("?")
    scope = {"type": "http", "method": method, "path": path, "query_string": query.encode(), "headers": pairs}
    asyncio.run(guard(scope, receive, send))
    return int(sent[0]["status"])


# -- objects --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", ["get_object", "put_object"])
def test_signed_urls_work_as_signed(server: Server, operation: str) -> None:
    """Right from any program; with another signature, key or method not."""
    method = operation.partition("_")[0].upper()
    sent = {"content": b"film"} if method == "PUT" else {}
    for client in (server.aws("s3"), server.aws("s3", key="ASIAROLE", secret=ROLE_SECRET, token=TOKEN)):
        key = "films/Übung 1+1.mp4"
        link = client.generate_presigned_url(operation, Params={"Bucket": "bucket", "Key": key}, ExpiresIn=60)
        path = link.removeprefix(server.url)
        assert server.ask(method, path, **sent).status_code == 200
        assert server.ask(method, path.replace("bucket", "others"), **sent).status_code == 403
        assert server.ask(method, path.replace("Signature=", "Signature=0"), **sent).status_code == 403
        assert server.ask("DELETE", path).status_code == 403
    forged = server.aws("s3", secret="test")
    link = forged.generate_presigned_url(operation, Params={"Bucket": "bucket", "Key": "film"}, ExpiresIn=60)
    assert server.ask(method, link.removeprefix(server.url), **sent).status_code == 403


def test_a_page_shows_a_signed_film(server: Server) -> None:
    """A `<video>` of the page at the API's own host loads the film from another site; it proves itself, as on AWS."""
    link = server.aws("s3").generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"}, ExpiresIn=60)
    video = {
        "sec-fetch-site": "cross-site",
        "sec-fetch-mode": "no-cors",
        "sec-fetch-dest": "video",
        "range": "bytes=0-",
    }
    path = link.removeprefix(server.url)
    assert server.ask("GET", path, headers=video).status_code == 200
    assert server.ask("GET", path.replace("Signature=", "Signature=0"), headers=video).status_code == 403


def test_large_bodies_arrive_whole(server: Server) -> None:
    """Hashed, unsigned and sent in chunks; what S3 signs by a header is not held back."""
    large = bytes(range(256)) * 12_000
    server.aws("s3").put_object(Bucket="bucket", Key="film", Body=large)
    assert hashlib.sha256(server.inner.bodies[-1]).digest() == hashlib.sha256(large).digest()
    link = server.aws("s3").generate_presigned_url("put_object", Params={"Bucket": "b", "Key": "k"}, ExpiresIn=60)
    chunks = (large[start : start + 65_536] for start in range(0, len(large), 65_536))
    assert server.ask("PUT", link.removeprefix(server.url), content=chunks).status_code == 200
    assert server.inner.bodies[-1] == large
    for payload in ("UNSIGNED-PAYLOAD", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"):
        declared = {"X-Amz-Content-SHA256": payload}
        request = AWSRequest("PUT", f"{server.url}/bucket/film", headers=declared)
        DeclaredPayload(Credentials("test", SECRET), "s3", "us-east-1").add_auth(request)
        sent = server.ask("PUT", "/bucket/film", content=large, headers=dict(request.headers.items()))
        assert sent.status_code == 200


class DeclaredPayload(S3SigV4Auth):
    """Signs what the request declares of its body, as clients do that stream it."""

    def payload(self, request: Any) -> str:
        """Return the declared hash."""
        return str(request.headers["X-Amz-Content-SHA256"])
