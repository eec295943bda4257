"""The moves of a batch: what is counted, what may be released, when it stops."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reelwright.batches import moves
from reelwright.batches.model import Batch, BatchItem, ErrorGroup, OpenItem, SettledCounts
from reelwright.batches.plan import LinesPlan
from reelwright.batches.states import BatchOutcome, BatchState, PauseReason
from reelwright.jobs.lifecycle import JobState
from reelwright.jobs.model import Job
from reelwright.jobs.moves import new_job
from tests.batch_builders import batch_lines, item_request, some_batch

NOW = datetime(2026, 11, 28, 12, tzinfo=timezone.utc)
ENDS = (JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED)
LINES = batch_lines(30)


def release(batch: Batch, line: int, earlier: BatchItem | None = None) -> tuple[Batch, BatchItem, Job]:
    """Release a line with a new job."""
    name = f"{batch.batch_id}n{line:06d}g{batch.generation}"
    job = new_job(name, item_request(line), user_id="ada", tier="premium", now=NOW, parent_job_id=batch.batch_id)
    move = moves.release(
        batch,
        LINES[line - 1],
        skipped=0,
        reserve_usd=0.25,
        earlier=earlier,
        job=job,
        brought_back=None,
        groups=(),
        now=NOW,
    )
    assert move.item is not None
    return move.after, move.item, job


def settle(batch: Batch, item: BatchItem, job: Job, state: JobState, cost: float = 0.1) -> tuple[Batch, BatchItem]:
    """Count an end of a job."""
    over = job.model_copy(update={"state": state, "cost_usd": cost, "history_count": job.history_count + 3})
    assert moves.must_settle(item, over)
    move = moves.settle(batch, item, over, cached=False, error=None, groups=(), now=NOW)
    assert move.item is not None
    assert not moves.must_settle(move.item, over), "the same end is settled once"
    return move.after, move.item


@given(st.lists(st.tuples(st.booleans(), st.sampled_from(ENDS)), max_size=60), st.integers(0, 5))
def test_counts_always_sum_to_the_lines(steps: list[tuple[bool, JobState]], refused: int) -> None:
    """Whatever is released and settled, in any order; the bill is the sum of the items, and progress never falls."""
    batch = some_batch(NOW, lines=30, refused=refused, concurrency=4)
    running: list[tuple[BatchItem, Job]] = []
    costs, progress, line = 0.0, 0.0, 0
    for wants_release, state in steps:
        if wants_release and moves.may_release(batch):
            line += 1
            batch, item, job = release(batch, line)
            running.append((item, job))
        elif running:
            batch, item = settle(batch, *running.pop(0), state)
            costs += item.cost_usd
        assert sum(batch.counts.model_dump().values()) == batch.lines
        assert batch.counts.open == len(running) <= batch.window
        assert batch.reserved_usd == pytest.approx(0.25 * len(running))
        assert batch.spent_usd == pytest.approx(costs)
        assert batch.progress() >= progress
        progress = batch.progress()


def test_the_window_is_the_concurrency_and_two_that_follow() -> None:
    """The tier limits what runs. A batch that does not run, or has no line left, releases nothing."""
    batch = some_batch(NOW, lines=9, concurrency=1)
    for line in (1, 2, 3):
        assert moves.may_release(batch)
        batch, *_ = release(batch, line)
    assert not moves.may_release(batch)
    empty = batch.model_copy(update={"open_items": ()})
    assert moves.may_release(empty)
    assert not moves.may_release(empty.model_copy(update={"passed": 9}))
    for state in set(BatchState) - {BatchState.RUNNING}:
        assert not moves.may_release(empty.model_copy(update={"state": state}))


def test_a_concurrency_that_the_owner_chose_is_exact() -> None:
    """Every open job may run, so nothing is released ahead; also after the owner chose another one on the way."""
    batch = some_batch(NOW, lines=9, concurrency=4)
    batch = moves.adjust(batch, terms={"concurrency": 1}, now=NOW).after
    assert moves.may_release(batch)
    batch, *_ = release(batch, 1)
    assert not moves.may_release(batch)


def test_a_release_stays_within_the_budget_with_everything_that_is_open() -> None:
    """0.1 + 0.2 is 0.3: rounding of floats does not hold a batch up."""
    batch = some_batch(NOW, max_cost_usd=0.3).model_copy(
        update={"spent_usd": 0.1, "open_items": (OpenItem(line=1, job_id="j", reserve_usd=0.1),)}
    )
    assert moves.affords(batch, 0.1)
    assert not moves.affords(batch, 0.11)
    assert moves.affords(some_batch(NOW), 1e6), "without a limit everything is affordable"


@pytest.mark.parametrize(
    ("rule", "failed", "succeeded", "stops"),
    [
        ({"failures": 3}, 2, 50, False),
        ({"failures": 3}, 3, 50, True),
        ({"percent": 50, "least": 4}, 1, 0, False),
        ({"percent": 50, "least": 4}, 2, 2, True),
        ({"percent": 50, "least": 4}, 2, 3, False),
        ({"percent": 1}, 0, 30, False),
        ({}, 30, 0, False),
    ],
)
def test_a_batch_stops_at_its_number_or_share_of_failures(
    rule: dict[str, int],
    failed: int,
    succeeded: int,
    stops: bool,  # noqa: FBT001 - a parameter of the table
) -> None:
    """The share counts from `least` finished films on; cancelled ones are no failures."""
    batch = some_batch(NOW, lines=90, stop_after=rule)
    run = SettledCounts(failed=failed, completed=succeeded, cancelled=9)
    assert moves.must_stop(batch.model_copy(update={"run": run})) is stops


def test_too_many_failures_pause_the_batch_with_the_settlement_that_reaches_them() -> None:
    """No line is released in between; the next generation counts its own failures."""
    batch, item, job = release(some_batch(NOW, stop_after={"failures": 1}), 1)
    batch, item = settle(batch, item, job, JobState.FAILED)
    assert (batch.state, batch.reason) == (BatchState.PAUSED, PauseReason.FAILURES)
    again = moves.resume(batch, plan_key="p", planned=3, terms={}, open_limit=1, now=NOW).after
    assert (again.state, again.reason, again.run.failed, again.counts.failed) == (BatchState.RUNNING, None, 0, 1)


def test_a_line_that_is_released_again_moves_from_its_old_count() -> None:
    """And its cost adds up over its jobs."""
    batch, item, job = release(some_batch(NOW), 1)
    batch, item = settle(batch, item, job, JobState.FAILED, cost=0.1)
    batch = moves.pause(batch, PauseReason.BY_USER, now=NOW).after
    batch = moves.resume(batch, plan_key="p", planned=1, terms={"max_cost_usd": 9.0}, open_limit=1, now=NOW).after
    batch, item, job = release(batch, 1, earlier=item)
    assert (batch.counts.failed, batch.counts.open, item.attempt, item.generation) == (0, 1, 2, 2)
    batch, item = settle(batch, item, job, JobState.COMPLETED, cost=0.3)
    assert batch.counts.completed == 1
    assert [item.cost_usd, batch.spent_usd] == pytest.approx([0.4, 0.4])


def test_a_retry_by_hand_after_the_end_corrects_counts_and_outcome() -> None:
    """An operator retried the dead letter of an item: the end of the batch tells the truth afterwards, too."""
    batch, item, job = release(some_batch(NOW, lines=1), 1)
    batch, item = settle(batch, item, job, JobState.FAILED)
    ended = moves.end(batch, now=NOW, expires_at=NOW + timedelta(days=1)).after
    assert ended.outcome is BatchOutcome.ALL_FAILED
    retried = job.model_copy(update={"history_count": job.history_count + 6})
    corrected, item = settle(ended, item, retried, JobState.COMPLETED, cost=0.2)
    assert (corrected.outcome, corrected.counts.completed, corrected.counts.failed) == (
        BatchOutcome.ALL_SUCCEEDED,
        1,
        0,
    )
    assert corrected.spent_usd == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("settled", "refused", "outcome"),
    [
        (SettledCounts(completed=2, cached=1), 0, BatchOutcome.ALL_SUCCEEDED),
        (SettledCounts(completed=1, failed=2), 0, BatchOutcome.SOME_FAILED),
        (SettledCounts(completed=2), 1, BatchOutcome.SOME_FAILED),
        (SettledCounts(failed=3), 0, BatchOutcome.ALL_FAILED),
        (SettledCounts(cancelled=3), 0, BatchOutcome.ALL_FAILED),
    ],
)
def test_zero_some_and_all_successes_are_different_outcomes(
    settled: SettledCounts, refused: int, outcome: BatchOutcome
) -> None:
    """A refused line did not succeed."""
    batch = some_batch(NOW, lines=3, refused=refused).model_copy(update={"settled": settled, "passed": 3})
    assert moves.is_over(batch)
    assert moves.end(batch, now=NOW, expires_at=NOW).after.outcome is outcome


@pytest.mark.parametrize(
    ("reason", "event", "outcome", "unreleased"),
    [
        (None, "cancel", BatchOutcome.CANCELLED, "cancelled"),
        (None, "expire", BatchOutcome.EXPIRED, "expired"),
        (PauseReason.BY_USER, "expire", BatchOutcome.EXPIRED, "expired"),
        (PauseReason.BUDGET, "expire", BatchOutcome.STOPPED, "expired"),
        (PauseReason.FAILURES, "expire", BatchOutcome.STOPPED, "expired"),
        (PauseReason.FAILURES, "cancel", BatchOutcome.CANCELLED, "cancelled"),
    ],
)
def test_lines_that_were_never_released_say_why(
    reason: PauseReason | None, event: str, outcome: BatchOutcome, unreleased: str
) -> None:
    """Cancelled by the owner, or expired; and every line is accounted for."""
    batch = some_batch(NOW)
    if reason is not None:
        batch = moves.pause(batch, reason, now=NOW).after
    stopping = (moves.cancel if event == "cancel" else moves.expire)(batch, now=NOW).after
    ended = moves.end(stopping, now=NOW, expires_at=NOW).after
    assert ended.outcome is outcome
    assert ended.counts.model_dump() == dict.fromkeys(ended.counts.model_dump(), 0) | {unreleased: 3}
    assert ended.progress() == 1.0


def test_a_batch_ends_with_its_last_open_job() -> None:
    """Also a cancelled one."""
    batch, item, job = release(some_batch(NOW), 1)
    stopping = moves.cancel(batch, now=NOW).after
    assert not moves.is_over(stopping)
    batch, _ = settle(stopping, item, job, JobState.CANCELLED)
    assert moves.is_over(batch)
    assert not moves.is_over(some_batch(NOW))


@given(st.sets(st.integers(1, 300), min_size=1))
def test_a_plan_lists_its_lines_in_order(lines: set[int]) -> None:
    """As ranges, whatever they are."""
    plan = LinesPlan.of(lines)
    assert [plan.line_at(index) for index in range(len(plan))] == sorted(lines)
    with pytest.raises(IndexError):
        plan.line_at(len(plan))
    assert LinesPlan.model_validate_json(plan.model_dump_json()) == plan


def test_samples_are_the_first_three_lines_and_the_last_two() -> None:
    """And a line that succeeds after all leaves its group."""
    group = ErrorGroup(group="g", code="c", type="T", message="m", first_at=NOW, last_at=NOW)
    for line in range(1, 9):
        group = group.with_line(line, NOW)
    assert (group.count, group.samples) == (8, (1, 2, 3, 7, 8))
    assert (group.without_line(7).count, group.without_line(7).samples) == (7, (1, 2, 3, 8))
