"""Batches: list, read, follow, results; confirm, pause, resume, cancel."""

import time
from collections.abc import Callable
from typing import Any, Final, cast
from urllib.parse import urlencode

from aws_lambda_powertools.event_handler import Response

from reelwright.api.batches import (
    BatchErrors,
    BatchList,
    BatchResumed,
    ItemErrorView,
    ItemList,
    ItemView,
    batch_tag,
    batch_view,
    group_view,
)
from reelwright.api.entity_tags import matches
from reelwright.api.jobs import ListLinks
from reelwright.batches.model import Batch
from reelwright.batches.resuming import ResumeBatch
from reelwright.batches.states import BatchState, ItemState
from reelwright.entry.http import Ask, answer, handles, signer
from reelwright.entry.world import world
from reelwright.usecases.await_change import hold_read
from reelwright.usecases.control_batch import cancel_batch, confirm_batch, pause_batch
from reelwright.usecases.link_results import Only, ResultFormat, link_results
from reelwright.usecases.read_batches import (
    ItemFilter,
    ListedItem,
    get_batch,
    list_batches,
    list_items,
    read_errors,
    watch_batch,
)
from reelwright.usecases.resume_batch import resume_batch

_POLL_SECONDS: Final = 2
_TURNED_AWAY_SECONDS: Final = 5


@handles("listBatches")
def list_(ask: Ask) -> Response[str]:
    """List the caller's batches."""
    page = list_batches(limit=ask.limit, cursor=ask.cursor, caller=ask.caller, world=world())
    views = tuple(batch_view(batch) for batch in page.batches)
    return answer(200, BatchList(batches=views, **_following(ask, page.cursor)))


@handles("getBatch")
def get(ask: Ask, batch_id: str) -> Response[str]:
    """Read one batch. `Prefer: wait=20` with `If-None-Match` waits until it changes."""
    here, tag = world(), ask.known_tag

    def is_over(batch: Batch) -> bool:
        return batch_tag(batch) != tag or batch.state is BatchState.ENDED

    batch, is_turned_away = hold_read(
        lambda: get_batch(batch_id, caller=ask.caller, world=here),
        is_over=is_over,
        seconds=ask.wait_seconds,
        caller=ask.caller,
        sleep=time.sleep,
        world=here,
    )
    headers = _headers(batch)
    if batch.state is not BatchState.ENDED:
        headers["Retry-After"] = str(_TURNED_AWAY_SECONDS if is_turned_away else _POLL_SECONDS)
    if matches(tag, batch_tag(batch)):
        return Response(status_code=304, body="", headers=dict(headers))
    return _shown(batch, headers)


@handles("listBatchItems")
def items(ask: Ask, batch_id: str) -> Response[str]:
    """List the items of a batch."""
    state = None if ask.item_state is None else ItemState(ask.item_state.upper())
    listed = ItemFilter(batch_id=batch_id, state=state, group=ask.group)
    page = list_items(listed, limit=ask.limit, cursor=ask.cursor, caller=ask.caller, world=world())
    return answer(200, ItemList(items=tuple(map(_item_view, page.items)), **_following(ask, page.cursor)))


@handles("getBatchErrors")
def errors(ask: Ask, batch_id: str) -> Response[str]:
    """Read the groups of errors."""
    found = read_errors(batch_id, caller=ask.caller, world=world())
    views = tuple(group_view(group, found.suspects.get(group.group, ())) for group in found.groups)
    return answer(200, BatchErrors(groups=views))


@handles("getBatchResults")
def results(ask: Ask, batch_id: str) -> Response[str]:
    """Redirect to the signed file of the results."""
    here = world()
    form = cast("ResultFormat", ask.result_format or "csv")
    only = cast("Only", ask.result_only or "all")
    key, filename = link_results(batch_id, form=form, only=only, caller=ask.caller, world=here)
    return Response(status_code=302, body="", headers={"Location": signer(here)(key, filename).url})


@handles("confirmBatch")
def confirm(ask: Ask, batch_id: str) -> Response[str]:
    """Start a READY batch."""
    return _controlled(confirm_batch, ask, batch_id)


@handles("pauseBatch")
def pause(ask: Ask, batch_id: str) -> Response[str]:
    """Pause a batch."""
    return _controlled(pause_batch, ask, batch_id)


@handles("cancelBatch")
def cancel(ask: Ask, batch_id: str) -> Response[str]:
    """Cancel a batch and its open jobs."""
    return _controlled(cancel_batch, ask, batch_id)


@handles("resumeBatch")
def resume(ask: Ask, batch_id: str) -> Response[str]:
    """Run lines of a batch again, or change its terms."""
    request = ask.body(ResumeBatch) if ask.event.body else ResumeBatch()
    here = world()
    resumed = resume_batch(batch_id, request, caller=ask.caller, world=here, is_dry=ask.dry_run)
    watched = watch_batch(resumed.batch, world=here)
    view = BatchResumed(
        dry_run=ask.dry_run,
        lines=resumed.lines,
        estimated_cost_usd=resumed.estimated_cost_usd,
        batch=batch_view(watched.batch, fractions=watched.fractions, groups=watched.groups),
    )
    return answer(200, view)


def _controlled(move: Callable[..., Batch], ask: Ask, batch_id: str) -> Response[str]:
    batch = move(batch_id, caller=ask.caller, world=world())
    return _shown(batch, _headers(batch))


def _shown(batch: Batch, headers: dict[str, str]) -> Response[str]:
    watched = watch_batch(batch, world=world())
    return answer(200, batch_view(batch, fractions=watched.fractions, groups=watched.groups), headers)


def _headers(batch: Batch) -> dict[str, str]:
    return {"ETag": batch_tag(batch), "Cache-Control": "private, no-cache"}


def _following(ask: Ask, cursor: str | None) -> dict[str, Any]:
    """Build the fields of a list that lead to its next page."""
    given = dict(ask.event.query_string_parameters or {})
    path = None if cursor is None else f"{ask.event.path}?{urlencode({**given, 'cursor': cursor})}"
    return {"next_cursor": cursor, "has_more": cursor is not None, "links": ListLinks(next=path)}


def _item_view(item: ListedItem) -> ItemView:
    row, error = item.row, item.error
    return ItemView(
        line=item.line,
        custom_id=item.custom_id,
        state=item.state,
        job_id=None if row is None else row.job_id,
        attempt=0 if row is None else row.attempt,
        error=None if error is None else ItemErrorView(**error.model_dump(exclude={"type"})),
        seconds=None if row is None else row.seconds,
        cost_usd=0.0 if row is None else round(row.cost_usd, 6),
        cached=item.state is ItemState.CACHED,
    )
