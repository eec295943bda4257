"""The writes that move a job: each one transaction, conditional on where the job was when it was read.

`jobs.moves` has decided what the job becomes. One transaction writes the job, its next history row and what the move
carries: lease, counters, dead letter, copied steps. The job's write is conditional on state, attempt and number of history
rows, so one of two concurrent movers is LOST. A mover's own write can fail its condition (the response was lost,
botocore sent the call again); it then finds its mark in the history row and returns MOVED.
"""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from reelwright.aws import counts, keys
from reelwright.aws.charges import charge_key, charge_write, counted
from reelwright.aws.dead_letters import letter_removal, letter_write
from reelwright.aws.items import Scalar, history_attributes, job_attributes, number, step_attributes
from reelwright.aws.table import Table
from reelwright.aws.writes import ABSENT, Condition, Write, below, equals
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job, Lease, StepRow
from reelwright.jobs.moves import Move, Note, is_expired
from reelwright.pipeline.table import TTL_ATTRIBUTE
from reelwright.ports import Clock, MoveOutcome, OnDeadLetter

_UNCONDITIONAL: Final = Condition()
_NOT_CANCELLED: Final = equals(cancel_requested=False)
_SUMS: Final = frozenset({"version", "cost_usd"})
"""Steps add to these while a job moves, so a move adds to them, too."""
_BATCH_LIFE: Final = timedelta(days=14)
"""How long an item of a batch answers equal requests at most: it is removed with its batch, at a time not known yet."""
_STEPS_OF_A_MOVE: Final = 90
"""Steps written together with a move; with the job's own rows they stay below DynamoDB's 100 items."""


class JobMover:
    """`commit`, `note` and `release_lease` of `ports.Jobs`."""

    def __init__(self, table: Table, clock: Clock, on_dead_letter: OnDeadLetter) -> None:
        self._table = table
        self._clock = clock
        self._on_dead_letter = on_dead_letter

    def commit(self, move: Move) -> MoveOutcome:
        """Write the move and what it carries.

        A transaction holds at most 100 items: the steps of a long film are written before the move in separate
        transactions, each on the condition that the job has not moved.
        """
        if is_expired(move.before, now=self._clock()):
            return MoveOutcome.LOST
        steps = [_step_write(move.before, row) for row in move.copies]
        while len(steps) > _STEPS_OF_A_MOVE:
            ahead, steps = steps[:_STEPS_OF_A_MOVE], steps[_STEPS_OF_A_MOVE:]
            check = Write(action="ConditionCheck", key=keys.job_key(move.before.job_id), condition=where(move.before))
            if self._transact({"job": check, **_named(ahead)}):
                return MoveOutcome.LOST
        failed = self._write_move(
            move, {**effect_writes(move), **self._guards(move), **self._charges(move), **_named(steps)}
        )
        if failed:
            # An existing lease outlived its attempt: the sweeper frees it, and the message is delivered again.
            limited = move.limit is not None or move.charges
            return MoveOutcome.OVER_LIMIT if limited and "job" not in failed else MoveOutcome.LOST
        if move.letter is not None:
            self._on_dead_letter(move.letter)
        return MoveOutcome.MOVED

    def note(self, note: Note) -> MoveOutcome:
        """Write what differs on a job that stays where it is."""
        job = _job_write(note.before, note.after)
        if note.execution_arn is None:
            return MoveOutcome.MOVED if self._table.write(job) else MoveOutcome.LOST
        lease = Write(
            action="Update",
            key=keys.lease_key(note.after.job_id),
            condition=equals(attempt=note.after.attempt),
            assign={"execution_arn": note.execution_arn},
        )
        return _outcome(self._transact({"job": job, "lease": lease}, droppable=frozenset({"lease"})))

    def release_lease(self, lease: Lease) -> MoveOutcome:
        """Remove a lease whose attempt is over, and free its place in the pool."""
        over = Condition(
            expression=f"{ABSENT} OR #state <> :running OR #attempt <> :attempt",
            values={":running": JobState.EXECUTING.value, ":attempt": lease.attempt},
        )
        job = Write(action="ConditionCheck", key=keys.job_key(lease.job_id), condition=over)
        return _outcome(self._transact({"job": job, **counts.free_place(lease)}))

    def _guards(self, move: Move) -> dict[str, Write]:
        """Return the checks of rows that the move does not change."""
        user_id = move.before.user_id
        checks = {
            f"unreached-{one.counter}": Write(
                action="ConditionCheck",
                key=charge_key(user_id, one.counter, one.period),
                condition=below(one.limit or 0, counter=counted(one.counter)),
            )
            for one in move.unreached
        }
        if move.unless_kept is not None:
            values: dict[str, Scalar] = {":now": int(self._clock().timestamp())}
            gone = Condition(expression=f"{ABSENT} OR #{TTL_ATTRIBUTE} <= :now", values=values)
            key = keys.result_key(user_id, move.unless_kept)
            checks["kept"] = Write(action="ConditionCheck", key=key, condition=gone)
        return checks

    def _charges(self, move: Move) -> dict[str, Write]:
        now = self._clock()
        return {f"charge-{one.counter}": charge_write(move.before.user_id, one, now) for one in move.charges}

    def _write_move(self, move: Move, effects: Mapping[str, Write]) -> frozenset[str]:
        """Write a move with its effects; return whose condition failed: `job`, or one of the effects."""
        mark = uuid.uuid4().hex
        writes = transition_writes(move, mark=mark)
        failed = self._transact({**writes, **effects})
        if "job" in failed:
            made = self._table.get(writes["history"].key)
            return frozenset() if made is not None and made["mark"] == mark else failed
        return failed

    def _transact(self, writes: Mapping[str, Write], *, droppable: frozenset[str] = counts.DROPPABLE) -> frozenset[str]:
        """Apply the writes; if only droppable ones fail, apply the others without them."""
        left = dict(writes)
        while failed := self._table.transact(left):
            if not failed <= droppable:
                return failed - droppable
            left = {name: write for name, write in left.items() if name not in failed}
        return frozenset()


def where(job: Job) -> Condition:
    """Return the condition that the job is still where it was when it was read."""
    return equals(state=job.state.value, attempt=job.attempt, history_count=job.history_count)


def transition_writes(move: Move, *, mark: str) -> dict[str, Write]:
    """Return the writes of a move's job and of its history row, which carries `mark`."""
    history = Write(
        action="Put",
        key=keys.history_key(move.after.job_id, move.after.history_count),
        condition=Condition(expression=ABSENT),
        item={**history_attributes(move.history_row), "mark": mark},
    )
    guard = _NOT_CANCELLED if move.unless_cancelled else _UNCONDITIONAL
    return {"job": _job_write(move.before, move.after, guard=guard), "history": history}


def _job_write(before: Job, after: Job, *, guard: Condition = _UNCONDITIONAL) -> Write:
    """Return the update from one to the other: only what differs, so a step that reports meanwhile is not overwritten."""
    old, new = job_attributes(before), job_attributes(after)
    grown = after.cost_usd - before.cost_usd
    return Write(
        action="Update",
        key=keys.job_key(after.job_id),
        condition=where(before) & guard,
        assign={name: value for name, value in new.items() if name not in _SUMS and old.get(name) != value},
        remove=tuple(sorted(old.keys() - new.keys())),
        add={"version": 1} | ({"cost_usd": number(grown)} if grown else {}),
    )


def effect_writes(move: Move) -> dict[str, Write]:
    """Return the writes of a move's effects: counters, leases, dead letter, copied steps."""
    writes: dict[str, Write] = {}
    if move.takes is not None and move.limit is not None:
        writes |= counts.take_place(move.takes, capacity=move.limit)
    elif move.counts_its_user and move.limit is not None:
        writes |= counts.take_user(move.before.user_id, limit=move.limit)
    if move.frees is not None:
        writes |= counts.free_place(move.frees)
    if move.frees_its_user:
        writes |= counts.free_user(move.before.user_id)
    if move.fingerprint is not None:
        writes["result"] = _result_write(move.after, move.fingerprint)
    if move.removes_letter:
        writes["letter"] = letter_removal(move.after.job_id)
    if move.letter is not None:
        writes["letter"] = letter_write(move.letter)
    return writes


def _outcome(failed: frozenset[str]) -> MoveOutcome:
    return MoveOutcome.LOST if failed else MoveOutcome.MOVED


def _result_write(job: Job, fingerprint: str) -> Write:
    """Return the write that makes a completed job the kept result of its request; the last one to complete wins."""
    until = job.expires_at or job.updated_at + _BATCH_LIFE
    item: dict[str, Scalar] = {"job_id": job.job_id, TTL_ATTRIBUTE: int(until.timestamp())}
    return Write(action="Put", key=keys.result_key(job.user_id, fingerprint), item=item)


def _step_write(job: Job, row: StepRow) -> Write:
    item = {**step_attributes(row), "mark": uuid.uuid4().hex}
    return Write(action="Put", key=keys.step_key(job.job_id, row.name), item=item)


def _named(writes: list[Write]) -> dict[str, Write]:
    return {write.key.sk: write for write in writes}
