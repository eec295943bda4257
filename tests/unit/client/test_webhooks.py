"""Webhooks on the receiver's side: the verifier against the server's own signatures, both clients, and the commands."""

import asyncio
import base64
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from standardwebhooks import Webhook

from reelwright.api.webhooks import DeliveryView, ProbeAnswer, SecretView
from reelwright.webhooks.log import Outcome
from reelwright.webhooks.signatures import secret_text, signed_headers, user_key
from reelwright_client import AsyncClient, ConflictError, WebhookError, webhooks

if TYPE_CHECKING:
    from tests.unit.client.conftest import Shell, World

NOW = datetime(2026, 11, 21, 21, 44, 3, tzinfo=UTC)
AT = NOW.timestamp()
BODY = json.dumps({"type": "job.completed", "timestamp": "2026-11-21T21:44:00Z", "data": {"job_id": "job-7"}}).encode()


def key(generation: int = 1) -> bytes:
    """Return a user's key on the server."""
    return user_key(b"m" * 32, "ada", generation)


def signed(*generations: int, body: bytes = BODY) -> dict[str, str]:
    """Return a webhook's headers as the server makes them."""
    return signed_headers("msg_job-7_4", body, keys=tuple(key(one) for one in generations or (1,)), now=NOW)


SECRET = secret_text(key())


@pytest.mark.parametrize("body", [BODY, BODY.decode()])
def test_a_webhook_of_the_server_is_verified(body: bytes | str) -> None:
    """Headers in any case; the event has the id by which a repeated one is recognised."""
    headers = {name.title(): value for name, value in signed().items()}
    event = webhooks.verify(body, headers, SECRET, now_seconds=AT)
    assert (event.type, event.webhook_id, event.data) == ("job.completed", "msg_job-7_4", {"job_id": "job-7"})
    assert event.timestamp == datetime(2026, 11, 21, 21, 44, tzinfo=UTC)


def test_a_webhook_of_any_standard_sender_is_verified() -> None:
    """The public package signs, the client verifies."""
    sent_at = datetime.now(UTC)
    headers = {
        "webhook-id": "m1",
        "webhook-timestamp": str(int(sent_at.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("m1", sent_at, BODY.decode()),
    }
    assert webhooks.verify(BODY, headers, SECRET).type == "job.completed"


@pytest.mark.parametrize("secrets", [SECRET, secret_text(key(2)), [secret_text(key(9)), SECRET]])
def test_either_secret_verifies_while_two_sign(secrets: str | list[str]) -> None:
    """The sender shows two signatures, the receiver may hold several secrets."""
    assert webhooks.verify(BODY, signed(2, 1), secrets, now_seconds=AT)


def test_other_versions_of_signatures_are_left_alone() -> None:
    """Malformed signatures and other schemes are skipped."""
    good = signed()["webhook-signature"]
    for extra in ("v1a,AAAA", "v1,!!!", "v1", "", ",", "v1,AAAA"):
        headers = signed() | {"webhook-signature": f"{extra} {good}"}
        assert webhooks.verify(BODY, headers, SECRET, now_seconds=AT)


BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("body", {"body": BODY.replace(b"job-7", b"job-8")}),
    ("printed again", {"body": json.dumps(json.loads(BODY), indent=1).encode()}),
    ("id", {"headers": signed() | {"webhook-id": "msg_other"}}),
    ("time", {"headers": signed() | {"webhook-timestamp": str(int(AT) + 1)}}),
    ("time in words", {"headers": signed() | {"webhook-timestamp": "now"}}),
    ("old", {"now_seconds": AT + 301}),
    ("from the future", {"now_seconds": AT - 301}),
    ("another secret", {"secret": secret_text(key(2))}),
    ("no signature", {"headers": {name: text for name, text in signed().items() if name != "webhook-signature"}}),
    ("nothing but noise", {"headers": signed() | {"webhook-signature": "v1,"}}),
    ("no event", {"body": b"[]", "headers": signed(body=b"[]")}),
    ("no json", {"body": b"x", "headers": signed(body=b"x")}),
]


@pytest.mark.parametrize(("what", "changes"), BROKEN, ids=[what for what, _ in BROKEN])
def test_a_changed_webhook_is_refused(what: str, changes: dict[str, Any]) -> None:
    """All cases raise the same error."""
    asked: dict[str, Any] = {"body": BODY, "headers": signed(), "secret": SECRET, "now_seconds": AT, **changes}
    with pytest.raises(WebhookError, match=r"[a-z]{3}"):
        webhooks.verify(asked["body"], asked["headers"], asked["secret"], now_seconds=asked["now_seconds"])
    assert what


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_???", "not base64!"])
def test_a_malformed_secret_never_verifies(secret: str) -> None:
    """Anyone could sign with an empty key, so it raises ValueError."""
    empty = base64.b64encode(b"").decode()
    assert empty == ""
    with pytest.raises(ValueError, match="whsec_"):
        webhooks.verify(BODY, signed(), secret, now_seconds=AT)


def delivery(**fields: Any) -> dict[str, Any]:
    """Return a try as the server's view writes it."""
    view = DeliveryView.of(
        **{
            "webhook_id": "msg_job-7_4",
            "type": "job.completed",
            "number": 2,
            "trigger": "resend",
            "place": "hooks.example.com/x",
            "at": NOW,
            "outcome": Outcome.DELIVERED,
            "status": 200,
            "milliseconds": 41,
            "detail": None,
            "next_try_at": None,
            **fields,
        }
    )
    return view.wire()


def heard(**fields: Any) -> dict[str, Any]:
    """Return the answer to a test as the server writes it."""
    said = {
        "delivered": True,
        "outcome": "delivered",
        "status": 200,
        "milliseconds": 41,
        "detail": None,
        "excerpt": "hi",
    }
    return ProbeAnswer.of(**{**said, "webhook_id": "msg_test_1", **fields}).wire()


def secret_answer(**fields: Any) -> dict[str, Any]:
    """Return a secret as the server writes it."""
    said = {"secret": SECRET, "generation": 2, "rotated_at": NOW, "previous_until": NOW, **fields}
    return SecretView.of(**said).wire()


def test_each_method_calls_its_route(world: "World") -> None:
    """A rotation is never repeated: a second one would revoke the secret in use."""
    world.api.answers(
        httpx.Response(200, json=secret_answer()),
        httpx.Response(200, json=secret_answer(generation=3)),
        httpx.Response(200, json=heard()),
        httpx.Response(200, json={"deliveries": [delivery()]}),
        httpx.Response(200, json=delivery()),
        world.problem(503),
    )
    with world.client() as client:
        assert client.webhook_secret().secret == SECRET
        assert client.rotate_webhook_secret().generation == 3
        assert client.test_webhook("https://hooks.example.com/x").delivered
        (one,) = client.deliveries("job-7")
        assert (one.outcome, one.number, one.at) == ("delivered", 2, NOW)
        assert client.resend("job-7") == one
        with pytest.raises(Exception, match=r"."):
            client.rotate_webhook_secret()
    assert world.api.is_exhausted
    asked = [(request.method, request.url.path) for request in world.api.requests]
    assert asked == [
        ("GET", "/api/api/v1/webhooks/secret"),
        ("POST", "/api/api/v1/webhooks/secret/rotate"),
        ("POST", "/api/api/v1/webhooks/test"),
        ("GET", "/api/api/v1/jobs/job-7/deliveries"),
        ("POST", "/api/api/v1/jobs/job-7/deliveries"),
        ("POST", "/api/api/v1/webhooks/secret/rotate"),
    ]
    assert world.api.body(2) == {"url": "https://hooks.example.com/x"}


def test_the_awaiting_client_says_the_same(world: "World") -> None:
    """Both clients have every method."""
    world.api.answers(
        httpx.Response(200, json=secret_answer()),
        httpx.Response(200, json=secret_answer()),
        httpx.Response(200, json=heard()),
        httpx.Response(200, json={"deliveries": []}),
        world.problem(409),
    )

    async def ask() -> None:
        async with AsyncClient(world.url, world.token, terms=world.terms, transport=world.transport) as client:
            assert (await client.webhook_secret()) == (await client.rotate_webhook_secret())
            assert (await client.test_webhook("https://x.example/")).status == 200
            assert await client.deliveries("job-7") == ()
            with pytest.raises(ConflictError):
                await client.resend("job-7")

    asyncio.run(ask())


def test_the_secret_is_printed_alone(shell: "Shell") -> None:
    """Ready for a variable: `SECRET=$(reelwright webhooks secret)`; what else there is to say goes to stderr."""
    shell.world.api.answers(httpx.Response(200, json=secret_answer()), httpx.Response(200, json=secret_answer()))
    assert shell("webhooks", "secret").stdout == f"{SECRET}\n"
    rotated = shell("webhooks", "rotate")
    assert rotated.stdout == f"{SECRET}\n"
    assert "2026-11-21 21:44:03Z" in rotated.stderr


def test_a_refused_test_ends_with_1(shell: "Shell") -> None:
    """With the receiver's answer."""
    refused = heard(delivered=False, outcome="rejected", status=500, detail="the receiver answered 500", excerpt="oops")
    shell.world.api.answers(httpx.Response(200, json=heard()), httpx.Response(200, json=refused))
    assert shell("webhooks", "test", "https://x.example/").exit_code == 0
    ended = shell("webhooks", "test", "https://x.example/")
    assert ended.exit_code == 1
    assert "Rejected with 500 in 41 ms. the receiver answered 500" in ended.stdout
    assert "oops" in ended.stdout


def test_the_log_is_a_table_or_a_document(shell: "Shell") -> None:
    """One line for each attempt; an empty log says why it may be empty."""
    failed = delivery(outcome="rejected", status=503, trigger="schedule", next_try_at=NOW)
    answer: dict[str, Any] = {"deliveries": [failed, delivery()]}
    nothing: dict[str, Any] = {"deliveries": []}
    shell.world.api.answers(*(httpx.Response(200, json=one) for one in (answer, answer, nothing)))
    shown = shell("webhooks", "deliveries", "job-7").stdout.splitlines()
    assert len(shown) == 3
    assert all(word in shown[1] for word in ("rejected", "503", "schedule", "hooks.example.com/x"))
    assert json.loads(shell("webhooks", "deliveries", "job-7", "--json").stdout)["deliveries"][1]["trigger"] == "resend"
    assert "callback" in shell("webhooks", "deliveries", "job-7").stderr


def test_a_resend_ends_with_its_outcome(shell: "Shell") -> None:
    """Exit code 1 if it was not accepted, 2 if there was nothing to send."""
    shell.world.api.answers(
        httpx.Response(200, json=delivery()),
        httpx.Response(200, json=delivery(outcome="timed_out", status=None)),
        shell.world.problem(409, "The job is EXECUTING."),
    )
    assert [shell("webhooks", "resend", "job-7").exit_code for _ in range(3)] == [0, 1, 2]


def test_a_callback_url_is_a_field_of_the_job(shell: "Shell") -> None:
    """At the top of the body, beside `video_request`."""
    shell.world.api.answers(httpx.Response(202, json={"job_id": "job-7"}))
    shell("submit", "--prompt", "bees", "--callback-url", "https://x.example/h")
    assert shell.world.api.body()["callback_url"] == "https://x.example/h"
