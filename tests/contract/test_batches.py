"""`Batches`: each write is whole or not at all, and only from the version that was read."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reelwright.batches import moves
from reelwright.batches.model import Batch, BatchItem, ErrorGroup, ItemError
from reelwright.batches.states import BatchState, ItemState
from reelwright.batches.weighed import CommitOutcome
from reelwright.film.scenes.brand import BrandColours
from reelwright.jobs.brand import Brand
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import Job
from reelwright.jobs.moves import new_job, requeue
from reelwright.jobs.quota import Charge
from reelwright.jobs.upload import FileReference
from reelwright.pipeline.table import stamp
from reelwright.ports import Batches, IdempotencyKey, MoveOutcome
from tests.batch_builders import batch_lines, some_batch
from tests.contract.conftest import DAY

if TYPE_CHECKING:
    from tests.contract.conftest import Bench, Clock, Place


@pytest.fixture
def batches(place: "Place", bench: "Bench") -> Batches:  # noqa: ARG001 - the bench makes the table
    """Return the batches in the bench's table."""
    return place.batches


def add(
    batches: Batches,
    batch: Batch,
    *,
    key: str = "k",
    body: str = "f",
    lines: int = 3,
    daily: int | None = None,
    most: int = 9,
) -> CommitOutcome:
    """Store a batch and return what became of it."""
    charge = Charge(counter="daily", period=DAY, amount=lines, limit=daily)
    used = IdempotencyKey(key=key, fingerprint=body)
    return batches.add(batch, key=used, charge=charge, open_limit=most).outcome


def released(batch: Batch, clock: "Clock", *, line: int = 1) -> moves.BatchMove:
    """Return the release of a line, with a new job."""
    one = batch_lines(line)[line - 1]
    assert one.request is not None
    job = new_job(
        f"{batch.batch_id}n{line:06d}", one.request, user_id="ada", tier="premium", now=clock(), parent_job_id="batch1"
    )
    return moves.release(
        batch, one, skipped=0, reserve_usd=0.25, earlier=None, job=job, brought_back=None, groups=(), now=clock()
    )


def test_a_batch_is_read_as_it_was_stored(batches: Batches, clock: "Clock") -> None:
    """With all of its fields, times, options and figures."""
    batch = some_batch(
        clock(), max_cost_usd=0.1, metadata={"a": "ü"}, stop_after={"failures": 3}, start="on_confirm", name="spring"
    )
    assert add(batches, batch) is CommitOutcome.COMMITTED
    assert batches.get("batch1") == batch
    assert batches.get("other") is None


def test_a_commit_counts_the_lines_on_the_day_all_or_nothing(batches: Batches, bench: "Bench") -> None:
    """Over the limit neither the batch nor its key exists, and nothing is counted."""
    batch = some_batch(bench.clock())
    assert add(batches, batch, daily=2) is CommitOutcome.OVER_DAILY_LIMIT
    assert batches.get("batch1") is None
    assert bench.jobs.daily_count("ada", DAY) == 0
    assert add(batches, batch, daily=3) is CommitOutcome.COMMITTED
    assert bench.jobs.daily_count("ada", DAY) == 3
    assert (
        add(batches, some_batch(bench.clock(), batch_id="batch2"), key="k2", daily=5) is CommitOutcome.OVER_DAILY_LIMIT
    )
    assert bench.jobs.daily_count("ada", DAY) == 3


def test_a_user_has_at_most_so_many_open_batches(batches: Batches, clock: "Clock") -> None:
    """One that ends makes room; one that comes back from its end needs room."""
    first = some_batch(clock())
    assert add(batches, first, most=1) is CommitOutcome.COMMITTED
    second = some_batch(clock(), batch_id="batch2")
    assert add(batches, second, key="k2", most=1) is CommitOutcome.OVER_OPEN_BATCHES
    cancelled = moves.cancel(first, now=clock())
    assert batches.commit(cancelled) is MoveOutcome.MOVED
    ended = moves.end(cancelled.after, now=clock(), expires_at=clock() + timedelta(hours=24))
    assert batches.commit(ended) is MoveOutcome.MOVED
    assert add(batches, second, key="k2", most=1) is CommitOutcome.COMMITTED
    back = moves.resume(ended.after, plan_key="p", planned=3, terms={}, open_limit=1, now=clock())
    assert batches.commit(back) is MoveOutcome.OVER_LIMIT
    assert batches.commit(replace(back, open_limit=2)) is MoveOutcome.MOVED


def test_a_key_stands_for_one_batch_or_job(batches: Batches, bench: "Bench") -> None:
    """The same body replays, another one is refused; keys of jobs are in the same space."""
    assert add(batches, some_batch(bench.clock())) is CommitOutcome.COMMITTED
    again = batches.add(
        some_batch(bench.clock(), batch_id="batch2"),
        key=IdempotencyKey(key="k", fingerprint="f"),
        charge=None,
        open_limit=9,
    )
    assert (again.outcome, again.batch_id) == (CommitOutcome.REPLAYED, "batch1")
    assert add(batches, some_batch(bench.clock(), batch_id="batch2"), body="g") is CommitOutcome.KEY_REUSED
    bench.add(bench.job(), key=IdempotencyKey(key="j", fingerprint="f"))
    assert add(batches, some_batch(bench.clock(), batch_id="batch2"), key="j", body="g") is CommitOutcome.KEY_REUSED
    bench.clock.pass_seconds(25 * 3600)
    assert add(batches, some_batch(bench.clock(), batch_id="batch2")) is CommitOutcome.COMMITTED


def test_the_same_commit_twice_is_one_batch(batches: Batches, bench: "Bench") -> None:
    """A lost response is repeated with the same id."""
    batch = some_batch(bench.clock())
    assert add(batches, batch) is add(batches, batch) is CommitOutcome.COMMITTED
    assert bench.jobs.daily_count("ada", DAY) == 3


def test_a_release_writes_batch_item_and_job_or_nothing(batches: Batches, bench: "Bench") -> None:
    """A second release from the same version is lost, and so is one whose job exists."""
    batch = some_batch(bench.clock())
    add(batches, batch)
    move = released(batch, bench.clock)
    assert batches.commit(move) is MoveOutcome.MOVED
    assert batches.commit(move) is MoveOutcome.LOST
    assert batches.commit(released(batch, bench.clock, line=2)) is MoveOutcome.LOST
    assert batches.get("batch1") == move.after
    assert batches.item("batch1", 1) == move.item
    assert bench.jobs.get("batch1n000001") == move.new_job
    assert [row.event for row in bench.jobs.history("batch1n000001")] == ["created"]
    bench.jobs.add(bench.job(job_id="batch1n000002"), key=None, daily_limit=None, day=DAY)
    assert batches.commit(released(move.after, bench.clock, line=2)) is MoveOutcome.LOST
    assert batches.item("batch1", 2) is None
    assert bench.jobs.daily_count("ada", DAY) == 4, "the release counts nothing on the day"


def test_a_release_brings_an_earlier_job_back_only_from_where_it_was_read(batches: Batches, bench: "Bench") -> None:
    """If the job has moved on since, nothing is written."""
    batch = some_batch(bench.clock())
    add(batches, batch)
    job = bench.ended(JobEvent.FAILED)
    moved = replace(
        released(batch, bench.clock), new_job=None, job_move=requeue(job, JobEvent.RETRIED, now=bench.clock())
    )
    assert batches.commit(moved) is MoveOutcome.MOVED
    assert bench.read(job).state is JobState.PENDING
    again = replace(moved, before=moved.after, after=moved.after.model_copy(update={"version": 9}))
    assert batches.commit(again) is MoveOutcome.LOST
    assert batches.get("batch1") == moved.after


def test_groups_are_written_with_their_move_and_removed_when_empty(batches: Batches, clock: "Clock") -> None:
    """The largest comes first."""
    batch = some_batch(clock())
    add(batches, batch)
    few, many = (
        ErrorGroup(group=name, code=name, type="T", message="m", first_at=clock(), last_at=clock()) for name in "ab"
    )
    few, many = few.with_line(1, clock()), many.with_line(1, clock()).with_line(2, clock())
    first = replace(moves.look_again(batch, now=clock()), groups=(few, many))
    assert batches.commit(first) is MoveOutcome.MOVED
    assert batches.groups("batch1") == (many, few)
    second = replace(moves.look_again(first.after, now=clock()), groups=(few.without_line(1),))
    assert batches.commit(second) is MoveOutcome.MOVED
    assert batches.groups("batch1") == (many,)


def test_items_are_read_by_line(batches: Batches, clock: "Clock") -> None:
    """A range of them, ascending, with their error and files."""
    batch = some_batch(clock(), lines=12)
    add(batches, batch)
    rows = []
    for line in (1, 2, 3, 11):
        error = ItemError(code="c", type="T", message="m", group="g") if line == 2 else None
        move = released(batch, clock, line=line)
        assert move.item is not None
        rows.append(
            move.item.model_copy(update={"error": error, "files": {"video": "k"}, "cost_usd": 0.1, "seconds": 2.5})
        )
        assert batches.commit(replace(move, item=rows[-1])) is MoveOutcome.MOVED
        batch = move.after
    assert batches.items("batch1", first=1, last=99) == tuple(rows)
    assert batches.items("batch1", first=2, last=3) == tuple(rows[1:3])
    assert batches.item("batch1", 4) is None


def test_batches_are_listed_newest_first(batches: Batches, clock: "Clock") -> None:
    """The owner's own, page by page."""
    for number in range(1, 6):
        add(batches, some_batch(clock(), batch_id=f"batch{number}"), key=f"k{number}")
    add(batches, some_batch(clock(), batch_id="batch9", user_id="eve"), key="k")
    page = batches.list_of_user("ada", limit=2, cursor=None)
    assert [one.batch_id for one in page.batches] == ["batch5", "batch4"]
    page = batches.list_of_user("ada", limit=3, cursor=page.cursor)
    assert [one.batch_id for one in page.batches] == ["batch3", "batch2", "batch1"]
    assert page.cursor is None


def test_due_and_expired_batches_are_found(batches: Batches, clock: "Clock") -> None:
    """An open one a minute after its last write, an ended one until its end is published, and then when it expires."""
    batch = some_batch(clock())
    add(batches, batch)
    assert batches.due(before=clock(), limit=9) == ()
    assert batches.open_batches(limit=9) == (batch,)
    later = clock() + timedelta(seconds=61)
    assert batches.due(before=later, limit=9) == (batch,)
    cancelled = moves.cancel(batch, now=clock())
    ended = moves.end(cancelled.after, now=clock(), expires_at=clock() + timedelta(hours=24))
    for move in (cancelled, ended):
        assert batches.commit(move) is MoveOutcome.MOVED
    assert batches.due(before=later, limit=9) == (ended.after,)
    done = moves.published(ended.after)
    assert batches.commit(done) is MoveOutcome.MOVED
    assert batches.due(before=later, limit=9) == batches.open_batches(limit=9) == ()
    assert batches.expired(before=clock(), limit=9) == ()
    clock.pass_seconds(24 * 3600)
    assert batches.get("batch1") is None
    assert batches.list_of_user("ada", limit=9, cursor=None).batches == ()
    assert batches.expired(before=clock(), limit=9) == (done.after,)
    batches.remove(done.after)
    assert batches.expired(before=clock(), limit=9) == ()
    assert batches.items("batch1", first=1, last=9) == ()


def test_a_batch_that_was_resumed_is_not_removed(batches: Batches, clock: "Clock") -> None:
    """The remover read it before."""
    batch = some_batch(clock())
    add(batches, batch)
    cancelled = moves.cancel(batch, now=clock())
    ended = moves.end(cancelled.after, now=clock(), expires_at=clock() + timedelta(hours=1))
    back = moves.resume(ended.after, plan_key="p", planned=3, terms={}, open_limit=9, now=clock())
    for move in (cancelled, ended, back):
        assert batches.commit(move) is MoveOutcome.MOVED
    batches.remove(ended.after)
    assert batches.get("batch1") == back.after
    assert back.after.state is BatchState.RUNNING


def test_a_profile_is_the_tier_as_last_seen(place: "Place", clock: "Clock") -> None:
    """Of each user; a user who never came has none."""
    profiles = place.profiles(clock)
    assert profiles.get("ada") is None
    profiles.see(Caller(user_id="ada", tier="free"))
    clock.pass_seconds(5)
    profiles.see(Caller(user_id="ada", tier="premium"))
    profile = profiles.get("ada")
    assert profile is not None
    assert (profile.tier, stamp(profile.seen_at)) == ("premium", stamp(clock()))


def test_a_brand_is_saved_for_its_user_alone_and_replaced_whole(place: "Place", clock: "Clock") -> None:
    """What the second brand leaves out is gone."""
    profiles = place.profiles(clock)
    assert profiles.brand("ada") is None
    logo = FileReference(upload="brand1")
    first = Brand(colours=BrandColours(main="#102030", accent="#ffcc00"), intro="Mine", logo=logo, corner="top_right")
    profiles.keep_brand("ada", first)
    assert profiles.brand("ada") == first
    assert profiles.brand("eve") is None
    profiles.keep_brand("ada", Brand(outro="Bye"))
    assert profiles.brand("ada") == Brand(outro="Bye")


def test_a_settled_item_is_stored(batches: Batches, bench: "Bench") -> None:
    """With the batch that counts it."""
    batch = some_batch(bench.clock())
    add(batches, batch)
    move = released(batch, bench.clock)
    batches.commit(move)
    item, job = move.item, move.new_job
    assert isinstance(item, BatchItem)
    assert isinstance(job, Job)
    over = job.model_copy(update={"state": JobState.COMPLETED, "history_count": 4, "cost_usd": 0.123456789})
    settled = moves.settle(move.after, item, over, cached=False, error=None, groups=(), now=bench.clock())
    assert batches.commit(settled) is MoveOutcome.MOVED
    assert batches.item("batch1", 1) == settled.item
    assert batches.get("batch1") == settled.after
    assert settled.item is not None
    assert settled.item.state is ItemState.COMPLETED
