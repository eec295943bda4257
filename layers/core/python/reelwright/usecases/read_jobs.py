"""Read jobs: one, many, their history, counts. Ownership is part of every read; others' things do not exist."""

from reelwright.http.problems import ProblemError, problem_error
from reelwright.jobs.caller import Caller
from reelwright.jobs.lifecycle import JobState, parse_state
from reelwright.jobs.model import HistoryRow, Job, StepRow
from reelwright.ports import JobPage, Jobs
from reelwright.values import Value


class ListQuery(Value):
    """Filters of a list; `user_id` of another is for operators."""

    user_id: str | None = None
    status: str | None = None
    task_name: str | None = None
    limit: int = 50
    cursor: str | None = None


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


def list_jobs(query: ListQuery, *, caller: Caller, jobs: Jobs) -> JobPage:
    """Return a page of the caller's jobs (an operator may name a user), newest first."""
    owner = query.user_id or caller.user_id
    if not caller.may_see(owner):
        return JobPage(jobs=())
    state: JobState | None = None
    if query.status is not None:
        state = parse_state(query.status)
        if state is None:
            words = ", ".join(one.value.lower() for one in JobState)
            raise problem_error("invalid_request", f"Unknown status {query.status[:40]!r}; use one of {words}.")
    return jobs.list_of_user(owner, state=state, task_name=query.task_name, limit=query.limit, cursor=query.cursor)


class Counts(Value):
    """A user's jobs by state, and how well they went."""

    counts: dict[JobState, int]
    success_rate: float | None
    """COMPLETED of all that ended by themselves (not cancelled); None before the first."""

    @property
    def total(self) -> int:
        """Return how many jobs there are."""
        return sum(self.counts.values())


def count_jobs(*, caller: Caller, jobs: Jobs) -> Counts:
    """Return the caller's counts."""
    counts = jobs.counts_of_user(caller.user_id)
    done, failed = counts.get(JobState.COMPLETED, 0), counts.get(JobState.FAILED, 0)
    rate = done / (done + failed) if done + failed else None
    return Counts(counts={state: counts.get(state, 0) for state in JobState}, success_rate=rate)
