"""Read jobs: one, many, their history, counts. Every read checks ownership; others' jobs are not found."""

from reelwright.jobs.caller import Caller
from reelwright.jobs.cursor import JobFilter
from reelwright.jobs.lifecycle import JobState, parse_state
from reelwright.jobs.listing import DEEPEST, Listed, ListQuery
from reelwright.jobs.model import HistoryRow, Job, StepRow
from reelwright.ports import Jobs, World
from reelwright.refusals import Conflict, InvalidField, NotFound
from reelwright.usecases.sign_cursor import cursor_at, place_of


def get_job(job_id: str, *, caller: Caller, world: World) -> Job:
    """Return the caller's job; raises NotFound, also for others' jobs."""
    job = world.jobs.get(job_id)
    if job is None or not caller.may_see(job.user_id):
        raise NotFound(f"Job {job_id[:64]!r} was not found among yours; finished jobs are removed after a day.")
    return job


def get_steps(job: Job, *, world: World) -> tuple[StepRow, ...]:
    """Return the steps of a job that was read before."""
    return world.jobs.steps(job.job_id)


def get_history(job_id: str, *, caller: Caller, world: World) -> tuple[HistoryRow, ...]:
    """Return the job's transitions in order."""
    return world.jobs.history(get_job(job_id, caller=caller, world=world).job_id)


def read_captions(job_id: str, *, caller: Caller, world: World) -> str:
    """Return the captions of a film as WebVTT; raises Conflict if the job has none, or not yet."""
    job = get_job(job_id, caller=caller, world=world)
    key = None if job.result is None else job.result.files.get("captions_vtt")
    if key is None:
        raise Conflict("This job has no captions; a film has them when it is ready.")
    return world.artefacts.get(key).decode("utf-8")


def list_jobs(query: ListQuery, *, caller: Caller, world: World) -> Listed:
    """Return a page of the caller's jobs (an operator may name a user), newest first.

    Raises InvalidField for an unknown status, a page deeper than `DEEPEST` jobs, a page together with a cursor, a title or a
    time, and a cursor of another list.
    """
    listed = JobFilter(
        user_id=query.user_id or caller.user_id,
        state=_state(query.status),
        task_name=query.task_name,
        title=query.q or "",
    )
    _check_place(query)
    if not caller.may_see(listed.user_id):
        return Listed(jobs=(), total=None if query.page is None else 0)
    place = place_of(query.cursor, listed=listed, world=world)
    page = world.jobs.list_of_user(
        listed.user_id,
        state=listed.state,
        task_name=listed.task_name,
        limit=query.limit,
        cursor=place,
        skip=query.skipped,
        title=listed.title,
        since=query.since,
    )
    return Listed(
        jobs=page.jobs,
        cursor=cursor_at(page.cursor, listed=listed, world=world),
        total=None if query.page is None else _total(listed, world.jobs),
    )


def _state(status: str | None) -> JobState | None:
    state = None if status is None else parse_state(status)
    if status is not None and state is None:
        words = ", ".join(one.value.lower() for one in JobState)
        raise InvalidField("status", f"{status[:40]!r} is not a status; use one of {words}")
    return state


def _check_place(query: ListQuery) -> None:
    if query.page is not None and query.cursor is not None:
        raise InvalidField("page", "give either page or cursor")
    if query.page is not None and (query.q is not None or query.since is not None):
        raise InvalidField("page", "a list with q or since has no page numbers; go on with next_cursor")
    if query.too_deep:
        raise InvalidField(
            "page", f"pages end after {DEEPEST} jobs; continue with next_cursor of the last page, or filter the list"
        )


def _total(listed: JobFilter, jobs: Jobs) -> int:
    counts = jobs.counts_of_user(listed.user_id, task_name=listed.task_name)
    return sum(counts.values()) if listed.state is None else counts[listed.state]
