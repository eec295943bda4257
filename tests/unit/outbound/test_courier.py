"""A webhook over real TLS to a receiver of the test's own, and everything that keeps it out of where it must not go."""

import socket
import ssl
import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import TYPE_CHECKING

import pytest
from standardwebhooks import Webhook

from reelwright.outbound.courier import HttpsCourier
from reelwright.webhooks.log import Outcome
from reelwright.webhooks.signatures import secret_text, signed_headers

if TYPE_CHECKING:
    from reelwright.ports import Reply
    from tests.unit.outbound.conftest import Receiver, Scene

URL = "https://hooks.example.com/reelwright?team=7"
PUBLIC = "93.184.215.14"
BODY = '{"type":"webhook.test","title":"Größe"}'.encode()
KEY = b"k" * 32


def post(scene: "Scene", url: str = URL, *, timeout_seconds: float = 5.0) -> "Reply":
    """Send a signed webhook."""
    headers = signed_headers("msg_1", BODY, keys=(KEY,), now=datetime.now(timezone.utc))
    return scene.courier(timeout_seconds=timeout_seconds).post(url, headers=headers, body=BODY)


def test_a_receiver_gets_what_it_can_verify(scene: "Scene") -> None:
    """Over TLS, to the resolved address, with the name in SNI and Host; the public verifier accepts head and body."""
    reply = post(scene)
    assert (reply.outcome, reply.status, reply.detail) == (Outcome.DELIVERED, 204, None)
    assert 0 <= reply.milliseconds < 5000
    assert scene.network.connected == [(PUBLIC, 443)]
    assert scene.receiver.names == ["hooks.example.com"]
    head, _, body = scene.receiver.requests[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    sent = dict(line.split(": ", 1) for line in lines[1:])
    assert lines[0] == "POST /reelwright?team=7 HTTP/1.1"
    assert (sent["Host"], sent["Content-Type"]) == ("hooks.example.com", "application/json")
    assert Webhook(secret_text(KEY)).verify(body, sent)["title"] == "Größe"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (b"200 OK", Outcome.DELIVERED),
        (b"299 X", Outcome.DELIVERED),
        (b"301 Moved", Outcome.REJECTED),
        (b"307 Temporary", Outcome.REJECTED),
        (b"400 Bad", Outcome.REJECTED),
        (b"410 Gone", Outcome.GONE),
        (b"500 Oh", Outcome.REJECTED),
    ],
)
def test_only_2xx_is_success(scene: "Scene", status: bytes, outcome: Outcome) -> None:
    """The status is logged either way."""
    head = b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\n\r\n"
    scene.receiver.behave = lambda connection, _: connection.sendall(head)
    reply = post(scene)
    assert (reply.outcome, reply.status) == (outcome, int(status[:3]))


def test_redirects_are_not_followed(scene: "Scene") -> None:
    """One name is resolved, one connection made: a redirect to the inside leads nowhere."""
    head = b"HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest/meta-data/\r\n\r\n"
    scene.receiver.behave = lambda connection, _: connection.sendall(head)
    reply = post(scene)
    assert (reply.outcome, reply.status) == (Outcome.REJECTED, 302)
    assert "redirect" in str(reply.detail)
    assert (scene.network.resolved, len(scene.network.connected)) == (["hooks.example.com"], 1)


@pytest.mark.parametrize(("status", "seconds"), [(429, 120.0), (503, 120.0), (500, None)])
def test_retry_after_is_heard_where_it_means_something(scene: "Scene", status: int, seconds: float | None) -> None:
    """429 and 503 say when to come back (RFC 9110); a date is left unread."""
    head = f"HTTP/1.1 {status} X\r\nRetry-After: 120\r\n\r\n".encode()
    scene.receiver.behave = lambda connection, _: connection.sendall(head)
    assert post(scene).retry_after_seconds == seconds


PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.0.10",
    "169.254.169.254",
    "169.254.170.2",
    "100.64.0.7",
    "0.0.0.0",  # noqa: S104 - an address to refuse
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "fe80::1",
    "fd00:ec2::254",
    "::ffff:127.0.0.1",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "ff02::1",
    "::",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_inside_is_not_called(scene: "Scene", address: str) -> None:
    """Whatever the DNS of its owner says: no connection is made, also where a public address stands beside it."""
    scene.network.addresses = [(address,), (PUBLIC, address)]
    assert [post(scene).outcome for _ in range(2)] == [Outcome.REFUSED, Outcome.REFUSED]
    assert scene.network.connected == []
    assert scene.receiver.requests == []


def test_a_name_that_changes_its_mind_changes_nothing(scene: "Scene") -> None:
    """Rebinding: the second answer would lead inside, but the first is the one that is connected to, and none else asked."""
    scene.network.addresses = [(PUBLIC,), ("127.0.0.1",)]
    assert post(scene).outcome is Outcome.DELIVERED
    assert scene.network.connected == [(PUBLIC, 443)]
    assert scene.network.resolved == ["hooks.example.com"]
    assert post(scene).outcome is Outcome.REFUSED
    assert len(scene.network.connected) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/",
        "https://localhost/",
        "https://127.0.0.1/",
        "https://2130706433/",
        "https://user@hooks.example.com/",
        "https://hooks.example.com:22/",
        "http://localhost:80/",
    ],
)
def test_a_url_that_is_none_of_ours_is_not_even_resolved(scene: "Scene", url: str) -> None:
    """The text is judged again at every try, so a row from before a rule knows the rule too."""
    reply = post(scene, url)
    assert (reply.outcome, reply.status) == (Outcome.REFUSED, None)
    assert reply.detail
    assert scene.network.resolved == []


def test_the_next_address_is_tried_where_nobody_listens(scene: "Scene") -> None:
    """IPv4 first; a receiver with two addresses may have lost one."""
    scene.network.addresses = [("2606:4700::1", "8.8.4.4", PUBLIC)]
    scene.network.dead = ("8.8.4.4",)
    assert post(scene).outcome is Outcome.DELIVERED
    assert scene.network.connected == [("8.8.4.4", 443), (PUBLIC, 443)]


def test_nobody_there_is_a_reply_too(scene: "Scene") -> None:
    """As is a name that nobody knows."""
    scene.network.dead = (PUBLIC,)
    assert post(scene).outcome is Outcome.UNREACHABLE
    scene.network.addresses = [()]
    assert post(scene).outcome is Outcome.UNREACHABLE


def test_a_certificate_of_nobody_is_not_trusted(scene: "Scene") -> None:
    """The system's authorities do not know the test's; nothing is sent."""
    courier = scene.courier(trust=ssl.create_default_context())
    reply = courier.post(URL, headers={}, body=BODY)
    assert reply.outcome is Outcome.UNTRUSTED
    assert scene.receiver.requests == []


def test_a_certificate_for_another_name_is_not_trusted(scene: "Scene") -> None:
    """The address may be anybody's: the certificate has to prove the name."""
    reply = post(scene, "https://other.example.com/")
    assert reply.outcome is Outcome.UNTRUSTED
    assert scene.receiver.requests == []


def _silent(connection: socket.socket, _request: bytes) -> None:
    connection.recv(1)


def _dripping(connection: socket.socket, _request: bytes) -> None:
    for character in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 200:
        connection.sendall(bytes([character]))
        time.sleep(0.05)


@pytest.mark.parametrize("behave", [_silent, _dripping])
def test_a_slow_receiver_has_an_end(scene: "Scene", behave: Callable[[socket.socket, bytes], None]) -> None:
    """The time is for all of it: a byte now and then does not make it longer."""
    scene.receiver.behave = behave
    started = time.monotonic()
    reply = post(scene, timeout_seconds=0.6)
    assert reply.outcome is Outcome.TIMED_OUT
    assert time.monotonic() - started < 8  # the whole of its answer takes ten


@pytest.mark.parametrize(
    "answer",
    [
        b"hello\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 20_000,
        b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000,
        b"HTTP/1.1 abc\r\n\r\n",
        b"",
    ],
)
def test_what_is_no_answer_is_broken(scene: "Scene", answer: bytes) -> None:
    """A head without end is given up after a bound."""
    scene.receiver.behave = lambda connection, _: connection.sendall(answer)
    assert post(scene).outcome in (Outcome.BROKEN, Outcome.UNREACHABLE)


def test_an_endless_body_takes_nothing_from_its_status(scene: "Scene") -> None:
    """Its beginning is shown to whoever tests a receiver, printable and short; the rest is left."""

    def talk(connection: socket.socket, _request: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n\x1b[31mthanks\x00 " + b"a" * 1_000_000)

    scene.receiver.behave = talk
    reply = post(scene)
    assert reply.outcome is Outcome.DELIVERED
    assert reply.excerpt.startswith("[31mthanks aaa")
    assert len(reply.excerpt) <= 500


def test_only_the_local_environment_calls_this_machine(plain_receiver: "Receiver") -> None:
    """In plain HTTP; elsewhere the same URL is refused."""
    url = f"http://localhost:{plain_receiver.port}/hook"
    assert HttpsCourier(local=False).post(url, headers={}, body=BODY).outcome is Outcome.REFUSED
    assert plain_receiver.requests == []
    own = HttpsCourier(local=True, own_port=plain_receiver.port)
    assert own.post(url, headers={}, body=BODY).outcome is Outcome.REFUSED
    assert plain_receiver.requests == []
    assert HttpsCourier(local=True).post(url, headers={}, body=BODY).outcome is Outcome.DELIVERED
    assert f"Host: localhost:{plain_receiver.port}".encode() in plain_receiver.requests[0]
