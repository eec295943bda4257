"""The blocking client."""

import time
import uuid
from collections.abc import Callable, Collection, Iterator
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


class Client:
    """Reelwright, blocking. A context manager; one client may serve many calls, and threads.

    Without `url` the configured server is used (see `find_configuration`). Every call is repeated where that
    is safe and can help (connection errors, 429, 502, 503, 504), with jittered pauses by `terms.policy`.
    Every method may raise ConnectionFailedError, AuthenticationError, RateLimitedError and ServerError
    besides what it names. `timeout_seconds` bounds each exchange's connect, write and read; a long poll may
    be read for longer.
    """

    def __init__(
        self,
        url: str | None = None,
        token: str | None = None,
        *,
        timeout_seconds: float = 15.0,
        allow_plain_http: bool = False,
        terms: Terms | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.connection = Connection.to(url, token, timeout_seconds=timeout_seconds, allow_plain_http=allow_plain_http)
        self._terms = terms or Terms()
        self._sleep = sleep
        self._http = httpx.Client(transport=transport, trust_env=self.connection.trust_env)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def create(
        self, script: str | None = None, *, idempotency_key: str | None = None, **fields: Unpack[JobFields]
    ) -> Accepted:
        """Create a job from a script, or from `prompt=`; returns at once with its id and estimates.

        Each call makes a new key, so its own retries never make two jobs. Pass a key of yours to make a
        repetition by your program safe too: the same key and fields give the same job. Raises
        InvalidRequestError.
        """
        key = idempotency_key or uuid.uuid4().hex
        return self._run(flows.read(Accepted, calls.create(body_of(script, fields), key), self._terms))

    def dry_run(self, script: str | None = None, **fields: Unpack[JobFields]) -> Tried:
        """Return what `create` with the same arguments would come to, and create nothing.

        Raises what `create` would: InvalidRequestError, and RateLimitedError where the day is used up.
        """
        return self._run(flows.read(Tried, calls.dry_run(body_of(script, fields)), self._terms))

    def get(self, job_id: str) -> Job:
        """Return a job as it is now, with freshly signed links. Raises NotFoundError."""
        return self._run(flows.read(Job, calls.get(job_id), self._terms))

    def jobs(
        self,
        *,
        status: str | None = None,
        task_name: str | None = None,
        user_id: str | None = None,
        page_size: int = calls.LONGEST_PAGE,
    ) -> Iterator[Job]:
        """Yield own jobs, newest first, page by page as they are consumed. `user_id` is for operators."""
        query: JobQuery | None = JobQuery(status=status, task_name=task_name, user_id=user_id, limit=page_size)
        while query is not None:
            page = self._run(flows.page(query, self._terms))
            yield from page.jobs
            query = query.after(page)

    def page(
        self,
        number: int,
        *,
        status: str | None = None,
        task_name: str | None = None,
        user_id: str | None = None,
        page_size: int = calls.LONGEST_PAGE,
    ) -> JobPage:
        """Return one page of own jobs by its number, from 1, with the `total`; 1,000 jobs deep at most.

        While jobs are created pages shift: `jobs` misses and repeats none. Raises InvalidRequestError.
        """
        query = JobQuery(status=status, task_name=task_name, user_id=user_id, limit=page_size, page=number)
        return self._run(flows.page(query, self._terms))

    def cancel(self, job_id: str) -> Cancellation:
        """Cancel a job; a second cancel says the same. Raises NotFoundError; ConflictError once finished."""
        return self._run(flows.cancel(job_id, self._terms))

    def retry(self, job_id: str) -> Retried:
        """Give a FAILED job a new attempt, which uses again what is finished. Raises NotFoundError, ConflictError."""
        return self._run(flows.read(Retried, calls.retry(job_id), self._terms))

    def history(self, job_id: str) -> tuple[HistoryEntry, ...]:
        """Return every transition of a job, oldest first. Raises NotFoundError."""
        return self._run(flows.history(job_id, self._terms))

    def counts(self, *, user_id: str | None = None) -> Counts:
        """Return own jobs by state, success rate, average time, what is left of the day. `user_id` is for operators."""
        return self._run(flows.read(Counts, calls.counts(user_id), self._terms))

    def queues(self) -> Queues:
        """Return how full queues and capacity are. For operators."""
        return self._run(flows.read(Queues, calls.queues(), self._terms))

    def health(self) -> Health:
        """Return the service's health; needs no token, and an ill service is an answer, not an error."""
        return self._run(flows.read(Health, calls.health(), self._terms))

    def dead_letters(
        self, *, task_name: str | None = None, page_size: int = calls.LONGEST_PAGE
    ) -> Iterator[DeadLetter]:
        """Yield what was given up, newest first, page by page as it is consumed. For operators, as all below."""
        query: DeadLetterQuery | None = DeadLetterQuery(task_name=task_name, limit=page_size)
        while query is not None:
            page = self._run(flows.read(DeadLetterPage, calls.list_dead_letters(query), self._terms))
            yield from page.dead_letters
            query = query.after(page)

    def dead_letter(self, letter_id: str) -> DeadLetter:
        """Return one dead letter, whole. Raises NotFoundError."""
        return self._run(flows.read(DeadLetter, calls.get_dead_letter(letter_id), self._terms))

    def retry_dead_letter(self, letter_id: str) -> Retried:
        """Retry one. The job is another than before where its own was removed. Raises NotFoundError, ConflictError."""
        return self._run(flows.read(Retried, calls.retry_dead_letter(letter_id), self._terms))

    def retry_dead_letters(self, *, task_name: str | None = None) -> Iterator[RevivedPage]:
        """Retry all (of one task), page by page: nothing is sent before the first page is asked for."""
        query: DeadLetterQuery | None = DeadLetterQuery(task_name=task_name)
        while query is not None:
            page = self._run(flows.read(RevivedPage, calls.retry_dead_letters(query), self._terms))
            yield page
            query = query.after(page)

    def remove_dead_letter(self, letter_id: str) -> None:
        """Forget one; its job stays FAILED. Raises NotFoundError."""
        self._run(flows.send(calls.remove_dead_letter(letter_id), self._terms))

    def webhook_secret(self) -> WebhookSecret:
        """Return the secret that signs your webhooks; see `reelwright_client.webhooks.verify`."""
        return self._run(flows.read(WebhookSecret, calls.webhook_secret(), self._terms))

    def rotate_webhook_secret(self) -> WebhookSecret:
        """Return a new secret. For a day both sign; a second rotation within it ends the old one. Raises ConflictError."""
        return self._run(flows.read(WebhookSecret, calls.rotate_webhook_secret(), self._terms))

    def test_webhook(self, url: str) -> WebhookTest:
        """Have a test webhook sent to a URL, and return what came back. Raises InvalidRequestError."""
        return self._run(flows.read(WebhookTest, calls.test_webhook(url), self._terms))

    def deliveries(self, job_id: str) -> tuple[Delivery, ...]:
        """Return every try of a job's webhooks, by event and number. Raises NotFoundError."""
        return self._run(flows.read(Deliveries, calls.deliveries(job_id), self._terms)).deliveries

    def resend(self, job_id: str) -> Delivery:
        """Have a job's newest webhook sent once more, under its id. Raises NotFoundError, ConflictError."""
        return self._run(flows.read(Delivery, calls.resend(job_id), self._terms))

    def wait(self, job_id: str, *, timeout_seconds: float | None = None, on_change: OnChange | None = None) -> Job:
        """Return the job at its end, however it ended; `on_change` gets the first view and every change.

        Raises WaitTimeoutError (with the last view) after `timeout_seconds`; the job goes on. Raises
        NotFoundError.
        """
        return self._run(flows.wait(job_id, self._terms, timeout_seconds=timeout_seconds), on_change)

    def download(self, job: Job | str, into: Path | str, *, only: Collection[str] = ()) -> dict[str, Path]:
        """Save the result files in a folder and return them by name; `only` names the wanted ones.

        Each file appears whole or not at all; expired links are renewed. Raises DownloadError, OSError.
        """
        return self._run(downloading.download(job, Path(into), self._terms, only=only))

    def upload(self, file: Path | str, *, content_type: str | None = None) -> Upload:
        """Send a picture or clip of your own and return its upload: `images=[{"upload": upload.upload}]` shows it.

        The type goes by the file's ending unless it is given. Raises OSError, UploadError, InvalidRequestError.
        """
        return self._run(uploading.upload(Path(file), self._terms, content_type=content_type))

    def _run(self, flow: Flow[_T], on_change: OnChange | None = None) -> _T:
        try:
            effect = next(flow)
            while True:
                try:
                    answer = self._perform(effect, on_change)
                except httpx.RequestError as error:
                    effect = flow.throw(error)
                else:
                    effect = flow.send(answer)
        except StopIteration as done:
            result: _T = done.value
            return result
        finally:
            flow.close()  # an interrupt leaves the flow in the middle: its files are removed now, not later

    def _perform(self, effect: Effect, on_change: OnChange | None) -> Any:
        match effect:
            case Send(call):
                return self._http.send(self.connection.request(call))
            case Fetch():
                return self._fetch(effect)
            case Put():
                return self._http.send(self.connection.put_request(effect, uploading.blocks(effect.file))).status_code
            case Pause(seconds):
                return self._sleep(seconds)
            case Notify(job):
                return on_change(job) if on_change is not None else None

    def _fetch(self, effect: Fetch) -> Fetched:
        request = self.connection.fetch_request(effect.url)
        response = self._http.send(request, stream=True, follow_redirects=True)
        try:
            for chunk in response.iter_bytes():
                effect.part.write(chunk)
        finally:
            response.close()
        return fetched(response)
