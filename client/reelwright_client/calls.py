"""The routes of the API as values: one function a route, one `Call` a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote

from reelwright_client.models import DeadLetterPage, JobPage, RevivedPage

JOBS: Final = "/api/v1/jobs"
DEAD_LETTERS: Final = "/api/v1/dlq"
TEMPORARY: Final = frozenset({429, 502, 503, 504})
"""Answers that a later try can change."""
IN_FLIGHT: Final = 409
"""To a create: an earlier try of ours is still being accepted."""
LONGEST_PAGE: Final = 100


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
    hold_seconds: int = 0
    """How long the server may keep the answer back: added to the read timeout."""

    @property
    def repeatable(self) -> bool:
        """Return whether sending it twice does no more than once: safe, idempotent, or keyed."""
        return self.method in {"GET", "DELETE"} or "Idempotency-Key" in self.headers


@dataclass(frozen=True, kw_only=True)
class JobQuery:
    """Which jobs to list. `status` takes states and the words of the system before (`running`, `success`)."""

    status: str | None = None
    task_name: str | None = None
    user_id: str | None = None
    limit: int = LONGEST_PAGE
    """Jobs a page."""
    cursor: str | None = None

    def after(self, page: JobPage) -> "JobQuery | None":
        """Return the query of the next page, None after the last (or if the server turned in a circle)."""
        if not page.has_more or page.next_cursor in (None, self.cursor):
            return None
        return replace(self, cursor=page.next_cursor)


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
        "limit": str(query.limit),
        "cursor": query.cursor,
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


def counts() -> Call:
    """Return the read of the jobs by state."""
    return Call(method="GET", path=f"{JOBS}/stats/counts")


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
