"""Answers to a create, a dry run and an opened upload."""

from datetime import datetime
from typing import Any

from reelwright_client.models.jobs import RequestWarning
from reelwright_client.models.wire import Wire


class Accepted(Wire):
    """The answer to a create. Estimates in seconds and US dollars; `position` counts from 1 in its queue."""

    job_id: str
    status: str = "pending"
    message: str = ""
    estimated_duration: float | None = None
    estimated_film_seconds: float | None = None
    estimated_cost_usd: float | None = None
    queue: str | None = None
    position: int | None = None
    warnings: tuple[RequestWarning, ...] = ()
    links: dict[str, Any] = {}


class Limit(Wire):
    """One limit on creates (`daily`, `minute`). `remaining` is None if the server only notices when it is used up."""

    name: str
    limit: int
    remaining: int | None = None
    resets_in_seconds: float | None = None


class Tried(Wire):
    """The result of a dry run: estimates in seconds and US dollars, and the caller's limits. Nothing was created."""

    task_name: str = ""
    tier: str = ""
    queue: str | None = None
    message: str = ""
    estimated_duration: float | None = None
    estimated_film_seconds: float | None = None
    estimated_cost_usd: float | None = None
    warnings: tuple[RequestWarning, ...] = ()
    limits: tuple[Limit, ...] = ()


class Upload(Wire):
    """An opened upload; `upload` is its id, for `images`. Send the file to `url` with exactly these `headers`."""

    upload: str
    filename: str = ""
    method: str = "PUT"
    url: str
    headers: dict[str, str] = {}
    expires_at: datetime | None = None
