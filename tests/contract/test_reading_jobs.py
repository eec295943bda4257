"""The reads of `Jobs`: lists, counts, what is due, what has expired, and removal."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reelwright.jobs.lifecycle import JobEvent, JobState
from reelwright.jobs.model import Job, StepRow
from reelwright.jobs.request import CreateJob
from reelwright.pipeline.tasks import ITEM_TASK
from reelwright.ports import JobPage

if TYPE_CHECKING:
    from tests.contract.conftest import Bench


def listed(
    bench: "Bench",
    user_id: str = "ada",
    *,
    state: JobState | None = None,
    task_name: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
    skip: int = 0,
    **more: Any,
) -> JobPage:
    """Ask for a page."""
    filters = {"state": state, "task_name": task_name, **more}
    return bench.jobs.list_of_user(user_id, limit=limit, cursor=cursor, skip=skip, **filters)


def request_of(title: str) -> CreateJob:
    """Return a request with a title."""
    return CreateJob.model_validate({"video_request": {"script_content": "Bees.", "title": title}})


def ids(jobs: tuple[Job, ...]) -> list[str]:
    """Return the jobs' ids."""
    return [job.job_id for job in jobs]


def several(bench: "Bench", number: int, **changes: str) -> list[str]:
    """Add jobs a second apart and return their ids, newest first."""
    made = []
    for _ in range(number):
        bench.clock.pass_seconds(1)
        made.append(bench.added(**changes).job_id)
    return made[::-1]


def test_a_list_is_newest_first_and_the_users_own(bench: "Bench") -> None:
    """Jobs of others never show, whatever their names begin with."""
    mine = several(bench, 3)
    several(bench, 2, user_id="ada#PENDING")
    assert ids(listed(bench).jobs) == mine
    assert listed(bench, "nobody") == JobPage(jobs=())


def test_jobs_of_the_same_instant_have_an_order(bench: "Bench") -> None:
    """The id decides, so that pages neither repeat nor skip."""
    made = [bench.added().job_id for _ in range(5)]
    first = listed(bench, limit=3)
    rest = listed(bench, limit=3, cursor=first.cursor)
    assert ids(first.jobs) + ids(rest.jobs) == made[::-1]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_pages_join_to_the_whole_list(bench: "Bench", limit: int) -> None:
    """Every job once, in order; the last page has no cursor, also where it is full."""
    expected = several(bench, 7)
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(7 // limit + 1):
        page = listed(bench, limit=limit, cursor=cursor)
        assert 1 <= len(page.jobs) <= limit
        seen += ids(page.jobs)
        cursor = page.cursor
        if cursor is None:
            break
    assert cursor is None
    assert seen == expected


def test_a_new_job_does_not_disturb_older_pages(bench: "Bench") -> None:
    """A cursor is a place, not a number."""
    expected = several(bench, 4)
    first = listed(bench, limit=2)
    several(bench, 1)
    assert ids(listed(bench, limit=2, cursor=first.cursor).jobs) == expected[2:]


def test_filters_by_state_and_task_hold_over_pages(bench: "Bench") -> None:
    """Only what fits shows, pages stay full."""
    hooks = several(bench, 3, task_name="generate_hook")
    several(bench, 3)
    queued = bench.queued(task_name="generate_hook").job_id
    assert ids(listed(bench, task_name="generate_hook").jobs) == [queued, *hooks]
    page = listed(bench, task_name="generate_hook", limit=2)
    assert ids(listed(bench, task_name="generate_hook", limit=2, cursor=page.cursor).jobs) == hooks[1:]
    assert ids(listed(bench, state=JobState.QUEUED).jobs) == [queued]
    assert ids(listed(bench, state=JobState.PENDING, task_name="generate_hook").jobs) == hooks
    assert listed(bench, state=JobState.FAILED).jobs == ()


def test_a_title_is_found_by_its_beginning_in_any_case(bench: "Bench") -> None:
    """Over pages, and only from its first letter on."""
    for title in ("Straße am Meer", "Am Meer", "straSSE nach Rom", "STRASSE"):
        bench.clock.pass_seconds(1)
        bench.added(request=request_of(title))
    page = listed(bench, title="Strasse", limit=2)
    rest = listed(bench, title="Strasse", limit=2, cursor=page.cursor)
    titles = [job.request.video_request.title for job in (*page.jobs, *rest.jobs)]
    assert titles == ["STRASSE", "straSSE nach Rom", "Straße am Meer"]
    assert rest.cursor is None
    assert listed(bench, title="Meer").jobs == ()


def test_a_page_by_title_reads_a_bounded_number_of_jobs(bench: "Bench") -> None:
    """A page can be empty while its cursor goes on; following cursors finds every job once, and ends."""
    wanted = bench.added(request=request_of("Bees")).job_id
    several(bench, 120)
    pages = [listed(bench, title="bees", most_read=50)]
    while pages[-1].cursor is not None:
        pages.append(listed(bench, title="bees", most_read=50, cursor=pages[-1].cursor))
    assert [ids(page.jobs) for page in pages] == [[], [], [wanted]]


def test_a_list_since_a_time_includes_that_instant(bench: "Bench") -> None:
    """Over pages, with a state or without; a cursor older than the time has nothing behind it."""
    made = several(bench, 5)
    since = bench.clock() - timedelta(seconds=2)
    page = listed(bench, since=since, limit=2)
    assert ids(page.jobs) + ids(listed(bench, since=since, limit=2, cursor=page.cursor).jobs) == made[:3]
    assert ids(listed(bench, since=since, state=JobState.PENDING).jobs) == made[:3]
    oldest = listed(bench, limit=4).cursor
    assert listed(bench, since=since, cursor=oldest) == JobPage(jobs=())


@pytest.mark.parametrize("size", [1, 3, 5])
def test_numbered_pages_hold_every_job_once(bench: "Bench", size: int) -> None:
    """Skipping leaves out just the jobs of the pages before; behind the last page there is nothing."""
    expected = several(bench, 5)
    pages = [listed(bench, limit=size, skip=skip) for skip in range(0, 5, size)]
    assert [job for page in pages for job in ids(page.jobs)] == expected
    assert [page.cursor is None for page in pages] == [False] * (len(pages) - 1) + [True]
    assert listed(bench, limit=size, skip=5).jobs == ()


def test_skipping_counts_what_the_list_shows(bench: "Bench") -> None:
    """Jobs of other tasks, of other states and expired ones take no place on the pages before."""
    for _ in range(2):
        bench.ended()
    bench.clock.pass_seconds(25 * 3600)
    hooks = several(bench, 3, task_name="generate_hook")
    several(bench, 2)
    assert ids(listed(bench, task_name="generate_hook", limit=2, skip=1).jobs) == hooks[1:]
    assert ids(listed(bench, state=JobState.PENDING, limit=9, skip=2).jobs) == hooks
    assert listed(bench, limit=9, skip=5).jobs == ()


def test_counts_are_the_users_by_state(bench: "Bench") -> None:
    """Every state has its row; others' and expired jobs do not count."""
    bench.added()
    bench.queued()
    bench.executing()
    bench.ended()
    bench.ended(JobEvent.FAILED)
    bench.added("eve")
    counts = bench.jobs.counts_of_user("ada")
    ones = {JobState.PENDING, JobState.QUEUED, JobState.EXECUTING, JobState.COMPLETED, JobState.FAILED}
    assert counts == {state: int(state in ones) for state in JobState}
    bench.clock.pass_seconds(24 * 3600)
    assert bench.jobs.counts_of_user("ada")[JobState.COMPLETED] == 0


def test_the_oldest_pending_job_is_next(bench: "Bench") -> None:
    """In the order of creation, the user's own, PENDING only."""
    assert bench.jobs.next_pending("ada") is None
    *_, second, first = several(bench, 3)
    several(bench, 1, user_id="eve")
    assert _next(bench) == first
    bench.admit(bench.read(bench.job(job_id=first)))
    assert _next(bench) == second


def test_items_of_batches_come_after_the_other_jobs(bench: "Bench") -> None:
    """However many items are older: the owner's next film goes before them."""
    items = several(bench, 7, task_name=ITEM_TASK)
    assert _next(bench) == items[-1]
    own, *_ = several(bench, 1)
    assert _next(bench) == own
    bench.admit(bench.jobs.get(own) or bench.job())
    assert _next(bench) == items[-1]


def _next(bench: "Bench") -> str | None:
    job = bench.jobs.next_pending("ada")
    return None if job is None else job.job_id


def test_due_jobs_come_most_overdue_first(bench: "Bench") -> None:
    """Of one state, at their time and not a microsecond before, bounded by the limit."""
    *_, second, first = several(bench, 3)
    bench.queued()
    moment = bench.read(bench.job(job_id=second)).due_at
    assert moment is not None
    assert ids(bench.jobs.due(JobState.PENDING, before=moment, limit=10)) == [first, second]
    before = moment - timedelta(microseconds=1)
    assert ids(bench.jobs.due(JobState.PENDING, before=before, limit=10)) == [first]
    assert ids(bench.jobs.due(JobState.PENDING, before=moment + timedelta(days=1), limit=2)) == [first, second]
    assert len(bench.jobs.due(JobState.QUEUED, before=moment + timedelta(days=1), limit=10)) == 1


def test_due_jobs_of_all_shards_come_in_one_order(bench: "Bench") -> None:
    """Jobs are listed in shards by their ids; who asks sees one list."""
    made = several(bench, 20)[::-1]
    bench.clock.pass_seconds(100)
    assert ids(bench.jobs.due(JobState.PENDING, before=bench.clock(), limit=7)) == made[:7]
    assert ids(bench.jobs.due(JobState.PENDING, before=bench.clock(), limit=50)) == made


def test_each_wait_has_its_own_due_time(bench: "Bench") -> None:
    """Retries are due when they said; what runs or is over is never due."""
    retrying = bench.ended(JobEvent.RETRY_SCHEDULED)
    bench.executing()
    bench.ended()
    later = bench.clock() + timedelta(days=30)
    assert ids(bench.jobs.due(JobState.RETRYING, before=later, limit=10)) == [retrying.job_id]
    assert bench.jobs.due(JobState.EXECUTING, before=later, limit=10) == ()
    assert bench.jobs.due(JobState.COMPLETED, before=later, limit=10) == ()


def test_an_expired_job_is_not_seen_any_more(bench: "Bench") -> None:
    """At its very time it is gone from reads and lists, though its rows are still there for the clean-up."""
    job = bench.ended()
    young = bench.added()
    bench.clock.pass_seconds(24 * 3600 - 1)
    assert bench.jobs.get(job.job_id) is not None
    bench.clock.pass_seconds(1)
    assert bench.jobs.get(job.job_id) is None
    assert ids(listed(bench).jobs) == [young.job_id]
    assert listed(bench, state=JobState.COMPLETED).jobs == ()
    assert ids(bench.jobs.expired(before=bench.clock(), limit=10)) == [job.job_id]


def test_the_expired_are_the_finished_past_their_time(bench: "Bench") -> None:
    """Not before their time, never an unfinished one, at most `limit`."""
    for event in (JobEvent.COMPLETED, JobEvent.FAILED, JobEvent.CANCELLED):
        bench.ended(event)
    bench.ended(JobEvent.RETRY_SCHEDULED)
    bench.added()
    end = bench.clock() + timedelta(hours=24)
    assert bench.jobs.expired(before=end - timedelta(microseconds=1), limit=10) == ()
    assert len(bench.jobs.expired(before=end, limit=10)) == 3
    assert len(bench.jobs.expired(before=end, limit=2)) == 2


def test_a_removed_job_is_gone_with_all_its_rows(bench: "Bench") -> None:
    """Job, history, steps; doing it again is a no-op; its neighbours stay."""
    job, neighbour = bench.executing(), bench.executing()
    for name in [f"render_scene#{number}" for number in range(30)]:
        row = StepRow(name=name, state="done", attempt=1, updated_at=bench.clock())
        bench.jobs.save_step(job.job_id, row, weight=0, message=None, now=bench.clock())
    bench.finish(job)
    finished = bench.read(job)
    for _ in range(2):
        bench.jobs.remove(finished)
        assert bench.jobs.get(job.job_id) is None
        assert bench.jobs.history(job.job_id) == ()
        assert bench.jobs.steps(job.job_id) == ()
    assert ids(listed(bench).jobs) == [neighbour.job_id]
    assert len(bench.jobs.history(neighbour.job_id)) == 3


def test_a_job_that_is_not_finished_is_not_removed(bench: "Bench") -> None:
    """Also where the caller's view is an old one: it was brought back meanwhile."""
    failed = bench.ended(JobEvent.FAILED)
    bench.mover.requeue(failed, event=JobEvent.RETRIED, now=bench.clock())
    for job in (failed, bench.read(failed), bench.executing()):
        bench.jobs.remove(job)
        assert bench.read(job).state in {JobState.PENDING, JobState.EXECUTING}
        assert bench.jobs.history(job.job_id) != ()


def test_a_pool_that_never_started_anything_has_served_nothing(bench: "Bench") -> None:
    """The dispatcher begins its round there, and the health check reads nothing else."""
    assert bench.served("videos") == 0
