"""Every write to a batch, decided once: what the batch becomes, and what is written in the same transaction.

A use case reads a batch, calls one of these functions and hands the result to `Batches.commit`. The functions are pure. The
store writes only if the batch still has the version that was read: all guards (window, budget, state) are here.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from reelwright.batches.lines import BatchLine
from reelwright.batches.model import Batch, BatchItem, ErrorGroup, ItemError, OpenItem, SettledCounts
from reelwright.batches.states import (
    ITEM_ENDS,
    OPEN_BATCH_STATES,
    BatchEvent,
    BatchOutcome,
    BatchState,
    ItemState,
    PauseReason,
    next_batch_state,
)
from reelwright.batches.weighed import WeighedBatch
from reelwright.jobs.lifecycle import FINAL_STATES
from reelwright.jobs.model import Job
from reelwright.jobs.moves import LOOK_AGAIN, Move
from reelwright.jobs.quota import Charge

RECENT_JOBS: Final = 20
"""The remaining time is estimated from so many durations."""
_CENT: Final = 1e-9
"""Sums of dollars are compared with this tolerance: floats do not add up exactly."""
_STOPPING: Final = {PauseReason.EXPIRED: BatchOutcome.EXPIRED, PauseReason.BY_USER: BatchOutcome.CANCELLED}


@dataclass(frozen=True, kw_only=True)
class BatchMove:
    """One write to a batch and everything that is written with it, all or nothing."""

    before: Batch
    after: Batch
    item: BatchItem | None = None
    """The row of the line that was released or settled."""
    new_job: Job | None = None
    """The job of a released line."""
    job_move: Move | None = None
    """The move that brings the line's earlier job back."""
    groups: tuple[ErrorGroup, ...] = ()
    """Groups of errors as they are from now on; one without lines is removed."""
    open_limit: int | None = None
    """The owner's limit of open batches, for a batch that comes back from its end."""
    charges: tuple[Charge, ...] = ()
    """What the move adds to its owner's counters; beyond a limit of one of them it is not made."""

    @property
    def opens(self) -> bool:
        """Whether the batch starts to count against its owner's limit of open batches."""
        return self.before.state not in OPEN_BATCH_STATES and self.after.state in OPEN_BATCH_STATES

    @property
    def closes(self) -> bool:
        """Whether it stops counting."""
        return self.before.state in OPEN_BATCH_STATES and self.after.state not in OPEN_BATCH_STATES


def new_batch(weighed: WeighedBatch, *, concurrency: int, now: datetime) -> Batch:
    """Make the batch of a weighed manifest: RUNNING, or READY if it starts on confirmation."""
    options = weighed.options
    held = options.start == "on_confirm"
    return Batch(
        batch_id=weighed.batch_id,
        user_id=weighed.user_id,
        tier=weighed.tier,
        options=options,
        manifest=weighed.manifest,
        estimate=weighed.estimate,
        state=next_batch_state(BatchState.VALIDATING, BatchEvent.HELD if held else BatchEvent.ACCEPTED),
        lines=weighed.lines,
        refused=weighed.refused,
        parts=weighed.parts,
        planned=weighed.lines,
        max_cost_usd=options.max_cost_usd,
        concurrency=concurrency,
        process_job_id=weighed.process_job_id,
        created_at=now,
        updated_at=now,
        started_at=None if held else now,
        deadline_at=now + timedelta(hours=options.expires_after_hours),
        due_at=now + LOOK_AGAIN,
    )


def confirm(batch: Batch, *, now: datetime) -> BatchMove:
    """Start a READY batch."""
    return _move(batch, BatchEvent.CONFIRMED, now, {"started_at": now})


def pause(batch: Batch, reason: PauseReason, *, now: datetime) -> BatchMove:
    """Stop releasing; open jobs go on."""
    return _move(batch, BatchEvent.PAUSED, now, {"reason": reason})


def cancel(batch: Batch, *, now: datetime) -> BatchMove:
    """Stop releasing for good. The caller then cancels the open jobs."""
    return _move(batch, BatchEvent.CANCELLED, now, {"reason": PauseReason.BY_USER})


def expire(batch: Batch, *, now: datetime) -> BatchMove:
    """Stop releasing for good because the time is over; open jobs go on to their own end.

    A batch that was paused because of failures or of its budget keeps that reason.
    """
    keeps = batch.reason in {PauseReason.FAILURES, PauseReason.BUDGET}
    return _move(batch, BatchEvent.EXPIRED, now, {} if keeps else {"reason": PauseReason.EXPIRED})


def resume(
    batch: Batch,
    *,
    plan_key: str,
    planned: int,
    terms: dict[str, Any],
    open_limit: int,
    now: datetime,
    charges: tuple[Charge, ...] = (),
    repeats_completed: bool = False,
) -> BatchMove:
    """Start the next generation with a plan of lines. `terms` are changes of `max_cost_usd` and `concurrency`."""
    changes = {
        "generation": batch.generation + 1,
        "plan_key": plan_key,
        "planned": planned,
        "repeats_completed": repeats_completed,
        "passed": 0,
        "run": SettledCounts(),
        "reason": None,
        "outcome": None,
        "ended_at": None,
        "expires_at": None,
        "deadline_at": now + timedelta(hours=batch.options.expires_after_hours),
        "started_at": batch.started_at or now,
    }
    move = _move(batch, BatchEvent.RESUMED, now, changes | _with_choice(batch, terms))
    return replace(move, open_limit=open_limit, charges=charges)


def adjust(batch: Batch, *, terms: dict[str, Any], now: datetime) -> BatchMove:
    """Change `max_cost_usd` or `concurrency` of a batch that runs; the next release obeys."""
    return _note(batch, now, _with_choice(batch, terms))


def _with_choice(batch: Batch, terms: dict[str, Any]) -> dict[str, Any]:
    """Note that the owner chose the concurrency: then it is exact."""
    if "concurrency" not in terms:
        return terms
    return {**terms, "options": batch.options.model_copy(update={"concurrency": terms["concurrency"]})}


def is_over(batch: Batch) -> bool:
    """Whether nothing more can come: no job is open, and none will be released."""
    done = batch.state is BatchState.RUNNING and batch.remaining == 0
    return not batch.open_items and (done or batch.state is BatchState.CANCELLING)


def end(batch: Batch, *, now: datetime, expires_at: datetime) -> BatchMove:
    """End a batch that is over. It is due until its end was published."""
    changes = {"outcome": outcome_of(batch), "ended_at": now, "expires_at": expires_at}
    return _move(batch, BatchEvent.ENDED, now, changes)


def outcome_of(batch: Batch) -> BatchOutcome:
    """Say how a batch that is over has ended. Lines that were refused or never released did not succeed."""
    if batch.state is BatchState.CANCELLING and batch.reason is not None:
        return _STOPPING.get(batch.reason, BatchOutcome.STOPPED)
    succeeded = batch.settled.succeeded
    if succeeded == batch.lines:
        return BatchOutcome.ALL_SUCCEEDED
    return BatchOutcome.SOME_FAILED if succeeded else BatchOutcome.ALL_FAILED


def published(batch: Batch) -> BatchMove:
    """Note that the end of the batch is in the bucket: the sweeper looks at it no more."""
    return BatchMove(before=batch, after=batch.model_copy(update={"version": batch.version + 1, "due_at": None}))


def look_again(batch: Batch, *, now: datetime) -> BatchMove:
    """Put the sweeper's next look a minute off."""
    return _note(batch, now, {"updated_at": batch.updated_at})


def may_release(batch: Batch) -> bool:
    """Whether the next line may be released: the batch runs, has lines left, and its window has room."""
    return batch.state is BatchState.RUNNING and batch.remaining > 0 and len(batch.open_items) < batch.window


def affords(batch: Batch, reserve_usd: float) -> bool:
    """Whether another job stays within `max_cost_usd`, all open ones at their estimates included."""
    most = batch.max_cost_usd
    return most is None or batch.spent_usd + batch.reserved_usd + reserve_usd <= most + _CENT


def skip(batch: Batch, *, lines: int, now: datetime) -> BatchMove:
    """Pass lines of the plan that are refused."""
    return _note(batch, now, {"passed": batch.passed + lines})


def release(
    batch: Batch,
    line: BatchLine,
    *,
    skipped: int,
    reserve_usd: float,
    earlier: BatchItem | None,
    job: Job,
    brought_back: Move | None,
    groups: tuple[ErrorGroup, ...],
    now: datetime,
) -> BatchMove:
    """Release the next line of the plan, behind `skipped` refused ones.

    `job` is the line's job as it will be: new, unless `earlier` names it. Then it is brought back by its move, or it runs
    already because it was retried by hand. `groups`: the earlier error's group without the line.
    """
    same = earlier is not None and earlier.job_id == job.job_id
    before = earlier.state if earlier is not None else ItemState.WAITING
    item = BatchItem(
        line=line.line,
        custom_id=line.custom_id,
        state=ItemState.OPEN,
        job_id=job.job_id,
        generation=batch.generation,
        attempt=1 if earlier is None else earlier.attempt + 1,
        replaced=_replaced(earlier, job),
        job_history=job.history_count - (job.state in FINAL_STATES),
        cost_usd=0.0 if earlier is None else earlier.cost_usd,
        job_cost_usd=earlier.job_cost_usd if earlier is not None and same else 0.0,
        updated_at=now,
    )
    opened = OpenItem(line=line.line, job_id=job.job_id, reserve_usd=reserve_usd)
    changes = {
        "passed": batch.passed + skipped + 1,
        "open_items": (*batch.open_items, opened),
        "settled": batch.settled.plus(before, -1),
    }
    move = _note(batch, now, changes)
    new_job = None if same else job
    return BatchMove(before=batch, after=move.after, item=item, new_job=new_job, job_move=brought_back, groups=groups)


def _replaced(earlier: BatchItem | None, job: Job) -> tuple[str, ...]:
    if earlier is None:
        return ()
    return earlier.replaced if earlier.job_id == job.job_id else (*earlier.replaced, earlier.job_id)


def must_settle(item: BatchItem, job: Job) -> bool:
    """Whether this end of the item's job is not in the batch yet: late and doubled events find that it is."""
    return item.job_id == job.job_id and job.state in FINAL_STATES and job.history_count > item.job_history


def settle(
    batch: Batch,
    item: BatchItem,
    job: Job,
    *,
    cached: bool,
    error: ItemError | None,
    groups: tuple[ErrorGroup, ...],
    now: datetime,
) -> BatchMove:
    """Count an end of an item's job: its state, its cost, its group of errors; pause the batch if too many fail."""
    state = ItemState.CACHED if cached else ITEM_ENDS[job.state]
    cost = job.cost_usd - item.job_cost_usd
    result = job.result
    after = item.model_copy(
        update={
            "state": state,
            "error": error,
            "files": {} if result is None else result.files,
            "film_seconds": None if result is None else result.duration_seconds,
            "seconds": job.duration_seconds,
            "cost_usd": item.cost_usd + cost,
            "job_cost_usd": job.cost_usd,
            "job_history": job.history_count,
            "updated_at": now,
        }
    )
    was_open = batch.opened(item.line) is not None
    recent = batch.recent_seconds
    if state is ItemState.COMPLETED and job.duration_seconds is not None:
        recent = (*recent, job.duration_seconds)[-RECENT_JOBS:]
    changes = {
        "open_items": tuple(one for one in batch.open_items if one.line != item.line),
        "settled": batch.settled.plus(item.state, -1).plus(state, 1),
        "run": batch.run.plus(state, 1) if was_open else batch.run,
        "spent_usd": batch.spent_usd + cost,
        "recent_seconds": recent,
    }
    move = _note(batch, now, changes)
    counted = move.after
    if counted.state is BatchState.ENDED:
        # A job that an operator or its owner retried after the end of the batch.
        counted = counted.model_copy(update={"outcome": _corrected(counted)})
    if counted.state is BatchState.RUNNING and must_stop(counted):
        paused = next_batch_state(counted.state, BatchEvent.PAUSED)
        counted = counted.model_copy(update={"state": paused, "reason": PauseReason.FAILURES})
    return BatchMove(before=batch, after=counted, item=after, groups=groups)


def must_stop(batch: Batch) -> bool:
    """Whether `stop_after` is reached by what has ended in this generation.

    Jobs that wait for a provider have not ended, so an outage stops no batch.
    """
    rule, run = batch.options.stop_after, batch.run
    if rule is None or run.failed == 0:
        return False
    by_number = rule.failures is not None and run.failed >= rule.failures
    finished = run.succeeded + run.failed
    by_share = rule.percent is not None and finished >= rule.least and run.failed * 100 >= rule.percent * finished
    return by_number or by_share


def _corrected(batch: Batch) -> BatchOutcome | None:
    stands = batch.outcome in {BatchOutcome.CANCELLED, BatchOutcome.EXPIRED, BatchOutcome.STOPPED}
    return batch.outcome if stands else outcome_of(batch)


def _move(batch: Batch, event: BatchEvent, now: datetime, changes: dict[str, Any]) -> BatchMove:
    return _note(batch, now, {"state": next_batch_state(batch.state, event), **changes})


def _note(batch: Batch, now: datetime, changes: dict[str, Any]) -> BatchMove:
    return BatchMove(before=batch, after=_changed(batch, now, changes))


def _changed(batch: Batch, now: datetime, changes: dict[str, Any]) -> Batch:
    """Apply changes; the sweeper looks at an open batch a minute later."""
    due_at = batch.due_at if batch.state is BatchState.ENDED and "state" not in changes else now + LOOK_AGAIN
    return batch.model_copy(update={"version": batch.version + 1, "updated_at": now, "due_at": due_at, **changes})
