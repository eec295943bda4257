"""The server and its token, and how a call becomes a request. Shared by both clients."""

import os
from collections.abc import AsyncIterable, Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final, Self

import httpx

from reelwright_client.address import checked_url, is_loopback
from reelwright_client.calls import Call
from reelwright_client.configuration import find_configuration
from reelwright_client.errors import ConfigurationError

VERSION: Final = version("reelwright")
_PUT_SECONDS: Final = 60.0
"""How long the store may take to accept a block, and to answer after the last one."""
_HOLD_MARGIN_SECONDS: Final = 10.0
"""How much later than requested a held answer may arrive."""


@dataclass(frozen=True, kw_only=True)
class Connection:
    """One server and the caller's token. The token is sent to this server only, never to signed links."""

    url: str
    token: str | None
    timeout_seconds: float = 15.0

    @classmethod
    def to(cls, url: str | None, token: str | None, *, timeout_seconds: float, allow_plain_http: bool) -> Self:
        """Connect to `url`, or to the configured server if it is None.

        Raises ConfigurationError if no server is configured, or if the address or the token cannot be used.
        """
        if url is None:
            found = find_configuration(os.environ, Path.cwd(), Path.home())
            url, token = found.url, token or found.token
            allow_plain_http = allow_plain_http or found.allow_plain_http
        if token is not None and (not token.isascii() or not token.isprintable() or " " in token):
            raise ConfigurationError("The token contains characters that no token has; copy it again.")
        checked = checked_url(url, allow_plain_http=allow_plain_http)
        return cls(url=checked, token=token, timeout_seconds=timeout_seconds)

    @property
    def trust_env(self) -> bool:
        """Whether proxies of the environment apply: never for a server on this machine."""
        return not is_loopback(self.url)

    def request(self, call: Call) -> httpx.Request:
        """Build the request of a call. A call that the server may hold gets a longer read timeout."""
        headers = {
            "Accept": "application/json",
            "User-Agent": f"reelwright-client/{VERSION}",
            **call.headers,
        }
        if call.with_token and self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        read_seconds = self.timeout_seconds
        if call.hold_seconds:
            read_seconds = max(read_seconds, call.hold_seconds + _HOLD_MARGIN_SECONDS)
        timeout = httpx.Timeout(self.timeout_seconds, read=read_seconds)
        return httpx.Request(
            call.method,
            self.url + call.path,
            params=call.query or None,
            headers=headers,
            json=call.body,
            extensions={"timeout": timeout.as_dict()},
        )

    def put_request(
        self, url: str, signed: Mapping[str, str], content: Iterable[bytes] | AsyncIterable[bytes]
    ) -> httpx.Request:
        """Build the request of an upload: its URL is signed, so it carries the signed headers and no token."""
        timeout = httpx.Timeout(self.timeout_seconds, write=max(self.timeout_seconds, _PUT_SECONDS), read=_PUT_SECONDS)
        headers = {"User-Agent": f"reelwright-client/{VERSION}", **signed}
        return httpx.Request("PUT", url, headers=headers, content=content, extensions={"timeout": timeout.as_dict()})

    def fetch_request(self, url: str) -> httpx.Request:
        """Build the request of a download link: its URL is signed, so it carries no token. Compression is off."""
        headers = {"User-Agent": f"reelwright-client/{VERSION}", "Accept-Encoding": "identity"}
        timeout = httpx.Timeout(self.timeout_seconds)
        return httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout.as_dict()})
