"""The pace of following a job or a batch, and the callbacks that report changes."""

import inspect
from collections.abc import Callable
from typing import Final, TypeVar

from reelwright_client.errors import WaitTimeoutError
from reelwright_client.models.batches import BatchStatus
from reelwright_client.models.jobs import Job
from reelwright_client.retrying import RetryPolicy, Terms

View = TypeVar("View", Job, BatchStatus)
OnChange = Callable[[Job], object]
"""Receives the first view of a job and every change. `AsyncClient` also takes a coroutine function."""
OnBatchChange = Callable[[BatchStatus], object]
"""Receives the first view of a batch and every change. `AsyncClient` also takes a coroutine function."""

_HOLD_SECONDS: Final = 20
"""How long a long poll asks the server to hold; API Gateway cuts off at 30 (AWS, HTTP API quotas)."""
_SPACING_SECONDS: Final = 0.2
"""Least pause between two reads of a job that changes all the time."""
_IDLE: Final = RetryPolicy(first_seconds=0.5, longest_seconds=5.0)
"""The pace of plain polling, for a server that does not hold."""


def hold_seconds(etag: str | None, left_seconds: float) -> int:
    """Choose how long the server may hold: not without an entity tag to compare with, never past the caller's timeout."""
    return 0 if etag is None else int(max(0, min(_HOLD_SECONDS, left_seconds)))


def pause_seconds(idle_reads: int, terms: Terms) -> float:
    """Choose the pause before the next read. `idle_reads`: reads in a row that the server neither held nor changed."""
    if idle_reads == 0:
        return _SPACING_SECONDS
    return _IDLE.backoff_seconds(idle_reads) * (0.5 + terms.dice() / 2)


def not_finished(job: Job, timeout_seconds: float | None) -> WaitTimeoutError:
    """Describe a wait that timed out; `job` is the last view."""
    return WaitTimeoutError(
        f"Job {job.job_id} is not finished after {timeout_seconds:g} s (state {job.state}); it goes on.", job
    )


def notify(on_change: Callable[[View], object] | None, view: View) -> None:
    """Report a change to a plain function."""
    if on_change is not None:
        on_change(view)


async def notify_async(on_change: Callable[[View], object] | None, view: View) -> None:
    """Report a change to a plain function or a coroutine function."""
    said = on_change(view) if on_change is not None else None
    if inspect.isawaitable(said):
        await said
