"""What a client needs to know of its server, and how a call becomes a request. Shared by both clients."""

import os
from collections.abc import AsyncIterable, Iterable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final, Self

import httpx

from reelwright_client.address import checked_url, is_loopback
from reelwright_client.calls import Call
from reelwright_client.configuration import find_configuration
from reelwright_client.effects import Fetched, Put
from reelwright_client.errors import ConfigurationError

VERSION: Final = version("reelwright")
_PUT_SECONDS: Final = 60.0
"""How long the store may take to answer once a file was sent, and a block to leave."""
_HOLD_MARGIN_SECONDS: Final = 10.0
"""How much later than promised a held answer may come."""


@dataclass(frozen=True, kw_only=True)
class Connection:
    """One server and who calls it. The token is sent to this server only, never to download links."""

    url: str
    token: str | None
    timeout_seconds: float = 15.0

    @classmethod
    def to(cls, url: str | None, token: str | None, *, timeout_seconds: float, allow_plain_http: bool) -> Self:
        """Return the connection to `url`, or to the configured server where None is given.

        Raises ConfigurationError where there is none, or where the address or the token cannot be used.
        """
        if url is None:
            found = find_configuration(os.environ, Path.cwd(), Path.home())
            url, token = found.url, token or found.token
            allow_plain_http = allow_plain_http or found.allow_plain_http
        if token is not None and (not token.isascii() or not token.isprintable() or " " in token):
            raise ConfigurationError("The token holds characters that no token has; copy it again.")
        checked = checked_url(url, allow_plain_http=allow_plain_http)
        return cls(url=checked, token=token, timeout_seconds=timeout_seconds)

    @property
    def trust_env(self) -> bool:
        """Return whether proxies of the environment apply: never for a server on this machine."""
        return not is_loopback(self.url)

    def request(self, call: Call) -> httpx.Request:
        """Return the request of a call; a held one may be read for as long as that, and a little more."""
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

    def put_request(self, put: Put, content: Iterable[bytes] | AsyncIterable[bytes]) -> httpx.Request:
        """Return the request of an upload: signed in itself, so without the token, and with the signed headers alone."""
        timeout = httpx.Timeout(self.timeout_seconds, write=max(self.timeout_seconds, _PUT_SECONDS), read=_PUT_SECONDS)
        headers = {"User-Agent": f"reelwright-client/{VERSION}", **put.headers}
        return httpx.Request(
            "PUT", put.url, headers=headers, content=content, extensions={"timeout": timeout.as_dict()}
        )

    def fetch_request(self, url: str) -> httpx.Request:
        """Return the request of a download link: signed in itself, so without the token; not re-encoded."""
        headers = {"User-Agent": f"reelwright-client/{VERSION}", "Accept-Encoding": "identity"}
        timeout = httpx.Timeout(self.timeout_seconds)
        return httpx.Request("GET", url, headers=headers, extensions={"timeout": timeout.as_dict()})


def fetched(response: httpx.Response) -> Fetched:
    """Return how a streamed download went, once its body was read."""
    announced = response.headers.get("content-length", "")
    return Fetched(
        status_code=response.status_code,
        expected_bytes=int(announced) if announced.isdecimal() else None,
        received_bytes=response.num_bytes_downloaded,
    )
