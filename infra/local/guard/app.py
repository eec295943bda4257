"""The guard as an ASGI app around another one."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final
from xml.sax.saxutils import escape

from infra.local.guard.requests import App, Receive, Refusal, Request, Scope, Send
from infra.local.guard.roads import is_api, is_open, shut_refusal
from infra.local.guard.signatures import SecretOf, carries_credentials, claim_of, signature_refusal
from infra.local.guard.sites import host_refusal, site_refusal

MARK: Final = "x-reelwright-guard"
"""The header of every answer, by which `up` sees that the running emulator has a guard."""
_CORS: Final = b"access-control-"
_ANY_ORIGIN: Final = (b"access-control-allow-origin", b"*")
_SAFE: Final = ("GET", "HEAD")
_AMBIGUOUS: Final = Refusal("AccessDenied", "a header that decides about the request is missing or repeated", 400)
_UNSIGNED: Final = Refusal("MissingAuthenticationToken", "Missing Authentication Token")


class Guard:
    """Lets a request through to `app`, or answers it. `secret_of` knows the secrets of access keys."""

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
        else:  # nothing of ours speaks WebSocket, and the emulator's own are not guarded by signatures
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request.of(scope)
        refusal = _refusal_of_head(request)
        if refusal is None and carries_credentials(request):
            claim = claim_of(request)
            if isinstance(claim, Refusal):
                refusal = claim
            else:
                body = b""
                if claim.needs_body:
                    body = await _whole_body(receive)
                    receive = _replayed(body, receive)
                refusal = signature_refusal(request, claim, body, secret_of=self._secret_of, now=self._now())
        if refusal is None:
            await self._app(scope, receive, _without_open_cors(send, keep=is_api(request)))
        else:
            await _answer(send, request, refusal)


def _refusal_of_head(request: Request) -> Refusal | None:
    """Judge all but the signature. A signed URL that is only read may stand on any page, as on AWS: it is its own proof."""
    if request.ambiguous:
        return _AMBIGUOUS
    signed = carries_credentials(request)
    is_signed_link = signed and request.method in _SAFE and not request.header("authorization")
    return (
        host_refusal(request)
        or (None if is_signed_link else site_refusal(request))
        or shut_refusal(request)
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
    """Return what gives the body that was read already, and after it whatever comes."""
    given = False

    async def again() -> Any:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _without_open_cors(send: Send, *, keep: bool) -> Send:
    """Return a sender that leaves out CORS headers which open an answer to every page, and marks each answer."""

    async def sent(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = [(bytes(name).lower(), value) for name, value in message.get("headers", ())]
            if not keep and _ANY_ORIGIN in headers:
                headers = [pair for pair in headers if not pair[0].startswith(_CORS)]
            message = {**message, "headers": [*headers, (MARK.encode(), b"on")]}
        await send(message)

    return sent


async def _answer(send: Send, request: Request, refusal: Refusal) -> None:
    """Answer in the form that AWS's clients read: JSON where they name a target, XML elsewhere."""
    headers: Mapping[str, str]
    if request.header("x-amz-target"):
        body = json.dumps({"__type": refusal.code, "message": refusal.message})
        headers = {"content-type": "application/x-amz-json-1.1"}
    else:
        text = f"<Code>{escape(refusal.code)}</Code><Message>{escape(refusal.message)}</Message>"
        body = f"<ErrorResponse><Error>{text}</Error></ErrorResponse>"
        headers = {"content-type": "text/xml", "x-content-type-options": "nosniff"}
    content = b"" if request.method == "HEAD" else f"{body}\n".encode()
    headers = {**headers, "x-amzn-errortype": refusal.code, "content-length": str(len(content)), MARK: "on"}
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": refusal.status, "headers": pairs})
    await send({"type": "http.response.body", "body": content})
