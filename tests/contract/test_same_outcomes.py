"""Memory and DynamoDB move by move: the same calls have the same outcomes and leave the same jobs."""

import random
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.jobs.dead_letter import DeadLetterReason
from reelwright.jobs.lifecycle import ADMITTED_STATES, JobEvent, JobState, next_state
from reelwright.jobs.model import JobFailure, Lease, StepRow

if TYPE_CHECKING:
    from tests.contract.conftest import Bench

FAILURE = JobFailure(type="X", code="x", message="x")
EXHAUSTED = DeadLetterReason.RETRIES_EXHAUSTED
USERS = ("ada", "eve")
POOLS = ("videos", "tasks")
CALLS = 80


def one_call(dice: random.Random, bench: "Bench", names: list[str]) -> Any:
    """Make one random call, likely or absurd, and return its outcome; the same dice make the same call."""
    bench.clock.pass_seconds(dice.choice([0, 1, 40, 3600]))
    now = bench.clock()
    draw = [dice.random() for _ in range(4)]
    if not names or draw[0] < 0.15:
        job = bench.job(USERS[int(draw[1] * 2)])
        names.append(job.job_id)
        return bench.add(job, daily_limit=12)
    name = names[int(draw[1] ** 0.5 * len(names))]
    seen = bench.jobs.get(name) or bench.job(job_id=name)
    attempt = seen.attempt + dice.choice([0, 0, 0, 1, -1])
    lease = Lease(job_id=name, attempt=seen.attempt + 1, pool=POOLS[int(draw[2] * 2)], expires_at=now)
    step = StepRow(
        name=f"render_scene#{int(draw[2] * 3)}",
        state=dice.choice(["running", "done", "failed"]),
        attempt=attempt,
        fraction=round(draw[3], 3),
        key=dice.choice([None, "k"]),
        cost_usd=0.01,
        updated_at=now,
    )
    expires = now.replace(year=2027) if draw[3] < 0.8 else now
    ends = [JobEvent.COMPLETED, JobEvent.FAILED, JobEvent.RETRY_SCHEDULED, JobEvent.RETRY_SCHEDULED, JobEvent.CANCELLED]
    event = ends[int(draw[2] * len(ends))]
    back = JobEvent.RETRY_DUE if seen.state is JobState.RETRYING else JobEvent.RETRIED
    may_return = seen.state in {JobState.RETRYING, JobState.FAILED}
    calls: list[tuple[int, Callable[[], Any]]] = [
        (4, lambda: bench.admit(seen, active_limit=3)),
        (2, lambda: bench.mover.mark_announced(name, attempt=attempt + 1, now=now)),
        (5, lambda: bench.mover.start(name, attempt=seen.attempt + 1, lease=lease, capacity=2, now=now)),
        (1, lambda: bench.mover.note_execution(name, attempt=attempt, execution_arn=f"arn:{name}")),
        (3, lambda: bench.finish(seen, event, attempt=attempt, expires_at=expires, error=FAILURE, fingerprint="f")),
        (1, lambda: bench.finish(seen, JobEvent.FAILED, attempt=attempt, error=FAILURE, dead_letter=EXHAUSTED)),
        (1, lambda: bench.mover.cancel_waiting(seen, now=now, expires_at=expires)),
        (1, lambda: bench.mover.fail_queued(seen, error=FAILURE, now=now, expires_at=expires)),
        (1, lambda: bench.mover.request_cancel(name, attempt=attempt, now=now)),
        (4, lambda: bench.mover.requeue(seen, event=back, now=now) if may_return else None),
        (4, lambda: bench.jobs.save_step(name, step, weight=0.2, message=None, now=now)),
        (1, lambda: bench.jobs.release_lease(lease.model_copy(update={"attempt": attempt}))),
        (2, lambda: bench.answer(seen, source=names[0], fingerprint="f")),
        (1, lambda: [bench.jobs.remove(job) for job in bench.jobs.expired(before=now, limit=1)]),
    ]
    weights = [weight for weight, _ in calls]
    return dice.choices([call for _, call in calls], weights)[0]()


def view(bench: "Bench", names: list[str]) -> dict[str, Any]:
    """Return all that can be read."""
    jobs = {name: bench.jobs.get(name) for name in names}
    return {
        "jobs": {
            name: job
            and job.model_dump(exclude={"progress", "cost_usd"})
            | {"progress": round(job.progress, 6), "cost": round(job.cost_usd, 6)}
            for name, job in jobs.items()
        },
        "history": {name: bench.jobs.history(name) for name in names},
        "steps": {name: bench.jobs.steps(name) for name in names},
        "leases": sorted(bench.jobs.leases(), key=lambda lease: lease.job_id),
        "lists": {
            user: [
                job.job_id
                for job in bench.jobs.list_of_user(user, state=None, task_name=None, limit=99, cursor=None).jobs
            ]
            for user in USERS
        },
        "counts": {user: bench.jobs.counts_of_user(user) for user in USERS},
        "letters": {name: bench.letters and bench.letters.get(name) for name in names},
        "active": {user: bench.jobs.active(user) for user in USERS},
        "pools": {pool: (bench.running(pool), bench.served(pool)) for pool in POOLS},
        "finished": {user: (job := bench.jobs.finished_like(user, "f")) and job.job_id for user in USERS},
        "next": {user: (job := bench.jobs.next_pending(user)) and job.job_id for user in USERS},
        "due": {
            state: {job.job_id for job in bench.jobs.due(state, before=bench.clock(), limit=99)} for state in JobState
        },
    }


@pytest.mark.parametrize("seed", range(3))
def test_random_calls_have_the_same_outcomes_everywhere(both_benches: dict[str, "Bench"], seed: int) -> None:
    """Whatever is called in whatever order: equal answers at each call, equal tables at the end, and no invariant broken."""
    names: dict[str, list[str]] = {side: [] for side in both_benches}
    dice = {side: random.Random(seed) for side in both_benches}  # noqa: S311 - a seeded walk, no secret
    for number in range(CALLS):
        outcomes = {side: one_call(dice[side], bench, names[side]) for side, bench in both_benches.items()}
        assert outcomes["memory"] == outcomes["moto"], f"call {number}"
    assert view(both_benches["memory"], names["memory"]) == view(both_benches["moto"], names["moto"])
    for side, bench in both_benches.items():
        assert_sound(bench, names[side])


def assert_sound(bench: "Bench", names: list[str]) -> None:
    """Check the promises that no call may break: legal gapless histories, counters equal to a recount."""
    states = []
    for name in names:
        rows = bench.jobs.history(name)
        assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
        for before, row in pairwise(rows):
            assert row.from_state is before.to_state
            assert row.to_state is next_state(before.to_state, JobEvent(row.event))
        job = bench.jobs.get(name)
        if job is not None:
            assert job.state is rows[-1].to_state
            letter = bench.letters.get(name) if bench.letters else None
            assert letter is None or job.state is JobState.FAILED
            states.append((job.user_id, job.state))
    for user in USERS:
        recount = sum(owner == user and state in ADMITTED_STATES for owner, state in states)
        assert bench.jobs.active(user) == recount <= 3
    for pool in POOLS:
        assert bench.running(pool) == sum(lease.pool == pool for lease in bench.jobs.leases()) <= 2
    executing = [state for _, state in states if state is JobState.EXECUTING]
    assert len(executing) == len(bench.jobs.leases())
