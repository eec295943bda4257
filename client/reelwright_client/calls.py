"""The routes of the API as values: each function describes one request, and sends nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from reelwright_client.fields import SceneChange
from reelwright_client.models.dead_letters import DeadLetterPage, RemovedPage, RevivedPage
from reelwright_client.models.jobs import JobPage

JOBS: Final = "/api/v1/jobs"
BATCHES: Final = "/api/v1/batches"
UPLOADS: Final = "/api/v1/uploads"
BRAND: Final = "/api/v1/brand"
PROVIDER_KEYS: Final = "/api/v1/provider-keys"
QUEUES: Final = "/api/v1/queues"
PROVIDERS: Final = "/api/v1/providers"
DEAD_LETTERS: Final = "/api/v1/dlq"
WEBHOOKS: Final = "/api/v1/webhooks"
TEMPORARY: Final = frozenset({429, 502, 503, 504})
"""Statuses after which a repetition can succeed."""
_GOES_ON: Final = frozenset({202})
LONGEST_PAGE: Final = 100
TRY_SECONDS: Final = 15
"""How long the server waits for the receiver of a webhook."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request. `accept` are the statuses that mean success, `retry_on` those that may be tried again."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    accept: frozenset[int] = frozenset({200})
    retry_on: frozenset[int] = TEMPORARY
    with_token: bool = True
    harmless: bool = False
    """Whether the call may be repeated although its method is not idempotent."""
    hold_seconds: int = 0
    """How long the server may hold the answer: added to the read timeout."""

    @property
    def repeatable(self) -> bool:
        """Whether a repetition has no further effect: the call is safe, idempotent, or has an idempotency key."""
        return self.harmless or self.method in {"GET", "DELETE"} or "Idempotency-Key" in self.headers


@dataclass(frozen=True, kw_only=True)
class JobQuery:
    """Which jobs to list. `status` takes states and their older names (`running`, `success`)."""

    status: str | None = None
    task_name: str | None = None
    title: str | None = None
    """The beginning of the title, in any case."""
    since: datetime | str | None = None
    """Created since a time, or since so long ago: `24h`."""
    user_id: str | None = None
    limit: int = LONGEST_PAGE
    """Jobs per page."""
    cursor: str | None = None
    page: int | None = None
    """The number of the page, from 1, instead of a cursor."""

    def after(self, page: JobPage) -> "JobQuery | None":
        """Derive the query of the next page; None after the last, or if the server repeats a cursor."""
        if not page.has_more or page.next_cursor in (None, self.cursor):
            return None
        return replace(self, cursor=page.next_cursor, page=None)


@dataclass(frozen=True, kw_only=True)
class DeadLetterQuery:
    """Which dead letters to list or to retry."""

    task_name: str | None = None
    group: str | None = None
    """A group of errors, as `dead_letter_groups` names it."""
    limit: int | None = None
    """Letters per page; None: the server's default."""
    cursor: str | None = None

    def after(self, page: DeadLetterPage | RevivedPage | RemovedPage) -> "DeadLetterQuery | None":
        """Derive the query of the next page; None after the last, or if the server repeats a cursor."""
        if not page.has_more or page.next_cursor in (None, self.cursor):
            return None
        return replace(self, cursor=page.next_cursor)

    def words(self) -> dict[str, str]:
        """Name the parameters of the query string."""
        limit = None if self.limit is None else str(self.limit)
        named = {"task_name": self.task_name, "group": self.group, "limit": limit, "cursor": self.cursor}
        return {name: word for name, word in named.items() if word}


def job_path(job_id: str) -> str:
    """Quote the id, so that any id stays one segment of the path."""
    return f"{JOBS}/{quote(job_id, safe='')}"


def create(body: Mapping[str, Any], idempotency_key: str) -> Call:
    """Create a job. Every repetition with the same key returns the same job."""
    return Call(
        method="POST",
        path=JOBS,
        headers={"Idempotency-Key": idempotency_key},
        body=body,
        accept=frozenset({200, 201, 202}),
    )


def dry_run(body: Mapping[str, Any]) -> Call:
    """Try a create. It creates nothing, so it may be repeated."""
    return Call(method="POST", path=JOBS, query={"dry_run": "true"}, body=body, harmless=True)


def get(job_id: str, *, etag: str | None = None, hold_seconds: int = 0) -> Call:
    """Read a job. With an entity tag the answer for an unchanged job is 304, held for `hold_seconds`."""
    headers = {}
    if etag is not None:
        headers["If-None-Match"] = etag
    if hold_seconds > 0:
        headers["Prefer"] = f"wait={hold_seconds}"
    return Call(
        method="GET",
        path=job_path(job_id),
        headers=headers,
        accept=frozenset({200, 304}) if etag is not None else frozenset({200}),
        hold_seconds=hold_seconds,
    )


def list_jobs(query: JobQuery) -> Call:
    """Read one page of jobs."""
    named = {
        "status": query.status,
        "task_name": query.task_name,
        "q": query.title,
        "since": query.since.isoformat() if isinstance(query.since, datetime) else query.since,
        "user_id": query.user_id,
        "limit" if query.page is None else "page_size": str(query.limit),
        "cursor": query.cursor,
        "page": None if query.page is None else str(query.page),
    }
    return Call(method="GET", path=JOBS, query={name: word for name, word in named.items() if word})


def cancel(job_id: str) -> Call:
    """Cancel a job: 202 while the work still stops, 200 if the job was cancelled before."""
    return Call(method="DELETE", path=job_path(job_id), accept=frozenset({200, 202, 204}))


def retry(job_id: str) -> Call:
    """Retry a FAILED job; 409 for any other state."""
    return Call(method="POST", path=f"{job_path(job_id)}/retry", accept=frozenset({200, 202}))


def storyboard(job_id: str) -> Call:
    """Read the scenes of a film."""
    return Call(method="GET", path=f"{job_path(job_id)}/storyboard")


def edit_storyboard(job_id: str, scenes: Sequence[SceneChange]) -> Call:
    """Change scenes of a film that waits for approval; 409 for any other job."""
    body = {"scenes": [dict(one) for one in scenes]}
    return Call(method="POST", path=f"{job_path(job_id)}/storyboard", body=body, accept=_GOES_ON)


def approve(job_id: str) -> Call:
    """Approve the storyboard of a film; repeating it is a no-op, 409 for a job that does not wait."""
    return Call(method="POST", path=f"{job_path(job_id)}/approve", accept=_GOES_ON, harmless=True)


def history(job_id: str) -> Call:
    """Read the transitions of a job."""
    return Call(method="GET", path=f"{job_path(job_id)}/history")


def open_upload(body: Mapping[str, Any]) -> Call:
    """Open an upload. A repetition opens another one; the first stays unused."""
    return Call(method="POST", path=UPLOADS, body=body, accept=frozenset({200, 201}), harmless=True)


def counts(user_id: str | None = None) -> Call:
    """Read the jobs by state; of another user for operators."""
    return Call(method="GET", path=f"{JOBS}/stats/counts", query={} if user_id is None else {"user_id": user_id})


def queues() -> Call:
    """Read queues and pools."""
    return Call(method="GET", path=QUEUES)


def queue_history(minutes: int) -> Call:
    """Read the load of the last minutes."""
    return Call(method="GET", path=f"{QUEUES}/history", query={"minutes": str(minutes)})


def close_breaker(capability: str, provider: str) -> Call:
    """Close the circuit breaker of a provider; closing a closed one is a no-op."""
    path = f"{PROVIDERS}/{quote(capability, safe='')}/{quote(provider, safe='')}/close"
    return Call(method="POST", path=path, harmless=True)


def providers() -> Call:
    """Read the providers."""
    return Call(method="GET", path=PROVIDERS)


def health() -> Call:
    """Check the health. It needs no token, and 503 is an answer, not an error."""
    return Call(
        method="GET",
        path=f"{JOBS}/health",
        accept=frozenset({200, 503}),
        retry_on=TEMPORARY - {503},
        with_token=False,
    )


def dead_letter_path(letter_id: str) -> str:
    """Quote the id, so that any id stays one segment of the path."""
    return f"{DEAD_LETTERS}/{quote(letter_id, safe='')}"


def list_dead_letters(query: DeadLetterQuery) -> Call:
    """Read one page of dead letters."""
    return Call(method="GET", path=DEAD_LETTERS, query=query.words())


def get_dead_letter(letter_id: str) -> Call:
    """Read one dead letter, with uncut texts."""
    return Call(method="GET", path=dead_letter_path(letter_id))


def retry_dead_letter(letter_id: str) -> Call:
    """Retry one dead letter."""
    return Call(method="POST", path=f"{dead_letter_path(letter_id)}/retry", accept=frozenset({200, 202}))


def retry_dead_letters(query: DeadLetterQuery) -> Call:
    """Retry one page of dead letters."""
    return Call(method="POST", path=f"{DEAD_LETTERS}/retry", query=query.words(), accept=frozenset({200, 202}))


def dead_letter_groups() -> Call:
    """Read the groups of dead letters."""
    return Call(method="GET", path=f"{DEAD_LETTERS}/groups")


def remove_dead_letters(query: DeadLetterQuery) -> Call:
    """Remove one page of the letters of a group."""
    return Call(method="DELETE", path=DEAD_LETTERS, query=query.words())


def remove_dead_letter(letter_id: str) -> Call:
    """Remove one dead letter."""
    return Call(method="DELETE", path=dead_letter_path(letter_id))


def brand() -> Call:
    """Read the saved brand."""
    return Call(method="GET", path=BRAND)


def save_brand(body: Mapping[str, Any]) -> Call:
    """Replace the saved brand; a repeat stores the same."""
    return Call(method="PUT", path=BRAND, body=body, harmless=True)


def provider_keys() -> Call:
    """List the saved keys of providers."""
    return Call(method="GET", path=PROVIDER_KEYS)


def save_provider_key(provider: str, key: str) -> Call:
    """Replace a saved key; a repeat stores the same."""
    path = f"{PROVIDER_KEYS}/{quote(provider, safe='')}"
    return Call(method="PUT", path=path, body={"key": key}, harmless=True)


def remove_provider_key(provider: str) -> Call:
    """Remove a saved key."""
    return Call(method="DELETE", path=f"{PROVIDER_KEYS}/{quote(provider, safe='')}")


def webhook_secret() -> Call:
    """Read the secret that signs webhooks."""
    return Call(method="GET", path=f"{WEBHOOKS}/secret")


def rotate_webhook_secret() -> Call:
    """Rotate the secret. Not repeatable: a second rotation would revoke the secret in use."""
    return Call(method="POST", path=f"{WEBHOOKS}/secret/rotate")


def test_webhook(url: str) -> Call:
    """Test a receiver; the server waits up to 15 s for its answer."""
    return Call(method="POST", path=f"{WEBHOOKS}/test", body={"url": url}, hold_seconds=TRY_SECONDS)


def deliveries(job_id: str) -> Call:
    """Read the delivery log of a job."""
    return Call(method="GET", path=f"{job_path(job_id)}/deliveries")


def resend(job_id: str) -> Call:
    """Send a job's latest webhook again; the server waits up to 15 s for the receiver."""
    return Call(method="POST", path=f"{job_path(job_id)}/deliveries", hold_seconds=TRY_SECONDS)


def batch_path(batch_id: str) -> str:
    """Quote the id, so that any id stays one segment of the path."""
    return f"{BATCHES}/{quote(batch_id, safe='')}"


def create_batch(body: Mapping[str, Any], idempotency_key: str | None) -> Call:
    """Create a batch. Without a key the server takes the body and the manifest as one, so a repetition is harmless."""
    headers = {} if idempotency_key is None else {"Idempotency-Key": idempotency_key}
    return Call(
        method="POST",
        path=BATCHES,
        headers=headers,
        body=body,
        accept=frozenset({200, 201}),
        harmless=True,
        hold_seconds=TRY_SECONDS,
    )


def try_batch(body: Mapping[str, Any]) -> Call:
    """Try a create of a batch."""
    return Call(
        method="POST", path=BATCHES, query={"dry_run": "true"}, body=body, harmless=True, hold_seconds=TRY_SECONDS
    )


def get_batch(batch_id: str, *, etag: str | None = None, hold_seconds: int = 0) -> Call:
    """Read a batch, held like `get` until it changes."""
    return replace(get("", etag=etag, hold_seconds=hold_seconds), path=batch_path(batch_id))


def batch_errors(batch_id: str) -> Call:
    """Read the kinds of errors of a batch."""
    return Call(method="GET", path=f"{batch_path(batch_id)}/errors")


def control_batch(batch_id: str, verb: str) -> Call:
    """Confirm, pause or cancel a batch; each is idempotent."""
    return Call(method="POST", path=f"{batch_path(batch_id)}/{verb}", accept=frozenset({200, 202}), harmless=True)


def resume_batch(batch_id: str, body: Mapping[str, Any], *, dry_run: bool) -> Call:
    """Resume a batch. Not repeated: a second resume would run lines of the first again."""
    query = {"dry_run": "true"} if dry_run else {}
    return Call(method="POST", path=f"{batch_path(batch_id)}/resume", query=query, body=body)


def batch_results(batch_id: str, *, file_format: str, only: str) -> Call:
    """Ask where a result file is; the server writes it anew."""
    query = {"format": file_format, "only": only}
    return Call(
        method="GET",
        path=f"{batch_path(batch_id)}/results",
        query=query,
        accept=frozenset({302}),
        hold_seconds=TRY_SECONDS,
    )
