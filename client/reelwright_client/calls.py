"""The routes of the API as values: one function a route, one `Call` a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote

from reelwright_client.models import DeadLetterPage, JobPage, RevivedPage

JOBS: Final = "/api/v1/jobs"
UPLOADS: Final = "/api/v1/uploads"
QUEUES: Final = "/api/v1/queues"
DEAD_LETTERS: Final = "/api/v1/dlq"
WEBHOOKS: Final = "/api/v1/webhooks"
TEMPORARY: Final = frozenset({429, 502, 503, 504})
"""Answers that a later try can change."""
IN_FLIGHT: Final = 409
"""To a create: an earlier try of ours is still being accepted."""
LONGEST_PAGE: Final = 100
TRY_SECONDS: Final = 15
"""How long a receiver of a webhook may take."""


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
    """Whether doing it twice is no worse than once, although the method does not say so."""
    hold_seconds: int = 0
    """How long the server may keep the answer back: added to the read timeout."""

    @property
    def repeatable(self) -> bool:
        """Return whether sending it twice does no more than once: safe, idempotent, or keyed."""
        return self.harmless or self.method in {"GET", "DELETE"} or "Idempotency-Key" in self.headers


@dataclass(frozen=True, kw_only=True)
class JobQuery:
    """Which jobs to list. `status` takes states and the words of the system before (`running`, `success`)."""

    status: str | None = None
    task_name: str | None = None
    user_id: str | None = None
    limit: int = LONGEST_PAGE
    """Jobs a page."""
    cursor: str | None = None
    page: int | None = None
    """The page by number, from 1, instead of a cursor."""

    def after(self, page: JobPage) -> "JobQuery | None":
        """Return the query of the next page, None after the last (or if the server turned in a circle)."""
        if not page.has_more or page.next_cursor in (None, self.cursor):
            return None
        return replace(self, cursor=page.next_cursor, page=None)


@dataclass(frozen=True, kw_only=True)
class DeadLetterQuery:
    """Which dead letters to list or to retry."""

    task_name: str | None = None
    limit: int | None = None
    """Letters a page; None leaves it to the server."""
    cursor: str | None = None

    def after(self, page: DeadLetterPage | RevivedPage) -> "DeadLetterQuery | None":
        """Return the query of the next page, None after the last (or if the server turned in a circle)."""
        if not page.has_more or page.next_cursor in (None, self.cursor):
            return None
        return replace(self, cursor=page.next_cursor)

    def words(self) -> dict[str, str]:
        """Return it as a query string's words."""
        limit = None if self.limit is None else str(self.limit)
        named = {"task_name": self.task_name, "limit": limit, "cursor": self.cursor}
        return {name: word for name, word in named.items() if word}


def job_path(job_id: str) -> str:
    """Return the path of one job; whatever the id holds stays one segment."""
    return f"{JOBS}/{quote(job_id, safe='')}"


def create(body: Mapping[str, Any], idempotency_key: str) -> Call:
    """Return the create of a job. The key makes every repetition of it the same job."""
    return Call(
        method="POST",
        path=JOBS,
        headers={"Idempotency-Key": idempotency_key},
        body=body,
        accept=frozenset({200, 201, 202}),
        retry_on=TEMPORARY | {IN_FLIGHT},
    )


def dry_run(body: Mapping[str, Any]) -> Call:
    """Return the try of a create: it makes nothing, so it may be repeated."""
    return Call(method="POST", path=JOBS, query={"dry_run": "true"}, body=body, harmless=True)


def get(job_id: str, *, etag: str | None = None, hold_seconds: int = 0) -> Call:
    """Return the read of a job; with an entity tag an unchanged one answers 304, held for `hold_seconds`."""
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
    """Return the read of one page of jobs."""
    named = {
        "status": query.status,
        "task_name": query.task_name,
        "user_id": query.user_id,
        "limit" if query.page is None else "page_size": str(query.limit),
        "cursor": query.cursor,
        "page": None if query.page is None else str(query.page),
    }
    return Call(method="GET", path=JOBS, query={name: word for name, word in named.items() if word})


def cancel(job_id: str) -> Call:
    """Return the cancel of a job: 202 while it stops, 200 when it had been cancelled before."""
    return Call(method="DELETE", path=job_path(job_id), accept=frozenset({200, 202, 204}))


def retry(job_id: str) -> Call:
    """Return the retry of a FAILED job: 409 for any other."""
    return Call(method="POST", path=f"{job_path(job_id)}/retry", accept=frozenset({200, 202}))


def history(job_id: str) -> Call:
    """Return the read of a job's transitions."""
    return Call(method="GET", path=f"{job_path(job_id)}/history")


def open_upload(body: Mapping[str, Any]) -> Call:
    """Return the opening of an upload; repeated, it opens another one, and the first is never used."""
    return Call(method="POST", path=UPLOADS, body=body, accept=frozenset({200, 201}), harmless=True)


def counts(user_id: str | None = None) -> Call:
    """Return the read of the jobs by state; of another user for operators."""
    return Call(method="GET", path=f"{JOBS}/stats/counts", query={} if user_id is None else {"user_id": user_id})


def queues() -> Call:
    """Return the read of how queues and capacity stand."""
    return Call(method="GET", path=QUEUES)


def health() -> Call:
    """Return the health check: no token, and an unhealthy answer is an answer, not an error."""
    return Call(
        method="GET",
        path=f"{JOBS}/health",
        accept=frozenset({200, 503}),
        retry_on=TEMPORARY - {503},
        with_token=False,
    )


def dead_letter_path(letter_id: str) -> str:
    """Return the path of one dead letter; whatever the id holds stays one segment."""
    return f"{DEAD_LETTERS}/{quote(letter_id, safe='')}"


def list_dead_letters(query: DeadLetterQuery) -> Call:
    """Return the read of one page of dead letters."""
    return Call(method="GET", path=DEAD_LETTERS, query=query.words())


def get_dead_letter(letter_id: str) -> Call:
    """Return the read of one dead letter, whole."""
    return Call(method="GET", path=dead_letter_path(letter_id))


def retry_dead_letter(letter_id: str) -> Call:
    """Return the retry of one dead letter."""
    return Call(method="POST", path=f"{dead_letter_path(letter_id)}/retry", accept=frozenset({200, 202}))


def retry_dead_letters(query: DeadLetterQuery) -> Call:
    """Return the retry of one page of dead letters."""
    return Call(method="POST", path=f"{DEAD_LETTERS}/retry", query=query.words(), accept=frozenset({200, 202}))


def remove_dead_letter(letter_id: str) -> Call:
    """Return the removal of one dead letter."""
    return Call(method="DELETE", path=dead_letter_path(letter_id))


def webhook_secret() -> Call:
    """Return the read of the secret that signs webhooks."""
    return Call(method="GET", path=f"{WEBHOOKS}/secret")


def rotate_webhook_secret() -> Call:
    """Return the rotation of the secret; never repeated by itself: a second one would end the secret in use."""
    return Call(method="POST", path=f"{WEBHOOKS}/secret/rotate")


def test_webhook(url: str) -> Call:
    """Return the test of a receiver; the server takes up to 15 s to hear it out."""
    return Call(method="POST", path=f"{WEBHOOKS}/test", body={"url": url}, hold_seconds=TRY_SECONDS)


def deliveries(job_id: str) -> Call:
    """Return the read of every try of a job's webhooks."""
    return Call(method="GET", path=f"{job_path(job_id)}/deliveries")


def resend(job_id: str) -> Call:
    """Return one more try of a job's newest webhook; the server waits for the receiver."""
    return Call(method="POST", path=f"{job_path(job_id)}/deliveries", hold_seconds=TRY_SECONDS)
