"""The client: one method a use of the API."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, Unpack

import httpx

from reelwright_client import calls
from reelwright_client.answers import cancellation
from reelwright_client.asynchronous import transfers
from reelwright_client.asynchronous.batches import AsyncBatchCalls
from reelwright_client.asynchronous.exchange import AsyncExchange
from reelwright_client.asynchronous.waiting import follow
from reelwright_client.calls import DeadLetterQuery, JobQuery
from reelwright_client.connection import Connection
from reelwright_client.fields import JobFields, SceneChange, body_of
from reelwright_client.models.brand import SavedBrand
from reelwright_client.models.creating import Accepted, Tried, Upload
from reelwright_client.models.dead_letters import DeadLetter, DeadLetterPage, LetterGroups, RemovedPage, RevivedPage
from reelwright_client.models.figures import Counts, Health, LoadHistory, Provider, Providers, Queues
from reelwright_client.models.jobs import (
    BoardScene,
    Cancellation,
    History,
    HistoryEntry,
    Job,
    JobPage,
    Retried,
    Storyboard,
)
from reelwright_client.models.provider_keys import ProviderKey, ProviderKeys
from reelwright_client.models.webhooks import Deliveries, Delivery, WebhookSecret, WebhookTest
from reelwright_client.retrying import AsyncSleep, Terms
from reelwright_client.watching import OnChange, not_finished


class AsyncClient:
    """A client of one Reelwright server, and a context manager that closes its connections.

    `Client` blocks and may be shared by threads; `AsyncClient` has the same methods to await. Without `url` the
    configured server is used (see `find_configuration`).

    A call is repeated if that is safe and can help (connection errors, 429, 502, 503, 504), with jittered pauses
    by `terms.policy`. Besides what it names, every method may raise ConnectionFailedError, AuthenticationError,
    RateLimitedError and ServerError. `timeout_seconds` limits connecting, writing and reading of each exchange; a
    long poll may be read for longer.
    """

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        *,
        timeout_seconds: float = 15.0,
        allow_plain_http: bool = False,
        terms: Terms | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: AsyncSleep = asyncio.sleep,
    ) -> None:
        self.connection = Connection.to(url, token, timeout_seconds=timeout_seconds, allow_plain_http=allow_plain_http)
        self._exchange = AsyncExchange(
            connection=self.connection,
            http=httpx.AsyncClient(transport=transport, trust_env=self.connection.trust_env),
            terms=terms or Terms(),
            sleep=sleep,
        )
        self.batches = AsyncBatchCalls(self._exchange)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._exchange.http.aclose()

    async def create(
        self, script: str | None = None, *, idempotency_key: str | None = None, **fields: Unpack[JobFields]
    ) -> Accepted:
        """Create a job from a script, or from `prompt=`; returns at once with its id and estimates.

        Each call makes a new key, so its own retries never create two jobs. Pass a key of your own to make
        repetitions by your program safe too: the same key and fields return the same job. Raises
        InvalidRequestError.
        """
        key = idempotency_key or uuid.uuid4().hex
        return await self._exchange.read(Accepted, calls.create(body_of(script, fields), key))

    async def dry_run(self, script: str | None = None, **fields: Unpack[JobFields]) -> Tried:
        """Estimate what `create` with the same arguments would take and cost; create nothing.

        Raises what `create` would: InvalidRequestError, or RateLimitedError if the daily quota is used up.
        """
        return await self._exchange.read(Tried, calls.dry_run(body_of(script, fields)))

    async def get(self, job_id: str) -> Job:
        """Read a job, with freshly signed links. Raises NotFoundError."""
        return await self._exchange.read(Job, calls.get(job_id))

    async def jobs(
        self,
        *,
        status: str | None = None,
        task_name: str | None = None,
        title: str | None = None,
        since: datetime | str | None = None,
        user_id: str | None = None,
        page_size: int = calls.LONGEST_PAGE,
    ) -> AsyncIterator[Job]:
        """Yield your jobs, newest first; reads a page when it is needed. `user_id` is for operators.

        `title` is the beginning of the title, in any case; `since` a time with its offset, or a span before now: `24h`.
        """
        query: JobQuery | None = JobQuery(
            status=status, task_name=task_name, title=title, since=since, user_id=user_id, limit=page_size
        )
        while query is not None:
            page = await self._exchange.read(JobPage, calls.list_jobs(query))
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
        """Read one page of your jobs by its number, from 1, with the `total`; reaches the newest 1,000 jobs.

        Pages shift when jobs are created meanwhile; `jobs` neither misses nor repeats any. Raises
        InvalidRequestError.
        """
        query = JobQuery(status=status, task_name=task_name, user_id=user_id, limit=page_size, page=number)
        return await self._exchange.read(JobPage, calls.list_jobs(query))

    async def cancel(self, job_id: str) -> Cancellation:
        """Cancel a job; cancelling it again is a no-op. Raises NotFoundError, or ConflictError for a finished job."""
        response = await self._exchange.send(calls.cancel(job_id))
        return cancellation(job_id, response)

    async def retry(self, job_id: str) -> Retried:
        """Retry a FAILED job; finished steps are reused. Raises NotFoundError, or ConflictError for any other state."""
        return await self._exchange.read(Retried, calls.retry(job_id))

    async def storyboard(self, job_id: str) -> tuple[BoardScene, ...]:
        """Read the scenes of a film; none before it is planned. Raises NotFoundError."""
        return (await self._exchange.read(Storyboard, calls.storyboard(job_id))).scenes

    async def edit_storyboard(self, job_id: str, scenes: Sequence[SceneChange]) -> Retried:
        """Change scenes of a film that waits for approval; only they are made again, then it waits once more.

        Raises NotFoundError, InvalidRequestError for a scene that the film does not have, ConflictError for any other job.
        """
        return await self._exchange.read(Retried, calls.edit_storyboard(job_id, scenes))

    async def approve(self, job_id: str) -> Retried:
        """Approve the storyboard of a film, which is then made; repeating it is a no-op. Raises as `edit_storyboard`."""
        return await self._exchange.read(Retried, calls.approve(job_id))

    async def history(self, job_id: str) -> tuple[HistoryEntry, ...]:
        """Read every transition of a job, oldest first. Raises NotFoundError."""
        return (await self._exchange.read(History, calls.history(job_id))).history

    async def counts(self, *, user_id: str | None = None) -> Counts:
        """Read your jobs by state, success rate, average time and daily quota. `user_id` is for operators."""
        return await self._exchange.read(Counts, calls.counts(user_id))

    async def queues(self) -> Queues:
        """Read waiting and running jobs by queue, and the capacity of each pool. For operators."""
        return await self._exchange.read(Queues, calls.queues())

    async def queue_history(self, minutes: int = 180) -> LoadHistory:
        """Read the load of the last minutes (at most 1,440), at most 240 points. For operators."""
        return await self._exchange.read(LoadHistory, calls.queue_history(minutes))

    async def close_breaker(self, capability: str, provider: str) -> Provider:
        """Call a provider again at once; closing a closed breaker is a no-op. For operators. Raises NotFoundError."""
        return await self._exchange.read(Provider, calls.close_breaker(capability, provider))

    async def providers(self) -> tuple[Provider, ...]:
        """Read the providers that are set up: models, health, prices, voices, and the announced ends of models."""
        return (await self._exchange.read(Providers, calls.providers())).providers

    async def health(self) -> Health:
        """Read the service's health. Needs no token; an unhealthy service is an answer, not an error."""
        return await self._exchange.read(Health, calls.health())

    async def dead_letters(
        self, *, task_name: str | None = None, page_size: int = calls.LONGEST_PAGE
    ) -> AsyncIterator[DeadLetter]:
        """Yield dead letters, newest first; reads a page when it is needed. For operators, as the next four."""
        query: DeadLetterQuery | None = DeadLetterQuery(task_name=task_name, limit=page_size)
        while query is not None:
            page = await self._exchange.read(DeadLetterPage, calls.list_dead_letters(query))
            for letter in page.dead_letters:
                yield letter
            query = query.after(page)

    async def dead_letter(self, letter_id: str) -> DeadLetter:
        """Read one dead letter, with uncut texts. Raises NotFoundError."""
        return await self._exchange.read(DeadLetter, calls.get_dead_letter(letter_id))

    async def retry_dead_letter(self, letter_id: str) -> Retried:
        """Retry one dead letter, as a new job if its job has been removed. Raises NotFoundError, ConflictError."""
        return await self._exchange.read(Retried, calls.retry_dead_letter(letter_id))

    async def dead_letter_groups(self) -> LetterGroups:
        """Read the kinds of errors of all dead letters, the most frequent first."""
        return await self._exchange.read(LetterGroups, calls.dead_letter_groups())

    async def remove_dead_letters(self, group: str) -> AsyncIterator[RemovedPage]:
        """Remove all dead letters of a group; each step of the iteration removes the next page. Jobs stay FAILED."""
        query: DeadLetterQuery | None = DeadLetterQuery(group=group)
        while query is not None:
            page = await self._exchange.read(RemovedPage, calls.remove_dead_letters(query))
            yield page
            query = query.after(page)

    async def retry_dead_letters(
        self, *, task_name: str | None = None, group: str | None = None
    ) -> AsyncIterator[RevivedPage]:
        """Retry all dead letters (of one task or group); each step of the iteration retries the next page."""
        query: DeadLetterQuery | None = DeadLetterQuery(task_name=task_name, group=group)
        while query is not None:
            page = await self._exchange.read(RevivedPage, calls.retry_dead_letters(query))
            yield page
            query = query.after(page)

    async def remove_dead_letter(self, letter_id: str) -> None:
        """Remove one dead letter; its job stays FAILED. Raises NotFoundError."""
        await self._exchange.send(calls.remove_dead_letter(letter_id))

    async def brand(self) -> SavedBrand:
        """Read your saved brand; an empty one if none is saved."""
        return await self._exchange.read(SavedBrand, calls.brand())

    async def save_brand(self, brand: Mapping[str, Any]) -> SavedBrand:
        """Replace your saved brand, which films with `brand="saved"` have. docs/api.md describes its fields.

        Raises InvalidRequestError.
        """
        return await self._exchange.read(SavedBrand, calls.save_brand(brand))

    async def provider_keys(self) -> ProviderKeys:
        """List your own keys of providers, without the keys."""
        return await self._exchange.read(ProviderKeys, calls.provider_keys())

    async def save_provider_key(self, provider: str, key: str) -> ProviderKey:
        """Save your own key of a provider, with which your films are made from then on. It is not tried.

        Raises InvalidRequestError, and NotFoundError for a provider that takes none.
        """
        return await self._exchange.read(ProviderKey, calls.save_provider_key(provider, key))

    async def remove_provider_key(self, provider: str) -> None:
        """Remove your own key of a provider. Raises NotFoundError if none is saved."""
        await self._exchange.send(calls.remove_provider_key(provider))

    async def webhook_secret(self) -> WebhookSecret:
        """Read the secret that signs your webhooks; see `reelwright_client.webhooks.verify`."""
        return await self._exchange.read(WebhookSecret, calls.webhook_secret())

    async def rotate_webhook_secret(self) -> WebhookSecret:
        """Create a new signing secret. For a day both secrets sign; a second rotation revokes the old one at once.

        Raises ConflictError.
        """
        return await self._exchange.read(WebhookSecret, calls.rotate_webhook_secret())

    async def test_webhook(self, url: str) -> WebhookTest:
        """Let the server send a test webhook to a URL, and return the receiver's answer. Raises InvalidRequestError."""
        return await self._exchange.read(WebhookTest, calls.test_webhook(url))

    async def deliveries(self, job_id: str) -> tuple[Delivery, ...]:
        """Read every delivery attempt of a job's webhooks, by event and number. Raises NotFoundError."""
        return (await self._exchange.read(Deliveries, calls.deliveries(job_id))).deliveries

    async def resend(self, job_id: str) -> Delivery:
        """Send a job's latest webhook again, with the same id. Raises NotFoundError, ConflictError."""
        return await self._exchange.read(Delivery, calls.resend(job_id))

    async def wait(
        self, job_id: str, *, timeout_seconds: float | None = None, on_change: OnChange | None = None
    ) -> Job:
        """Wait for the end of a job and return it, however it ended; `on_change` gets the first view and every change.

        Raises NotFoundError, and WaitTimeoutError (with the last view) after `timeout_seconds`; the job goes on.
        """
        job = await follow(
            self._exchange,
            Job,
            lambda etag, hold: calls.get(job_id, etag=etag, hold_seconds=hold),
            timeout_seconds=timeout_seconds,
            on_change=on_change,
        )
        if not job.is_final:
            raise not_finished(job, timeout_seconds)
        return job

    async def download(self, job: Job | str, into: Path | str, *, only: Collection[str] = ()) -> dict[str, Path]:
        """Save the result files in a folder and return them by name; `only` selects files.

        Each file appears whole or not at all; expired links are renewed. Writing blocks for one chunk at a time.
        Raises DownloadError, OSError.
        """
        return await transfers.download(self._exchange, job, Path(into), only=only)

    async def upload(self, file: Path | str, *, content_type: str | None = None, purpose: str | None = None) -> Upload:
        """Upload a picture or clip of your own; `images=[{"upload": upload.upload}]` shows it in a film.

        Music is played by `own_music={"upload": upload.upload}`. Files of a saved brand need `purpose="brand"`.
        The file name's suffix decides the content type if none is given. Reading blocks for one block at a time.
        Raises OSError, UploadError, InvalidRequestError.
        """
        return await transfers.upload(self._exchange, Path(file), content_type=content_type, purpose=purpose)
