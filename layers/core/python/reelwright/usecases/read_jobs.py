"""Read jobs: one, many, their history, counts. Ownership is part of every read; others' things do not exist."""

from reelwright.api.problems import ProblemError, problem_error
from reelwright.jobs.caller import Caller
from reelwright.jobs.cursor import CURSOR_KEY, JobFilter, read_cursor, write_cursor
from reelwright.jobs.lifecycle import JobState, parse_state
from reelwright.jobs.listing import DEEPEST, Listed, ListQuery
from reelwright.jobs.model import HistoryRow, Job, StepRow
from reelwright.ports import Jobs, Secrets


def no_such_job(job_id: str) -> ProblemError:
    """Return the one answer for jobs that are not there and jobs of others."""
    return problem_error(
        "not_found", f"There is no job {job_id[:64]!r} of yours; finished jobs are removed after a day."
    )


def get_job(job_id: str, *, caller: Caller, jobs: Jobs) -> Job:
    """Return the caller's job; raises ProblemError `not_found` for others' jobs too."""
    job = jobs.get(job_id)
    if job is None or not caller.may_see(job.user_id):
        raise no_such_job(job_id)
    return job


def get_steps(job: Job, *, jobs: Jobs) -> tuple[StepRow, ...]:
    """Return the steps of a job that was read before."""
    return jobs.steps(job.job_id)


def get_history(job_id: str, *, caller: Caller, jobs: Jobs) -> tuple[HistoryRow, ...]:
    """Return the job's transitions in order."""
    return jobs.history(get_job(job_id, caller=caller, jobs=jobs).job_id)


def list_jobs(query: ListQuery, *, caller: Caller, jobs: Jobs, secrets: Secrets) -> Listed:
    """Return a stretch of the caller's jobs (an operator may name a user), newest first.

    Raises ProblemError `invalid_request` for an unknown status, a page deeper than `DEEPEST` jobs, and a page together with
    a cursor; RequestError for a cursor that was not given out for this list.
    """
    listed = JobFilter(user_id=query.user_id or caller.user_id, state=_state(query.status), task_name=query.task_name)
    _check_place(query)
    if not caller.may_see(listed.user_id):
        return Listed(jobs=(), total=None if query.page is None else 0)
    place = None if query.cursor is None else read_cursor(listed, query.cursor, key=secrets.key(CURSOR_KEY))
    page = jobs.list_of_user(
        listed.user_id,
        state=listed.state,
        task_name=listed.task_name,
        limit=query.limit,
        cursor=place,
        skip=query.skipped,
    )
    return Listed(
        jobs=page.jobs,
        cursor=None if page.cursor is None else write_cursor(listed, page.cursor, key=secrets.key(CURSOR_KEY)),
        total=None if query.page is None else _total(listed, jobs),
    )


def _state(status: str | None) -> JobState | None:
    state = None if status is None else parse_state(status)
    if status is not None and state is None:
        words = ", ".join(one.value.lower() for one in JobState)
        raise problem_error("invalid_request", f"Unknown status {status[:40]!r}; use one of {words}.")
    return state


def _check_place(query: ListQuery) -> None:
    if query.page is not None and query.cursor is not None:
        raise problem_error("invalid_request", "Give either page or cursor.")
    if query.too_deep:
        deepest = f"Pages reach {DEEPEST} jobs deep; go on with next_cursor of the last one, or filter."
        raise problem_error("invalid_request", deepest)


def _total(listed: JobFilter, jobs: Jobs) -> int:
    counts = jobs.counts_of_user(listed.user_id, task_name=listed.task_name)
    return sum(counts.values()) if listed.state is None else counts[listed.state]
