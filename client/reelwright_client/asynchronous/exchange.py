"""Requests and their answers: the only module that sends anything."""

import math
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import httpx

from reelwright_client.answers import broken, parsed, refused
from reelwright_client.calls import Call
from reelwright_client.connection import Connection
from reelwright_client.downloading import Fetched
from reelwright_client.models.wire import Wire
from reelwright_client.part_file import PartFile
from reelwright_client.retrying import AsyncSleep, RetryPolicy, Terms
from reelwright_client.uploading import blocks

_W = TypeVar("_W", bound=Wire)


@dataclass(frozen=True, kw_only=True)
class AsyncExchange:
    """Talks to one server, and to the store that its signed links point to."""

    connection: Connection
    http: httpx.AsyncClient
    terms: Terms
    sleep: AsyncSleep

    async def read(self, model: type[_W], call: Call) -> _W:
        """Send a call and read its answer as a model; raises what `send` raises, and UnexpectedAnswerError."""
        return parsed(model, await self.send(call))

    async def send(
        self, call: Call, *, until_seconds: float = math.inf, policy: RetryPolicy | None = None
    ) -> httpx.Response:
        """Send a call until its answer is accepted, but repeat it only if that is safe and can help.

        Never pauses past `until_seconds` on the clock of the terms. Raises ConnectionFailedError or the ApiError of
        the last answer.
        """
        attempt = 0
        while True:
            attempt += 1
            try:
                response = await self.http.send(self.connection.request(call))
            except httpx.RequestError as error:
                failure = broken(call, error)
            else:
                if response.status_code in call.accept:
                    return response
                failure = refused(call, response)
            pause = None
            if failure.may_repeat:
                pause = self.terms.pause_seconds(attempt, asked_seconds=failure.asked_seconds, policy=policy)
            if pause is None or self.terms.now() + pause >= until_seconds:
                raise failure.error
            await self.sleep(pause)

    async def fetch(self, url: str, part: PartFile) -> Fetched:
        """Stream a file from a signed link into `part`, without the token. Raises httpx.RequestError."""
        request = self.connection.fetch_request(url)
        response = await self.http.send(request, stream=True, follow_redirects=True)
        try:
            async for chunk in response.aiter_bytes():
                part.write(chunk)
        finally:
            await response.aclose()
        return Fetched.of(response)

    async def put(self, url: str, headers: Mapping[str, str], file: Path) -> int:
        """Stream a file to a signed address, without the token; returns the status. Raises httpx.RequestError."""
        request = self.connection.put_request(url, headers, _content(file))
        return (await self.http.send(request)).status_code


async def _content(file: Path) -> AsyncIterator[bytes]:
    for block in blocks(file):
        yield block
