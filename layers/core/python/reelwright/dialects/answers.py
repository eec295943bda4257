"""What all HTTP providers share: one POST of JSON, and their failures as our own errors."""

import http.client
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any, Final

from reelwright.errors import (
    OversizedReplyError,
    ProviderError,
    ProviderMisconfiguredError,
    ProviderRefusedError,
    ProviderThrottledError,
    ProviderTimeoutError,
    ReelwrightError,
)
from reelwright.outbound.calling import MOST_ANSWER_BYTES, HttpCaller
from reelwright.outbound.exchange import Method, WholeAnswer

_SUCCESS: Final = 200
_LONGEST_MESSAGE: Final = 300
_KINDS: Final[dict[int, type[ReelwrightError]]] = {
    400: ProviderRefusedError,
    401: ProviderMisconfiguredError,
    402: ProviderMisconfiguredError,
    403: ProviderMisconfiguredError,
    404: ProviderMisconfiguredError,
    408: ProviderTimeoutError,
    413: ProviderRefusedError,
    422: ProviderRefusedError,
    504: ProviderTimeoutError,
}
"""Status -> error; 425 and 429 are throttles, everything else a failure of the provider."""

_THROTTLES: Final = frozenset({HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS})
"""ElevenLabs answers 425 where a repeated request comes too early."""

_DIGITS: Final = 10
_UNIX_TIMES: Final = 1_000_000_000
"""Larger numbers of seconds are moments."""
Explain = Callable[[int, Any], Exception | None]
"""Reads a failed answer's JSON in the provider's dialect; None leaves it to the status."""


def post_json(
    caller: HttpCaller,
    name: str,
    url: str,
    body: Mapping[str, Any],
    *,
    headers: Mapping[str, str],
    seconds: float,
    explain: Explain = lambda _status, _answer: None,
    most_bytes: int = MOST_ANSWER_BYTES,
) -> Any:
    """Post JSON and return the answer's JSON object. Raises the errors of `Completion`; no message has a value of a header."""
    found = _json(
        post_bytes(caller, name, url, body, headers=headers, seconds=seconds, explain=explain, most_bytes=most_bytes)
    )
    if not isinstance(found, dict):
        raise ProviderError(f"{name} answered something that is not a JSON object")
    return found


def post_bytes(
    caller: HttpCaller,
    name: str,
    url: str,
    body: Mapping[str, Any],
    *,
    headers: Mapping[str, str],
    seconds: float,
    explain: Explain = lambda _status, _answer: None,
    most_bytes: int = MOST_ANSWER_BYTES,
) -> bytes:
    """Post JSON and return the answer's bytes. Raises as `post_json`."""
    sent = json.dumps(body).encode()
    return call(
        caller, name, "POST", url, headers=headers, body=sent, seconds=seconds, explain=explain, most_bytes=most_bytes
    )


def get_json(
    caller: HttpCaller, name: str, url: str, *, headers: Mapping[str, str], seconds: float, secret: str = ""
) -> Any:
    """Get a JSON object. `secret` is a key in the URL, where a provider expects it. Raises as `post_json`."""
    found = _json(call(caller, name, "GET", url, headers=headers, seconds=seconds, secret=secret))
    if not isinstance(found, dict):
        raise ProviderError(f"{name} answered something that is not a JSON object")
    return found


def call(
    caller: HttpCaller,
    name: str,
    method: Method,
    url: str,
    *,
    headers: Mapping[str, str],
    seconds: float,
    body: bytes | None = None,
    explain: Explain = lambda _status, _answer: None,
    most_bytes: int = MOST_ANSWER_BYTES,
    secret: str = "",
) -> bytes:
    """Send one request and return the answer's bytes. Raises as `post_json`."""
    sent = {"User-Agent": "Reelwright/1", "Accept": "application/json", **headers}
    with transport_errors(name, seconds):
        answer = caller.send(method, url, headers=sent, body=body, seconds=seconds, most_bytes=most_bytes)
    if answer.status == _SUCCESS:
        return answer.body
    raise error_of(name, answer, secrets=(*headers.values(), secret), explain=explain)


def error_of(
    name: str, answer: WholeAnswer, *, secrets: Iterable[str], explain: Explain = lambda _status, _answer: None
) -> Exception:
    """Return the error that a failed answer is. Its message has none of the secrets."""
    found = _json(answer.body)
    message = _without(f"{name} answered {answer.status}: {_message(found)}", secrets)
    if answer.status in _THROTTLES:
        return ProviderThrottledError(message, retry_after_seconds=_delay(answer))
    known = explain(answer.status, found)
    return known or _KINDS.get(answer.status, ProviderError)(message)


@contextmanager
def transport_errors(name: str, seconds: float) -> Iterator[None]:
    """Raise failures of the connection as our own errors."""
    try:
        yield
    except TimeoutError as error:
        raise ProviderTimeoutError(f"{name} did not answer within {seconds:g} s") from error
    except ValueError as error:
        raise ProviderMisconfiguredError(f"{name} is not called: {error}") from error
    except (OSError, http.client.HTTPException, OversizedReplyError) as error:
        raise ProviderError(f"{name} could not be reached or broke off ({type(error).__name__})") from error


def _delay(answer: WholeAnswer) -> float | None:
    """Return the server's own delay: `Retry-After`, else the reset of its limit, which some say as a Unix time."""
    reset = answer.headers.get("x-ratelimit-reset", "")
    if answer.retry_after_seconds is not None or not (reset.isascii() and reset.isdigit() and len(reset) <= _DIGITS):
        return answer.retry_after_seconds
    return max(0.0, float(reset) - time.time()) if float(reset) > _UNIX_TIMES else float(reset)


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Raise ProviderError where an answer lacks what its documented shape has."""
    try:
        yield
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise ProviderError(f"{name} answered in an unknown shape ({type(error).__name__})") from error


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _message(found: Any) -> str:
    """Find the message of an error in the usual dialects; HTML of a proxy has none."""
    while isinstance(found, list) and found:
        found = found[0]
    if isinstance(found, dict):
        inner = found.get("error", found.get("detail", found))
        text = inner.get("message", "") if isinstance(inner, dict) else inner
        return "".join(one for one in str(text)[:_LONGEST_MESSAGE] if one.isprintable()) or "no message"
    return "no message"


def _without(text: str, secrets: Any) -> str:
    """Remove keys that a provider repeats in its message ("Incorrect API key provided: …")."""
    for value in secrets:
        for part in value.split():
            if len(part) >= 8:  # noqa: PLR2004 - shorter words are "Bearer" and test names
                text = text.replace(part, "***")
    return text
