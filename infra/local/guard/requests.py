"""The head of a request, and the reason for denying one."""

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qs, quote

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_SINGLE: Final = frozenset({"host", "origin", "authorization", "sec-fetch-site", "x-amz-target"})
"""Headers that the decision depends on. If one is repeated, the guard and the emulator could read different values."""


@dataclass(frozen=True)
class Denial:
    """The reason for denying a request; `code` is the error code of AWS if there is one."""

    code: str
    message: str
    status: int = 403


@dataclass(frozen=True)
class Request:
    """The head of a request. Header names are in lower case; repeated values are joined as SigV4 signs them."""

    method: str
    path: str
    raw_path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    ambiguous: bool
    """True if a header of `_SINGLE` is repeated or the host is missing."""

    @classmethod
    def of(cls, scope: Scope) -> "Request":
        """Read an ASGI scope of type `http`."""
        headers: dict[str, str] = {}
        repeated = set()
        for raw_name, raw_value in scope["headers"]:
            name, value = raw_name.decode("latin-1").lower(), _decoded(raw_value)
            if name in headers:
                repeated.add(name)
                value = f"{headers[name]},{value}"
            headers[name] = value
        path = scope["path"]
        return cls(
            method=scope["method"],
            path=path,
            raw_path=(scope.get("raw_path") or quote(path).encode()).decode("latin-1"),
            query=parse_qs(scope.get("query_string", b"").decode("utf-8", "replace"), keep_blank_values=True),
            headers=headers,
            ambiguous="host" not in headers or bool(repeated & _SINGLE),
        )

    def header(self, name: str) -> str:
        """Return a header's value, empty without one."""
        return self.headers.get(name, "")


def _decoded(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
