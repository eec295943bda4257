"""The guard as an ASGI app around another one."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from xml.sax.saxutils import escape

from infra.local.guard.requests import App, Denial, Receive, Request, Scope, Send
from infra.local.guard.routes import closed_path_denial, is_api, is_open
from infra.local.guard.signatures import SecretOf, carries_credentials, claim_of, signature_denial
from infra.local.guard.sites import host_denial, site_denial

MARK: Final = "x-reelwright-guard"
"""A header of every answer; `up` restarts an emulator without it."""
_CORS: Final = b"access-control-"
_ANY_ORIGIN: Final = (b"access-control-allow-origin", b"*")
_SAFE: Final = ("GET", "HEAD")
_AMBIGUOUS: Final = Denial("AccessDenied", "a header that decides about the request is missing or repeated", 400)
_UNSIGNED: Final = Denial("MissingAuthenticationToken", "Missing Authentication Token")


class Guard:
    """Passes a request to `app`, or denies it. `secret_of` looks up the secrets of access keys."""

    def __init__(
        self, app: App, *, secret_of: SecretOf, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._app = app
        self._secret_of = secret_of
        self._now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection of ASGI."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:  # no part of the stack uses WebSocket, and the emulator does not require a signature for it
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request.of(scope)
        denial = _denial_of_head(request)
        if denial is None and carries_credentials(request):
            claim = claim_of(request)
            if isinstance(claim, Denial):
                denial = claim
            else:
                body = b""
                if claim.needs_body:
                    body = await _whole_body(receive)
                    receive = _replayed(body, receive)
                denial = signature_denial(request, claim, body, secret_of=self._secret_of, now=self._now())
        if denial is None:
            await self._app(scope, receive, _without_open_cors(send, keep=is_api(request)))
        else:
            await _answer(send, request, denial)


def _denial_of_head(request: Request) -> Denial | None:
    """Check everything except the signature. Any page may load a signed URL, as on AWS: the signature is the proof."""
    if request.ambiguous:
        return _AMBIGUOUS
    signed = carries_credentials(request)
    is_signed_link = signed and request.method in _SAFE and not request.header("authorization")
    return (
        host_denial(request)
        or (None if is_signed_link else site_denial(request))
        or closed_path_denial(request)
        or (None if signed or is_open(request) else _UNSIGNED)
    )


async def _whole_body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        parts.append(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body", False):
            return b"".join(parts)


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Receive the body that was already read, then further messages."""
    given = False

    async def again() -> Any:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _without_open_cors(send: Send, *, keep: bool) -> Send:
    """Remove CORS headers that open an answer to every page, unless `keep`, and add `MARK`."""

    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = [(bytes(name).lower(), value) for name, value in message.get("headers", ())]
            if not keep and _ANY_ORIGIN in headers:
                headers = [pair for pair in headers if not pair[0].startswith(_CORS)]
            message = {**message, "headers": [*headers, (MARK.encode(), b"on")]}
        await send(message)

    return sent


async def _answer(send: Send, request: Request, denial: Denial) -> None:
    """Answer in the format that AWS clients read: JSON if the request names a target, else XML."""
    headers: Mapping[str, str]
    if request.header("x-amz-target"):
        body = json.dumps({"__type": denial.code, "message": denial.message})
        headers = {"content-type": "application/x-amz-json-1.1"}
    else:
        text = f"<Code>{escape(denial.code)}</Code><Message>{escape(denial.message)}</Message>"
        body = f"<ErrorResponse><Error>{text}</Error></ErrorResponse>"
        headers = {"content-type": "text/xml", "x-content-type-options": "nosniff"}
    content = b"" if request.method == "HEAD" else f"{body}\n".encode()
    headers = {**headers, "x-amzn-errortype": denial.code, "content-length": str(len(content)), MARK: "on"}
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": denial.status, "headers": pairs})
    await send({"type": "http.response.body", "body": content})
