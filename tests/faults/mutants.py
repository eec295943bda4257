"""Mutants: the flow with one guard weakened. Each must break a promise in some drawn history, or the histories are blind.

No source is patched: a mutant is a subclass of an adapter, or a use case that is handed weakened ports, in the place of
the real one. `tests/faults/orderings.py` has those that turn the order of two calls around.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from reelwright.jobs.lifecycle import FINAL_STATES, TRANSITIONS, JobEvent, JobState
from reelwright.jobs.model import Job, Lease, PoolCounts
from reelwright.jobs.moves import WAITING_STATES, Move
from reelwright.jobs.priority import turns
from reelwright.pipeline.queues import queues_of
from reelwright.ports import MoveOutcome, World
from reelwright.usecases.cancel_job import cancel_job
from reelwright.usecases.dispatch_jobs import dispatch_jobs
from reelwright.usecases.end_attempt import end_attempt
from reelwright.usecases.follow_change import follow_change
from reelwright.usecases.sweep_jobs import sweep_jobs
from tests.faults import miscounts, orderings
from tests.faults.actors import Actors
from tests.faults.watched import WatchedExecutions, WatchedJobs
from tests.memory.tallies import MemoryTallies

NO_LIMIT: Final = 1_000_000


class _Pretending(WatchedJobs):
    """Lets a guard see what it wants to see: `pretend` changes the stored row without a word."""

    def pretend(self, job_id: str, **changes: Any) -> None:
        """Change the row."""
        stored = self.rows.get(job_id)
        if stored is not None:
            self.rows.quietly(stored.model_copy(update=changes))

    def believe(self, read: Job) -> None:
        """Put the row where it was when it was read, wherever the job has gone since."""
        self.pretend(read.job_id, state=read.state, attempt=read.attempt, history_count=read.history_count)


class _MovesAnyway(_Pretending):
    """`commit` of some moves does not look at what the job has become."""

    events: frozenset[JobEvent]
    states: frozenset[JobState] = frozenset(JobState)

    def commit(self, move: Move) -> MoveOutcome:
        """Move the job from where it was when it was read."""
        if move.event in self.events and move.before.state in self.states:
            self.believe(move.before)
        return super().commit(move)


_ENDS: Final = frozenset(TRANSITIONS[JobState.EXECUTING])
_RUNNING: Final = frozenset({JobState.EXECUTING})


class FinishFromAnyState(_MovesAnyway):
    """An end of an attempt does not look at the state."""

    events, states = _ENDS, _RUNNING


class FinishOfAnyAttempt(_Pretending):
    """An end has no fence: an end of attempt 1 ends attempt 2."""

    def commit(self, move: Move) -> MoveOutcome:
        """Finish whatever attempt runs."""
        stored = self.rows.get(move.before.job_id)
        if move.before.state is JobState.EXECUTING and stored is not None and stored.state is JobState.EXECUTING:
            self.believe(move.before)
        return super().commit(move)


class FinishKeepsLease(WatchedJobs):
    """An end forgets the lease."""

    def commit(self, move: Move) -> MoveOutcome:
        """Finish, and leave the lease behind."""
        return super().commit(replace(move, frees=None))


class FinishKeepsUserCounted(WatchedJobs):
    """An end does not free its user."""

    def commit(self, move: Move) -> MoveOutcome:
        """Finish, and count the user's job on."""
        outcome = super().commit(move)
        if outcome is MoveOutcome.MOVED and move.frees_its_user and move.before.state is JobState.EXECUTING:
            self.counters["active"][move.before.user_id] += 1
        return outcome


class StartBeyondCapacity(WatchedJobs):
    """A start does not look at the pool."""

    def commit(self, move: Move) -> MoveOutcome:
        """Start, full or not."""
        return super().commit(move if move.takes is None else replace(move, limit=NO_LIMIT))


class StartFromAnyState(_MovesAnyway):
    """A start does not look at the state; `orderings.take_any_job` keeps the dispatcher from looking either."""

    events = frozenset({JobEvent.STARTED})


class AdmitOverLimit(WatchedJobs):
    """An admission does not look at the user's limit."""

    def commit(self, move: Move) -> MoveOutcome:
        """Admit, over the limit or not."""
        return super().commit(replace(move, limit=NO_LIMIT) if move.counts_its_user else move)


class AdmitFromAnyState(_MovesAnyway):
    """An admission does not look at the state."""

    events = frozenset({JobEvent.ADMITTED})


class AddWithoutKey(WatchedJobs):
    """`add` forgets the idempotency key."""

    def add(self, job: Job, **named: Any) -> Any:
        """Add, asked before or not."""
        return super().add(job, **named | {"key": None})


class AddOverDailyLimit(WatchedJobs):
    """`add` does not look at the day's limit."""

    def add(self, job: Job, **named: Any) -> Any:
        """Add, over the limit or not."""
        return super().add(job, **named | {"daily_limit": None})


class CancelFromAnyState(_MovesAnyway):
    """A cancel of a waiting job does not look at what the job has become."""

    events, states = frozenset({JobEvent.CANCELLED}), WAITING_STATES


class BuryStarted(_MovesAnyway):
    """The end of a job whose message is dead does not look at what the job has become."""

    events, states = frozenset({JobEvent.FAILED}), frozenset({JobState.QUEUED})


class RequeueFromAnyState(_MovesAnyway):
    """A retry does not look at what the job has become."""

    events = frozenset({JobEvent.RETRY_DUE, JobEvent.RETRIED})


class StepOfAnyAttempt(_Pretending):
    """`save_step` has no fence: a step that outlived its attempt still writes."""

    def save_step(self, job_id: str, row: Any, **named: Any) -> MoveOutcome:
        """Save, over or not."""
        self.pretend(job_id, state=JobState.EXECUTING, attempt=row.attempt)
        return super().save_step(job_id, row, **named)


class ReleaseHeldLease(WatchedJobs):
    """`release_lease` takes the lease of an attempt that runs."""

    def release_lease(self, lease: Lease) -> MoveOutcome:
        """Release it, needed or not."""
        return MoveOutcome.MOVED if self._leases.pop(lease.job_id, None) else MoveOutcome.LOST


class RemoveUnfinished(WatchedJobs):
    """`remove` does not look at the state."""

    def remove(self, job: Job) -> None:
        """Remove whatever has the id."""
        if job.job_id in self.rows:
            del self.rows[job.job_id]

    def expired(self, **_named: Any) -> tuple[Job, ...]:
        """Return everything: what an index that lags may hold."""
        return tuple(job for job in self.rows.values() if job.state not in FINAL_STATES)[:1]


class TurnsForgotten(WatchedJobs):
    """Each run of the dispatcher begins the round anew."""

    def counts_of_pool(self, pool: str, *, shards: int) -> PoolCounts:
        """Return that the pool has never started anything."""
        return super().counts_of_pool(pool, shards=shards).model_copy(update={"served": 0})


class LowFirst(WatchedJobs):
    """It is always the lightest queue's turn."""

    def counts_of_pool(self, pool: str, *, shards: int) -> PoolCounts:
        """Return the place of the lightest queue's turn."""
        round_ = turns(queues_of("videos"))
        turn = round_.index("videos-low") if pool == "videos" else 0
        return super().counts_of_pool(pool, shards=shards).model_copy(update={"served": turn})


class StartTwice(WatchedExecutions):
    """The name of an execution is not unique."""

    def start(self, name: str, payload: dict[str, Any]) -> str:
        """Start it again."""
        self._states.pop(name, None)
        return super().start(name, payload)


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One weakened guard. `survives`: why no promise can break by it, where the flow has a second guard."""

    name: str
    actors: Actors
    survives: str | None = None


def _handing(usecase: Callable[..., Any], weaken: Callable[[World], World]) -> Callable[..., Any]:
    """Return the use case with weakened ports."""

    def weakened(*arguments: Any, world: World, **named: Any) -> Any:
        return usecase(*arguments, world=weaken(world), **named)

    return weakened


_ADAPTERS: Final[tuple[type[WatchedJobs], ...]] = (
    FinishFromAnyState,
    FinishOfAnyAttempt,
    FinishKeepsLease,
    FinishKeepsUserCounted,
    StartBeyondCapacity,
    AdmitOverLimit,
    AdmitFromAnyState,
    AddWithoutKey,
    AddOverDailyLimit,
    CancelFromAnyState,
    BuryStarted,
    RequeueFromAnyState,
    StepOfAnyAttempt,
    ReleaseHeldLease,
    RemoveUnfinished,
)

_TALLIES: Final[tuple[type[MemoryTallies], ...]] = (
    miscounts.CountAgain,
    miscounts.CountTheLastRow,
    miscounts.ForgetNothing,
)

MUTANTS: Final[tuple[Mutant, ...]] = (
    *(Mutant(name=kind.__name__, actors=Actors(jobs=kind)) for kind in _ADAPTERS),
    *(Mutant(name=kind.__name__, actors=Actors(tallies=kind)) for kind in _TALLIES),
    Mutant(name="StartTwice", actors=Actors(executions=StartTwice)),
    Mutant(
        name="NoteBeforeSend",
        actors=Actors(
            follow=_handing(follow_change, orderings.note_before_send),
            sweep=_handing(sweep_jobs, orderings.note_before_send),
        ),
    ),
    Mutant(name="DeleteBeforeLease", actors=Actors(dispatch=_handing(dispatch_jobs, orderings.delete_before_lease))),
    Mutant(
        name="StartFromAnyState",
        actors=Actors(jobs=StartFromAnyState, dispatch=_handing(dispatch_jobs, orderings.take_any_job)),
    ),
    Mutant(
        name="StartOfAnyAttempt",
        actors=Actors(dispatch=_handing(dispatch_jobs, orderings.start_any_attempt)),
        survives="the attempt that starts is the job's own next one, whatever the message names",
    ),
    Mutant(name="DropAtCapacity", actors=Actors(dispatch=_handing(dispatch_jobs, orderings.drop_at_capacity))),
    Mutant(
        name="DeleteBeforeLaunch",
        actors=Actors(dispatch=_handing(dispatch_jobs, orderings.delete_before_launch)),
        survives="the sweeper launches what holds a lease and has no execution after 30 s",
    ),
    Mutant(name="StopBeforeMark", actors=Actors(cancel=_handing(cancel_job, orderings.stop_before_mark))),
    Mutant(
        name="PublishBeforeEnd",
        actors=Actors(end=partial(orderings.publish_before_end, end_attempt)),
    ),
    Mutant(name="MarkBeforePublish", actors=Actors(follow=_handing(follow_change, orderings.mark_before_publish))),
    Mutant(name="SweepNoEnds", actors=Actors(sweep=_handing(sweep_jobs, orderings.no_lost_ends))),
    Mutant(name="SweepNoAnnouncements", actors=Actors(sweep=_handing(sweep_jobs, orderings.nothing_due))),
    Mutant(name="SweepNoOutcomes", actors=Actors(sweep=_handing(sweep_jobs, orderings.nothing_unpublished))),
)

UNFAIR: Final[tuple[Mutant, ...]] = tuple(
    Mutant(name=kind.__name__, actors=Actors(jobs=kind)) for kind in (TurnsForgotten, LowFirst)
)
"""Mutants that only a flood shows."""
