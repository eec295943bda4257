"""The awaiting client: the same flows as `Client`, performed on asyncio."""

import asyncio
import inspect
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, Unpack

import httpx

from reelwright_client import calls, downloading, flows, uploading
from reelwright_client.calls import DeadLetterQuery, JobQuery
from reelwright_client.connection import Connection, fetched
from reelwright_client.effects import Effect, Fetch, Fetched, Flow, Notify, Pause, Put, Send, Terms
from reelwright_client.fields import JobFields, body_of
from reelwright_client.models import (
    Accepted,
    Cancellation,
    Counts,
    DeadLetter,
    DeadLetterPage,
    Deliveries,
    Delivery,
    Health,
    HistoryEntry,
    Job,
    JobPage,
    Queues,
    Retried,
    RevivedPage,
    Tried,
    Upload,
    WebhookSecret,
    WebhookTest,
)

_T = TypeVar("_T")
OnChange = Callable[[Job], object]
"""May be a plain function or a coroutine function."""


class AsyncClient:
    """Reelwright on asyncio; everything that `Client` says holds here too. Close it, or use `async with`."""

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        *,
        timeout_seconds: float = 15.0,
        allow_plain_http: bool = False,
        terms: Terms | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.connection = Connection.to(url, token, timeout_seconds=timeout_seconds, allow_plain_http=allow_plain_http)
        self._terms = terms or Terms()
        self._sleep = sleep
        self._http = httpx.AsyncClient(transport=transport, trust_env=self.connection.trust_env)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def create(
        self, script: str | None = None, *, idempotency_key: str | None = None, **fields: Unpack[JobFields]
    ) -> Accepted:
        """Create a job; see `Client.create`."""
        key = idempotency_key or uuid.uuid4().hex
        return await self._run(flows.read(Accepted, calls.create(body_of(script, fields), key), self._terms))

    async def dry_run(self, script: str | None = None, **fields: Unpack[JobFields]) -> Tried:
        """Return what a create would come to; see `Client.dry_run`."""
        return await self._run(flows.read(Tried, calls.dry_run(body_of(script, fields)), self._terms))

    async def get(self, job_id: str) -> Job:
        """Return a job as it is now; see `Client.get`."""
        return await self._run(flows.read(Job, calls.get(job_id), self._terms))

    async def jobs(
        self,
        *,
        status: str | None = None,
        task_name: str | None = None,
        user_id: str | None = None,
        page_size: int = calls.LONGEST_PAGE,
    ) -> AsyncIterator[Job]:
        """Yield own jobs, newest first; see `Client.jobs`."""
        query: JobQuery | None = JobQuery(status=status, task_name=task_name, user_id=user_id, limit=page_size)
        while query is not None:
            page = await self._run(flows.page(query, self._terms))
            for job in page.jobs:
                yield job
            query = query.after(page)

    async def page(
        self,
        number: int,
        *,
        status: str | None = None,
        task_name: str | None = None,
        user_id: str | None = None,
        page_size: int = calls.LONGEST_PAGE,
    ) -> JobPage:
        """Return one page of own jobs by its number; see `Client.page`."""
        query = JobQuery(status=status, task_name=task_name, user_id=user_id, limit=page_size, page=number)
        return await self._run(flows.page(query, self._terms))

    async def cancel(self, job_id: str) -> Cancellation:
        """Cancel a job; see `Client.cancel`."""
        return await self._run(flows.cancel(job_id, self._terms))

    async def retry(self, job_id: str) -> Retried:
        """Give a FAILED job a new attempt; see `Client.retry`."""
        return await self._run(flows.read(Retried, calls.retry(job_id), self._terms))

    async def history(self, job_id: str) -> tuple[HistoryEntry, ...]:
        """Return every transition of a job; see `Client.history`."""
        return await self._run(flows.history(job_id, self._terms))

    async def counts(self, *, user_id: str | None = None) -> Counts:
        """Return jobs by state; see `Client.counts`."""
        return await self._run(flows.read(Counts, calls.counts(user_id), self._terms))

    async def queues(self) -> Queues:
        """Return how full queues and capacity are; see `Client.queues`."""
        return await self._run(flows.read(Queues, calls.queues(), self._terms))

    async def health(self) -> Health:
        """Return the service's health; see `Client.health`."""
        return await self._run(flows.read(Health, calls.health(), self._terms))

    async def dead_letters(
        self, *, task_name: str | None = None, page_size: int = calls.LONGEST_PAGE
    ) -> AsyncIterator[DeadLetter]:
        """Yield what was given up; see `Client.dead_letters`."""
        query: DeadLetterQuery | None = DeadLetterQuery(task_name=task_name, limit=page_size)
        while query is not None:
            page = await self._run(flows.read(DeadLetterPage, calls.list_dead_letters(query), self._terms))
            for letter in page.dead_letters:
                yield letter
            query = query.after(page)

    async def dead_letter(self, letter_id: str) -> DeadLetter:
        """Return one dead letter; see `Client.dead_letter`."""
        return await self._run(flows.read(DeadLetter, calls.get_dead_letter(letter_id), self._terms))

    async def retry_dead_letter(self, letter_id: str) -> Retried:
        """Retry one; see `Client.retry_dead_letter`."""
        return await self._run(flows.read(Retried, calls.retry_dead_letter(letter_id), self._terms))

    async def retry_dead_letters(self, *, task_name: str | None = None) -> AsyncIterator[RevivedPage]:
        """Retry all (of one task), page by page; see `Client.retry_dead_letters`."""
        query: DeadLetterQuery | None = DeadLetterQuery(task_name=task_name)
        while query is not None:
            page = await self._run(flows.read(RevivedPage, calls.retry_dead_letters(query), self._terms))
            yield page
            query = query.after(page)

    async def remove_dead_letter(self, letter_id: str) -> None:
        """Forget one; see `Client.remove_dead_letter`."""
        await self._run(flows.send(calls.remove_dead_letter(letter_id), self._terms))

    async def webhook_secret(self) -> WebhookSecret:
        """Return the secret that signs your webhooks; see `Client.webhook_secret`."""
        return await self._run(flows.read(WebhookSecret, calls.webhook_secret(), self._terms))

    async def rotate_webhook_secret(self) -> WebhookSecret:
        """Return a new secret; see `Client.rotate_webhook_secret`."""
        return await self._run(flows.read(WebhookSecret, calls.rotate_webhook_secret(), self._terms))

    async def test_webhook(self, url: str) -> WebhookTest:
        """Have a test webhook sent; see `Client.test_webhook`."""
        return await self._run(flows.read(WebhookTest, calls.test_webhook(url), self._terms))

    async def deliveries(self, job_id: str) -> tuple[Delivery, ...]:
        """Return every try of a job's webhooks; see `Client.deliveries`."""
        read = flows.read(Deliveries, calls.deliveries(job_id), self._terms)
        return (await self._run(read)).deliveries

    async def resend(self, job_id: str) -> Delivery:
        """Have a webhook sent once more; see `Client.resend`."""
        return await self._run(flows.read(Delivery, calls.resend(job_id), self._terms))

    async def wait(
        self, job_id: str, *, timeout_seconds: float | None = None, on_change: OnChange | None = None
    ) -> Job:
        """Return the job at its end; see `Client.wait`. `on_change` may be a coroutine function."""
        flow = flows.wait(job_id, self._terms, timeout_seconds=timeout_seconds)
        return await self._run(flow, on_change)

    async def download(self, job: Job | str, into: Path | str, *, only: Collection[str] = ()) -> dict[str, Path]:
        """Save the result files; see `Client.download`. Writing to disk blocks, a chunk at a time."""
        return await self._run(downloading.download(job, Path(into), self._terms, only=only))

    async def upload(self, file: Path | str, *, content_type: str | None = None) -> Upload:
        """Send a picture or clip of your own; see `Client.upload`. Reading from disk blocks, a block at a time."""
        return await self._run(uploading.upload(Path(file), self._terms, content_type=content_type))

    async def _run(self, flow: Flow[_T], on_change: OnChange | None = None) -> _T:
        try:
            effect = next(flow)
            while True:
                try:
                    answer = await self._perform(effect, on_change)
                except httpx.RequestError as error:
                    effect = flow.throw(error)
                else:
                    effect = flow.send(answer)
        except StopIteration as done:
            result: _T = done.value
            return result
        finally:
            flow.close()  # a cancelled task leaves the flow in the middle: its files are removed now

    async def _perform(self, effect: Effect, on_change: OnChange | None) -> Any:
        match effect:
            case Send(call):
                return await self._http.send(self.connection.request(call))
            case Fetch():
                return await self._fetch(effect)
            case Put():
                return await self._put(effect)
            case Pause(seconds):
                return await self._sleep(seconds)
            case Notify(job):
                said = on_change(job) if on_change is not None else None
                return await said if inspect.isawaitable(said) else None

    async def _put(self, effect: Put) -> int:
        async def content() -> AsyncIterator[bytes]:
            for block in uploading.blocks(effect.file):
                yield block

        return (await self._http.send(self.connection.put_request(effect, content()))).status_code

    async def _fetch(self, effect: Fetch) -> Fetched:
        request = self.connection.fetch_request(effect.url)
        response = await self._http.send(request, stream=True, follow_redirects=True)
        try:
            async for chunk in response.aiter_bytes():
                effect.part.write(chunk)
        finally:
            await response.aclose()
        return fetched(response)
