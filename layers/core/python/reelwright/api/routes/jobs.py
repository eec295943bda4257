"""The routes of jobs."""

from typing import Final

from reelwright.api.limits import MAX_ID_CHARACTERS
from reelwright.api.models.jobs import (
    CountsView,
    HealthView,
    HistoryView,
    JobCancelled,
    JobCreated,
    JobList,
    JobRetried,
    JobTried,
    JobView,
    StatusView,
)
from reelwright.api.routes.examples import CREATES
from reelwright.api.routes.headers import CURSOR, IDEMPOTENCY_KEY, IF_NONE_MATCH, LIMIT
from reelwright.api.routes.model import Answer, Link, Parameter, Route
from reelwright.jobs.lifecycle import STATE_ALIASES, JobState
from reelwright.jobs.request import CreateJob
from reelwright.pipeline.tasks import TASK_ALIASES, TASKS

_THIS_JOB: Final = {"job_id": "$response.body#/job_id"}
_LINKS: Final = {
    "get": Link(operation="getJob", parameters=_THIS_JOB, description="The whole job."),
    "status": Link(operation="getJobStatus", parameters=_THIS_JOB, description="State and progress alone."),
    "history": Link(operation="getJobHistory", parameters=_THIS_JOB, description="Every transition."),
    "cancel": Link(operation="cancelJob", parameters=_THIS_JOB, description="Stop it."),
    "retry": Link(operation="retryJob", parameters=_THIS_JOB, description="Try again where it has failed."),
}
_FOLLOW: Final = {name: _LINKS[name] for name in ("get", "status", "history")}

STATUS: Final = Parameter(
    name="status",
    description="Only jobs in this state; words of the system before are understood, in any case.",
    schema_={"type": "string", "enum": [*(state.value.lower() for state in JobState), *STATE_ALIASES]},
)
TASK_NAME: Final = Parameter(
    name="task_name",
    description="Only jobs of this task.",
    schema_={"type": "string", "enum": sorted({*TASKS, *TASK_ALIASES})},
)
USER_ID: Final = Parameter(
    name="user_id",
    description="Whose jobs; another than yourself is for operators, others see an empty list.",
    schema_={"type": "string", "minLength": 1, "maxLength": MAX_ID_CHARACTERS},
)
COUNTED_USER: Final = USER_ID.model_copy(
    update={"description": "Whose jobs; another than yourself is for operators, others are refused."}
)
DRY_RUN: Final = Parameter(
    name="dry_run",
    description="`true` checks the body, prices it and says what creating would do; nothing is created.",
    schema_={"type": "boolean", "default": False},
)
PAGE: Final = Parameter(
    name="page",
    description="The page by number, from 1, at most 1000 jobs deep; instead of a cursor.",
    schema_={"type": "integer", "minimum": 1, "maximum": 1000},
)
PAGE_SIZE: Final = Parameter(
    name="page_size",
    description="Jobs a page, for `page`.",
    schema_={"type": "integer", "minimum": 1, "maximum": 100, "default": 50},
)
PREFER: Final = Parameter(
    name="Prefer",
    place="header",
    description="`wait=20` holds the answer until the job changes, so many seconds (25 at most); with If-None-Match.",
    schema_={"type": "string"},
)

JOB_ROUTES: Final = (
    Route(
        method="POST",
        path="/api/v1/jobs",
        operation="createJob",
        tag="jobs",
        summary="Create a job: a whole film, or one task alone",
        description="Accepted at once and done in the background. A refused request creates nothing.",
        parameters=(IDEMPOTENCY_KEY, DRY_RUN),
        body=CreateJob,
        examples=CREATES,
        answers=(
            Answer(
                status=200,
                description="With dry_run: what it would come to.",
                body=JobTried,
                headers=("RateLimit", "RateLimit-Policy"),
            ),
            Answer(
                status=202,
                description="Accepted.",
                body=JobCreated,
                headers=("Location", "Retry-After", "Idempotent-Replayed", "RateLimit", "RateLimit-Policy"),
                links=_LINKS,
            ),
        ),
        problems=("invalid_request", "too_large", "unprocessable", "quota_exceeded"),
    ),
    Route(
        method="GET",
        path="/api/v1/jobs",
        also=("/api/jobs",),
        operation="listJobs",
        tag="jobs",
        summary="List your jobs, newest first",
        parameters=(STATUS, TASK_NAME, USER_ID, LIMIT, CURSOR, PAGE, PAGE_SIZE),
        answers=(Answer(status=200, description="A page of jobs.", body=JobList),),
        problems=("invalid_request",),
    ),
    Route(
        method="GET",
        path="/api/v1/jobs/{job_id}",
        operation="getJob",
        tag="jobs",
        summary="Get one job, with its result and signed links to its files",
        parameters=(IF_NONE_MATCH, PREFER),
        answers=(
            Answer(status=200, description="The job.", body=JobView, headers=("ETag", "Cache-Control", "Retry-After")),
            Answer(
                status=304,
                description="It is as you know it.",
                headers=("ETag", "Cache-Control", "Retry-After"),
            ),
        ),
    ),
    Route(
        method="DELETE",
        path="/api/v1/jobs/{job_id}",
        operation="cancelJob",
        tag="jobs",
        summary="Cancel a job; safe to repeat",
        answers=(
            Answer(status=200, description="It is cancelled.", body=JobCancelled),
            Answer(status=202, description="It is told to stop.", body=JobCancelled, links=_FOLLOW),
        ),
        problems=("conflict",),
    ),
    Route(
        method="GET",
        path="/api/v1/jobs/{job_id}/status",
        also=("/api/jobs/{job_id}/status",),
        operation="getJobStatus",
        tag="jobs",
        summary="Get state and progress of a job",
        answers=(Answer(status=200, description="How it stands.", body=StatusView),),
    ),
    Route(
        method="GET",
        path="/api/v1/jobs/{job_id}/history",
        also=("/api/jobs/{job_id}/history",),
        operation="getJobHistory",
        tag="jobs",
        summary="Get every transition of a job",
        answers=(Answer(status=200, description="Oldest first.", body=HistoryView),),
    ),
    Route(
        method="POST",
        path="/api/v1/jobs/{job_id}/retry",
        operation="retryJob",
        tag="jobs",
        summary="Give a failed job a new attempt",
        description="Steps that were finished are used again and cost nothing.",
        answers=(
            Answer(
                status=202,
                description="It waits for its turn.",
                body=JobRetried,
                headers=("Location", "Retry-After"),
                links=_LINKS,
            ),
        ),
        problems=("conflict",),
    ),
    Route(
        method="GET",
        path="/api/v1/jobs/stats/counts",
        operation="countJobs",
        tag="jobs",
        summary="Count your jobs by state; success, average time, what is left of the day",
        parameters=(COUNTED_USER,),
        answers=(Answer(status=200, description="The counts.", body=CountsView),),
        problems=("invalid_request",),
    ),
    Route(
        method="GET",
        path="/api/v1/jobs/health",
        operation="getHealth",
        tag="service",
        summary="Tell how the service is",
        access="open",
        answers=(
            Answer(status=200, description="Everything is there.", body=HealthView),
            Answer(status=503, description="Something it depends on is not.", body=HealthView),
        ),
    ),
)
