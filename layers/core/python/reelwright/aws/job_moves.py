"""The moves of `DynamoJobs`: each one transaction, conditional on where it came from.

A move first reads the job (strongly consistent) and takes from `jobs.moves` what it becomes; then one transaction
writes the job, its next history row and whatever counts: lease, pool, user. The job's write is conditional on state,
attempt and number of history rows, so of two racing movers one is told that it lost. A mover that is told so although
its own write got through (the answer was lost, botocore tried again) finds its mark in the history row.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from reelwright.aws import counts, keys
from reelwright.aws.dead_letters import letter_removal, letter_write
from reelwright.aws.items import Scalar, history_attributes, job_attributes, lease_of, step_attributes
from reelwright.aws.job_reads import DynamoJobReads, HeldJob
from reelwright.aws.writes import ABSENT, Condition, Write, equals
from reelwright.jobs import moves
from reelwright.jobs.checkpoints import answered_step
from reelwright.jobs.dead_letter import DeadLetterReason, letter_of_job
from reelwright.jobs.lifecycle import FINAL_STATES, JobEvent, JobState
from reelwright.jobs.model import Job, JobFailure, JobResult, Lease, StepRow
from reelwright.pipeline.table import TTL_ATTRIBUTE
from reelwright.ports import AdmitOutcome, MoveOutcome, StartOutcome

_UNCONDITIONAL: Final = Condition()
_UNASKED: Final = equals(cancel_requested=False)
_STEPS_OF_A_MOVE: Final = 90
"""Steps written together with a move; with the job's own rows they stay below DynamoDB's 100 items."""


class DynamoJobMoves(DynamoJobReads):
    """Everything that moves a job or notes something on it."""

    def admit(self, job: Job, *, active_limit: int, now: datetime) -> AdmitOutcome:
        """PENDING -> QUEUED within the user's limit."""
        held = self._at(job.job_id, JobState.PENDING)
        if held is None:
            return AdmitOutcome.LOST
        counted = counts.take_user(held.job.user_id, limit=active_limit)
        failed = self._write_move(held, moves.admit(held.job, now=now), counted)
        if "job" in failed:
            return AdmitOutcome.LOST
        if failed:
            waiting = moves.wait_for_user(held.job, active_limit=active_limit, now=now)
            if waiting is not None:
                self._write_change(held, waiting)
            return AdmitOutcome.OVER_LIMIT
        return AdmitOutcome.ADMITTED

    def mark_announced(self, job_id: str, *, attempt: int, now: datetime, ticket: int | None = None) -> MoveOutcome:
        """Note that the message of the QUEUED job's next attempt was sent."""
        held = self._at(job_id, JobState.QUEUED, attempt - 1)
        if held is None:
            return MoveOutcome.LOST
        return self._write_change(held, moves.announce(held.job, now=now, ticket=ticket))

    def start(self, job_id: str, *, attempt: int, lease: Lease, capacity: int, now: datetime) -> StartOutcome:
        """QUEUED -> EXECUTING with the lease, within the pool's capacity."""
        held = self._at(job_id, JobState.QUEUED, attempt - 1)
        if held is None or held.job.cancel_requested:
            return self._start_of_other(job_id, attempt)
        counted = counts.take_place(lease, capacity=capacity)
        move = moves.start(held.job, attempt=attempt, pool=lease.pool, now=now)
        failed = self._write_move(held, move, counted, guard=_UNASKED)
        if "job" in failed:
            return self._start_of_other(job_id, attempt)
        # A lease in the way is one that outlived its attempt: the sweeper frees it, and the message comes back.
        return StartOutcome.AT_CAPACITY if failed else StartOutcome.STARTED

    def note_execution(self, job_id: str, *, attempt: int, execution_arn: str) -> None:
        """Write the execution's ARN on the job and its lease while the attempt runs."""
        held = self._at(job_id, JobState.EXECUTING, attempt)
        if held is None or held.job.execution_arn == execution_arn:
            return
        lease = Write(
            action="Update",
            key=keys.lease_key(job_id),
            condition=equals(attempt=attempt),
            assign={"execution_arn": execution_arn},
        )
        noted = self._job_write(held, moves.note_execution(held.job, execution_arn))
        self._transact({"job": noted, "lease": lease}, droppable=frozenset({"lease"}))

    def finish(
        self,
        job_id: str,
        *,
        attempt: int,
        event: JobEvent,
        now: datetime,
        result: JobResult | None = None,
        error: JobFailure | None = None,
        due_at: datetime | None = None,
        expires_at: datetime | None = None,
        waiting_reason: str | None = None,
        metadata: dict[str, Any] | None = None,
        fingerprint: str | None = None,
        dead_letter: DeadLetterReason | None = None,
    ) -> MoveOutcome:
        """Leave EXECUTING, with the lease, its place in the pool and the active count.

        A retry is not scheduled for a job that was asked to cancel meanwhile: LOST, and the sweeper ends it as it asked.
        """
        held = self._at(job_id, JobState.EXECUTING, attempt)
        if held is None:
            return MoveOutcome.LOST
        move = moves.finish(
            held.job,
            event,
            now=now,
            result=result,
            error=error,
            due_at=due_at,
            expires_at=expires_at,
            waiting_reason=waiting_reason,
            metadata=metadata,
        )
        item = self._table.get(keys.lease_key(job_id))
        lease = None if item is None else lease_of(item)
        counted = counts.free_place(lease) if lease is not None and lease.attempt == attempt else {}
        if fingerprint is not None and move.after.state is JobState.COMPLETED:
            counted |= _remember(move.after, fingerprint)
        guard = _UNASKED if event in moves.COMING_BACK else _UNCONDITIONAL
        if dead_letter is not None:
            return self._bury(held, move, dead_letter, counted)
        return _outcome(self._write_move(held, move, counted, guard=guard))

    def answer(
        self, job: Job, *, source: Job, result: JobResult, fingerprint: str, now: datetime, expires_at: datetime
    ) -> MoveOutcome:
        """PENDING -> COMPLETED with another job's result and finished steps.

        A transaction holds 100 items: the steps of a long film go ahead of the move in transactions of their own, each
        on the condition that the job is still where the move starts from.
        """
        held = self._at(job.job_id, JobState.PENDING, job.attempt)
        if held is None:
            return MoveOutcome.LOST
        copies = (answered_step(row, held.job, now=now) for row in self.steps(source.job_id))
        writes = [_step_write(held.job, row) for row in copies if row is not None]
        while len(writes) > _STEPS_OF_A_MOVE:
            ahead, writes = writes[:_STEPS_OF_A_MOVE], writes[_STEPS_OF_A_MOVE:]
            here = equals(state=JobState.PENDING.value, attempt=job.attempt, history_count=held.history_count)
            check = Write(action="ConditionCheck", key=keys.job_key(job.job_id), condition=here)
            if self._transact({"job": check, **_named(ahead)}):
                return MoveOutcome.LOST
        move = moves.answer(held.job, source=source, result=result, now=now, expires_at=expires_at)
        return _outcome(self._write_move(held, move, {**_named(writes), **_remember(move.after, fingerprint)}))

    def cancel_waiting(self, job: Job, *, now: datetime, expires_at: datetime) -> MoveOutcome:
        """Cancel a job that no attempt runs for."""
        held = self._at(job.job_id, job.state, job.attempt)
        if held is None or held.job.state not in moves.WAITING_STATES:
            return MoveOutcome.LOST
        move = moves.finish(held.job, JobEvent.CANCELLED, now=now, expires_at=expires_at)
        return _outcome(self._write_move(held, move))

    def fail_queued(self, job: Job, *, error: JobFailure, now: datetime, expires_at: datetime) -> MoveOutcome:
        """QUEUED -> FAILED: its message is dead."""
        held = self._at(job.job_id, JobState.QUEUED, job.attempt)
        if held is None:
            return MoveOutcome.LOST
        move = moves.finish(held.job, JobEvent.FAILED, now=now, error=error, expires_at=expires_at)
        return self._bury(held, move, DeadLetterReason.POISON_MESSAGE)

    def mark_published(self, job: Job) -> MoveOutcome:
        """Note that the outcome of an ended job was written."""
        held = self._at(job.job_id, job.state, job.attempt)
        if held is None or held.job.state not in FINAL_STATES or held.job.completed_at != job.completed_at:
            return MoveOutcome.LOST
        return MoveOutcome.MOVED if held.job.due_at is None else self._write_change(held, moves.publish(held.job))

    def request_cancel(self, job_id: str, *, attempt: int, now: datetime) -> MoveOutcome:
        """Set the wish to cancel on an EXECUTING job."""
        held = self._at(job_id, JobState.EXECUTING, attempt)
        if held is None or held.job.cancel_requested:
            return MoveOutcome.LOST if held is None else MoveOutcome.MOVED
        return self._write_change(held, moves.ask_to_cancel(held.job, now=now))

    def requeue(self, job: Job, *, event: JobEvent, now: datetime) -> MoveOutcome:
        """Bring a RETRYING or FAILED job back to PENDING."""
        moves.requeue(job, event, now=now)  # raises for a move that the table does not know, whatever is stored
        held = self._at(job.job_id, job.state, job.attempt)
        if held is None or moves.is_expired(held.job, now=now):
            return MoveOutcome.LOST
        revived = {"letter": letter_removal(job.job_id)} if event is JobEvent.RETRIED else {}
        return _outcome(self._write_move(held, moves.requeue(held.job, event, now=now), revived))

    def release_lease(self, lease: Lease) -> MoveOutcome:
        """Remove a lease whose attempt is over, and free its place in the pool."""
        over = Condition(
            expression=f"{ABSENT} OR #state <> :running OR #attempt <> :attempt",
            values={":running": JobState.EXECUTING.value, ":attempt": lease.attempt},
        )
        job = Write(action="ConditionCheck", key=keys.job_key(lease.job_id), condition=over)
        return _outcome(self._transact({"job": job, **counts.free_place(lease)}))

    def _bury(
        self, held: HeldJob, move: moves.Move, reason: DeadLetterReason, counted: Mapping[str, Write] | None = None
    ) -> MoveOutcome:
        """Write a move into FAILED together with the job's dead letter, then tell of it."""
        letter = letter_of_job(move.after, reason)
        outcome = _outcome(self._write_move(held, move, {**(counted or {}), "letter": letter_write(letter)}))
        if outcome is MoveOutcome.MOVED:
            self._on_dead_letter(letter)
        return outcome

    def _at(self, job_id: str, state: JobState, attempt: int | None = None) -> HeldJob | None:
        """Return the job as read now where it is in that state (and attempt)."""
        held = self._held(job_id)
        if held is None or not moves.stands_at(held.job, state, held.job.attempt if attempt is None else attempt):
            return None
        return held

    def _start_of_other(self, job_id: str, attempt: int) -> StartOutcome:
        """Return what a start comes to that finds the job elsewhere."""
        item = self._table.get(keys.lease_key(job_id))
        running = self._at(job_id, JobState.EXECUTING, attempt) is not None
        if running and item is not None and lease_of(item).attempt == attempt:
            return StartOutcome.ALREADY_STARTED
        return StartOutcome.LOST

    def _write_change(self, held: HeldJob, after: Job) -> MoveOutcome:
        """Write what is noted on a job that stays where it is."""
        return MoveOutcome.MOVED if self._table.write(self._job_write(held, after)) else MoveOutcome.LOST

    def _write_move(
        self,
        held: HeldJob,
        move: moves.Move,
        counted: Mapping[str, Write] | None = None,
        *,
        guard: Condition = _UNCONDITIONAL,
    ) -> frozenset[str]:
        """Write a move with what it counts; return whose condition failed: `job`, or one of `counted`."""
        mark = uuid.uuid4().hex
        row_key = keys.history_key(held.job.job_id, held.history_count + 1)
        row = move.history_row(held.history_count + 1)
        writes = {
            "job": self._job_write(held, move.after, guard=guard, add={"history_count": 1}),
            "history": Write(
                action="Put",
                key=row_key,
                condition=Condition(expression=ABSENT),
                item={**history_attributes(row), "mark": mark},
            ),
            **(counted or {}),
            **(counts.free_user(held.job.user_id) if move.frees_its_user else {}),
        }
        failed = self._transact(writes)
        if "job" in failed:
            made = self._table.get(row_key)
            return frozenset() if made is not None and made["mark"] == mark else failed
        return failed

    def _job_write(
        self,
        held: HeldJob,
        after: Job,
        *,
        guard: Condition = _UNCONDITIONAL,
        add: Mapping[str, int] | None = None,
    ) -> Write:
        """Return the update from the job as read to `after`: only what differs, so a step's report beside it stays."""
        old, new = job_attributes(held.job), job_attributes(after)
        here = equals(state=held.job.state.value, attempt=held.job.attempt, history_count=held.history_count)
        return Write(
            action="Update",
            key=keys.job_key(after.job_id),
            condition=here & guard,
            assign={name: value for name, value in new.items() if name != "version" and old.get(name) != value},
            remove=tuple(sorted(old.keys() - new.keys())),
            add={"version": 1, **(add or {})},
        )

    def _transact(self, writes: Mapping[str, Write], *, droppable: frozenset[str] = counts.DROPPABLE) -> frozenset[str]:
        """Apply the writes; where only droppable ones are in the way, apply the others without them."""
        left = dict(writes)
        while failed := self._table.transact(left):
            if not failed <= droppable:
                return failed - droppable
            left = {name: write for name, write in left.items() if name not in failed}
        return frozenset()


def _outcome(failed: frozenset[str]) -> MoveOutcome:
    return MoveOutcome.LOST if failed else MoveOutcome.MOVED


def _remember(job: Job, fingerprint: str) -> dict[str, Write]:
    """Return the write by which a completed job answers for its request; whoever completes last stays."""
    item: dict[str, Scalar] = {"job_id": job.job_id}
    if job.expires_at is not None:
        item[TTL_ATTRIBUTE] = int(job.expires_at.timestamp())
    return {"result": Write(action="Put", key=keys.result_key(job.user_id, fingerprint), item=item)}


def _step_write(job: Job, row: StepRow) -> Write:
    item = {**step_attributes(row), "mark": uuid.uuid4().hex}
    return Write(action="Put", key=keys.step_key(job.job_id, row.name), item=item)


def _named(writes: list[Write]) -> dict[str, Write]:
    return {write.key.sk: write for write in writes}
