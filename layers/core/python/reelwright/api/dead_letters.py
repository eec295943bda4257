"""Dead letters, for operators: jobs that failed after all retries, and messages that could not be processed."""

from typing import Annotated, Any, Final, Literal

from pydantic import Field

from reelwright.api.jobs import JobLinks
from reelwright.api.parameters import CURSOR, LETTER_GROUP, LIMIT, TASK_NAME
from reelwright.api.route import Link, Route, Success
from reelwright.jobs.dead_letter import DeadLetter, DeadLetterReason
from reelwright.payload import Count, Payload, Time


class LetterError(Payload):
    """The last error. `ask_again_at`: when a retry can succeed, if the error says so."""

    type: str
    code: str
    message: str
    step: str | None
    retryable: bool
    ask_again_at: Time | None


class WholeLetterError(LetterError):
    """The last error with its traceback."""

    traceback: str | None


class LetterLinks(Payload):
    """The paths of one dead letter and of its job."""

    self: str
    retry: str
    job: str | None


class LetterView(Payload):
    """One dead letter. In lists, the texts in `arguments` and `body` are cut after 200 characters."""

    id: Annotated[str, Field(description="The id of the job, or of the message if it has no job.")]
    job_id: str | None
    task_name: str | None
    arguments: Annotated[
        dict[str, Any] | None, Field(description="The request that created the job; null without a job.")
    ]
    error: WholeLetterError | LetterError
    retry_count: Count
    attempt: Count
    failed_at: Time
    reason: DeadLetterReason
    queue: str
    user_id: str | None
    body: Annotated[str | None, Field(description="The first 4 KiB of an unreadable message; null with a job.")]
    expires_at: Time
    links: LetterLinks


class LetterList(Payload):
    """A page of dead letters, newest first."""

    dead_letters: tuple[LetterView, ...]
    next_cursor: str | None
    has_more: bool


class LetterRetried(Payload):
    """The requeued job: the job of the letter, or a new one if that job was deleted."""

    id: str
    job_id: str
    status: Literal["pending"]
    links: JobLinks


class LetterRevived(Payload):
    """A dead letter and its requeued job."""

    id: str
    job_id: str


class LettersRetried(Payload):
    """The result of a retry of several letters. `skipped` letters have no job, or a job that is no longer FAILED."""

    retried: tuple[LetterRevived, ...]
    skipped: tuple[str, ...]
    next_cursor: str | None
    has_more: bool


class LetterRemoved(Payload):
    """The removed letter."""

    id: str
    job_id: str | None
    status: Literal["removed"]


class LettersRemoved(Payload):
    """The ids of removed letters. To continue, pass `next_cursor` as `cursor`."""

    removed: tuple[str, ...]
    next_cursor: str | None
    has_more: bool


class LetterGroupView(Payload):
    """Dead letters with equal errors, which differ in ids, numbers, names and quoted texts only."""

    group: Annotated[str, Field(description="For `group` in lists, retries and removals.")]
    code: str
    step: str | None
    message: Annotated[str, Field(description="That of the newest letter.")]
    count: Count
    retryable: Annotated[bool, Field(description="A retry can succeed without a change.")]
    advice: str
    samples: Annotated[tuple[str, ...], Field(description="Ids of the newest letters, at most five.")]
    newest_at: Time
    oldest_at: Time


class LetterGroups(Payload):
    """The groups of the newest 1,000 dead letters, the largest first."""

    groups: tuple[LetterGroupView, ...]
    is_complete: Annotated[bool, Field(description="False if there are more than 1,000 letters.")]


_LONGEST_TEXT: Final = 200
_MOST_ELEMENTS: Final = 5
"""Elements shown of a list in the arguments. A page must stay far below the 6 MB that a Lambda function can return."""


def letter_links(letter: DeadLetter) -> LetterLinks:
    """Build the paths of one dead letter and of its job."""
    base = f"/api/v1/dlq/{letter.letter_id}"
    job = None if letter.job_id is None else f"/api/v1/jobs/{letter.job_id}"
    return LetterLinks(self=base, retry=f"{base}/retry", job=job)


def letter_view(letter: DeadLetter, *, whole: bool) -> LetterView:
    """Convert a dead letter. For lists (not `whole`) long texts of the arguments are cut and the traceback is left out."""
    arguments = None if letter.request is None else letter.request.model_dump(mode="json", exclude_defaults=True)
    failure = letter.error.model_dump(exclude=None if whole else {"traceback"})
    return LetterView(
        id=letter.letter_id,
        job_id=letter.job_id,
        task_name=letter.task_name,
        arguments=arguments if whole else _shortened(arguments),
        error=WholeLetterError(**failure) if whole else LetterError(**failure),
        retry_count=letter.retry_count,
        attempt=letter.attempt,
        failed_at=letter.failed_at,
        reason=letter.reason,
        queue=letter.queue,
        user_id=letter.user_id,
        body=letter.body if whole else _shortened(letter.body),
        expires_at=letter.expires_at,
        links=letter_links(letter),
    )


def _shortened(value: Any) -> Any:
    match value:
        case str() if len(value) > _LONGEST_TEXT:
            return value[:_LONGEST_TEXT] + "…"
        case dict():
            return {name: _shortened(inner) for name, inner in value.items()}
        case list():
            return [_shortened(inner) for inner in value[:_MOST_ELEMENTS]]
        case _:
            return value


_FIRST: Final = {"letter_id": "$response.body#/dead_letters/0/id"}
_LETTER_LINKS: Final = {
    "get": Link(operation="getDeadLetter", parameters=_FIRST, description="The newest letter, uncut."),
    "retry": Link(operation="retryDeadLetter", parameters=_FIRST, description="Retry the newest letter."),
    "remove": Link(operation="removeDeadLetter", parameters=_FIRST, description="Remove the newest letter."),
}
_TAG: Final = "dead letters"

DEAD_LETTER_ROUTES: Final = (
    Route(
        method="GET",
        path="/api/v1/dlq/groups",
        operation="groupDeadLetters",
        tag=_TAG,
        summary="Group dead letters by kind of error",
        access="operator",
        answers=(Success(status=200, description="The groups.", body=LetterGroups),),
    ),
    Route(
        method="DELETE",
        path="/api/v1/dlq",
        operation="removeDeadLetters",
        tag=_TAG,
        summary="Remove the dead letters of a group, among the next 25",
        description="Their jobs stay FAILED. To continue, pass `next_cursor` as `cursor`. `group` is required.",
        access="operator",
        parameters=(LETTER_GROUP, TASK_NAME, CURSOR),
        answers=(Success(status=200, description="Removed.", body=LettersRemoved),),
        problems=("invalid_request",),
    ),
    Route(
        method="GET",
        path="/api/v1/dlq",
        operation="listDeadLetters",
        tag=_TAG,
        summary="List dead letters, newest first",
        access="operator",
        parameters=(TASK_NAME, LETTER_GROUP, LIMIT, CURSOR),
        answers=(Success(status=200, description="A page of dead letters.", body=LetterList, links=_LETTER_LINKS),),
        problems=("invalid_request",),
    ),
    Route(
        method="GET",
        path="/api/v1/dlq/{letter_id}",
        operation="getDeadLetter",
        tag=_TAG,
        summary="Get one dead letter, uncut",
        access="operator",
        answers=(Success(status=200, description="The letter.", body=LetterView),),
    ),
    Route(
        method="DELETE",
        path="/api/v1/dlq/{letter_id}",
        operation="removeDeadLetter",
        tag=_TAG,
        summary="Remove a dead letter; its job stays FAILED",
        access="operator",
        answers=(Success(status=200, description="Letter removed.", body=LetterRemoved),),
    ),
    Route(
        method="POST",
        path="/api/v1/dlq/{letter_id}/retry",
        operation="retryDeadLetter",
        tag=_TAG,
        summary="Retry the job of a dead letter",
        access="operator",
        answers=(
            Success(
                status=202,
                description="Job requeued.",
                body=LetterRetried,
                headers=("Location",),
                links={
                    "job": Link(
                        operation="getJob",
                        parameters={"job_id": "$response.body#/job_id"},
                        description="The requeued job.",
                    )
                },
            ),
        ),
        problems=("conflict",),
    ),
    Route(
        method="POST",
        path="/api/v1/dlq/retry",
        operation="retryDeadLetters",
        tag=_TAG,
        summary="Retry the jobs of up to 25 dead letters, of one task or of all",
        description="To continue, pass `next_cursor` as `cursor`. Jobs that fail again meanwhile are not retried twice.",
        access="operator",
        parameters=(TASK_NAME, LETTER_GROUP, CURSOR),
        answers=(
            Success(status=200, description="No job was requeued.", body=LettersRetried),
            Success(status=202, description="Jobs requeued.", body=LettersRetried),
        ),
        problems=("invalid_request",),
    ),
)
